from dataclasses import replace

import pytest
from telltale.agent.reasoning.answers import credential_details as details
from telltale.agent.reasoning.answers.credential_answers import NO_SIGNER
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.credentials.signing import Part, opened, signed, step
from tests.agent.reasoning.answers.answer_cases import asked, case_of
from tests.agent.reasoning.answers.file_cases import read

CAPTURE = [step("c2pa.created", "digitalCapture")]
EDITED = [*CAPTURE, step("c2pa.color_adjustments")]


@pytest.fixture
def case(exhibit, guide):
    """A function that makes a case of the bytes of a file, or of one without credentials."""

    def made(data=None, text="which pictures went into it?"):
        given = case_of("real", exhibit, asked(Topic.CREDENTIALS, text), guide)
        return given if data is None else replace(given, contents=read(data).contents)

    return made


def told(answered):
    return [item.text for item in answered.items]


def with_part(stranger, damaged=False):
    part = bytearray(signed(stranger, CAPTURE))
    if damaged:
        part[-100] ^= 0x55
    return signed(stranger, [step("c2pa.created", "composite"), opened(0, action="c2pa.placed")],
                  parts=(Part(bytes(part), relationship="componentOf"),))  # fmt: skip


def test_the_pictures_that_went_into_one_are_named(case, stranger):
    assert "“part.jpg”" in told(details.parts(case(with_part(stranger))))[0]
    assert told(details.parts(case())) == [details.NO_INGREDIENTS()]
    assert details.parts(case(text="is it made of two pictures?")) is None  # the pixels have their say


def test_a_picture_that_was_placed_makes_a_montage(case, stranger):
    assert told(details.montage(case(with_part(stranger))))[0] == details.OWN_PLACED()
    for other in (case(signed(stranger, CAPTURE)), case()):
        assert details.OWN_PLACED() not in told(details.montage(other))


def test_a_fault_is_laid_where_it_is(case, stranger):
    data = bytearray(signed(stranger, CAPTURE))
    data[-100] ^= 0x55
    assert told(details.chain(case(bytes(data))))[0] == details.IN_OWN()
    assert told(details.chain(case(with_part(stranger, damaged=True))))[0] == details.IN_PART()
    assert told(details.chain(case(with_part(stranger))))[0] == details.NO_FAULT()
    assert details.chain(case()) is None


def test_a_broken_signature_can_not_be_repaired(case, stranger):
    data = bytearray(signed(stranger, CAPTURE))
    data[-100] ^= 0x55
    assert told(details.repair(case(bytes(data))))[0] == details.NO_REPAIR()
    assert told(details.repair(case(signed(stranger, CAPTURE))))[0] == details.NO_NEED()


def test_of_a_certificate_the_signer_is_told(case, stranger):
    said = told(details.certificate(case(signed(stranger, CAPTURE))))
    assert said[0] == details.ONLY_NAME() and "“Nobody”" in said[1] and details.CERTS() in said


def test_whether_the_signer_is_trusted_comes_first_where_an_authority_is_asked_for(case, stranger):
    said = told(details.certificate(case(signed(stranger, CAPTURE), "is that a real authority?")))
    assert "not trusted" in said[0] and said[1] == details.ONLY_NAME()


def test_whether_a_file_was_changed_after_signing(case, stranger):
    whole = told(details.after_signing(case(signed(stranger, EDITED))))
    assert "unchanged since it was signed" in whole[0] and details.BEFORE_SIGNING() in whole
    assert told(details.after_signing(case()))[0] == NO_SIGNER()


def test_a_step_that_the_list_names_came_before_the_signature(case, stranger):
    data = bytearray(signed(stranger, EDITED))
    data[-100] ^= 0x55
    found = told(details.after_signing(case(bytes(data), "it lists a colour adjustment, is that it then?")))
    assert found[0] == details.STEPS_BEFORE() and any("colour" in text for text in found[1:2])
    assert details.STEPS_BEFORE() not in told(details.after_signing(case(bytes(data), "was it changed afterwards?")))


def test_steps_that_name_no_ai_are_said_to(case, stranger):
    assert told(details.ai_step(case(signed(stranger, EDITED))))[0] == details.NO_AI_STEP()
    assert told(details.ai_step(case()))[0] == details.NO_STEPS()


def test_a_label_of_the_file_is_told(exhibit, guide):
    declared = case_of("declared", exhibit, asked(Topic.METADATA), guide)
    assert told(details.label(declared))[0] == details.LABELLED()
    assert told(details.label(case_of("real", exhibit, asked(Topic.METADATA), guide)))[0] == details.NO_LABEL()


def test_credentials_that_do_not_match_do_not_show_what_was_changed(case, stranger):
    data = bytearray(signed(stranger, CAPTURE))
    data[-100] ^= 0x55
    assert told(details.changed_how(case(bytes(data), "changed how?")))[0] == details.NOT_WHAT()
    assert told(details.changed_how(case(bytes(data), "what exactly does not match?")))[1] == details.NOT_WHAT()
    for other in (case(signed(stranger, CAPTURE), "changed how?"), case(text="changed how?")):
        assert details.changed_how(other) is None
