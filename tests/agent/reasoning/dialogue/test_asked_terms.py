"""Questions for the meaning of a word are told by their form, and only for words that are explained."""

import pytest
from telltale.agent.reasoning.dialogue.asked_terms import asks_a_meaning, code_in


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("what is an ingredient?", "en"),
        ("and what's a deepfake", "en"),
        ("what does double compression mean", "en"),
        ("Explain copy-move to a class of children.", "en"),
        ('can you explain "likelihood ratio"', "en"),
        ("Was ist ein Deepfake?", "de"),
        ("Qu'est-ce qu'un deepfake ?", "fr"),
        ("¿qué es un deepfake?", "es"),
        ("HEIC是什么", "zh"),
        ("what on earth is claimSignature.mismatch", "en"),
    ],
)
def test_the_meaning_of_a_word_that_is_explained(question, language):
    assert asks_a_meaning(question, language)


@pytest.mark.parametrize(
    "question",
    ["what is the verdict", "explain the verdict", "what is that", "what is wrong", "is it a deepfake?", "explain why",
     "what is a frobnicator?", "which camera is it", "example.com what is it"],
)  # fmt: skip
def test_other_questions_ask_for_no_meaning(question):
    assert not asks_a_meaning(question, "en")


def test_a_code_of_the_specification_is_found_whatever_stands_around_it():
    assert code_in("why is there assertion.dataHash.mismatch?") == "assertion.dataHash.mismatch"
    assert code_in("see www.example.org") is None
