"""What can't be seen gets neither a yes nor a no, and what an examination leaves possible is named by its label."""

import pytest
from telltale.agent.reasoning.answers import unseen_details as unseen
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import KINDS, asked, case_of, faultless


@pytest.fixture
def make(exhibit, guide):
    return lambda kind="real", text="": case_of(kind, exhibit, asked(Topic.DOUBTS, text), guide)


def test_no_place_firm_or_age_is_confirmed(make):
    for answer, first in (
        (unseen.place_named, unseen.NO_PLACES()),
        (unseen.world, unseen.NO_WORLD()),
        (unseen.age_claim, unseen.NO_AGE()),
    ):
        for kind in ("real", "a camera's file", "tiny"):
            case = make(kind, "just yes or no")
            found = answer(case)
            assert found.items[0].text == first
            faultless(found, case)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_open_fits_the_label(kind, make):
    case = make(kind)
    texts = [item.text for item in unseen.rule_out(case).items]
    judged = case.verdict.label in ("synthetic", "tampered")
    assert texts[0] == (unseen.OPEN_LABEL if judged else unseen.OPEN_GENERATED)()
    assert (unseen.OPEN_PHOTO() in texts) == (case.verdict.label == "inconclusive")


@pytest.mark.parametrize("question", ["what can you rule out?", "was lässt sich ausschließen?", "que peut-on exclure ?",
                                      "¿qué se puede descartar?", "能排除什么"])  # fmt: skip
def test_what_can_be_ruled_out_is_hardly_anything(question, make):
    items = unseen.rule_out(make("real", question)).items
    assert items[0].text == unseen.NOTHING_CERTAIN() and unseen.UNCHANGED() not in [item.text for item in items]
    assert unseen.rule_out(make("real", "what can you not rule out?")).items[0].text != unseen.NOTHING_CERTAIN()


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("can you rule out that it was edited?", unseen.WHY_PART),
        ("kannst du KI ausschließen?", unseen.WHY_GENERATED),
        ("¿puedes descartar que sea una foto auténtica? es una foto", unseen.WHY_PHOTO),
        ("peut-on exclure une mise en scène ?", unseen.WHY_STORY),
        ("能排除是AI生成的吗", unseen.WHY_GENERATED),
    ],
)
def test_no_single_thing_is_ruled_out(question, why, make):
    for kind in KINDS:
        case = make(kind, question)
        found = unseen.rule_out_that(case)
        assert [item.text for item in found.items[:2]] == [unseen.NOT_RULED_OUT(), why()]
        faultless(found, case)


def test_what_is_printed_beside_a_picture_follows_the_file_then_the_label(make):
    first = {kind: unseen.print_label(make(kind)).items[0].text for kind in ("declared", "synthetic", "nothing found")}
    assert first["declared"] == unseen.SAY_DECLARED() and first["nothing found"] == unseen.SAY_NOTHING()
    assert first["synthetic"] == unseen.SAY_LABEL(label="synthetic")
