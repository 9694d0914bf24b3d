"""Which entry of the knowledge base answers a question: by the term that it names, and by wordings that are alike.

A question is compared with the wordings of each entry, by the cosine of their sentence embeddings. Below `SURE` nothing
is returned, rather than something beside the point; the study `knowledge-retrieval` measures how often that is right.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

import numpy as np

from ...perception.encoder import Encoder
from . import guide_wordings
from .gloss import in_english
from .knowledge import ENGLISH, Entry, entries, general
from .topics import Topic

SURE = 0.85  # least score of an entry that is returned for a question of any topic
LIKELY = 0.4  # the same if the topic of the question is known, so that few entries can be meant
# Weights of what else speaks for an entry, beside the wording that is most like the question (chosen by leaving out one
# wording at a time): the mean over its wordings, its answer, and its names.
ALL, ANSWER, NAMES = 0.4, 0.4, 0.3
NAMED, MENTIONED = 0.5, 0.1  # added if a question asks for nothing but a term of the entry, and if it holds one
FAVOUR = 0.1  # added to the score of an entry whose topic is the one that the question is thought to have
BESIDE = 0.25  # taken from the score of an entry whose topic is another one of the same family
_FAMILIES = (
    frozenset({Topic.HOW_TO, Topic.PRIVACY, Topic.IDENTITY, Topic.TRUST_TOOL, Topic.CAPABILITIES, Topic.ERROR_RATES}),
    frozenset({Topic.PRIVACY, Topic.PUBLISHED}),
)
_ALONE = (Topic.OUT_OF_SCOPE, Topic.GREETING)  # entries of these topics answer only if the topic is named
_MEANING = {Topic.TERM, Topic.DETECTOR}
_QUOTED = re.compile(r"[\"“”„«»‘’']([^\"“”„«»‘’']{2,120})[\"“”„«»‘’'](?!\w)")
_NUMBER = re.compile(r"(?<![a-z0-9#])[-+−]?\d+(?:[.,]\d+)*%?")
_HAN = re.compile(r"[\u3400-\u9fff]")  # written without blanks, so each sign counts as a word
_ASKED = re.compile(
    r"(?:what(?:'s|s| is| are| do| does)|define|explain|meaning of|mean by|meant by)\s+(?:an? |the |this |by )?(.+?)"
    r"(?:[,;:].*)?"
    r"(?:\s+(?:mean|means|meaning|stand for|about|here|in plain words|simply|please|exactly|lol)\b.*)?$"
)
_SHORT, _LONG = 5, 10  # letters of a term that may be misspelt in one place, and in two


def by_term(text: str, language: str = ENGLISH) -> Entry | None:
    """The entry that explains the word or expression that a text asks about, None if it names none.

    What stands in quotation marks comes first, then what follows *what is* and the like, then any term in the text, the
    longest first. A number stands for any number. A term of five letters or more may be misspelt.
    """
    exact = _passages(text)
    if (found := _named(exact, language)) is not None:
        return found
    for passage in map(normal, (*exact, text)):
        if (found := _longest(passage, _terms(language))) is not None:
            return found
    return next((near for passage in (*exact, text) if (near := _misspelt(normal(passage), language))), None)


def terms_in(text: str, language: str = ENGLISH) -> list[Entry]:
    """The entries whose terms stand in a text, in the order of the text and each once, the longer term first."""
    terms, words = _terms(language), normal(text).split()
    longest = max(len(term.split()) for term in terms)
    found: list[Entry] = []
    start = 0
    while start < len(words):
        sizes = range(min(longest, len(words) - start), 0, -1)
        passages = ((size, " ".join(words[start : start + size])) for size in sizes)
        size, entry = next(((size, terms[text]) for size, text in passages if text in terms), (1, None))
        found += [entry] if entry is not None and entry not in found else []
        start += size
    return found


def retrieve(
    question: str, encoder: Encoder, topic: Topic | None = None, count: int = 3, language: str = ENGLISH
) -> list[tuple[Entry, float]]:
    """The entries that answer a question, the likeliest first; none if none is likely enough.

    Args:
        question: in plain words.
        encoder: the sentence encoder.
        topic: what the question is thought to ask for; entries of that topic are favoured, others are not left out.
        count: the most entries.
        language: of the texts to return; the question may be in it or in English.

    Returns:
        Entries and their scores, from `SURE` to about 2.
    """
    scores = _with_terms(question, encoder, language)
    if topic is not None:
        scores = [(entry, score + FAVOUR * (entry.topic is topic)) for entry, score in scores]
    scores.sort(key=lambda found: -found[1])
    return [found for found in scores if found[1] >= SURE and _may(found[0], topic)][:count]


def looked_up(
    question: str, encoder: Encoder, topics: Collection[Topic], language: str = ENGLISH, count: int = 3
) -> list[Entry]:
    """The entries that answer a question whose topics are known, the likeliest first.

    An entry of another topic of the same family comes first where its score is higher by more than `BESIDE`. A question
    for the meaning of a word that no entry explains finds nothing by a wording that is only a little alike.
    If no wording is alike enough, the entry that answers the topic in general is returned, if there is one.
    """
    named, held = _named(_passages(question), language), by_term(question, language)
    scored = _scored(question, encoder, language, named, held)
    meaning = _MEANING.issuperset(topics)
    strange = meaning and named is None
    own = [(entry, score) for entry, score in scored if entry.topic in topics or (meaning and entry is named)]
    near = {topic for family in _FAMILIES if not family.isdisjoint(topics) for topic in family}
    beside = [(entry, score - BESIDE) for entry, score in scored if entry.topic in near and entry.topic not in topics]
    likely = sorted((*own, *beside), key=lambda found: -found[1])
    found = [entry for entry, score in likely if score >= (SURE if strange and entry is not held else LIKELY)]
    return found[:count] or [entry for topic in topics if (entry := general(topic, language)) is not None][:1]


def ranked(question: str, encoder: Encoder, language: str = ENGLISH) -> list[tuple[Entry, float]]:
    """Every entry with its score, the likeliest first.

    The score adds up cosines with the question: the greatest of a wording of the entry, and, weighted, the mean over
    its wordings, that of its answer and that of its names.
    """
    known, every = guide_wordings.of_language(language, encoder), entries(language)
    # The encoder knows English best: of another language the words that the glossary holds are put into English first.
    vector = encoder([question if language == ENGLISH else in_english(question, language).lower()])[0]
    cosines = known.vectors @ vector  # [N]
    best = np.full(len(every), -1.0)
    np.maximum.at(best, known.entries, cosines)
    mean = np.bincount(known.entries, cosines, len(every)) / np.bincount(known.entries, minlength=len(every))
    scores = best + ALL * mean + ANSWER * (known.answers @ vector) + NAMES * (known.names @ vector)  # [E]
    return [(every[place], float(scores[place])) for place in np.argsort(-scores, kind="stable")]


def normal(text: str) -> str:
    """A text in small letters, each number as `#`, hyphens as blanks and without punctuation."""
    plain = _NUMBER.sub("#", _HAN.sub(r" \g<0> ", text.lower().replace("×", " x ")))
    plain = re.sub(r"(?<=\be)\d+\b", "#", plain)
    return " ".join(re.sub(r"[^\w#†‡]+|_", " ", plain).split())


def _with_terms(question: str, encoder: Encoder, language: str) -> list[tuple[Entry, float]]:
    """Every entry with its score, more for the one whose term the question names."""
    return _scored(question, encoder, language, _named(_passages(question), language), by_term(question, language))


def _scored(
    question: str, encoder: Encoder, language: str, named: Entry | None, held: Entry | None
) -> list[tuple[Entry, float]]:
    """Every entry with its score, more for `named`, which is all that is asked for, and a little for `held`."""
    return [
        (entry, score + NAMED * (entry is named) + MENTIONED * (entry is held))
        for entry, score in ranked(question, encoder, language)
    ]


def _passages(text: str) -> list[str]:
    """What a text asks the meaning of: what stands in quotation marks, and what follows *what is* and the like."""
    asked = _ASKED.search(text.replace("’", "'").lower().rstrip(" ?!."))
    return [*_QUOTED.findall(text), *([asked[1]] if asked else [])]


def _named(passages: list[str], language: str) -> Entry | None:
    """The entry that has one of the passages, as a whole, as a term, perhaps misspelt."""
    for passage in map(normal, passages):
        if (found := _terms(language).get(passage) or _misspelt(passage, language, whole=True)) is not None:
            return found
    return None


def _may(entry: Entry, topic: Topic | None) -> bool:
    return entry.topic not in _ALONE or entry.topic is topic


@cache
def _terms(language: str) -> dict[str, Entry]:
    """Entries by the normal form of each of their terms; the first entry keeps a term that two have."""
    terms: dict[str, Entry] = {}
    for entry in entries(language):
        for term in entry.terms:
            terms.setdefault(normal(term), entry)
    return terms


def _longest(text: str, terms: dict[str, Entry]) -> Entry | None:
    """The entry of the longest term in a text, in characters."""
    words = text.split()
    found = [
        (len(term), terms[term])
        for size in range(1, 1 + max(len(term.split()) for term in terms))
        for start in range(len(words) - size + 1)
        for whole in [" ".join(words[start : start + size])]
        for term in dict.fromkeys((whole, whole.removesuffix("s")))
        if term in terms
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _misspelt(text: str, language: str, *, whole: bool = False) -> Entry | None:
    """The entry of the longest term that a text, or a part of it, spells wrongly.

    Words that the base itself uses are no misspellings.
    """
    terms, usual, words = _terms(language), _vocabulary(language), text.split()
    found: list[tuple[int, int, Entry]] = []
    for size in {len(words)} if whole else (3, 2, 1):
        for start in range(len(words) - size + 1):
            part = words[start : start + size]
            spelt = " ".join(part)
            if len(spelt) < _SHORT or _HAN.search(spelt) or usual.issuperset(part):
                continue
            allowed = 2 if len(spelt) >= _LONG else 1
            for term, entry in terms.items():
                if len(term.split()) == size and len(term) >= _SHORT and abs(len(term) - len(spelt)) <= allowed:
                    apart = _distance(spelt, term)
                    if apart <= allowed:
                        found.append((len(term), -apart, entry))
    return max(found, key=lambda near: near[:2])[2] if found else None


@cache
def _vocabulary(language: str) -> frozenset[str]:
    texts = (
        text for entry in (*entries(language), *entries()) for text in (*entry.asks, *entry.answer, *entry.details)
    )
    return frozenset(word for text in texts for word in normal(text).split())


def _distance(first: str, second: str) -> int:
    """How many letters have to be changed, added, left out or exchanged with their neighbour (Damerau, 1964)."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
