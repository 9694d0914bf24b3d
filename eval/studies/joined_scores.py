"""One probability that a picture was altered, and one map, from all detectors joined; whole sources are left out.

    python -m telltale.eval.studies joined-scores --pairs DIR… [--untouched DIR…] [--data SET…] --work DIR

Every folder of `--pairs` is a source of altered pictures and, if there are any, of their originals, in a layout
that the study `altered-parts` knows. `--untouched` names folders of photographs, which are read as they are (those
above 1600 px made smaller and saved as JPEG 92) and as screenshots, `--data` sets whose real pictures are untouched,
`--count` of each source. What the detectors say is kept in the folder of `--work`; a run that was cut off goes on.

Scores are joined by a logistic regression in which each label weighs the same, and within it each source. A source is
tested with what was learned without it; each source of untouched photographs is left out with one of them. Which
scores are joined and how strongly the weights are held down is chosen by the log-loss of inner folds, which leave out
whole sources, too. Intervals are of the mean over the sources of altered pictures, drawn anew. The maps are judged
on the pictures that have masks, in cells of a 96th of the long side, at a limit that was chosen on other sources.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...agent.console import DONE
from ..metrics import auroc
from ..metrics.confidence import brier, ece
from ..metrics.uncertainty import bootstrap
from ..sets.records import DataError
from ..tables import TableRow, number, show
from .joined_readings import MAPS, SCORES, Said, all_said, of_pairs, of_untouched, raw
from .study import Study, add_count, add_data

if TYPE_CHECKING:
    from .joined_fits import Floats

JOINED, TOGETHER, AS_NOW = "joined, as chosen", "three joined", "as weighed now"
BINS = 10
LEAST_SOURCES = 3  # one is left out, one of the others in the inner folds, and one is learned of
FIX = f"name at least {LEAST_SOURCES} folders that have both, of pictures that are not tiny"
LEAST_SHARE = 0.01  # of the cells of an untouched picture, from which a map draws something in it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--pairs", nargs="+", type=Path, required=True, metavar="DIR", help="altered pictures")
    parser.add_argument("--untouched", nargs="*", type=Path, default=[], metavar="DIR", help="untouched photographs")
    add_data(parser, required=False, what="sets whose real pictures are untouched ones")
    add_count(parser, 4, "real pictures of each source of a set")
    parser.add_argument("--alarms", type=float, default=0.05, metavar="P", help="share of false alarms (default .05)")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="where what was read is kept")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    sought = of_pairs(arguments.pairs) + of_untouched(arguments.untouched, arguments.data, arguments.count)
    said = list(all_said(sought, arguments.work))
    labels_of = {(one.sought.source, one.sought.altered) for one in said}
    both = {source for source, _ in labels_of if {(source, True), (source, False)} <= labels_of}
    if len(both) < LEAST_SOURCES:
        raise DataError(f"{len(both)} sources have altered pictures and originals that can be read; {FIX}")
    header = ("left out", "altered", "originals", *(f"`{name}`" for name in SCORES), AS_NOW, TOGETHER, JOINED)
    scores, columns = all_scores(said, arguments.alarms)
    show("AUROC against the originals of the same source", header, by_source(said, scores, own=True))
    show("AUROC against all untouched pictures that were left out", header, by_source(said, scores, own=False))
    header = ("", "less", "against own originals", "against all")
    show("Differences of the mean AUROC", header, beside(said, scores))
    at_share = f"recall at {arguments.alarms:.0%} of them"
    header = ("score", "Brier", "ECE", "false alarms at the learned limit", "recall there", at_share)
    show("Calibration, and recall", header, calibration(said, scores, arguments.alarms))
    show(
        "False alarms of the joined score at the learned limit",
        ("untouched", "pictures", TOGETHER, JOINED),
        alarms(said, scores),
    )
    header = ("score", "altered, labelled", "untouched, labelled", "wrong at even odds", "with one more source flagged")
    show("A label at the learned limit", header, labels(said, scores))
    show("What was joined", ("left out", "columns", "weights"), columns)
    masked = sorted({one.sought.source for one in said if one.mask is not None})
    header = ("map", *masked, "mean", "AUROC of cells", "Brier of cells", "drawn in untouched")
    show("F1 of the cells that were found", header, maps(said, scores))
    return DONE


Scored = dict[str, tuple["Floats", "Floats", "Floats"]]  # by name: to rank by, log-odds, learned limit of each picture


def all_scores(said: Sequence[Said], share: float) -> tuple[Scored, list[TableRow]]:
    """Every single score and the joined ones, with their sources left out; and what was joined for each fold."""
    from . import joined_fits as fits

    homes, values = fits.folds(said), fits.columns_of(said)
    rules = {name: fits.plain((at,), 1.0) for at, name in enumerate(SCORES)}
    rules |= {TOGETHER: fits.plain((0, 1, 2), 1.0), JOINED: fits.chosen}
    weighed = as_weighed(said)
    result: Scored = {}
    rows: list[TableRow] = []
    for name, rule in rules.items():
        log_odds, by_fold = fits.left_out(said, homes, rule)
        limits = np.zeros(len(said))
        for home in by_fold:
            rest = [at for at in range(len(said)) if homes[at] != home]
            inner, _ = fits.left_out([said[at] for at in rest], [homes[at] for at in rest], rule)
            untouched = np.array([not said[at].sought.altered for at in rest])
            limits[[at for at in range(len(said)) if homes[at] == home]] = fits.limit(inner[untouched], share)
        ranked = log_odds
        if name in SCORES:
            ranked = values[:, SCORES.index(name)]
            known = ranked[~np.isnan(ranked)]
            ranked = np.where(np.isnan(ranked), np.median(known) if known.size else 0.0, ranked)
        result[name] = ranked, log_odds, limits
        if name == JOINED:
            for home, fit in by_fold.items():
                weights = ", ".join(f"{weight:+.2f}" for weight in fit.weights[: len(SCORES)])
                rows.append((home, str(len(fit.columns)), weights))
    untouched, places, aloft = np.array([not one.sought.altered for one in said]), np.array(homes), np.zeros(len(said))
    for home in set(homes):  # nothing is fitted to these pictures for what the product adds, but its limit is
        aloft[places == home] = fits.limit(weighed[untouched & (places != home)], share)
    singles = {name: result.pop(name) for name in SCORES}
    return {**singles, AS_NOW: (weighed, weighed, aloft), **result}, rows


def as_weighed(said: Sequence[Said]) -> Floats:
    """What `altered_part`, `clones` and `jpeg` together add to *tampered* in a verdict, log-odds [n]."""
    from ...agent.detectors.clones import SURE
    from ...agent.detectors.jpeg import GHOST_THRESHOLD
    from ...agent.locating.fused_map import shipped as head
    from ...agent.reasoning.weighing.terms import shipped
    from .joined_fits import columns_of

    values, known = columns_of(said), np.array([one.facts for one in said], np.float64)
    locating = head()
    least = (np.inf if locating is None else locating.alarm, SURE, GHOST_THRESHOLD)
    total = np.zeros(len(said))
    for at, name in enumerate(SCORES[: len(least)]):
        term, scores = shipped().term(name), raw(name, values[:, at])
        if term is not None:
            added = term.contributions(scores, known)
            total += np.where(scores >= least[at], added, np.minimum(added, 0.0))
    return total


def areas(said: Sequence[Said], scores: Scored, *, own: bool) -> dict[str, dict[str, float | None]]:
    """By source and score: the AUROC against its originals, or against all untouched pictures of its fold."""
    from .joined_fits import folds

    homes, result = folds(said), {}
    for source in sorted({one.sought.source for one in said if one.sought.known}):
        inside = [at for at in range(len(said)) if homes[at] == source and (said[at].sought.known or not own)]
        truth = np.array([said[at].sought.altered for at in inside])
        result[source] = {
            name: auroc(ranked[inside][~truth], ranked[inside][truth]) for name, (ranked, *_) in scores.items()
        }
    return result


def by_source(said: Sequence[Said], scores: Scored, *, own: bool) -> Iterator[TableRow]:
    """A row for every source, and the means over them with their intervals."""
    counts = Counter((one.sought.source, one.sought.altered) for one in said)
    by_name = areas(said, scores, own=own)
    for source, row in by_name.items():
        yield source, str(counts[source, True]), str(counts[source, False]), *(number(value) for value in row.values())
    cells = [_mean([row[name] for row in by_name.values()]) for name in scores]
    yield "mean", "", "", *cells


def beside(said: Sequence[Said], scores: Scored) -> Iterator[TableRow]:
    """The joined scores less the best single one, which is chosen in its favour, and less what is weighed now."""
    both = [areas(said, scores, own=own) for own in (True, False)]
    tables = [[row for row in by_name.values() if None not in row.values()] for by_name in both]
    best = max(SCORES, key=lambda single: float(np.mean([row[single] or 0.0 for row in tables[1]])))
    for name in (AS_NOW, TOGETHER, JOINED):
        for other in (best, AS_NOW):
            if name != other:
                yield (
                    name,
                    other,
                    *(_mean([(row[name] or 0.0) - (row[other] or 0.0) for row in rows]) for rows in tables),
                )


def _mean(values: Sequence[float | None]) -> str:
    """The mean of those known and its interval, sources drawn anew."""
    known = np.array([value for value in values if value is not None])
    low, high = bootstrap(lambda drawn: float(known[drawn].mean()), [str(at) for at in range(len(known))])
    span = "" if low is None or high is None else f" [{low:.2f}, {high:.2f}]"
    return f"{number(float(known.mean()))}{span}"


def calibration(said: Sequence[Said], scores: Scored, share: float) -> Iterator[TableRow]:
    """Each label weighs the same in Brier; the recall is a mean over sources of altered pictures."""
    from .joined_fits import limit, probabilities

    truth = np.array([one.sought.altered for one in said])
    sources = np.array([one.sought.source for one in said])
    for name, (ranked, log_odds, limits) in scores.items():
        chance = probabilities(log_odds)
        even = (brier(chance[truth], truth[truth]) + brier(chance[~truth], truth[~truth])) / 2
        above, best = log_odds > limits, limit(ranked[~truth], share)
        recall = [
            [float(hit[truth & (sources == each)].mean()) for each in sorted(set(sources[truth]))]
            for hit in (above, ranked > best)
        ]
        yield (
            name,
            number(even),
            number(ece(chance, truth, BINS, "frequency")),
            f"{above[~truth].mean():.1%}",
            _mean(recall[0]),
            _mean(recall[1]),
        )


def alarms(said: Sequence[Said], scores: Scored) -> Iterator[TableRow]:
    """By kind of untouched picture: the share above the limit that was learned without them."""
    above = [scores[name][1] > scores[name][2] for name in (TOGETHER, JOINED)]
    hits: dict[str, list[tuple[bool, ...]]] = {}
    for one, *each in zip(said, *above, strict=True):
        if not one.sought.altered:
            shown = "screenshots" if one.sought.screen else "photographs of folders and sets"
            kind = f"originals of {one.sought.source}" if one.sought.known else shown
            hits.setdefault(kind, []).append(tuple(bool(hit) for hit in each))
    for kind, each in sorted(hits.items()):
        yield kind, str(len(each)), *(f"{share:.0%}" for share in np.mean(each, axis=0))


def labels(said: Sequence[Said], scores: Scored) -> Iterator[TableRow]:
    """What a label at the learned limit would come to, each source weighing the same."""
    truth = np.array([one.sought.altered for one in said])
    sources = np.array([one.sought.source for one in said])
    for name, (_, log_odds, limits) in scores.items():
        above = log_odds > limits
        hits, false = (
            [float(above[(truth == label) & (sources == each)].mean()) for each in sorted(set(sources[truth == label]))]
            for label in (True, False)
        )
        counted = (float(np.sum(false)) + 1) / (len(false) + 1)  # one more source counts as flagged
        wrong = [rate / max(rate + float(np.mean(hits)), 1e-9) for rate in (float(np.mean(false)), counted)]
        yield name, _mean(hits), _mean(false), *(f"{each:.0%}" for each in wrong)


def maps(said: Sequence[Said], scores: Scored) -> Iterator[TableRow]:
    """By map: F1 for each source, the means of it, of the AUROC and Brier of cells, and how often it draws falsely."""
    from . import joined_fits as fits

    homes = fits.folds(said)
    masked = [one for one in said if one.mask is not None and one.sought.altered and 0 < fits.truth_of(one).mean() < 1]
    others = [(one, home) for one, home in zip(said, homes, strict=True) if not one.sought.altered]
    names = sorted({one.sought.source for one in masked})
    if len(names) < LEAST_SOURCES:  # no limit of a map can be learned elsewhere
        return
    _, log_odds, limits = scores[TOGETHER]
    above = {id(one): bool(each) for one, each in zip(said, log_odds > limits, strict=True)}
    cells = {id(one): [fits.as_shown(place)(one) for place in (0, 1)] for one in said}
    shown = {id(one): bool(one.scores[0] >= fits.shipped_limits()[1]) for one in said}  # a pair has cells only if shown
    drawings = {
        "`altered_part`, every cell above its limit": lambda one: cells[id(one)][0],
        "`altered_part`, where it shows a part": lambda one: cells[id(one)][0] & shown[id(one)],
        "`clones`, where it shows a pair": lambda one: cells[id(one)][1],
        "either, every cell": lambda one: cells[id(one)][0] | cells[id(one)][1],
        "either, where it shows something": lambda one: cells[id(one)][0] & shown[id(one)] | cells[id(one)][1],
        "either, where the three joined pass": lambda one: (cells[id(one)][0] | cells[id(one)][1]) & above[id(one)],
    }
    for name, draw in drawings.items():
        found = [
            [fits.f1(draw(one), fits.truth_of(one)) for one in masked if one.sought.source == each] for each in names
        ]
        means = [float(np.mean(each)) for each in found]
        falsely = np.mean([draw(one).mean() >= LEAST_SHARE for one, _ in others])
        yield name, *map(number, means), _mean(means), "–", "–", f"{falsely:.0%}"
    ruled: dict[str, fits.Ruled] = {f"`{name}`": fits.single_map(at) for at, name in enumerate(MAPS)}
    ruled |= {"joined: higher of the first two": fits.two_map, "joined: highest": fits.max_map}
    ruled |= {"joined: weighed": fits.mean_map}
    for name, rule in ruled.items():
        judged, untouched = fits.map_scores(masked, others, rule)
        by_name: dict[str, list[tuple[float, float, float]]] = {}
        for one, found, drawn in judged:
            truth = fits.truth_of(one)
            area = auroc(drawn[~truth], drawn[truth])
            row = (found, 0.5 if area is None else area, brier(fits.probabilities(drawn), truth))
            by_name.setdefault(one.sought.source, []).append(row)
        means = np.array([np.mean(by_name[each], axis=0) for each in names])
        falsely = np.mean([share >= LEAST_SHARE for _, share in untouched])
        yield name, *map(number, means[:, 0]), *(_mean(list(means[:, at])) for at in range(3)), f"{falsely:.0%}"


STUDY = Study(
    "joined-scores", "all detectors of altered parts joined, with sources left out", __doc__, add_arguments, run
)
