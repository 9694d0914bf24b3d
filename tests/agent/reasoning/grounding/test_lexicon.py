import pytest
from telltale.agent.reasoning.grounding.lexicon import NO, concept_of, parsed


def concepts(text):
    return [token.concept for token in parsed(text) if token.concept]


@pytest.mark.parametrize(
    ("one", "other"),
    [("shows", "shown"), ("nearer", "closer"), ("may", "could"), ("px", "pixels"), ("nearly", "almost")],
)
def test_words_of_one_meaning_are_one_concept(one, other):
    assert concept_of(one) == concept_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("generated", "generator"), ("photograph", "photographer"), ("original", "origin"), ("picture", "photograph")],
)
def test_words_of_one_stem_may_mean_different_things(one, other):
    assert concept_of(one) != concept_of(other)


def test_denials_are_one_concept_and_words_without_meaning_none():
    assert concepts("Nobody can't see the peak") == [NO, "poss", NO, "see", "peak"]
    assert concept_of("the") == ""


def test_a_text_falls_into_sentences_brackets_and_parts():
    tokens = {token.text: token for token in parsed("The peak (score 2.3) is high, because it was cut. It is low.")}
    assert tokens["2.3"].number and tokens["2.3"].concept == "#2.3"
    assert tokens["score"].bracket == 1 and not tokens["high"].bracket
    assert tokens["high"].segment < tokens["cut"].segment and tokens["low"].sentence == 1


def test_a_quotation_is_one_word_and_a_possessor_no_subject():
    tokens = parsed("This file's own field says “No, it is not”")
    assert tokens[-1].text == "“no, it is not”" and tokens[-1].concept == tokens[-1].text
    assert next(token for token in tokens if token.text == "file").preposition == "'s"


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("A network invented the content", False),
        ("The content was invented", True),
        ("Content invented by a network", True),
        ("A photograph that was passed through a network", False),  # intransitive: the photograph passed
    ],
)
def test_the_voice_of_a_verb_is_known(text, passive):
    (verb,) = [token for token in parsed(text) if token.verb]
    assert verb.passive is passive
