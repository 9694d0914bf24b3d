"""The verbal scale for a likelihood ratio, after ENFSI's guideline for evaluative reporting (2015).

    LR = P(findings | proposition) / P(findings | alternative)

Below 1 the reciprocal is put into words, in favour of the alternative. A ratio is never reported above what its
reference set can show: if none of n pictures of the alternative scored as high, about n is the most that can be said.
"""

from __future__ import annotations

from ...evidence import Hypothesis
from ...sentences import Sentence

# Lower edges of the bands; a ratio on an edge belongs to the band above it.
BANDS: tuple[tuple[float, str], ...] = (
    (1e6, "extremely strong"),
    (1e4, "very strong"),
    (1e3, "strong"),
    (1e2, "moderately strong"),
    (1e1, "moderate"),
    (1.0, "weak"),
)
NO_SUPPORT = "no support either way"
ROUGHLY_ONE = 1.05  # within five per cent of 1, which no reference set of this size can tell from 1

PROPOSITIONS: dict[Hypothesis, Sentence] = {
    "real": Sentence("scale.real", "a photograph"),
    "synthetic": Sentence("scale.synthetic", "a picture made by a generative model"),
    "tampered": Sentence("scale.tampered", "a photograph with an altered part"),
}
UNTOUCHED = Sentence("scale.untouched", "an untouched photograph")  # real, where the alternative is an altered part
SUPPORT = Sentence(
    "scale.support",
    "The measurements give {band} support for {favoured} over {other}: they are about {times} times more probable if "
    "it is {premise}.",
)
BALANCED = Sentence(
    "scale.balanced",
    "The measurements give {band}: they are about equally probable if it is {first} and if it is {second}.",
)


def capped(ratio: float, reference_size: int) -> float:
    """The ratio held between 1/n and n, where n is the size of the smaller side of the reference set.

    Raises:
        ValueError: if the ratio is not positive or the reference set is empty.
    """
    if ratio <= 0 or reference_size < 1:
        raise ValueError("a likelihood ratio must be positive and needs a reference set that is not empty")
    return min(max(ratio, 1 / reference_size), float(reference_size))


def band(ratio: float) -> str:
    """The band of a ratio or of its reciprocal, whichever is above 1."""
    strength = max(ratio, 1 / ratio)
    if strength < ROUGHLY_ONE:
        return NO_SUPPORT
    return next(word for edge, word in BANDS if strength >= edge)


def words(ratio: float, proposition: Hypothesis, alternative: Hypothesis) -> str:
    """One sentence that names both propositions, which of them the findings support, and how strongly."""
    strength = max(ratio, 1 / ratio)
    favoured, other = (proposition, alternative) if ratio >= 1 else (alternative, proposition)
    first, second = _named(favoured, other), _named(other, favoured)
    if strength < ROUGHLY_ONE:
        return BALANCED(band=band(ratio), first=first, second=second)
    return SUPPORT(band=band(ratio), favoured=first, other=second, times=_rounded(strength), premise=first)


def _named(proposition: Hypothesis, rival: Hypothesis) -> str:
    """A proposition in the words that tell it from its rival."""
    return UNTOUCHED() if (proposition, rival) == ("real", "tampered") else PROPOSITIONS[proposition]()


def _rounded(value: float) -> str:
    """Two figures, since no more is known."""
    return f"{value:.1f}" if value < 10 else f"{float(f'{value:.2g}'):,.0f}"
