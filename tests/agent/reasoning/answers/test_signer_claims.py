"""Neither a name in a certificate nor words in a file are ever confirmed."""

import pytest
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answers import conclusion_answers, signer_claims
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import contents
from tests.agent.reasoning.answers.answer_cases import asked, case_of, faultless

MESSAGES = ("Nikon signed it so it's genuine, right?", "it carries a signature, therefore it is real, no?",
            "signiert, also ist es echt, oder?")  # fmt: skip


@pytest.mark.parametrize("message", MESSAGES)
def test_a_conclusion_from_a_signature_begins_with_no(message, exhibit, guide):
    for kind in ("real", "credentials", "synthetic"):
        case = case_of(kind, exhibit, asked(Topic.REASONS, message), guide)
        found = conclusion_answers.concluded(case)
        assert found.items[0].text.startswith("No:") and found.items[-1].label == case.verdict.label
        faultless(found, case)


def test_words_in_a_file_are_quoted_as_its_own(exhibit, guide):
    text = "Certified authentic by the agency"
    case = case_of("real", exhibit, asked(Topic.SIGNER, "the comment says certified, doesn't it?"), guide)
    object.__setattr__(case, "contents", contents(EXIF={"UserComment": text}))
    found = signer_claims.text_says(case)
    assert found is not None and found.items[0].text == signer_claims.OWN_WORDS(text=case.contents.fields[0].value)
    object.__setattr__(case, "contents", Contents())
    assert signer_claims.text_says(case) is None


@pytest.mark.parametrize("answer", [signer_claims.signature_valid, signer_claims.forged_signature])
def test_whether_a_signature_is_valid_or_forged_begins_with_a_yes_or_a_no(answer, exhibit, guide):
    yes = {signer_claims.IS_VALID(), signer_claims.UNSURE(), signer_claims.CAN_BE_NAMED(), signer_claims.HARDLY()}
    no = {signer_claims.IS_FAULTY(), signer_claims.NOT_SIGNED(), signer_claims.CAN_BE_FAULTY()}
    for kind in ("credentials", "hostile credentials", "real"):
        case = case_of(kind, exhibit, asked(Topic.CREDENTIALS, "is the signature valid?"), guide)
        found = answer(case)
        if kind == "real" and answer is signer_claims.forged_signature:
            assert found is None
            continue
        assert found.items[0].text in yes | no
        faultless(found, case)


def test_a_signature_that_fits_no_check_is_not_called_valid(exhibit, guide):
    case = case_of("credentials", exhibit, asked(Topic.CREDENTIALS, "is it valid?"), guide)
    held = case.contents.credentials.model_copy(update={"statuses": ()})
    object.__setattr__(case, "contents", Contents(credentials=held))
    assert signer_claims.signature_valid(case).items[0].text == signer_claims.UNSURE()
