"""The tables of the study `calibration`, and what its diagrams show.

Letters: n pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ...agent.reasoning.weighing.terms import Alternative, transformed
from ...finetune.weighing import fusion_fit, term_fit
from ...finetune.weighing.evidence_table import Scores, Table
from ...finetune.weighing.readings import ReadingRow
from ..metrics import accuracy_at, auroc, f1_g_mean, summary
from ..tables import TableRow
from .diagrams import Diagram
from .judged_pictures import RATES, Judgements, by_temperature, calibrated, figures, nested_folds, resampled

COVERAGES = tuple(n / 20 for n in range(2, 21, 2))
CUE_WEIGHTS = (0.1, 0.2, 0.3, 0.5, 1.0)  # of a cue beside `clip`
LEAST = 60  # pictures of either class that a slice needs
RISING = "held to rise with their scores"


def ablations(given: Table, alternative: Alternative) -> Iterator[tuple[str, TableRow]]:
    """The sources of evidence alone, each left out, and all of them in other ways, by temperature scaling."""
    names = list(given.scores)
    cues = [name for name in names if name.startswith("cue:")]
    chosen: dict[str, list[str]] = {name: [name] for name in names if name not in cues}
    if cues:
        chosen["cues"] = cues
    chosen |= {f"without {what}": [n for n in names if n not in parts] for what, parts in chosen.items()}
    for title, parts in [*chosen.items(), ("all", names)]:
        yield title, scaled(given.only(parts), alternative)
    yield "all, not conditioned on quality", scaled(given, alternative, conditioned=False)
    yield f"all, {RISING}", scaled(given, alternative, rising=True)


def scaled(given: Table, alternative: Alternative, **options: bool) -> TableRow:
    """Figures by temperature scaling of terms that are fitted with these options."""
    return figures(calibrated(given, nested_folds(given, alternative, **options), by_temperature), given)


def selective(judged: Judgements, alternative: Alternative) -> Iterator[TableRow]:
    """How many pictures get a label at each error rate, and how many labels are wrong."""
    truth, chosen = judged.given.truth, resampled(judged.given)
    for rate in RATES:
        is_other, is_real = judged.called(rate)
        labelled = (is_other | is_real)[chosen]
        wrong = np.where(truth, is_real, is_other)[chosen]
        yield (
            alternative,
            f"{rate:.0%}",
            f"{labelled.mean():.1%}",
            f"{wrong[labelled].mean():.1%}" if labelled.any() else "–",
            f"{is_other[chosen][~truth[chosen]].mean():.1%}",
            f"{is_real[chosen][truth[chosen]].mean():.1%}",
            f"{is_other[chosen][truth[chosen]].mean():.1%}",
            f"{is_real[chosen][~truth[chosen]].mean():.1%}",
        )


def slices(judged: Judgements, rows: Sequence[ReadingRow]) -> Iterator[tuple[str, Judgements]]:
    """The pictures by set, way, size and JPEG quality, if a slice has enough pictures of both classes."""
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
            limits = {rate: limit[:, index] for rate, limit in judged.limits.items()}
            yield name, Judgements(judged.given.part(index), judged.log_lr[index], limits)


def slices_table(
    judged: Judgements, rows: Sequence[ReadingRow], alternative: Alternative, prefix: str = ""
) -> Iterator[TableRow]:
    """Calibration of each slice, and how its labels fare at the usual error rate."""
    for name, part in slices(judged, rows):
        truth, chosen = part.given.truth, resampled(part.given, 5000)
        y = truth[chosen]
        other, real = (called[chosen] for called in part.called())
        labelled, wrong = other | real, np.where(y, real, other)
        counts = f"{int((~truth).sum())} / {int(truth.sum())}"
        values = summary(part.log_lr[chosen], y)[:5]
        shares = (labelled.mean(), wrong.sum() / max(1, labelled.sum()), other[~y].mean(), real[y].mean())
        yield (alternative, prefix + name, counts, *values, *(f"{v:.1%}" for v in shares))


def sources_table(judged: Judgements, alternative: Alternative) -> Iterator[TableRow]:
    """By source: the share called the alternative, and the share called real, at the usual error rate."""
    for name in sorted({*judged.given.source}):
        for label in (False, True):
            members = (judged.given.source == name) & (judged.given.truth == label)
            if members.sum() >= 20:
                called = [which[members].mean() for which in judged.called()]
                truth = alternative if label else "real"
                yield (alternative, name, truth, str(int(members.sum())), *(f"{share:.1%}" for share in called))


def imbalance(judged: Judgements, noisy: Scores) -> Iterator[TableRow]:
    """F1 and G-mean at even odds and with one alternative in a hundred, with clean and with noisy training labels."""
    rng, truth = np.random.default_rng(0), judged.given.truth
    real, other = np.flatnonzero(~truth), np.flatnonzero(truth)
    for title, log_lr in (("as labelled", judged.log_lr), ("a tenth of the training labels wrong", noisy)):
        draws = []
        for _ in range(50):
            chosen = np.concatenate([real, rng.permutation(other)[: max(1, len(real) // 100)]])
            draws.append([v for at in (0.0, 3.0) for v in f1_g_mean(log_lr[chosen] > at, truth[chosen])])
        yield (title, *(f"{v:.3f}" for v in (*f1_g_mean(log_lr > 0, truth), *np.mean(draws, axis=0))))


def with_noise(given: Table, alternative: Alternative, share: float = 0.1) -> Scores:
    """Log-LRs [n] by terms that are fitted on labels of which a share is wrong."""
    wrong = np.random.default_rng(0).random(len(given.truth)) < share
    noisy = Table(given.scores, given.quality, given.truth ^ wrong, given.source, given.generator)
    total = np.zeros(len(given.truth))
    for train, test in fusion_fit.folds(given):
        part = noisy.part(train)
        total[test] = term_fit.sums(term_fit.fit(part, alternative), given.part(test))
    return total


def cues_table(rows: Sequence[ReadingRow]) -> Iterator[TableRow]:
    """On pictures of sources that the adapter never saw: each cue, `clip`, and both at the best weight of the cue."""
    known = [r for r in rows if r.truth in ("real", "synthetic") and "clip" in r.scores]
    for cue in sorted({name for row in known for name in row.scores if name.startswith("cue:")}):
        scored = [row for row in known if cue in row.scores]
        truth = np.array([row.truth == "synthetic" for row in scored])
        if min(truth.sum(), (~truth).sum()) < LEAST:
            continue
        clip = np.array([row.scores["clip"] for row in scored])
        logit = transformed(np.array([row.scores[cue] for row in scored]), "logit")
        areas = [auroc(s[~truth], s[truth]) or 0.0 for s in (clip, logit, *(clip + w * logit for w in CUE_WEIGHTS))]
        together = f"{max(areas[2:]):.3f} at {CUE_WEIGHTS[int(np.argmax(areas[2:]))]:g}"
        correlation = f"{np.corrcoef(clip, logit)[0, 1]:.2f}"
        yield (cue.removeprefix("cue:"), str(len(scored)), f"{areas[1]:.3f}", f"{areas[0]:.3f}", together, correlation)


def rows_of(rows: Sequence[ReadingRow], alternative: Alternative) -> list[ReadingRow]:
    """The rows that a table of the alternative holds, in its order."""
    return [row for row in rows if row.truth in ("real", alternative)]


def risks(judged: Judgements) -> list[float]:
    """Share of wrong calls among the surest pictures, at each of `COVERAGES` (Geifman et al., 2017)."""
    chosen = resampled(judged.given)
    log_lr, truth = judged.log_lr[chosen], judged.given.truth[chosen]
    return [1 - accuracy_at(np.abs(log_lr), (log_lr >= 0) == truth, coverage) for coverage in COVERAGES]


def diagram(judged: Judgements) -> Diagram:
    """Stated probabilities, the truth, and risks by coverage, of left-out pictures."""
    chosen = resampled(judged.given, 6000)
    stated = 1 / (1 + np.exp(-judged.log_lr[chosen]))
    return Diagram(stated, judged.given.truth[chosen], list(zip(COVERAGES, risks(judged), strict=True)))
