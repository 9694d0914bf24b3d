import pytest
from telltale.agent.evidence import Flag, Region
from telltale.agent.reasoning.answers import picture_answers as picture
from telltale.agent.reasoning.dialogue.asked_features import Feature
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.evidence_sets import measured
from tests.agent.reasoning.answers.answer_cases import BOX, KINDS, Kind, answered, asked, bench_of, record_of, texts


@pytest.fixture
def ask(exhibit, guide):
    return lambda topic, kind, text="", bench=None, **more: answered(
        kind, exhibit, asked(topic, text, **more), guide, bench=bench or bench_of(record_of(kind, exhibit)[0], exhibit)
    )


def test_a_part_is_measured_and_kept_as_evidence(ask, exhibit):
    bench = bench_of(record_of("real", exhibit)[0], exhibit)
    before = len(bench.evidence)
    said, found = ask(Topic.REGION, "real", box=BOX, bench=bench)
    assert found.place == BOX and found.about == bench.evidence[before:]
    assert {item.source for item in found.about} == {"clip", "spectral"}
    assert {cite for one in said for cite in one.cites} == {item.id for item in found.about}
    assert "300×280 px at 24, 32" in said[0].text


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (None, "Which part?"),
        (Region(x=400, y=0, w=9, h=9), "outside the picture, which is 400×400 px"),
        (Region(x=9000, y=9000, w=50, h=50), "outside the picture"),
        (Region(x=5, y=5, w=20, h=20), "too small to measure (20×20 px); name a part of 96 px or more"),
        (Region(x=390, y=390, w=10, h=10), "too small to measure (10×10 px)"),
    ],
)
def test_a_part_that_can_not_be_measured_costs_one_plain_sentence(box, words, ask):
    (one,), found = ask(Topic.REGION, "real", f"look at {box.x},{box.y},{box.w},{box.h}" if box else "", box=box)
    assert words in one.text and one.text[0].isupper()
    assert found.about == () and found.place is None


def test_a_map_is_drawn_where_there_is_one(ask, exhibit):
    said, found = ask(Topic.MAP, "real", "draw the clip map")
    assert found.drawn.name == "clip" and found.drawn.picture.size == (400, 400)
    assert said[0].cites == (found.about[0].id,) and "guide:" in said[-1].text
    (one,), found = ask(Topic.MAP, "real", "draw the spectral map")
    assert found.drawn is None and one.text == "The spectral detector has no map of this picture [verdict]."


@pytest.mark.parametrize("feature", Feature)
def test_every_feature_has_a_name_and_an_honest_answer(feature, ask):
    said, found = ask(Topic.FEATURE, "real", features=(feature,))  # no model was asked
    assert found.about == [] and "No detector measures" in said[0].text and said[-1].text.startswith("Look at it")


def test_a_model_that_is_hardly_better_than_guessing_is_said_not_to_count(monkeypatch, ask):
    said, found = _skin(monkeypatch, ask, 0.9, (Flag.UNRELIABLE,), 0.5)
    assert "the model said yes (90%)" in said[1].text and "does not count" in said[1].text
    said, _ = _skin(monkeypatch, ask, 0.2, (Flag.UNASSESSED,), None)
    assert "the model said no (80% sure)" in said[1].text and "has not been measured" in said[1].text
    said, _ = _skin(monkeypatch, ask, 0.9, (), 0.7)
    assert "right for 70% of the test pictures" in said[1].text and said[1].cites == (found.about[0].id,)


def _skin(monkeypatch, ask, score, flags, accuracy):
    item = measured("cue:texture.skin", score, flags=flags)
    numbers = {"balanced_accuracy": accuracy} if accuracy is not None else {}
    item = item.model_copy(update={"kind": "cue", "facts": item.facts.model_copy(update={"numbers": numbers})})
    monkeypatch.setitem(KINDS, "skin", Kind(lambda: [measured("clip", -3.5, "real"), item]))
    return ask(Topic.FEATURE, "skin", "is the skin too smooth?", features=(Feature.SKIN,))


def test_a_face_is_measured_by_its_detector(monkeypatch, ask):
    face = measured("portrait", -0.4, "neutral", "It knows one collection.")
    monkeypatch.setitem(KINDS, "face", Kind(lambda: [measured("clip", -3.5, "real"), face]))
    said, found = ask(Topic.FEATURE, "face", features=(Feature.FACE,))
    assert [item.source for item in found.about] == ["portrait"] and said[0].cites == ("E2",)
    assert "It knows one collection" in texts(said)


def test_a_feature_in_a_part_is_measured_there(ask):
    _, found = ask(Topic.FEATURE, "real", features=(Feature.HAND,), box=BOX)
    assert found.place == BOX


@pytest.mark.parametrize("topic", [Topic.GEOMETRY, Topic.TEXT_IN_PICTURE, Topic.DOCUMENT, Topic.DESCRIBE])
def test_what_is_not_measured_is_told_from_the_knowledge_base(topic, ask):
    said, _ = ask(topic, "synthetic")
    assert any(cite.startswith("guide:") for one in said for cite in one.cites)


def test_a_document_is_not_judged_by_the_picture_of_it_alone(ask, exhibit):
    said, _ = ask(Topic.DOCUMENT, "real", "is this passport authentic?")
    assert said[0].cites[0].startswith("guide:")
    assert said[-1].text.startswith("The verdict is real.")
    assert picture.NO_PART().startswith("Which part?")
