"""The words of a sentence, which of them carry content, and their stems (Porter's English stemmer, by Snowball)."""

from __future__ import annotations

import re
from functools import cache

import snowballstemmer

WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
STOP = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "as", "is",
    "are", "was", "were", "be", "been", "it", "its", "this", "that", "these", "those", "which", "who", "has",
    "have", "had", "does", "do", "did", "can", "could", "may", "might", "would", "will", "shows", "show", "says",
    "say", "look", "looks", "there", "here", "than", "then", "so", "also", "only", "very", "more", "most", "some",
    "any", "all", "each", "picture", "image", "photo", "photograph", "file", "evidence", "suggests", "suggest",
    "indicates", "indicate", "however", "against", "hand", "other", "support", "keep", "mind", "part", "note", "one",
    "found", "find", "finding", "about", "measured", "adds", "up", "probabilities", "judged", "label", "given", "stays",
    "means", "mean", "holds", "hold", "carries", "carry",
})  # fmt: skip


@cache
def stem(word: str) -> str:
    """The stem of a word in small letters; a stemmer of its own for each word, since stemmers are not thread-safe."""
    return snowballstemmer.stemmer("english").stemWord(word)


def words(text: str) -> list[str]:
    """The words of a text in small letters; a word with hyphens is one."""
    return WORD.findall(text.lower())


def content(text: str) -> frozenset[str]:
    """Stems of the content words."""
    return frozenset(map(stem, words(text))) - _STOP_STEMS


def share_in(source: str, text: str) -> float:
    """Share of the content words of a text that stand in a source, compared by their stems; 0 to 1."""
    wanted = content(text)
    if not wanted:
        return 0.0
    return len(wanted & frozenset(map(stem, words(source)))) / len(wanted)


_STOP_STEMS = frozenset(map(stem, STOP))
