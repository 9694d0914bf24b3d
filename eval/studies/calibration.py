"""How far a verdict can be trusted: `python -m telltale.eval.studies.calibration --readings FILE`.

FILE is the table that `telltale finetune fusion` leaves in its work folder. Terms, calibration and thresholds are all
fitted without the sources that they are judged on. Tables are printed as Markdown.

Letters: n pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.reasoning.weighing.fusion import ALTERNATIVES
from ...agent.reasoning.weighing.terms import Alternative, transformed
from ...finetune.weighing import evidence_table, fusion_fit
from ...finetune.weighing.evidence_table import Scores, Table, weights
from ...finetune.weighing.readings import ReadingRow as Reading
from ...finetune.weighing.readings import read
from ..metrics import accuracy_at, auroc, f1_g_mean, summary
from . import diagrams
from .transfer import TableRow, show

RATES = (0.02, 0.05, 0.1, 0.2)
USUAL = 0.05
COVERAGES = tuple(n / 20 for n in range(2, 21, 2))
BESIDE = (0.1, 0.2, 0.3, 0.5, 1.0)  # weights of a cue beside `clip`
LEAST = 60
Calibrate = Callable[[Scores, NDArray[np.bool_], Scores], Callable[[Scores], Scores]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Left-out pictures: calibrated log-LRs [n], and thresholds [n] on them by error rate, those of other sources."""

    given: Table
    log_lr: Scores
    limits: dict[float, Scores]

    def called(self, rate: float = USUAL) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which are called the alternative, and which real, bool [n] each."""
        return self.log_lr >= self.limits[rate], -self.log_lr >= self.limits[rate]


def as_is(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> Callable[[Scores], Scores]:
    """No calibration."""
    return lambda other: other


def temperature(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> Callable[[Scores], Scores]:
    """One factor on the log-LRs."""
    factor = fusion_fit.line(scores, truth, mass)
    return lambda other: factor * other


def platt(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> Callable[[Scores], Scores]:
    """A factor and an offset."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6).fit(scores[:, None], truth, mass)
    return lambda other: model.decision_function(other[:, None])


def isotonic(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> Callable[[Scores], Scores]:
    """Any rising step function, held to 1–99%."""
    from sklearn.isotonic import IsotonicRegression

    model = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(scores, truth, mass)
    return lambda other: np.log(model.predict(other) / (1 - model.predict(other)))


HELD = "held to rise with their scores"
CALIBRATIONS: dict[str, Calibrate] = {
    "as fitted": as_is,
    "temperature (shipped)": temperature,
    "Platt": platt,
    "isotonic": isotonic,
}


def nested(given: Table, alternative: Alternative, **options: float) -> list[tuple[NDArray, Scores, Scores]]:
    """For each outer fold: its test mask, the test scores, and cross-fitted scores of the rest for calibration."""
    found = []
    for train, test in fusion_fit.folds(given):
        rest = given.part(train)
        inner = fusion_fit.crossed(rest, alternative, **options)
        terms = fusion_fit.fit(rest, alternative, **options)  # type: ignore[arg-type]
        found.append((test, fusion_fit.sums(terms, given.part(test)), inner))
    return found


def calibrated(given: Table, folds: Sequence[tuple[NDArray, Scores, Scores]], how: Calibrate) -> Scores:
    """Log-LRs [n], each calibrated on other sources."""
    total = np.zeros(len(given.truth))
    for test, scores, inner in folds:
        rest = given.part(~test)
        total[test] = how(inner, rest.truth, weights(rest.truth, rest.source))(scores)
    return total


def judge(given: Table, alternative: Alternative, others: Table | None = None) -> Judged:
    """Left-out pictures judged as at run time: terms, scale and threshold come from the other sources.

    Args:
        given: what is fitted on, fold by fold.
        alternative: what is set against real.
        others: pictures of sets that are not fitted on, to be judged instead, each by the fold of its source.
    """
    tested = others or given
    n = len(tested.truth)
    log_lr, limits = np.zeros(n), {rate: np.full(n, np.inf) for rate in RATES}
    for train, test in fusion_fit.folds(given):
        rest = given.part(train)
        mine = np.isin(tested.source, list({*given.source[test].tolist()}))
        terms, reference = fusion_fit.fitted(rest, alternative)
        log_lr[mine] = fusion_fit.sums(terms, tested.part(mine))
        for rate, held in limits.items():
            held[mine] = reference.threshold(rate)
    return Judged(tested, log_lr, limits)


def figures(log_lr: Scores, given: Table) -> TableRow:
    """`metrics.summary` with each class and source weighed alike."""
    chosen = resampled(given)
    return summary(log_lr[chosen], given.truth[chosen])


def resampled(given: Table, count: int = 20000) -> NDArray[np.intp]:
    """Indices as often as the weights of the fit have it: classes even, sources by the root of their size.

    Drawn at even steps, so that a figure depends neither on chance nor, but for rounding, on the order of the rows.
    """
    share = np.cumsum(weights(given.truth, given.source))
    return np.searchsorted(share / share[-1], (np.arange(count) + 0.5) / count)


def ablations(given: Table, alternative: Alternative) -> Iterator[tuple[str, TableRow]]:
    """The sources of evidence alone and together, and all of them in other ways, by temperature scaling."""
    names = list(given.scores)
    cues = [name for name in names if name.startswith("cue:")]
    chosen: dict[str, list[str]] = {name: [name] for name in names if name not in cues}
    if cues:
        chosen["cues"] = cues
    chosen |= {f"without {what}": [n for n in names if n not in parts] for what, parts in chosen.items()}
    for title, parts in [*chosen.items(), ("all", names)]:
        yield title, scaled(given.only(parts), alternative)
    yield "all, not conditioned on quality", scaled(given, alternative, conditioned=False)
    yield f"all, {HELD}", scaled(given, alternative, rising=True)


def scaled(given: Table, alternative: Alternative, **options: bool) -> TableRow:
    """Figures by temperature scaling of terms that are fitted with these options."""
    return figures(calibrated(given, nested(given, alternative, **options), temperature), given)


def selective(judged: Judged, alternative: Alternative) -> Iterator[TableRow]:
    """What is answered at each error rate, and how much of it is wrong; thresholds are those of the other sources."""
    truth, chosen = judged.given.truth, resampled(judged.given)
    for rate in RATES:
        is_other, is_real = judged.called(rate)
        answered = is_other | is_real
        wrong = np.where(truth, is_real, is_other)
        some = answered[chosen]
        yield (
            alternative,
            f"{rate:.0%}",
            f"{some.mean():.1%}",
            f"{wrong[chosen][some].mean():.1%}" if some.any() else "–",
            f"{is_other[chosen][~truth[chosen]].mean():.1%}",
            f"{is_real[chosen][truth[chosen]].mean():.1%}",
            f"{is_other[chosen][truth[chosen]].mean():.1%}",
            f"{is_real[chosen][~truth[chosen]].mean():.1%}",
        )


def parts(judged: Judged, rows: Sequence[Reading]) -> Iterator[tuple[str, Judged]]:
    """The pictures by set, way, size and JPEG quality, where there are enough of both classes."""
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        quality = "no JPEG" if row.jpeg_quality is None else f"JPEG {row.jpeg_quality // 10 * 10}–"
        keys = (f"set {row.place}", f"way: {row.way}", f"{row.short_side // 64 * 64} px –", quality)
        for key in (*keys, "recompressed" if row.recompressed else "compressed once or never"):
            groups.setdefault(key, []).append(index)
    for name, members in sorted(groups.items()):
        index = np.array(members)
        truth = judged.given.truth[index]
        if min(truth.sum(), (~truth).sum()) >= LEAST:
            limits = {rate: held[index] for rate, held in judged.limits.items()}
            yield name, Judged(judged.given.part(index), judged.log_lr[index], limits)


def slices(judged: Judged, rows: Sequence[Reading], alternative: Alternative, where: str = "") -> Iterator[TableRow]:
    """Calibration of each part, and how its labels fare at the usual error rate."""
    for name, part in parts(judged, rows):
        truth, chosen = part.given.truth, resampled(part.given, 5000)
        y = truth[chosen]
        other, real = (called[chosen] for called in part.called())
        answered, wrong = other | real, np.where(y, real, other)
        counts = f"{int((~truth).sum())} / {int(truth.sum())}"
        values = summary(part.log_lr[chosen], y)[:5]
        shares = (answered.mean(), wrong.sum() / max(1, answered.sum()), other[~y].mean(), real[y].mean())
        yield (alternative, where + name, counts, *values, *(f"{v:.1%}" for v in shares))


def sources(judged: Judged, alternative: Alternative) -> Iterator[TableRow]:
    """By source: share called the alternative, share called real, at the usual error rate."""
    for name in sorted({*judged.given.source}):
        for label in (False, True):
            those = (judged.given.source == name) & (judged.given.truth == label)
            if those.sum() >= 20:
                called = [which[those].mean() for which in judged.called()]
                what = alternative if label else "real"
                yield (alternative, name, what, str(int(those.sum())), *(f"{share:.1%}" for share in called))


def imbalance(judged: Judged, noisy: Scores) -> Iterator[TableRow]:
    """F1 and G-mean at even odds and with one alternative in a hundred, with clean and with noisy training labels."""
    rng, truth = np.random.default_rng(0), judged.given.truth
    real, made = np.flatnonzero(~truth), np.flatnonzero(truth)
    for title, log_lr in (("as labelled", judged.log_lr), ("a tenth of the training labels wrong", noisy)):
        draws = []
        for _ in range(50):
            chosen = np.concatenate([real, rng.permutation(made)[: max(1, len(real) // 100)]])
            draws.append([v for at in (0.0, 3.0) for v in f1_g_mean(log_lr[chosen] > at, truth[chosen])])
        yield (title, *(f"{v:.3f}" for v in (*f1_g_mean(log_lr > 0, truth), *np.mean(draws, axis=0))))


def with_noise(given: Table, alternative: Alternative, share: float = 0.1) -> Scores:
    """Log-LRs [n] by terms fitted on labels of which a share is wrong."""
    wrong = np.random.default_rng(0).random(len(given.truth)) < share
    noisy = Table(given.scores, given.quality, given.truth ^ wrong, given.source, given.generator)
    total = np.zeros(len(given.truth))
    for train, test in fusion_fit.folds(given):
        part = noisy.part(train)
        total[test] = fusion_fit.sums(fusion_fit.fit(part, alternative), given.part(test))
    return total


def cues_table(rows: Sequence[Reading]) -> Iterator[TableRow]:
    """On pictures of sources that the adapter never saw: each cue beside `clip`, and both at the best weight."""
    known = [r for r in rows if r.truth in ("real", "synthetic") and "clip" in r.scores]
    for cue in sorted({name for row in known for name in row.scores if name.startswith("cue:")}):
        those = [row for row in known if cue in row.scores]
        truth = np.array([row.truth == "synthetic" for row in those])
        if min(truth.sum(), (~truth).sum()) < LEAST:
            continue
        clip = np.array([row.scores["clip"] for row in those])
        logit = transformed(np.array([row.scores[cue] for row in those]), "logit")
        areas = [auroc(s[~truth], s[truth]) or 0.0 for s in (clip, logit, *(clip + w * logit for w in BESIDE))]
        together = f"{max(areas[2:]):.3f} at {BESIDE[int(np.argmax(areas[2:]))]:g}"
        correlation = f"{np.corrcoef(clip, logit)[0, 1]:.2f}"
        yield (cue.removeprefix("cue:"), str(len(those)), f"{areas[1]:.3f}", f"{areas[0]:.3f}", together, correlation)


def _either(rows: Sequence[Reading], alternative: Alternative) -> list[Reading]:
    """The rows that a table of the alternative holds, in its order."""
    return [row for row in rows if row.truth in ("real", alternative)]


def risks(judged: Judged, coverages: Sequence[float] = COVERAGES) -> list[float]:
    """Share of wrong calls among the surest pictures by coverage, the risk-coverage curve (Geifman et al., 2017)."""
    chosen = resampled(judged.given)
    log_lr, truth = judged.log_lr[chosen], judged.given.truth[chosen]
    return [1 - accuracy_at(np.abs(log_lr), (log_lr >= 0) == truth, coverage) for coverage in coverages]


def drawn(judged: Judged) -> diagrams.Drawn:
    """What the diagrams show of left-out pictures: stated probabilities, the truth, and risks by coverage."""
    chosen = resampled(judged.given, 6000)
    stated = 1 / (1 + np.exp(-judged.log_lr[chosen]))
    return diagrams.Drawn(stated, judged.given.truth[chosen], list(zip(COVERAGES, risks(judged), strict=True)))


def main(argv: list[str] | None = None) -> int:
    """Print the tables and draw the diagrams."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.calibration", description=__doc__)
    parser.add_argument("--readings", type=Path, required=True, metavar="FILE", help="WORK/readings.jsonl")
    parser.add_argument("--fit-on", nargs="+", metavar="SET", help="folders of the sets that fusion was fitted on")
    parser.add_argument("--diagram", type=Path, metavar="PNG", help="where to draw the reliability diagrams")
    arguments = parser.parse_args(argv)
    every = read(arguments.readings)
    rows = [row for row in every if not arguments.fit_on or row.place in arguments.fit_on]
    others = [row for row in every if row not in rows]
    measures = ("AUROC", "ECE, 15 of equal width", "ECE, 10 of equal frequency", "Brier", "Cllr")
    header = ("against real", "", *measures, "accuracy", "at 80% coverage", "at 50% coverage")
    tables: dict[str, list[TableRow]] = {
        "calibration": [],
        "ablation": [],
        "selective": [],
        "slices": [],
        "sources": [],
    }
    by_name: dict[str, Judged] = {}
    by_part: dict[str, Judged] = {}
    even: list[TableRow] = []
    risk: list[TableRow] = []
    for alternative in ALTERNATIVES:
        everything = evidence_table.table(rows, alternative)
        given = everything.only(fusion_fit.select(everything, alternative))
        kept = _either(rows, alternative)
        folds = nested(given, alternative)
        for title, how in CALIBRATIONS.items():
            tables["calibration"].append((alternative, title, *figures(calibrated(given, folds, how), given)))
        tables["ablation"] += [(alternative, title, *row) for title, row in ablations(everything, alternative)]
        tables["ablation"].append((alternative, f"the chosen ones, {HELD}", *scaled(given, alternative, rising=True)))
        judged = judge(given, alternative)
        tables["selective"] += selective(judged, alternative)
        tables["slices"] += slices(judged, kept, alternative)
        by_part |= {f"{alternative}: {name}": part for name, part in parts(judged, kept)}
        if others:
            elsewhere = judge(given, alternative, evidence_table.table(others, alternative))
            those = _either(others, alternative)
            tables["slices"] += slices(elsewhere, those, alternative, "not fitted on: ")
            by_part |= {f"{alternative}: {n}": j for n, j in parts(elsewhere, those) if n.startswith("set ")}
        tables["sources"] += sources(judged, alternative)
        even += [(alternative, *row) for row in imbalance(judged, with_noise(given, alternative))]
        by_name[alternative] = judged
        risk.append((alternative, *(f"{r:.1%}" for r in risks(judged))))
    show("Calibration, on left-out sources", header, tables["calibration"])
    show("What each source of evidence adds", header, tables["ablation"])
    answered = ("answered", "of it wrong", "real, called other", "other, called real", "other, found", "real, cleared")
    show("Abstention", ("against real", "error rate", *answered), tables["selective"])
    show("Risk at coverage", ("against real", *(f"{c:.0%}" for c in COVERAGES)), risk)
    columns = ("slice", "real / other", *measures, "answered", "of it wrong", "real, called other")
    columns = (*columns, "other, called real")
    show("Slices, at an error rate of 5%", ("against real", *columns), tables["slices"])
    show(
        "Sources at 5%", ("against real", "source", "is", "pictures", "called other", "called real"), tables["sources"]
    )
    columns = ("even: F1", "G-mean", "1:100, even odds: F1", "G-mean", "1:100, log-LR above 3: F1", "G-mean")
    show("Imbalance and label noise", ("against real", "", *columns), even)
    header = ("cue", "pictures", "AUROC", "of clip", "both, best weight of the cue", "correlation")
    show("Cues beside the strongest detector", header, list(cues_table(every)))
    if arguments.diagram:
        every_part = {name.replace("–", "-"): drawn(judged) for name, judged in {**by_name, **by_part}.items()}
        diagrams.draw(every_part, arguments.diagram)
    return 0


if __name__ == "__main__":
    sys.exit(main())
