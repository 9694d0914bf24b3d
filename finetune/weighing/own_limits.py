"""Limits of the labels from pictures of one's own, and what they promise, in plain words.

Letters: n units, k units above the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from ...agent.reasoning.weighing.own_kind import STEP, OwnKind, own_kind
from ...agent.reasoning.weighing.terms import Parameters

LEAST_SOURCES = 20  # with which a rate of 5% can be shown for new sources
LEAST_PICTURES = 20  # and for pictures from the same sources
SURE = 0.95
Promise = Literal["auto", "new-sources", "same-sources"]


def limits(
    known: Parameters,
    scores: NDArray[np.float64],
    generated: NDArray[np.bool_],
    source: Sequence[str],
    promise: Promise = "auto",
    keep_at: float | None = None,
) -> Parameters:
    """The parameters with the limits of the labels set on pictures of one's own.

    Args:
        known: the parameters so far.
        scores: fused log-odds for *synthetic* [pictures] by weights that saw none of these.
        generated: whether each was generated; if none is, the label *real* keeps the limit that it has.
        source: of each.
        promise: for which pictures the limits are to hold: those of new sources, those of the same sources, or the
            former if there are `LEAST_SOURCES` sources of a label.
        keep_at: an error rate; a label that these pictures give no limit for at this rate keeps the limit that it has.

    Raises:
        ValueError: if there is no photograph.
    """
    if generated.all():
        raise ValueError("the limits of the labels need photographs; give a folder of them")
    least = {"auto": LEAST_SOURCES, "new-sources": 1, "same-sources": len(scores) + 1}[promise]
    names = np.asarray(source)
    real = own_kind(scores[~generated], names[~generated].tolist(), least)
    made = own_kind(-scores[generated], names[generated].tolist(), least) if generated.any() else None
    if keep_at is not None:
        real, made = (None if own is None or not np.isfinite(own.limit(keep_at)) else own for own in (real, made))
    before = known.references["synthetic"]
    after = before.model_copy(update={"own_real": real, "own_alternative": made})
    return known.model_copy(update={"references": {**known.references, "synthetic": after}})


def needed(rate: float) -> int:
    """How many units it takes before a limit for a rate can exist: (0 + 1) / (n + 1) ≤ rate."""
    return int(np.ceil(1 / rate - 1e-9)) - 1


def counted(count: int, what: str) -> str:
    """A count of things that are named in the plural: *1 photograph*, *2 photographs*."""
    return f"{count:,} {what.removesuffix('s') if count == 1 else what}"


def kept(count: int, rate: float, what: str, label: str) -> str:
    """That a label keeps its limit, since there are too few units to set one, in a sentence."""
    return (
        f"The label {label} keeps the limit that it had: {counted(count, what)} can't promise {rate:.0%}, which "
        f"takes {needed(rate)} or more, none of which scores too high."
    )


def surely(own: OwnKind, rate: float) -> float | None:
    """The share of wrong labels that is not exceeded with 95% certainty once the limit is set; None without a limit.

    Where the units are pictures, the share beyond a limit at which k of n lie above follows a beta distribution,
    Beta(k + 1, n − k) (Vovk, “Conditional validity of inductive conformal predictors”, 2012). For sources no such law
    is known, so there is no figure.
    """
    limit = own.limit(rate)
    if not np.isfinite(limit) or own.unit == "source":
        return None
    above = round(own.share_at_least(limit + STEP) * own.units)
    return float(beta.ppf(SURE, above + 1, own.units - above))


def promised(own: OwnKind, rate: float, what: str, label: str, *, given: bool = True) -> list[str]:
    """What the limit of a label promises at a rate, and what it can't, in sentences.

    Args:
        own: the pictures that it was set on.
        rate: the error rate.
        what: they are, in the plural: photographs or generated pictures.
        label: that would be wrong.
        given: whether any picture can get the label at that rate.
    """
    count = f"{counted(own.pictures, what)} of {counted(own.sources, 'sources')}"
    unit = "sources" if own.unit == "source" else what
    other = "generated pictures" if label == "synthetic" else "photographs"
    lines = []
    if not np.isfinite(own.limit(rate)):
        lines.append(
            f"{count} are too few to promise {rate:.0%} for the label {label}: that takes {needed(rate)} {unit} or "
            f"more, none of which scores too high. No picture gets this label at {rate:.0%}; add {what}, or examine "
            "with a higher --error-rate."
        )
    elif not given:
        lines.append(
            f"By {count} no limit can be set at which {rate:.0%} of the labels {label} or fewer are expected to be "
            f"wrong, since too few {other} lie beyond it; so no picture gets this label at {rate:.0%}. Add {what}, or "
            "examine with a higher --error-rate."
        )
    elif own.unit == "source":
        lines.append(
            f"By {count}: of the {what} from a new source of this kind, at most {rate:.0%} are expected to be called "
            f"{label}, on average over many such sources."
        )
    else:
        lines.append(
            f"By {count}: of new {what} that come from where these came from, at most {rate:.0%} are expected to be "
            f"called {label}."
        )
        sure = surely(own, rate)
        if sure is not None:
            lines.append(f"With these {own.pictures} you can be 95% sure that it is at most {sure:.1%}.")
    if own.unit == "picture":
        few = "one source" if own.sources == 1 else f"{own.sources} sources"
        why = f": {few} can't carry an error rate for other sources, {LEAST_SOURCES} or more can"
        if own.sources >= LEAST_SOURCES:
            why = "; --promise-for new-sources sets limits for new sources"
        lines.append(f"Nothing is promised for {what} from elsewhere{why}.")
    return lines
