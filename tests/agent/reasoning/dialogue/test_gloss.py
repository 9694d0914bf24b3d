"""Questions in other languages put into English word by word."""

from __future__ import annotations

import pytest
from telltale.agent.reasoning.dialogue.gloss import LANGUAGES, glossary, in_english


def _said(question: str, language: str) -> str:
    return in_english(question, language).lower()


@pytest.mark.parametrize(
    ("language", "question", "english"),
    [
        ("fr", "il a des métadonnées ?", "he has of metadata ?"),
        ("fr", "il n'y a pas de date", "there is no from date"),
        ("fr", "oui ou non", "yes or no"),
        ("fr", "photo ou dessin ?", "photo or drawn ?"),
        ("fr", "Où est-ce ?", "where is ?"),
        ("fr", "ou est la signature", "where the signature"),
        ("fr", "c'est quoi le SHA ?", "what is sha ?"),
        ("fr", "le premier", "the first"),
        ("fr", "sur la photo", "on the photo"),
        ("fr", "tu es sûr ?", "are you sure ?"),
        ("de", "Und das andere?", "and the other one ?"),
        ("de", "andere Bilder", "other picture"),
        ("de", "schau mal", "look at"),
        ("de", "ist das mal echt?", "is it real ?"),
        ("de", "Wie oft wurde gespeichert?", "how often was saved ?"),
        ("de", "Wie sicher ist das Datum?", "how sure is it date ?"),
        ("es", "¿Dice que la foto está editada?", "says that the photo is edited ?"),
        ("es", "esta foto", "this photo"),
        ("es", "¿Qué es?", "what is ?"),
        ("es", "si no hay nada", "if there is no nothing"),
        ("zh", "对比两张", "compare two"),
        ("zh", "对不上", "does not match"),
        ("zh", "对得上吗", "matches ?"),
        ("zh", "看一下", "look at"),
        ("zh", "要是删了呢", "if erased ?"),
        ("zh", "真的还是假的", "real or fake"),
        ("zh", "不是AI", "is not ai"),
        ("zh", "左上角", "upper left corner"),
    ],
)
def test_words_carry_the_sense_of_a_question(language: str, question: str, english: str) -> None:
    assert _said(question, language) == english


def test_a_pair_in_chinese_is_not_true() -> None:
    assert "true" not in _said("一对和几对", "zh")


def test_a_word_with_its_accent_is_told_from_the_same_without() -> None:
    assert (_said("où", "fr"), _said("ou", "fr")) == ("where", "or")
    assert (_said("sí", "es"), _said("si", "es")) == ("yes", "if")
    assert _said("SCHON", "de") == "already"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_stands_for_nothing_but_particles(language: str) -> None:
    whole, stems = glossary(language)
    assert sum(not english for english in whole.values()) < 12
    assert all(stem and english for stem, english in stems)
