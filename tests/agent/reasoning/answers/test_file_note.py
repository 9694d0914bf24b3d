"""A note for a file says no more than the verdict, what that does not show, and what was examined."""

import pytest
from telltale.agent.foreign import Foreign
from telltale.agent.reasoning.answers import file_note
from telltale.agent.reasoning.answers.message_answers import NAMED, message_to
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import KINDS, asked, case_of, faultless


@pytest.fixture
def make(exhibit, guide):
    return lambda kind="real", text="", **more: case_of(kind, exhibit, asked(Topic.SUMMARY, text), guide, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_is_whole_and_ends_with_what_was_examined(kind, make):
    case = make(kind, "two lines for the claims file please")
    told = file_note.for_somebody(case).items
    assert faultless(file_note.for_somebody(case), case)
    assert told[0].text.startswith("A text to copy: ") and told[1].text == file_note.NO_MORE()
    assert case.record.exhibit.sha256 in told[-1].text


@pytest.mark.parametrize(("kind", "sentence"), [
    ("signed synthetic", file_note.SIGNED["synthetic"]), ("signed real", file_note.SIGNED["real"]),
    ("declared", file_note.DECLARED), ("leans to altered", file_note.MAYBE_ALTERED),
    ("leans to generated", file_note.MAYBE_GENERATED), ("nothing found", file_note.OPEN),
])  # fmt: skip
def test_what_was_found_is_said_by_its_kind(kind, sentence, make):
    assert file_note.found(make(kind)).text == sentence()


@pytest.mark.parametrize("kind", ["synthetic", "tampered", "real"])
def test_a_label_comes_with_its_rate_of_error(kind, make):
    case = make(kind)
    assert file_note.found(case).text == file_note.FOUND[kind](share="5%")


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("a polite email asking for the original photo or the sticks back", "the original photo or the sticks back"),
        ("schreib ihm freundlich und um die Rückzahlung bitten", "die Rückzahlung"),
        ("un mail pour demander le remboursement", "le remboursement"),
        ("un mensaje pidiendo la fianza de vuelta", "la fianza de vuelta"), ("写一段话索要退款", "退款"),
    ],
)  # fmt: skip
def test_a_message_asks_for_what_was_named(text, thing, make):
    assert NAMED(thing=Foreign(thing)) in [item.text for item in message_to(make("real", text)).items]


@pytest.mark.parametrize("text", ["ask him for the raw file", "pour demander son fichier d'origine", "write to her"])
def test_what_a_message_asks_for_anyway_is_not_named_again(text, make):
    assert not any(item.text.startswith("Ask in it") for item in message_to(make("real", text)).items)
