import pytest
from telltale.agent.evidence import Evidence, Facts, Region
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.contents import Contents
from telltale.agent.provenance.credential_types import Action, Manifest
from telltale.agent.read_texts import ReadLine
from telltale.agent.reasoning.answers import watermark_answers as answers
from telltale.agent.reasoning.answers.file_case import FileCase
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.asked_marks import mark_of

from tests.agent.provenance.credentials.signing import signed, step
from tests.agent.reasoning.answers.file_cases import case_of, made, read, texts


def test_a_step_that_applied_a_watermark_is_quoted(stranger):
    steps = [
        step("c2pa.created", "trainedAlgorithmicMedia"),
        step("c2pa.edited", description="Applied imperceptible SynthID watermark."),
    ]
    said = texts(answers.watermark(read(signed(stranger, steps))))
    described = answers.DESCRIBED(description=Foreign("Applied imperceptible SynthID watermark."))
    assert said[:2] == [answers.SAYS_SO(), answers.STEP(action="edited", described=described)]
    assert answers.INVISIBLE() in said


def test_the_standards_own_action_and_soft_binding():
    steps = (Action(action=Foreign("c2pa.created")), Action(action=Foreign("c2pa.watermarked")))
    manifest = Manifest(label=Foreign("a"), actions=steps, assertions=(Foreign("c2pa.soft-binding"),))
    said = texts(answers.watermark(case_of(Contents(credentials=manifest))))
    assert said[1:3] == [
        answers.STEP(action="watermarked", described=""),
        answers.BINDING(label=Foreign("c2pa.soft-binding")),
    ]


def test_a_field_that_speaks_of_one_is_quoted():
    said = texts(answers.watermark(made(XMP={"Instructions": "Invisible watermark by Example"})))
    assert said[1] == answers.FIELD(field="XMP Instructions", value=Foreign("Invisible watermark by Example"))


def test_a_prompt_against_watermarks_is_none():
    lines = "a fox\nNegative prompt: watermark\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 8x8"
    assert texts(answers.watermark(made(PNG={"Comment": lines})))[0] == answers.UNSAID()
    assert texts(answers.watermark(made(EXIF={"UserComment": lines})))[0] == answers.UNSAID()


def test_otherwise_it_is_said_that_none_can_be_looked_for():
    said = texts(answers.watermark(made()))
    assert said == [answers.UNSAID(), answers.INVISIBLE(), answers.UPLOADS(), answers.VISIBLE()]


def test_what_was_read_in_the_pixels_comes_first():
    found = Evidence(id="E9", source="open_watermark", kind="detector", statement="A mark was read.", score=13.0)
    case = made()
    items = answers.watermark(FileCase(case.contents, case.facts, (*case.evidence, found)))
    assert items[0].text == "A mark was read." and items[0].id == "E9"
    assert items[1].text == answers.UNSAID()


def lines(*texts_and_places):
    read = [
        ReadLine(
            text=Foreign(text), region=Region(x=x, y=y, w=180, h=20), confidence=0.9, script="latin", readable=True
        )
        for text, x, y in texts_and_places
    ]
    return Evidence(id="E7", source="ocr", kind="detector", statement="Text.", facts=Facts(texts=tuple(read)))


def test_the_writing_that_was_read_comes_before_all_of_a_mark_that_is_seen():
    case = made()
    found = FileCase(case.contents, case.facts, (lines(("Adobe Firefly (Beta)", 6, 962), ("SALE", 500, 40)),))
    first, *others = answers.visible_mark(found, Region(x=0, y=900, w=400, h=100))
    assert "“Adobe Firefly (Beta)” at 6, 962, 180×20 px large" in first.text and "SALE" not in first.text
    told = [one.text for one in others]
    assert first.id == "E7" and told[0] == answers.NOT_VERIFIED() and answers.VISIBLE() in told
    everywhere = answers.written_marks(found.evidence)[0].text
    assert "Adobe Firefly" in everywhere and "“SALE” at 500, 40" in everywhere
    assert answers.written_marks(()) == []


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("there is a little logo bottom left, what is that", "visible"),
        ("what does the stamp in the corner mean", "visible"),
        ("was ist das für ein Stempel unten rechts", "visible"),
        ("右下角的水印是什么", "visible"),
        ("is there a watermark?", "any"),
        ("does it carry an invisible watermark such as SynthID?", "invisible"),
    ],
)
def test_which_mark_is_meant(question, meant):
    assert mark_of(question) == meant
    if meant == "visible":
        assert detail_of(question) is Detail.VISIBLE_MARK
