from langchain_core.language_models import FakeListChatModel
from telltale.agent.evidence import Evidence, Quality
from telltale.agent.reasoning.answer_items import Item
from telltale.agent.reasoning.stance import Role, Stance
from telltale.agent.reasoning.weighing.verdict import fuse
from telltale.agent.reasoning.writing import plan
from telltale.agent.reasoning.writing.explanation import explain
from telltale.agent.reasoning.writing.writer import plain


def item(n, source, statement, supports="neutral", kind="detector", **more):
    return Evidence(id=f"E{n}", source=source, kind=kind, statement=statement, supports=supports, **more)


EVIDENCE = [
    item(1, "provenance", "The file carries no metadata.", kind="provenance"),
    item(2, "spectral", "The spectrum has a periodic peak of 8.1 deviations.", "synthetic"),
    item(3, "noise", "The noise level is consistent over the picture (strength 8 of 45).", score=8.0),
    item(6, "clip", "Not measured: no weights."),
    item(
        4,
        "cue:face.eyes",
        "Asked “Is there something wrong with the eyes?”, the model says yes.",
        kind="cue",
        score=0.4,
    ),
    item(5, "parameters", "The file holds generation parameters of ComfyUI.", "synthetic", kind="provenance"),
]
VERDICT = fuse(EVIDENCE, Quality(short_side=500))


def test_what_weighs_most_comes_first_and_cues_without_weight_not_at_all():
    assert [i.id for i in plan.reasons(EVIDENCE, VERDICT)] == ["E5", "E2", "E1"]


def test_a_measurement_that_tells_nothing_is_said_where_there_is_little_else():
    little = [EVIDENCE[0], *EVIDENCE[2:5]]
    assert [i.id for i in plan.reasons(little, fuse(little, Quality(short_side=500)))] == ["E1", "E3"]


MEASURED = [*EVIDENCE, item(7, "jpeg", "A part shows a JPEG ghost.", "tampered", score=3.0)]


def test_sentences_are_checked_and_failures_counted():
    model = FakeListChatModel(
        responses=["The spectrum has a periodic peak of 9.9 deviations.", "A part shows a JPEG ghost"]
    )
    explanation = explain(model, MEASURED, VERDICT)
    told = {s.cites: s.written_by for s in explanation.statements}
    assert told[("E2",)] == "template"  # it weighed, so it is said
    assert told[("E7",)] == "model"
    assert [d.failed for d in explanation.dropped] == ["number"]
    assert not explanation.composed_without_model


def test_what_resembles_photographs_is_said_with_how_many_generated_pictures_do_so_too():
    whole = "The texture resembles photographs (score -2.0; 12% of generated pictures score this low as well)."
    evidence = [item(1, "clip", whole, "real", score=-2.0)]
    explanation = explain(FakeListChatModel(responses=["The texture resembles photographs"]), evidence, VERDICT)
    assert [s.text for s in explanation.statements[1:-1]] == [f"{whole[:-1]} [E1]."]


def test_what_a_file_says_is_never_put_into_other_words():
    model = FakeListChatModel(responses=["The spectrum has a periodic peak of 8.1 deviations."])
    explanation = explain(model, EVIDENCE, VERDICT)
    assert [(s.cites, s.written_by) for s in explanation.statements] == [
        (("verdict",), "template"),
        (("E5",), "template"),
        (("E2",), "model"),
        (("E1",), "template"),
        (("verdict",), "template"),
    ]
    assert explanation.statements[1].text == "The file holds generation parameters of ComfyUI [E5]."


def test_when_nothing_stands_the_evidence_speaks_and_says_so():
    explanation = explain(FakeListChatModel(responses=["This is a real photograph!"]), EVIDENCE, VERDICT)
    assert explanation.composed_without_model
    assert [d.failed for d in explanation.dropped] == ["direction"]
    assert {s.written_by for s in explanation.statements} == {"template"}


def test_without_a_model_nothing_is_generated():
    explanation = explain(None, EVIDENCE, VERDICT)
    assert explanation.composed_without_model
    assert explanation.model is None


def test_plain_sentences_cite_what_they_say():
    assert (
        plain(Item("E1", Stance(Role.NO_WEIGHT), "The file carries no metadata.")).text
        == "The file carries no metadata [E1]."
    )
    assert plain(Item("V", Stance(Role.VERDICT), "The verdict is real.")).text == "The verdict is real [verdict]."
