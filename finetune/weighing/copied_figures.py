"""What the search for copied parts misses and what it reports falsely, on sources that its weight was not fitted on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from ...agent.locating.copy_finding import SURE, THRESHOLD
from ...eval.metrics import auroc
from ...eval.metrics.uncertainty import group_share
from ...eval.tables import TableRow, number, show
from . import copied_fit
from .copied_rows import COPIED, UNTOUCHED, CopiedRow

LEAST = 8  # pictures of one content that get a row of their own
REST = "all others"
SCORES = (0.5, 0.8, 0.9, 0.95, 0.99)
Named = Iterable[tuple[str, Callable[[CopiedRow], bool]]]


def tell(rows: Sequence[CopiedRow]) -> None:
    """Print the tables."""
    header = ("pictures", "number", "sources", "not tested", f"from {THRESHOLD:g}", f"from {SURE:g}")
    untouched = [row for row in rows if row.way == UNTOUCHED]
    contents = _contents(untouched)
    kinds = [("all", lambda row: True), *((name, _of(name, contents)) for name in contents), (REST, _of("", contents))]
    show("False alarms per 100 untouched pictures", header, _alarms(untouched, kinds))
    made = sorted({row.way for row in rows} - {COPIED, UNTOUCHED})
    repeats = [row for row in rows if row.way in made]
    show("False alarms per 100 pictures with innocent repeats", header, _alarms(repeats, [(k, _way(k)) for k in made]))
    copied = [row for row in rows if row.way == COPIED]
    ways: Named = (
        ("all", lambda row: True),
        ("only moved", lambda row: row.plain),
        ("turned, scaled or mirrored", lambda row: not row.plain),
        ("less than 2% of the picture", lambda row: row.share < 0.02),
        ("2% or more", lambda row: row.share >= 0.02),
        ("from the smoothest place", lambda row: row.ground == "smooth"),
        ("from the most textured place", lambda row: row.ground == "textured"),
        ("JPEG below 75", lambda row: (row.jpeg_quality or 100) < 75),
        ("short side below 300 px", lambda row: row.short_side < 300),
        ("400 px or more", lambda row: row.short_side >= 400),
    )
    show("Found per 100 copies", (*header, "F1"), _found(copied, ways))
    _weights(rows)


def _weights(rows: Sequence[CopiedRow]) -> None:
    """Print how well the score tells copies from untouched pictures, what it counts, and how wrong a label would be."""
    used = [row for row in copied_fit.weighed(rows) if row.way in (COPIED, UNTOUCHED)]
    scores, truth, sources = copied_fit.columns(used)
    curve, ratios = copied_fit.fit(rows), copied_fit.crossed(used)
    cost = np.logaddexp(0, np.where(truth, -ratios, ratios)) / np.log(2)
    bits = np.mean([copied_fit.even(sources, of) @ cost[of] for of in (truth, ~truth)])
    area = auroc(scores[~truth], scores[truth])
    print(f"\nAUROC of the score {number(area)}; Cllr on left-out sources {bits:.3f} (without the detector 1)")
    print(f"sources: {curve.sources[0]} untouched, {curve.sources[1]} with copies")
    told = zip(SCORES, curve.copies(np.array(SCORES)), curve.altered(np.array(SCORES)), strict=True)
    table = [(f"{score:g}", f"{copies:.2f}", f"{altered:.2f}", *_wrong(rows, score)) for score, copies, altered in told]
    header = (
        "score",
        "log-odds of a copy",
        "of an altered part",
        "copies",
        "untouched",
        "the next source",
        "wrong labels",
    )
    show("What a pair counts, and how wrong a label from this score on would be", header, table)


def _wrong(rows: Sequence[CopiedRow], least: float) -> TableRow:
    """Per 100: copies and untouched pictures that reach a score, sources weighing the same; what is expected of a new
    source, (1 + n p) / (1 + n); and labels that would be wrong at even odds of altered and untouched pictures, of which
    as many hold copies and innocent repeats as the weight assumes.
    """  # noqa: D205
    right, alarms, repeats = (
        group_share([row.score >= least for row in of], [row.source for row in of])[0] if of else 0.0
        for of in ([r for r in rows if r.way == COPIED], [r for r in rows if r.way == UNTOUCHED],
                   [r for r in rows if r.way not in (COPIED, UNTOUCHED)])
    )  # fmt: skip
    count = len({row.source for row in rows if row.way == UNTOUCHED})
    plain = (1 - copied_fit.REPEATING) * alarms + copied_fit.REPEATING * repeats
    expected = (1 + count * plain) / (1 + count)
    wrong = expected / max(expected + copied_fit.SHARE * right + (1 - copied_fit.SHARE) * alarms, 1e-9)
    return tuple(f"{100 * value:.1f}" for value in (right, alarms, expected, wrong))


def _contents(rows: Sequence[CopiedRow]) -> list[str]:
    """The contents that enough pictures show, most first."""
    names = [row.content for row in rows if row.content]
    counts = {name: names.count(name) for name in set(names)}
    return sorted((n for n, count in counts.items() if count >= LEAST), key=lambda n: (-counts[n], n))


def _of(name: str, contents: Sequence[str]) -> Callable[[CopiedRow], bool]:
    return lambda row: row.content == name if name else row.content not in contents


def _way(kind: str) -> Callable[[CopiedRow], bool]:
    return lambda row: row.way == kind


def _alarms(rows: Sequence[CopiedRow], kinds: Named) -> Iterable[TableRow]:
    for name, belongs in kinds:
        members = [row for row in rows if belongs(row)]
        if members:
            yield (name, *_counted(members))


def _found(rows: Sequence[CopiedRow], ways: Named) -> Iterable[TableRow]:
    for name, belongs in ways:
        members = [row for row in rows if belongs(row)]
        if members:
            yield (name, *_counted(members), number(float(np.mean([row.f1 or 0.0 for row in members]))))


def _counted(members: Sequence[CopiedRow]) -> TableRow:
    """Pictures, sources, pictures that were not tested, and per 100 of all of them those that reach each score."""
    sources = [row.source for row in members]
    cells = [str(len(members)), str(len(set(sources))), str(sum(not row.tested for row in members))]
    for least in (THRESHOLD, SURE):
        hits = [row.score >= least for row in members]
        share, low, high = group_share(hits, sources)
        ends = "" if low is None or high is None else f" [{100 * low:.1f}, {100 * high:.1f}]"
        cells.append(f"{100 * share:.1f}{ends}")
    return tuple(cells)
