"""The words of a sentence as concepts, and the parts into which it falls.

The items come from a few hundred templates, so their vocabulary is closed. `lexicon.toml` has which words may be added
freely, which mean the same, which change what a sentence says if they are left out, and which are verbs.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from .words import stem

NO = "no"  # the concept of a denial
_TOKEN = re.compile(
    r"“[^”]*”"  # a quotation is one token
    r"|(?=[\w-]*[a-z_])\w[\w-]*(?:[./]\w[\w-]*)+"  # a name of a file or a type
    r"|[+\-−<>]?\d(?:[\d.,×/–]*\d)?%?(?![a-z])"
    r"|[a-z]\w*(?:-\w+)*|\d\w*"
    r"|'s|[,;:()—.]"
)
_MARKS = frozenset(",;:()—.")
# Ways of speaking that have the words of another concept.
_PHRASES = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\bcan[’']t\b|\bcannot\b", "can not"),
        (r"n[’']t\b", " not"),
        (r"[’']s(?=\W|$)", " 's"),
        (r"[’'](?![s\w])", ""),
        (r"\bno more than (?=\d)", "at most "),
        (r"\bmore than once\b", "more-than-once"),
        (r"\bmore than (?=\d)", "over "),
        (r"\b(?:all over|over the whole|throughout) the (?=picture)", "over the "),
        (r"\bby itself\b|\bon its own\b", "alone"),
        (r"\bsuch as\b", "as"),
        (r"\bas well(?! as)\b|\bat all\b|\btoo(?=$|[,.;)])", ""),
        (r"\bused to be\b", "was once"),
        (r"\blook for\b", "search for"),
        (r"\bbest-fitting\b", "fits best"),
        (r"\bexif data\b", "exif"),
        (r"\bas many\b", "as much"),
        (r"\b(?:reach(?:es)?|amounts to) (?=\d)", ""),
        (r"\bin the place where\b", "where"),
        (r"\bhas the type\b|\bis of(?: the)? type\b|\bof type\b", "is"),
        (r"\bprovided that\b", "if"),
        (r"\b(?:what was measured adds up to|the picture is judged(?: to be)?)\b", "the verdict is"),
        (r"\bwith probabilities of\b", "with"),
    )
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What `lexicon.toml` holds."""

    free: frozenset[str]
    starters: frozenset[str]
    because: frozenset[str]
    no: frozenset[str]
    keep: frozenset[str]
    prepositions: frozenset[str]
    verbs: frozenset[str]
    intransitive: frozenset[str]
    past: frozenset[str]
    concept: dict[str, str]
    direction: dict[str, int]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, quotation or mark where it stands.

    Attributes:
        text: in small letters.
        concept: what it means; empty for a mark and for a word that may be added freely.
        number: whether it is one.
        segment: the part of the sentence, cut at marks and at words such as “because”.
        sentence: counted from 0.
        bracket: 0 outside brackets, otherwise the number of the pair.
        before: the word before it.
        preposition: that governs it, or empty.
        verb: whether it is used as a verb.
        passive: whether the verb is in the passive voice.
    """

    text: str
    concept: str
    number: bool
    segment: int
    sentence: int
    bracket: int
    before: str
    preposition: str
    verb: bool
    passive: bool


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    table: dict[str, Any] = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text("utf-8"))
    sets = {name: frozenset(table[name].split()) for name in _SETS}
    concept = {word: name for name, words in table["same"].items() for word in words.split()}
    concept |= dict.fromkeys(sets["no"], NO)
    direction = dict.fromkeys(table["compare"]["more"].split(), 1)
    direction |= dict.fromkeys(table["compare"]["less"].split(), -1)
    verbs = frozenset(concept.get(word, stem(word)) for word in sets.pop("verbs"))
    sets["keep"] = frozenset(concept.get(word, stem(word)) for word in sets["keep"])
    return Lexicon(verbs=verbs, concept=concept, direction=direction, **sets)


_SETS = ("free", "starters", "because", "no", "keep", "prepositions", "verbs", "intransitive", "past")


def concept_of(word: str) -> str:
    """What a word means; empty if it may be added freely."""
    known = lexicon()
    if word in known.concept:
        return known.concept[word]
    return "" if word in known.free else stem(word)


@lru_cache(maxsize=512)
def parsed(text: str) -> tuple[Token, ...]:
    """The tokens of a text with their places in it."""
    text = text.lower()
    for pattern, instead in _PHRASES:
        text = pattern.sub(instead, text)
    words = _TOKEN.findall(text.replace("−", "-"))
    known = lexicon()
    tokens: list[Token] = []
    segment = sentence = bracket = brackets = 0
    for n, word in enumerate(words):
        before = words[n - 1] if n else ""
        after = words[n + 1] if n + 1 < len(words) else ""
        if word in _MARKS:
            if word == "(":
                brackets += 1
                bracket = brackets
            segment += 1
            sentence += word == "."
            tokens.append(Token(word, "", False, segment, sentence, bracket, before, "", False, False))
            if word == ")":
                bracket = 0
            continue
        if _starts(word, before, after, known):
            segment += 1
        number = word[0].isdigit() or (len(word) > 1 and word[0] in "+-<>" and word[1].isdigit())
        number = number and not re.search(r"[a-z]", word)
        concept = f"#{_canonical(word)}" if number else word if word[0] == "“" else concept_of(word)
        if word in ("near", "about"):  # “quality near 70”, and “reliable about this cue”
            concept = "about" if after[:1].isdigit() else "near_word" if word == "near" else ""
        verb = not number and concept in known.verbs and _is_verb(word, before, after, known)
        passive = verb and _is_passive(words[:n], word, after, known)
        governed = "" if verb else "'s" if after == "'s" else _governing(tokens, segment, known)
        tokens.append(Token(word, concept, number, segment, sentence, bracket, before, governed, verb, passive))
    return tuple(tokens)


def _canonical(number: str) -> str:
    return number.lstrip("+").replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", number) else number.lstrip("+")


def _starts(word: str, before: str, after: str, known: Lexicon) -> bool:
    """Whether a word begins a part of a sentence of its own."""
    if word not in known.starters:
        return False
    if word == "that":
        return after not in ("of", "for", "")
    if word == "as":
        return after not in ("much", "well", "low", "high", "strong") and before not in (
            "as",
            "much",
            "low",
            "high",
            "strong",
        )
    return True


_NOMINAL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "for",
        "from",
        "by",
        "this",
        "that",
        "its",
        "no",
        "another",
        "any",
        "each",
        "such",
        "their",
        "known",
        "more",
    ]
)
_DETERMINERS = frozenset({"a", "an", "the", "this", "its", "their"})
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])


def _is_verb(word: str, before: str, after: str, known: Lexicon) -> bool:
    if before in _NOMINAL and not word.endswith("ed"):
        return False
    if word.endswith("ed") or word == "known":
        modifies = before not in _BE and after not in known.prepositions and after not in known.free and bool(after)
        return not (
            modifies and after not in _MARKS and (before in _NOMINAL or not before or before in known.prepositions)
        )
    return True


def _is_passive(words: list[str], word: str, after: str, known: Lexicon) -> bool:
    """Whether a verb is passive, or means the same as if it were (“a peak shows in the spectrum”)."""
    if word in ("show", "shows"):
        return after == "in"
    if concept_of(word) in known.intransitive:
        return False
    if not (
        word.endswith(("ed", "en", "wn", "nd")) or word in ("put", "made", "left", "said", "lost", "asked", "found")
    ):
        return False
    for earlier in reversed(words[-4:]):
        if earlier in _BE:
            return True
        if earlier in _MARKS or earlier in ("has", "have"):
            break
    return after in ("by", "in", "at")


def _governing(tokens: list[Token], segment: int, known: Lexicon) -> str:
    """The preposition before a noun in its part of the sentence, with no verb between."""
    for n in range(len(tokens) - 1, -1, -1):
        token = tokens[n]
        if token.segment == segment and token.text in ("and", "or"):
            continue
        if token.segment != segment or token.verb or token.text in _BE:
            return ""
        if token.text in known.prepositions:
            return token.text
        before = tokens[n - 1] if n else token
        if token.text in _DETERMINERS and before.segment == segment and before.concept and not before.verb:
            return "" if before.text not in known.prepositions else before.text
    return ""
