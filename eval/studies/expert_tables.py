"""The tables of the study `experts`: fusion of other people's detectors, alone, together, and one of them attacked.

Letters: n pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...agent.reasoning.weighing.terms import Term
from ...finetune.weighing import term_fit
from ...finetune.weighing.evidence_table import Scores, Table
from ..metrics import auroc, f1_g_mean, summary
from ..tables import TableRow

PENALTY = 3.0
KNOTS = 6
Split = tuple[NDArray, NDArray]  # indices to fit on, and to test on
Fit = Callable[[Table], Callable[[Table], Scores]]


def five_folds(given: Table, seed: int = 0) -> list[Split]:
    """Five stratified folds of pictures."""
    from sklearn.model_selection import StratifiedKFold

    return list(StratifiedKFold(5, shuffle=True, random_state=seed).split(given.truth, given.truth))


def collection_folds(given: Table) -> list[Split]:
    """One fold for each collection, which is tested on."""
    return [
        (np.flatnonzero(given.source != name), np.flatnonzero(given.source == name)) for name in sorted({*given.source})
    ]


def curve_terms(given: Table) -> tuple[Term, ...]:
    """Terms as fusion fits them; those of models that give only a label (two values) are linear."""

    def shape(name: str) -> tuple[str, int]:
        return "logit", KNOTS if len(np.unique(given.scores[name])) > 2 else 0

    return term_fit.fit(given, "synthetic", PENALTY, shape, conditioned=False)


def curves(given: Table) -> Callable[[Table], Scores]:
    """The sums of these terms."""
    terms = curve_terms(given)
    return lambda other: term_fit.sums(terms, other)


def plain_logistic(given: Table) -> Callable[[Table], Scores]:
    """Logistic regression on the probabilities as they are, the reference that others report."""
    from sklearn.linear_model import LogisticRegression

    def columns(table: Table) -> NDArray:
        return np.stack([values for name, values in table.scores.items() if "calibrated" not in name], 1)

    model = LogisticRegression(max_iter=2000).fit(columns(given), given.truth)
    return lambda other: model.decision_function(columns(other))


def cross_fitted(given: Table, splits: Sequence[Split], fit: Fit) -> Scores:
    """Log-odds [n] of the pictures, each by a fit that left it out."""
    total = np.zeros(len(given.truth))
    for train, test in splits:
        total[test] = fit(given.part(train))(given.part(test))
    return total


def fusion_table(whole: Table, label_only: Sequence[str]) -> list[TableRow]:
    """Single experts, plain logistic fusion and ours, with and without the models that give only a label."""
    experts = [name for name in whole.scores if name not in label_only]
    rows: list[TableRow] = []
    for name in [*(n for n in experts if "calibrated" not in n), *label_only]:
        values = whole.scores[name]
        rows.append((f"{name} alone", "–", f"{auroc(values[~whole.truth], values[whole.truth]):.3f}", *["–"] * 7))
    for what, names in (("experts", experts), ("experts and VLMs", [*experts, *label_only])):
        given = whole.only(names)
        for how, splits in (("five folds", five_folds(given)), ("left-out collection", collection_folds(given))):
            fits: dict[str, Fit] = {"plain logistic": plain_logistic, "ours": curves}
            for title, fit in fits.items():
                rows.append((f"{title}, {what}", how, *summary(cross_fitted(given, splits, fit), given.truth)))
    return rows


def imbalance_table(whole: Table, seed: int = 0) -> list[TableRow]:
    """F1 and G-mean if one picture in a hundred is generated, and if a tenth of the training labels is wrong.

    Thresholds for one in a hundred are those of the best F1 on half of the pictures, weighted so; they are judged on
    the other half. Means over twenty draws of halves and of generated pictures.
    """
    rng = np.random.default_rng(seed)
    splits = five_folds(whole)
    noisy = whole.truth ^ (rng.random(len(whole.truth)) < 0.1)
    fits: dict[str, Scores] = {
        "as labelled": cross_fitted(whole, splits, curves),
        "a tenth of the labels wrong": cross_fitted(replace(whole, truth=noisy), splits, curves),
    }
    rows: list[TableRow] = []
    for title, total in fits.items():
        draws = []
        for _ in range(20):
            half = rng.random(len(total)) < 0.5
            limit = best_f1_threshold(total[half], whole.truth[half], 0.01)
            real, generated = np.flatnonzero(~half & ~whole.truth), np.flatnonzero(~half & whole.truth)
            chosen = np.concatenate([real, rng.permutation(generated)[: max(1, len(real) // 100)]])
            draws.append([v for at in (0.0, limit) for v in f1_g_mean(total[chosen] > at, whole.truth[chosen])])
        values = (*f1_g_mean(total > 0, whole.truth), *np.mean(draws, axis=0))
        rows.append((title, *(f"{value:.3f}" for value in values)))
    return rows


def best_f1_threshold(total: Scores, truth: NDArray[np.bool_], rate: float) -> float:
    """The threshold with the best F1 if a share `rate` of the pictures were generated."""
    order = np.argsort(-total)
    hit = np.cumsum(truth[order]) / truth.sum() * rate
    wrong = np.cumsum(~truth[order]) / (~truth).sum() * (1 - rate)
    best = int(np.argmax(2 * hit / (hit + wrong + rate)))
    return float(total[order][best]) - 1e-9


def attack_table(whole: Table, label_only: Sequence[str]) -> list[TableRow]:
    """One expert after another says the opposite with full confidence: what happens to the verdicts.

    All outputs of the attacked expert become 0 for generated pictures and 1 for real ones. A verdict is a log-LR beyond
    ±ln 9 that does not depend on one expert: without the expert that adds most it still leans the same way. `turned`
    counts right verdicts that became wrong; in brackets the count without that rule.
    """
    splits = five_folds(whole)
    clean = _contributions(whole, whole, splits)
    rows: list[TableRow] = [("nobody", *_verdict_cells(whole, clean, clean))]
    for name in clean:
        worst = {
            key: np.where(whole.truth, 0.0, 1.0) if _expert(key) == name else values
            for key, values in whole.scores.items()
        }
        attacked = _contributions(whole, replace(whole, scores=worst), splits)
        rows.append((name, *_verdict_cells(whole, clean, attacked)))
    return sorted(rows, key=lambda row: row[0] in label_only)


def _expert(column: str) -> str:
    return column.removesuffix(" calibrated")


def _contributions(given: Table, tested: Table, splits: Sequence[Split]) -> dict[str, Scores]:
    """What each expert adds to the log-LR [n] of left-out pictures."""
    added = {_expert(name): np.zeros(len(given.truth)) for name in given.scores}
    for train, test in splits:
        terms, part = curve_terms(given.part(train)), tested.part(test)
        for term in terms:
            added[_expert(term.source)][test] += term.contributions(part.scores[term.source], part.quality)
    return added


def _verdict_cells(whole: Table, clean: dict[str, Scores], attacked: dict[str, Scores]) -> TableRow:
    """AUROC, the share of verdicts given and right, and of the verdicts right before: kept, undecided, turned."""
    sign = np.where(whole.truth, 1.0, -1.0)
    before, after = (_verdicts(added) for added in (clean, attacked))
    total = np.sum(list(attacked.values()), axis=0)
    right = before[0] * sign > 0
    kept, turned = ((after[0][right] * sign[right] == value).mean() for value in (1, -1))
    right_without_rule = before[1] * sign > 0
    turned_without_rule = (after[1][right_without_rule] * sign[right_without_rule] < 0).mean()
    area = auroc(total[~whole.truth], total[whole.truth])
    given = after[0] != 0
    return (
        f"{area:.3f}",
        f"{given.mean():.1%}, {(after[0][given] * sign[given] > 0).mean():.1%} of them right",
        f"{kept:.1%}",
        f"{1 - kept - turned:.1%}",
        f"{turned:.1%} ({turned_without_rule:.1%})",
    )


def _verdicts(added: dict[str, Scores]) -> tuple[Scores, Scores]:
    """Verdicts as −1, 0 or 1 [n], with the rule that none depends on one expert, and without it."""
    parts = np.stack(list(added.values()))  # [experts, n]
    total = parts.sum(0)
    side = np.sign(total) * (np.abs(total) > np.log(9))
    most = (parts * np.sign(total)).max(0)
    return np.where(np.abs(total) > most, side, 0.0), side
