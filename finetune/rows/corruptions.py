"""Sentences with a fault, which say something that their evidence does not.

They serve the preference step, and measure what the grounding check finds. Faults are made by the grammar of a
sentence (its figures, signs, denials and points), so they work for any wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, get_args

import numpy as np

Fault = Literal["number", "swap", "sign", "negation", "direction", "invention", "point"]
FAULTS: tuple[Fault, ...] = get_args(Fault)
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\w)")
_SIGN = re.compile(r"(?<=\s)[+−-](?=\d)")
_OPPOSITE_SIGN = {"+": "-", "-": "+", "−": "+"}
_NEGATIONS = (
    (re.compile(r"\bno (?=\w)", re.I), "a "),
    (re.compile(r"\bnot ", re.I), ""),
    (re.compile(r"\bnone of\b", re.I), "one of"),
    (re.compile(r"\b(is|are|was|were|can|could|would) ", re.I), r"\1 not "),
    (re.compile(r"\b(carries|holds|names|shows|has|lies|scores?|says|fits) ", re.I), r"does not \1 "),
)
_HYPOTHESIS = re.compile(r"\b(?:synthetic|real|tampered|generated)\b")
_ASSERTED = re.compile(r"(?:verdict is|judged|for a|against a|up to|is) $")
_OTHER_HYPOTHESIS = {"synthetic": "real", "real": "synthetic", "tampered": "real", "generated": "photographed"}
_INVENTED = (
    ", and the eyes look unnatural",
    ", and the shadows fall in two directions",
    ", as a watermark in the corner confirms",
    ", since the hands have six fingers",
    ", which experts have confirmed",
)
_CONCLUSIONS = (", which speaks for a {} picture", ", so the picture is {}")


def corrupt(sentence: str, rng: np.random.Generator, kind: Fault) -> str | None:
    """The sentence with one fault, or None if it holds nothing that can be changed in this way.

    Args:
        sentence: true, without its final stop and citation.
        rng: decides where.
        kind: a number changed, two numbers exchanged, a sign turned, a statement denied or a denial removed, a
            direction turned or added, something invented added, or half of a point of the picture left out.
    """
    return _FAULTS[kind](sentence, rng)


def _number(sentence: str, rng: np.random.Generator) -> str | None:
    numbers = list(_NUMBER.finditer(sentence))
    if not numbers:
        return None
    match = numbers[int(rng.integers(len(numbers)))]
    digits = list(match.group())
    places = [n for n, c in enumerate(digits) if c.isdigit()]
    place = places[int(rng.integers(len(places)))]
    digits[place] = str((int(digits[place]) + int(rng.integers(1, 9))) % 10)
    return sentence[: match.start()] + "".join(digits) + sentence[match.end() :]


def _swap(sentence: str, rng: np.random.Generator) -> str | None:
    numbers = list(_NUMBER.finditer(sentence))
    pairs = [(a, b) for n, a in enumerate(numbers) for b in numbers[n + 1 :] if a.group() != b.group()]
    if not pairs:
        return None
    a, b = pairs[int(rng.integers(len(pairs)))]
    return sentence[: a.start()] + b.group() + sentence[a.end() : b.start()] + a.group() + sentence[b.end() :]


def _sign(sentence: str, rng: np.random.Generator) -> str | None:
    signs = list(_SIGN.finditer(sentence))
    if not signs:
        return None
    at = signs[int(rng.integers(len(signs)))].start()
    return sentence[:at] + _OPPOSITE_SIGN[sentence[at]] + sentence[at + 1 :]


def _negation(sentence: str, rng: np.random.Generator) -> str | None:
    for pattern, instead in _NEGATIONS:
        if pattern.search(sentence):
            return pattern.sub(instead, sentence, count=1)
    return None


def _direction(sentence: str, rng: np.random.Generator) -> str | None:
    asserted = [m for m in _HYPOTHESIS.finditer(sentence) if _ASSERTED.search(sentence[: m.start()])]
    if asserted:
        match = asserted[int(rng.integers(len(asserted)))]
        return sentence[: match.start()] + _OTHER_HYPOTHESIS[match.group()] + sentence[match.end() :]
    conclusion = str(rng.choice(_CONCLUSIONS))
    return sentence + conclusion.format(str(rng.choice(["synthetic", "tampered"])))


def _invention(sentence: str, rng: np.random.Generator) -> str | None:
    return sentence + str(rng.choice(_INVENTED))


def _point(sentence: str, rng: np.random.Generator) -> str | None:
    half = re.sub(r"\b(at \d+), \d+", r"\1", sentence)
    return half if half != sentence else None


_FAULTS: dict[Fault, Callable[[str, np.random.Generator], str | None]] = {
    "number": _number,
    "swap": _swap,
    "sign": _sign,
    "negation": _negation,
    "direction": _direction,
    "invention": _invention,
    "point": _point,
}
