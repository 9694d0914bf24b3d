"""The verbal scale for a likelihood ratio, after ENFSI's guideline for evaluative reporting (2015).

    LR = P(findings | proposition) / P(findings | alternative)

Below 1 the reciprocal is worded, in favour of the alternative. A ratio is never reported above what its reference set
can show: with n pictures of the alternative, none of which scored as high, about n is the most that can be said.
"""

from __future__ import annotations

from ...evidence import Hypothesis

# Lower edges of the bands; a ratio on an edge belongs to the band that it opens.
BANDS: tuple[tuple[float, str], ...] = (
    (1e6, "extremely strong"),
    (1e4, "very strong"),
    (1e3, "strong"),
    (1e2, "moderately strong"),
    (1e1, "moderate"),
    (1.0, "weak"),
)
NO_SUPPORT = "no support either way"
ROUGHLY_ONE = 1.05  # within five per cent of 1, which no reference set of this size tells from it
PROPOSITIONS: dict[Hypothesis, str] = {
    "real": "the picture is a photograph",
    "synthetic": "the picture was made by a generative model",
    "tampered": "a part of the photograph was altered",
}


def capped(ratio: float, reference_size: int) -> float:
    """The ratio held between 1/n and n, n the size of the smaller side of the reference set.

    Raises:
        ValueError: if the ratio is not positive or the reference set is empty.
    """
    if ratio <= 0 or reference_size < 1:
        raise ValueError("a likelihood ratio is positive and rests on a reference set")
    return min(max(ratio, 1 / reference_size), float(reference_size))


def band(ratio: float) -> str:
    """The band of a ratio or of its reciprocal, whichever is above 1."""
    strength = max(ratio, 1 / ratio)
    if strength < ROUGHLY_ONE:
        return NO_SUPPORT
    return next(word for edge, word in BANDS if strength >= edge)


def words(ratio: float, proposition: Hypothesis, alternative: Hypothesis) -> str:
    """One sentence that names both propositions and how strongly the findings support which."""
    word, strength = band(ratio), max(ratio, 1 / ratio)
    first, second = (proposition, alternative) if ratio >= 1 else (alternative, proposition)
    if strength < ROUGHLY_ONE:
        return f"What was measured gives {word}, that {PROPOSITIONS[first]} or that {PROPOSITIONS[second]}."
    return (
        f"What was measured gives {word} support that {PROPOSITIONS[first]}, rather than that {PROPOSITIONS[second]}: "
        f"it is about {_rounded(strength)} times as probable if so."
    )


def _rounded(value: float) -> str:
    """Two figures, since no more is known."""
    return f"{value:.1f}" if value < 10 else f"{float(f'{value:.2g}'):,.0f}"
