"""A note for a file says no more than the verdict, what that does not show, and what was examined."""

import pytest
from telltale.agent.evidence import Flag
from telltale.agent.foreign import Foreign
from telltale.agent.reasoning.answers import file_note
from telltale.agent.reasoning.answers.file_case import FORGEABLE
from telltale.agent.reasoning.answers.message_answers import NAMED, message_to
from telltale.agent.reasoning.answers.request_details import for_somebody
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import KINDS, asked, case_of, faultless


@pytest.fixture
def make(exhibit, guide):
    return lambda kind="real", text="", **more: case_of(kind, exhibit, asked(Topic.SUMMARY, text), guide, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_is_whole_and_says_no_more_than_the_headline(kind, make):
    case = make(kind, "two lines for the claims file please")
    told = [item.text for item in for_somebody(case).items]
    assert faultless(for_somebody(case), case)
    assert told[0].startswith("A text to copy: ") and "you" not in told[0].split()
    signed = "signed" in kind
    assert (case.verdict.headline.rstrip() in told[0]) is not signed
    assert file_note.NO_MORE() in told and case.record.exhibit.sha256 in told[-2]


def test_a_note_names_what_the_file_declares_and_that_anyone_can_write_it(make):
    told = [item.text for item in file_note.note(make("declared"))]
    assert FORGEABLE() in told


def test_a_note_says_that_the_picture_is_a_known_one(make):
    case = make("a known picture")
    known = [one for one in case.evidence if one.has(Flag.KNOWN)]
    assert known and known[0].statement in [item.text for item in file_note.note(case)]


THINGS = {
    "write a polite email asking for the original photo or the sticks back": "the original photo or the sticks back",
    "schreib ihm freundlich, um die Rückzahlung zu bitten": "die Rückzahlung",
    "un mail pour demander le remboursement": "le remboursement",
    "un mensaje pidiendo la fianza de vuelta": "la fianza de vuelta",
    "写一段话索要退款": "退款",
}
NOTHING = (
    "mail him and ask him for the raw file", "un mail pour lui demander son fichier d'origine", "write to her",
    "The landlord asks for a deposit of 800 euros before I see it, write him a polite message",
    "she keeps asking for gift cards, write her a message", "il demande un acompte de 300 euros, écris-lui",
    "me pide 500 euros por adelantado, escríbele", "对方要求先付定金，帮我写一条消息",
    "I don't want to ask for a refund, just write a friendly note", "je me demande si c'est vrai",
    "es geht um das Sofa, bitte höflich", "ella pide 500 euros, escríbele", "写一条消息，对方要求先付定金",
    "he sent a message asking for my bank details, what now",
)  # fmt: skip


@pytest.mark.parametrize("text", THINGS)
def test_a_message_names_what_its_writer_wants_to_ask_for(text, make):
    assert NAMED(thing=Foreign(THINGS[text])) in [item.text for item in message_to(make("real", text)).items]


@pytest.mark.parametrize("text", NOTHING)
def test_what_others_demand_is_never_asked_for_in_a_message(text, make):
    begins = NAMED.template.split("{")[0]
    assert not any(item.text.startswith(begins) for item in message_to(make("real", text)).items)
