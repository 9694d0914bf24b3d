"""The bundle that training on pictures of one's own starts from, and the one that it writes."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from ..agent import bundle
from ..agent.detectors import clip_heads
from ..agent.detectors.clip_heads import Heads
from ..agent.reasoning.weighing import terms
from ..agent.reasoning.weighing.terms import Parameters
from . import effect
from .bundle_writing import beside, described, seal
from .heads.started_heads import By
from .weighing.own_limits import promised

APPROXIMATE = (
    "What follows is approximate, since each score comes from a detector that left the picture out, not from the one "
    "that is kept. `telltale finetune calibrate --real DIR --bundle DIR --out DIR` with further photographs makes it "
    "exact."
)


@dataclass(frozen=True, slots=True)
class Start:
    """What training starts from: heads and parameters, and the bundle that they are from, if any."""

    heads: Heads | None
    parameters: Parameters
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was trained.

    Attributes:
        heads: to be written; None if those of the start are kept.
        parameters: with their limits.
        before, after: figures on left-out sources; before is None where the start knows too many of the pictures.
        kept_because: why the heads of the start are kept, empty if they are not.
        by: what was left out together for the figures.
        limits_kept: for each label that keeps its limit, why.
        remember: adds to the file of the heads what a later update needs; None where the heads of the start are kept.
        measure: what the pictures were scored by, for people.
    """

    heads: Heads | None
    parameters: Parameters
    before: list[effect.Figure] | None
    after: list[effect.Figure]
    kept_because: str = ""
    by: By = "source"
    limits_kept: tuple[str, ...] = ()
    remember: Callable[[Path], None] | None = None
    measure: str = "the main detector's score alone"


def start_of(name: str) -> Start:
    """What training starts from: `shipped`, `base` (nothing), or a folder with a bundle.

    Raises:
        BundleError: if the folder is no bundle.
        ValueError: if the heads that ship are not installed.
    """
    if name == "base":
        return Start(None, terms.shipped())
    if name == "shipped":
        heads = clip_heads.shipped()
        if heads is None:
            raise ValueError(
                "--from shipped: the shipped detector is not installed; reinstall telltale, or use --from base"
            )
        return Start(heads, terms.shipped())
    found = bundle.read(Path(name))
    return Start(found.heads or clip_heads.shipped(), found.fitted or terms.shipped(), Path(name))


def write(
    outcome: Outcome, start: Start, out: Path, name: str | None, more: Callable[[Path], None] | None = None
) -> None:
    """Write the bundle: the heads, the limits, the figures, and what the start brings beside them.

    What was in the folder stays as it was until all of it is written.

    Args:
        outcome: what was trained.
        start: what training started from.
        out: the folder of the bundle.
        name: of the bundle; by default the one that it has, or else that of its folder.
        more: writes further things into a folder that holds the parts.

    Raises:
        OSError: if something can't be written.
    """
    same = start.folder is not None and start.folder.resolve() == out.resolve()
    with beside(out) as folder:
        if not same:
            (folder / clip_heads.FILE).unlink(missing_ok=True)  # of an earlier run; limits belong to this detector
        if start.folder is not None and not same:
            for file in sorted(start.folder.rglob("*")):
                part = file.relative_to(start.folder).as_posix()
                if part in bundle.PARTS and not (folder / part).exists():
                    (folder / part).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(file, folder / part)
        if outcome.heads is not None:
            pictures = sum(outcome.heads.counts)
            clip_heads.save(outcome.heads, folder / clip_heads.FILE, {"pictures": str(pictures)})
            if outcome.remember is not None:
                outcome.remember(folder / clip_heads.FILE)
        terms.save(outcome.parameters, folder / terms.FILE)
        told_of = {"before": outcome.before, "after": outcome.after}
        plain = {key: [asdict(row) for row in rows] if rows else None for key, rows in told_of.items()}
        (folder / bundle.EFFECT).write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
        if more is not None:
            more(folder)
        known = described(folder)
        seal(folder, name or (known.name if known else out.resolve().name))


def report(outcome: Outcome, rate: float) -> list[str]:
    """The figures before and after, and what the limits promise, as lines to print."""
    lines = effect.table(outcome.before, outcome.after)
    of = "sources" if outcome.by == "source" else "pictures from the same sources"
    unit = "source" if outcome.by == "source" else "group"
    lines += ["", f"Figures are of {of} that were left out, by {outcome.measure}."]
    lines.append(f"Intervals are 95%, by {unit}.")
    if outcome.kept_because:
        lines.append(f"Kept: {outcome.kept_because}.")
    if outcome.heads is not None:
        lines.append(APPROXIMATE)
    lines += outcome.limits_kept
    reference = outcome.parameters.references["synthetic"]
    if reference.own_real is not None:
        given = math.isfinite(reference.threshold(rate))
        lines += promised(reference.own_real, rate, "photographs", "synthetic", given=given)
    if reference.own_alternative is not None:
        given = math.isfinite(reference.cleared(rate))
        lines += promised(reference.own_alternative, rate, "generated pictures", "real", given=given)
    if outcome.heads is None and reference.own_real is None and reference.own_alternative is None:
        lines.append(
            "So the bundle has neither a detector nor limits of its own: with it, labels are given as without it."
        )
    return lines
