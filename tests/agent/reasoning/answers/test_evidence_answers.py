import numpy as np
import pytest
from PIL import Image
from telltale.agent.intake import receive
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answers import evidence_answers as answers
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.sandbox import Received

from tests.agent.reasoning.answers.answer_cases import BOX, KINDS, answered, asked, bench_of, record_of, texts
from tests.conftest import encode


@pytest.fixture
def ask(exhibit, guide):
    def answer(topic, kind, text="", evidence=(), **more):
        return answered(kind, exhibit, asked(topic, text, evidence=evidence), guide, **more)

    return answer


def test_a_finding_is_explained_with_its_weight_its_method_and_its_caveat(ask, exhibit):
    said, found = ask(Topic.EVIDENCE_ITEM, "leans to generated", evidence=("E1",))
    part = next(p for p in record_of("leans to generated", exhibit)[0].verdict.contributions if p.evidence == "E1")
    assert [item.id for item in found.about] == ["E1"] and {one.cites for one in said} == {("E1",)}
    assert "The clip detector measured 0.93" in said[0].text
    assert f"for synthetic, with {part.log_odds:.1f}" in said[1].text
    assert "The clip detector measures how generated it looks" in said[2].text


@pytest.mark.parametrize("kind", KINDS)
def test_the_weight_of_every_finding_is_that_of_the_verdict(kind, ask, exhibit):
    record = record_of(kind, exhibit)[0]
    weighing = {part.evidence for part in record.verdict.contributions if abs(part.log_odds) >= 0.05}
    for item in record.evidence:
        said, _ = ask(Topic.EVIDENCE_ITEM, kind, evidence=(item.id,))
        without = any(one.text.startswith(answers.NONE(finding=item.id).rstrip(".")) for one in said)
        assert without == (item.id not in weighing), item.id


def test_a_finding_that_does_not_exist(ask, exhibit):
    before = record_of("real", exhibit)[0].evidence
    (one,), found = ask(Topic.EVIDENCE_ITEM, "real", evidence=("E99",), before=before)
    assert "no such finding" in one.text and "E1 to E1" in one.text and found.about == ()
    (one,), _ = ask(Topic.EVIDENCE_ITEM, "real")
    assert one.text.startswith("Which finding?")
    (one,), _ = ask(Topic.EVIDENCE_ITEM, "nothing at all", evidence=("E1",))
    assert one.cites == ("verdict",)  # there is none to choose from


def test_the_finding_of_the_answer_before_is_meant(ask, exhibit):
    before = record_of("tampered", exhibit)[0].evidence[1:]
    said, _ = ask(Topic.EVIDENCE_ITEM, "tampered", before=before)
    assert {one.cites for one in said} == {("E2",)}


def test_a_detector_is_run_if_it_has_not_yet(ask, exhibit):
    bench = bench_of(record_of("real", exhibit)[0], exhibit)
    said, found = ask(Topic.DETECTOR, "real", "what does the spectral detector say?", bench=bench)
    assert found.about == bench.evidence[1:] and said[0].text.startswith("No peak was found")
    again, _ = ask(Topic.DETECTOR, "real", "what does the spectral detector say?", bench=bench)
    assert again == said and len(bench.evidence) == 2


def test_a_detector_is_told_by_the_whole_picture_and_not_by_a_part(ask, exhibit):
    bench = bench_of(record_of("real", exhibit)[0], exhibit)
    bench.zoom(BOX)
    _, found = ask(Topic.DETECTOR, "real", "what does clip say?", bench=bench)
    assert [item.id for item in found.about] == ["E1"]


def test_the_second_look(ask, exhibit):
    record = record_of("disputed", exhibit)[0]
    said, found = ask(Topic.SECOND_LOOK, "disputed")
    assert "one place of the picture was measured again" in said[0].text
    assert "two findings disagree" in said[1].text and found.place == record.second_look.looks[0].region
    assert f"The verdict stayed {record.verdict.label}" in texts(said)
    assert "no second look" in ask(Topic.SECOND_LOOK, "real")[0][0].text


def test_the_nearest_known_pictures(ask):
    said, found = ask(Topic.NEIGHBOURS, "synthetic")
    assert "a.jpg" in said[0].text and "b.jpg" in said[0].text and [item.id for item in found.about] == ["E2"]
    assert "not compared" in ask(Topic.NEIGHBOURS, "real")[0][0].text


def test_two_pictures_are_compared_and_both_verdicts_told(ask, exhibit, astronaut):
    record = record_of("synthetic", exhibit)[0]
    bench = bench_of(record, exhibit)
    other = record_of("real", exhibit)[0].verdict
    bench.judge = lambda received: other
    copy = Received(receive(encode(astronaut.resize((256, 256)), "JPEG"), "c.jpg"), Contents())
    said, found = ask(Topic.COMPARE, "synthetic", "compare the two", bench=bench, other=copy)
    assert "“c.jpg” is a version of the same picture" in said[0].text and bench.pair.relation == "version"
    assert "The other picture is judged real" in said[-2].text and "the first one, is judged synthetic" in said[-1].text
    assert found.about == bench.pair.evidence and found.about[-1] == bench.evidence[-1]
    alone, _ = ask(Topic.COMPARE, "synthetic", "and that one?", bench=bench, other=copy)
    assert "The other picture is judged real" in alone[0].text
    rough = Image.fromarray(np.random.default_rng(0).integers(0, 255, (256, 256, 3), np.uint8))
    noise = Received(receive(encode(rough), "noise.png"), Contents())
    nothing, _ = ask(Topic.COMPARE, "synthetic", "is it the same photo?", bench=bench, other=noise)
    assert "no part was found that both pictures share" in nothing[0].text
    assert "does not show that they were taken apart" in nothing[1].text and "different pictures" not in texts(nothing)
    again, _ = ask(Topic.COMPARE, "synthetic", "which of the two is the original?", bench=bench)
    assert "can't be told from their pixels" in again[0].text  # of the last one that was compared


def test_a_part_that_differs_is_named_with_its_place(ask, exhibit, astronaut):
    bench = bench_of(record_of("real", exhibit)[0], exhibit)
    own = Image.fromarray(bench.exhibit.pixels)
    changed = own.copy()
    changed.paste((20, 90, 200), (150, 40, 210, 100))
    other = Received(receive(encode(changed), "changed.png"), Contents())
    said, found = ask(Topic.COMPARE, "real", "what is different between the two?", bench=bench, other=other)
    assert "They differ in one part" in said[0].text and found.drawn is not None
    place = bench.pair.differs[0].region
    assert abs(place.x - 150) < 8 and abs(place.y - 40) < 8 and abs(place.w - 60) < 16 and abs(place.h - 60) < 16


def test_without_another_picture_it_is_asked_for(ask):
    (one,), _ = ask(Topic.COMPARE, "real")
    assert one.text.startswith(answers.NO_OTHER().rstrip("."))
