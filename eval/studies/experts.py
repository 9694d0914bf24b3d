"""Fusion of other people's detectors: `python -m telltale.eval.studies.experts FILE`.

FILE holds labels and outputs of several detectors and vision-language models by picture, as AgentFoX publishes them.
The same terms are fitted as for our own detectors. Tables are printed as Markdown; every figure is of pictures that
were not fitted on, by five folds and by leaving out one collection after another.

Letters: n pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.reasoning.weighing.terms import Term
from ...finetune.weighing import evidence_table, fusion_fit
from ...finetune.weighing.evidence_table import Scores, Table
from ..metrics import auroc, f1_g_mean, summary
from .transfer import TableRow, show

PENALTY = 3.0
KNOTS = 6
Split = tuple[NDArray, NDArray]
Fit = Callable[[Table], Callable[[Table], Scores]]


def five_folds(given: Table, seed: int = 0) -> list[Split]:
    """Five stratified folds of pictures."""
    from sklearn.model_selection import StratifiedKFold

    return list(StratifiedKFold(5, shuffle=True, random_state=seed).split(given.truth, given.truth))


def leave_one_out(given: Table) -> list[Split]:
    """One collection after another is tested on."""
    return [
        (np.flatnonzero(given.source != name), np.flatnonzero(given.source == name)) for name in sorted({*given.source})
    ]


def curve_terms(given: Table) -> tuple[Term, ...]:
    """Terms as fusion fits them; labels alone (two values) are linear."""

    def shape(name: str) -> tuple[str, int]:
        return "logit", KNOTS if len(np.unique(given.scores[name])) > 2 else 0

    return fusion_fit.fit(given, "synthetic", PENALTY, shape, conditioned=False)


def curves(given: Table) -> Callable[[Table], Scores]:
    """Their sums."""
    terms = curve_terms(given)
    return lambda other: fusion_fit.sums(terms, other)


def plain(given: Table) -> Callable[[Table], Scores]:
    """Logistic regression on probabilities as they are, the reference that others report."""
    from sklearn.linear_model import LogisticRegression

    def columns(table: Table) -> NDArray:
        return np.stack([values for name, values in table.scores.items() if "calibrated" not in name], 1)

    model = LogisticRegression(max_iter=2000).fit(columns(given), given.truth)
    return lambda other: model.decision_function(columns(other))


def cross(given: Table, splits: Sequence[Split], fit: Fit) -> Scores:
    """Log-odds [n] of pictures that each fit left out."""
    total = np.zeros(len(given.truth))
    for train, test in splits:
        total[test] = fit(given.part(train))(given.part(test))
    return total


def main_table(whole: Table, labels: Sequence[str]) -> list[TableRow]:
    """Single experts, plain logistic fusion and ours, with and without the label-only models."""
    experts = [name for name in whole.scores if name not in labels]
    found: list[TableRow] = []
    for name in [*(n for n in experts if "calibrated" not in n), *labels]:
        values = whole.scores[name]
        found.append((f"{name} alone", "–", f"{auroc(values[~whole.truth], values[whole.truth]):.3f}", *["–"] * 7))
    for what, names in (("experts", experts), ("experts and VLMs", [*experts, *labels])):
        given = whole.only(names)
        for how, splits in (("five folds", five_folds(given)), ("left-out collection", leave_one_out(given))):
            fits: dict[str, Fit] = {"plain logistic": plain, "ours": curves}
            for title, method in fits.items():
                found.append((f"{title}, {what}", how, *summary(cross(given, splits, method), given.truth)))
    return found


def imbalance_table(whole: Table, seed: int = 0) -> list[TableRow]:
    """F1 and G-mean when one picture in a hundred is generated, and when a tenth of the training labels is wrong.

    Thresholds for one in a hundred are those of the best F1 on half of the pictures, weighted so; they are judged on
    the other half. Means over twenty draws of halves and of generated pictures.
    """
    rng = np.random.default_rng(seed)
    splits = five_folds(whole)
    noisy = whole.truth ^ (rng.random(len(whole.truth)) < 0.1)
    fits: dict[str, Scores] = {
        "as labelled": cross(whole, splits, curves),
        "a tenth of the labels wrong": cross(replace(whole, truth=noisy), splits, curves),
    }
    found: list[TableRow] = []
    for title, total in fits.items():
        draws = []
        for _ in range(20):
            half = rng.random(len(total)) < 0.5
            limit = best_f1(total[half], whole.truth[half], 0.01)
            real, made = np.flatnonzero(~half & ~whole.truth), np.flatnonzero(~half & whole.truth)
            chosen = np.concatenate([real, rng.permutation(made)[: max(1, len(real) // 100)]])
            draws.append([v for at in (0.0, limit) for v in f1_g_mean(total[chosen] > at, whole.truth[chosen])])
        values = (*f1_g_mean(total > 0, whole.truth), *np.mean(draws, axis=0))
        found.append((title, *(f"{value:.3f}" for value in values)))
    return found


def best_f1(total: Scores, truth: NDArray[np.bool_], rate: float) -> float:
    """The threshold with the best F1 if a share `rate` of the pictures were generated."""
    order = np.argsort(-total)
    hit = np.cumsum(truth[order]) / truth.sum() * rate
    wrong = np.cumsum(~truth[order]) / (~truth).sum() * (1 - rate)
    best = int(np.argmax(2 * hit / (hit + wrong + rate)))
    return float(total[order][best]) - 1e-9


def attack_table(whole: Table, labels: Sequence[str]) -> list[TableRow]:
    """One expert after another says the opposite with full confidence: what becomes of the verdicts.

    All outputs of the attacked expert become 0 where the picture is generated, 1 where it is real. A verdict is a
    log-LR beyond ±ln 9 that does not hang on one expert: without the one that adds most it still leans the same way.
    `turned` are right verdicts that became wrong ones; in brackets without that rule.
    """
    splits = five_folds(whole)
    clean = _shares(whole, whole, splits)
    found: list[TableRow] = [("nobody", *_verdicts(whole, clean, clean))]
    for name in clean:
        worst = {
            key: np.where(whole.truth, 0.0, 1.0) if _expert(key) == name else values
            for key, values in whole.scores.items()
        }
        attacked = _shares(whole, replace(whole, scores=worst), splits)
        found.append((name, *_verdicts(whole, clean, attacked)))
    return sorted(found, key=lambda row: row[0] in labels)


def _expert(column: str) -> str:
    return column.removesuffix(" calibrated")


def _shares(given: Table, tested: Table, splits: Sequence[Split]) -> dict[str, Scores]:
    """What each expert adds to the log-LR [n] of left-out pictures."""
    found = {_expert(name): np.zeros(len(given.truth)) for name in given.scores}
    for train, test in splits:
        terms, part = curve_terms(given.part(train)), tested.part(test)
        for term in terms:
            found[_expert(term.source)][test] += term.contributions(part.scores[term.source], part.quality)
    return found


def _verdicts(whole: Table, clean: dict[str, Scores], now: dict[str, Scores]) -> TableRow:
    """AUROC, share of verdicts given and right, and of those right before: kept, undecided, turned."""
    sign = np.where(whole.truth, 1.0, -1.0)
    before, after = (_decided(shares) for shares in (clean, now))
    total = np.sum(list(now.values()), axis=0)
    right = before[0] * sign > 0
    kept, turned = ((after[0][right] * sign[right] == value).mean() for value in (1, -1))
    bare = after[1][before[1] * sign > 0] * sign[before[1] * sign > 0]
    area = auroc(total[~whole.truth], total[whole.truth])
    given = after[0] != 0
    return (
        f"{area:.3f}",
        f"{given.mean():.1%}, {(after[0][given] * sign[given] > 0).mean():.1%} of them right",
        f"{kept:.1%}",
        f"{1 - kept - turned:.1%}",
        f"{turned:.1%} ({(bare < 0).mean():.1%})",
    )


def _decided(shares: dict[str, Scores]) -> tuple[Scores, Scores]:
    """Verdicts as −1, 0 or 1 [n], with the rule that none hangs on one expert, and without it."""
    parts = np.stack(list(shares.values()))  # [experts, n]
    total = parts.sum(0)
    side = np.sign(total) * (np.abs(total) > np.log(9))
    most = (parts * np.sign(total)).max(0)
    return np.where(np.abs(total) > most, side, 0.0), side


def main(argv: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.experts", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    whole = evidence_table.experts(arguments.file)
    labels = [name for name, values in whole.scores.items() if len(np.unique(values)) <= 2]
    print(f"{len(whole.truth)} pictures, {int(whole.truth.sum())} generated, {len({*whole.source})} collections")
    header = ("", "tested on", "AUROC", "ECE, 15 of equal width", "ECE, 10 of equal frequency", "Brier", "Cllr")
    show("Fusion", (*header, "accuracy", "at 80% coverage", "at 50% coverage"), main_table(whole, labels))
    header = ("", "F1", "G-mean", "1:100, at even odds: F1", "G-mean", "1:100, best F1: F1", "G-mean")
    show("Imbalance and label noise", header, imbalance_table(whole))
    header = ("attacked", "AUROC", "verdicts", "right ones kept", "became undecided", "turned")
    show("One expert attacked", header, attack_table(whole, labels))
    return 0


if __name__ == "__main__":
    sys.exit(main())
