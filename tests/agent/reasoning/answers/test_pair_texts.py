"""Texts of two pictures: a difference is told only where lines differ by more than what may be misread."""

from types import SimpleNamespace

import pytest
from telltale.agent.detectors.base import Detector, Reading
from telltale.agent.detectors.ocr import OCR
from telltale.agent.evidence import Evidence, Facts, Region
from telltale.agent.foreign import Foreign
from telltale.agent.intake import receive
from telltale.agent.provenance.contents import Contents
from telltale.agent.read_texts import ReadLine
from telltale.agent.reasoning.answers import pair_texts as pair
from telltale.agent.sandbox import Received

from tests.agent.reasoning.answers.answer_cases import bench_of, record_of
from tests.conftest import encode

PLACE = Region(x=0, y=0, w=10, h=10)


def found(*texts: str) -> Evidence:
    lines = tuple(
        ReadLine(text=Foreign(text), region=PLACE, confidence=0.9, script="latin", readable=text != "?")
        for text in texts
    )
    return Evidence(id="E9", source="comparison", kind="detector", statement="read", facts=Facts(texts=lines))


def told(here, there, second=True):
    bench = SimpleNamespace(detectors={OCR.name: OCR}, run=lambda name: [found(*here)],
                            read_other=lambda name: found(*there) if second else None)  # fmt: skip
    return [item.text for item in pair.side_by_side(SimpleNamespace(bench=bench))]


@pytest.mark.parametrize(
    ("here", "there", "first"),
    [
        (["Diffusion", "Lover"], ["Diffusion", "Hater"], pair.DIFFER(here="“Lover”", there="“Hater”")),
        (["OPEN"], [], pair.ONLY_HERE(texts="“OPEN”")),
        ([], ["OPEN", "?"], pair.ONLY_THERE(texts="“OPEN”")),
        (["Open"], ["OPEN!"], pair.ALIKE(texts="“Open”")),
        (["UTiA"], ["UTA"], pair.NEARLY(here="“UTiA”", there="“UTA”")),
        ([], [], pair.NO_TEXT()),
    ],
)
def test_lines_side_by_side(here, there, first):
    assert told(here, there)[0] == first


def test_one_picture_has_no_other_text():
    assert told(["OPEN"], [], second=False) == []


def test_the_text_of_the_other_picture_is_read_once(exhibit, astronaut):
    reads = []

    def read(pixels, quality):
        reads.append(pixels.shape)
        text = "here" if pixels.shape[0] == exhibit.pixels.shape[0] else "there"
        return Reading("One line.", 1.0, "lines", facts=found(text).facts)

    reader = Detector(OCR.name, "text", "any picture", "r", read, 32)
    bench = bench_of(record_of("real", exhibit)[0], exhibit, (reader,))
    assert bench.read_other(OCR.name) is None
    other = Received(receive(encode(astronaut.resize((256, 256))), "o.png"), Contents())
    bench.compare(other)
    first, again = bench.read_other(OCR.name), bench.read_other(OCR.name)
    assert first is not None and first is again and reads == [(256, 256, 3)]
    assert [line.text.raw for line in first.facts.texts] == ["there"] and bench.evidence[-1] is first
