"""Letters, decisions, contents, and what data or a signature prove."""

from dataclasses import replace

import pytest
from telltale.agent.evidence import Evidence, Facts, Flag
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answers import file_note, limit_details, worded_facts
from telltale.agent.reasoning.answers import request_details as details
from telltale.agent.reasoning.answers.evidence_answers import PARTS, compare
from telltale.agent.reasoning.answers.file_case import FORGEABLE
from telltale.agent.reasoning.answers.file_edit_answers import CONTRADICTS
from telltale.agent.reasoning.answers.signer_claims import FAULTY
from telltale.agent.reasoning.dialogue import knowledge
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import contents
from tests.agent.reasoning.answers.answer_cases import asked, case_of, credentialed, faultless, texts


@pytest.fixture
def make(exhibit, guide):
    return lambda kind="real", text="", **more: case_of(kind, exhibit, asked(Topic.CLAIM, text), guide, **more)


@pytest.mark.parametrize("kind", ["real", "synthetic", "declared", "tiny", "credentials"])
def test_a_letter_gets_the_verdict_the_hash_and_what_to_ask_for(kind, make):
    case = make(kind, "draft a mail to the insurance")
    said = texts(faultless(details.draft(case), case))
    assert case.record.exhibit.sha256 in said and file_note.result(case).text.rstrip(".") in said
    assert details.ATTACH().rstrip(".") in said
    assert details.draft(make(kind, "what do I attach to the complaint")).items[0].text == details.ATTACH()


def test_a_letter_in_one_sentence_is_what_was_found(make):
    case = make("real", "in one sentence, what can I write to the accounts department")
    case = replace(case, wishes=replace(case.wishes, sentences=1))
    assert details.draft(case).items[0].text == file_note.result(case).text


def test_a_decision_is_left_to_the_person_and_the_situation_is_met(make):
    case = make("real", "should I refuse the insurance claim")
    items = details.decision(case).items
    assert items[0].text == details.NOT_ALONE() and any(item.id.startswith("guide:") for item in items)


@pytest.mark.parametrize(
    ("told", "frightened"),
    [("my boss wants it", False), ("he threatens to publish my nudes", True), ("er erpresst mich, mein Chef", True)],
)
def test_nobody_is_warned_of_blackmail_who_tells_of_none(exhibit, told, frightened):
    grave = knowledge.by_slug("blackmail", "en")
    case = case_of("real", exhibit, asked(Topic.NEXT_STEPS, "what else should she send me"), lambda *_: [grave])
    case = replace(case, earlier=(told,))
    assert (grave.id in [item.id for item in case.advised()]) is frightened


@pytest.mark.parametrize(
    ("told", "sent"),
    [("should I pay 900 for it", False), ("faut-il payer", False), ("I paid 900, was it a scam?", True),
     ("ich habe 900 bezahlt", True)],
)  # fmt: skip
def test_nobody_is_told_to_recall_money_who_has_not_sent_any(exhibit, told, sent):
    advice = knowledge.by_slug("money-sent", "en")
    case = case_of("real", exhibit, asked(Topic.NEXT_STEPS, told), lambda *_: [advice])
    assert (advice.id in [item.id for item in case.advised()]) is sent


def test_what_is_shown_is_not_counted(make):
    case = make("real", "how many dogs are in it")
    assert next(item.text for item in details.shows(case).items) == details.NOT_COUNTED()
    case = make("real", "does it show a dog")
    assert next(item.id for item in details.shows(case).items) == "guide:no-describing"


def test_a_camera_in_the_name_of_a_file_is_no_camera_in_the_file(make):
    case = make("real", "the file name says Canon, so is it from a Canon")
    assert details.NAME_ALONE() in [item.text for item in details.named_camera(case).items]
    assert details.NAME_ALONE() not in [item.text for item in details.named_camera(make("real", "a Canon?")).items]


def test_a_valid_signature_is_no_proof_and_without_one_nothing_is_said_of_it(make):
    assert details.valid_is_real(make("real")) is None
    found = details.valid_is_real(make("credentials"))
    assert found is not None and found.items[0].text == FAULTY()  # its check was not passed
    assert credentialed() != Contents()


def test_something_unusual_is_no_proof_and_contradictions_are_told(make):
    plain = make("a camera's file")
    assert details.NO_CONTRADICTION() in [item.text for item in details.suspicious(plain).items]
    plain.bench.evidence.append(
        Evidence(
            id="E9", source="exif", kind="provenance", statement="Two dates differ.", supports="neutral",
            facts=Facts(flags=(Flag.CONTRADICTS,)),
        )
    )  # fmt: skip
    said = [item.text for item in details.suspicious(plain).items]
    assert "Two dates differ." in said and CONTRADICTS() in said and details.NO_CONTRADICTION() not in said


def test_steps_are_told_where_the_file_records_some(make):
    assert details.done(make("real")) is None


def test_parts_of_one_picture_are_not_compared(make):
    case = make("real", "compare the two left ones with each other")
    assert compare(case).items[0].text == PARTS()


def test_a_text_about_the_date_says_what_the_file_gives(make):
    case = make("real", "write two sentences for the letter about the date")
    first = details.draft(case).items[0].text
    assert first in (worded_facts.NO_DATE(), *[item.text for item in worded_facts.worded(case)])
    assert worded_facts.worded(make("real", "write two sentences for the letter")) == []
    dated = replace(case, contents=contents(EXIF={"DateTimeOriginal": "2024:05:01 10:00:00"}))
    assert "1 May 2024" in worded_facts.worded(dated)[0].text
    listed = replace(dated, asked=replace(case.asked, text="one line with date and camera"))
    assert worded_facts.worded(listed)[-1].text == FORGEABLE()


@pytest.mark.parametrize("text", ["is it big enough for a banner", "Reicht es für ein Plakat?", "够大可以印海报吗"])
def test_a_size_to_be_printed_is_told_in_centimetres(text, make):
    case = make("real", text)
    facts = case.record.exhibit
    said = limit_details.size_enough(case).items[0].text
    assert f"{facts.width}×{facts.height}" in said and f"{facts.width / 300 * 2.54:.1f}" in said
    assert "at least" in limit_details.size_enough(make("real", "is it large enough to be examined")).items[0].text
