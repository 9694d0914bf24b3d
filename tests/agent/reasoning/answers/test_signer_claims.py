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
