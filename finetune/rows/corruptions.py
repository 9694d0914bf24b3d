"""Sentences that say what their evidence does not: for the preference step, and to measure the grounding check."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import numpy as np

Fault = Literal["number", "swap", "sign", "negation", "direction", "invention", "point"]
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\w)")
_NEGATE = (
    (re.compile(r"\bno (?=\w)", re.I), "a "),
    (re.compile(r"\bnot ", re.I), ""),
    (re.compile(r"\bnone of\b", re.I), "one of"),
    (re.compile(r"\b(is|are|was|were|can|could|would) ", re.I), r"\1 not "),
    (re.compile(r"\b(carries|holds|names|shows|has|lies|scores?|says|fits) ", re.I), r"does not \1 "),
)
_TURNED = {"synthetic": "real", "real": "synthetic", "tampered": "real", "generated": "photographed"}
_INVENTED = (
    ", and the eyes look unnatural",
    ", and the shadows fall in two directions",
    ", as a watermark in the corner confirms",
    ", since the hands have six fingers",
    ", which experts have confirmed",
)
_TAILS = (", which speaks for a {} picture", ", so the picture is {}")


def corrupt(sentence: str, rng: np.random.Generator, kind: Fault) -> str | None:
    """The sentence with one fault of a kind, or None where it has nothing to spoil so.

    Args:
        sentence: true, without its final stop and citation.
        rng: decides where.
        kind: a number changed, two numbers exchanged, a sign turned, a word denied or no longer, a direction turned or
            added, something added that was not found, a point of the picture named by half.
    """
    return _WAYS[kind](sentence, rng)


def _number(sentence: str, rng: np.random.Generator) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    match = found[int(rng.integers(len(found)))]
    digits = list(match.group())
    places = [n for n, c in enumerate(digits) if c.isdigit()]
    place = places[int(rng.integers(len(places)))]
    digits[place] = str((int(digits[place]) + int(rng.integers(1, 9))) % 10)
    return sentence[: match.start()] + "".join(digits) + sentence[match.end() :]


def _swap(sentence: str, rng: np.random.Generator) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    pairs = [(a, b) for n, a in enumerate(found) for b in found[n + 1 :] if a.group() != b.group()]
    if not pairs:
        return None
    a, b = pairs[int(rng.integers(len(pairs)))]
    return sentence[: a.start()] + b.group() + sentence[a.end() : b.start()] + a.group() + sentence[b.end() :]


def _sign(sentence: str, rng: np.random.Generator) -> str | None:
    found = list(re.finditer(r"(?<=\s)[+-](?=\d)", sentence))
    if not found:
        return None
    at = found[int(rng.integers(len(found)))].start()
    return sentence[:at] + ("-" if sentence[at] == "+" else "+") + sentence[at + 1 :]


def _negation(sentence: str, rng: np.random.Generator) -> str | None:
    for pattern, instead in _NEGATE:
        if pattern.search(sentence):
            return pattern.sub(instead, sentence, count=1)
    return None


def _direction(sentence: str, rng: np.random.Generator) -> str | None:
    found = list(re.finditer(r"\b(?:synthetic|real|tampered|generated)\b", sentence))
    asserted = [
        m for m in found if re.search(r"(?:verdict is|judged|for a|against a|up to|is) $", sentence[: m.start()])
    ]
    if asserted:
        match = asserted[int(rng.integers(len(asserted)))]
        return sentence[: match.start()] + _TURNED[match.group()] + sentence[match.end() :]
    tail = str(rng.choice(_TAILS))
    return sentence + tail.format(str(rng.choice(["synthetic", "tampered"])))


def _invention(sentence: str, rng: np.random.Generator) -> str | None:
    return sentence + str(rng.choice(_INVENTED))


def _point(sentence: str, rng: np.random.Generator) -> str | None:
    half = re.sub(r"\b(at \d+), \d+", r"\1", sentence)
    return half if half != sentence else None


_WAYS: dict[Fault, Callable[[str, np.random.Generator], str | None]] = {
    "number": _number,
    "swap": _swap,
    "sign": _sign,
    "negation": _negation,
    "direction": _direction,
    "invention": _invention,
    "point": _point,
}
KINDS: tuple[Fault, ...] = tuple(_WAYS)
