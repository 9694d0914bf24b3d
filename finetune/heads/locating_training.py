"""Train the head that locates altered parts: `telltale finetune locating`.

A network of one layer learns cells; a logistic regression on what stands out in its maps learns pictures. Maps for the
latter, and every figure, come from networks that left the picture's source out.

Letters: n examples, k cells, F features, U units.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...agent.locating.fused_features import Scales
from ...agent.locating.fused_map import FACTS, FusedMap, LocatingHead, fused, network_input
from ...agent.locating.trace_cells import Grid, departures
from ...eval.metrics import auroc
from ..progress_steps import tracked
from .locating_examples import INSIDE, OUTSIDE, Example

UNITS = 24
PASSES = 12  # over the cells
FOLDS = 4  # of sources
CELLS = 120  # of a picture, edited ones and others each, at most
PART = 1.0  # log-odds of a cell from which it may belong to a part
ALARM_RATE = 0.005  # share of untouched pictures of left-out sources in which a part may be shown
PENALTY = 1e-3  # of the network
STRENGTH = 0.3  # inverse penalty of the regression on pictures


@dataclass(frozen=True, slots=True)
class Tested:
    """A picture as a head that left its source out saw it.

    Attributes:
        kind: of the edit; empty for an untouched one.
        source: of the photograph.
        facts: of its map, float32 [K].
        found: in it.
        area: AUROC of the map inside the edit against outside, None for an untouched picture.
        on_edit: share of the strongest part that was edited, 0 without a part.
        score: log-odds of the picture.
    """

    kind: str
    source: str
    facts: NDArray[np.float32]
    found: FusedMap
    area: float | None
    on_edit: float
    score: float = 0.0


def train(made: Sequence[Example], scales: Scales) -> tuple[LocatingHead, list[Tested]]:
    """Fit the head on all examples, its limits on left-out sources; also what those heads said.

    Raises:
        ValueError: if there are fewer than `FOLDS` sources.
    """
    departed = [departures(one.traces.astype(np.float32), one.cells, scales.floor) for one in made]
    tested = left_out(made, departed, scales)
    scored = pictures_left_out(tested)
    head = _with_pictures(_network(made, departed, range(len(made)), scales), scored)
    untouched = np.array([one.score for one in scored if not one.kind])
    edited = [one for one in scored if one.kind]
    alarm = float(np.quantile(untouched, 1 - ALARM_RATE))
    hits = [one for one in edited if one.score >= alarm and one.found.part.any()]
    head = replace(
        head,
        alarm=alarm,
        pictures=len(made),
        sources=len({one.source for one in made}),
        hits=len(hits) / max(len(edited), 1),
        alarms=float((untouched >= alarm).mean()),
        overlap=float(np.mean([one.on_edit > 0.5 for one in hits])) if hits else 0.0,
    )
    return head, scored


def left_out(made: Sequence[Example], departed: Sequence[Grid], scales: Scales) -> list[Tested]:
    """Every picture as a network that left its source out sees it, without scores of pictures."""
    fold = _folds([one.source for one in made])
    tested: dict[int, Tested] = {}
    for number in tracked(range(FOLDS), FOLDS, "networks"):
        head = _network(made, departed, np.flatnonzero(fold != number).tolist(), scales)
        for index in np.flatnonzero(fold == number).tolist():
            tested[index] = _tested(made[index], departed[index], head)
    return [tested[index] for index in range(len(made))]


def pictures_left_out(tested: Sequence[Tested]) -> list[Tested]:
    """The same with log-odds by regressions that left the picture's source out."""
    fold = _folds([one.source for one in tested])
    scored: dict[int, Tested] = {}
    for number in range(FOLDS):
        weights, shift = _pictures([tested[i] for i in np.flatnonzero(fold != number).tolist()])
        for index in np.flatnonzero(fold == number).tolist():
            scored[index] = replace(tested[index], score=float(tested[index].facts @ weights + shift))
    return [scored[index] for index in range(len(tested))]


def by_kind(scored: Sequence[Tested]) -> dict[str, tuple[int, float, float]]:
    """By kind of edit: pictures, mean AUROC of the maps, and AUROC against all untouched pictures."""
    untouched = np.array([one.score for one in scored if not one.kind])
    table = {}
    for kind in sorted({one.kind for one in scored if one.kind}):
        members = [one for one in scored if one.kind == kind]
        areas = [one.area for one in members if one.area is not None]
        against = auroc(untouched, np.array([one.score for one in members]))
        table[kind] = len(members), float(np.mean(areas)), float(against or 0.5)
    return table


def _folds(sources: Sequence[str]) -> NDArray[np.int64]:
    """The fold of each picture; sources stay whole.

    Raises:
        ValueError: if there are too few sources.
    """
    names = sorted(set(sources))
    if len(names) < FOLDS:
        raise ValueError(f"pictures of {FOLDS} sources or more are needed, not of {len(names)}")
    order = {name: number % FOLDS for number, name in enumerate(np.random.default_rng(0).permutation(names).tolist())}
    return np.array([order[source] for source in sources])


def _network(made: Sequence[Example], departed: Sequence[Grid], indices: Sequence[int], scales: Scales) -> LocatingHead:
    """A head whose network is fitted on some of the examples; it knows no pictures yet."""
    from sklearn.neural_network import MLPClassifier

    rows, truth, mass = _cells(made, departed, indices)
    options: dict[str, Any] = {"alpha": PENALTY, "batch_size": 2048, "learning_rate_init": 2e-3}
    model = MLPClassifier((UNITS,), max_iter=PASSES, tol=0.0, random_state=0, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the number of passes is fixed, so it never says that it converged
        model.fit(rows, truth, sample_weight=mass)
    units, weights = (np.asarray(layer, np.float32) for layer in model.coefs_)
    offsets, bias = (np.asarray(layer, np.float32) for layer in model.intercepts_)
    return LocatingHead(
        scales=scales, units=units, offsets=offsets, weights=weights[:, 0], bias=float(bias[0]),
        picture=np.zeros(0, np.float32), shift=0.0, part=PART, alarm=np.inf,
        pictures=0, sources=0, hits=0.0, alarms=0.0, overlap=0.0,
    )  # fmt: skip


def _cells(
    made: Sequence[Example], departed: Sequence[Grid], indices: Sequence[int]
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.float64]]:
    """Cells [k, 2 F], whether each was edited, and weights by which both classes weigh the same."""
    rng = np.random.default_rng(0)
    rows, truth = [], []
    for index in indices:
        example, values = made[index], departed[index]
        for inside in (True, False):
            chosen = example.edited > INSIDE if inside else example.edited < OUTSIDE
            at = np.flatnonzero(chosen & example.cells.usable)
            at = rng.permutation(at)[:CELLS]
            rows.append(values.reshape(-1, values.shape[-1])[at])
            truth.append(np.full(len(at), inside))
    cells, edited = network_input(np.concatenate(rows)), np.concatenate(truth)
    mass = np.where(edited, 0.5 / max(edited.mean(), 1e-6), 0.5 / max(1 - edited.mean(), 1e-6))
    return cells, edited, mass


def _tested(example: Example, departed: Grid, head: LocatingHead) -> Tested:
    blank = replace(head, picture=np.zeros(FACTS, np.float32))
    h, w = example.cells.usable.shape
    found = fused(departed, example.cells, blank, (8 * h, 8 * w))
    inside, outside = (example.edited > INSIDE) & found.usable, (example.edited < OUTSIDE) & found.usable
    area = auroc(found.log_odds[outside], found.log_odds[inside]) if example.kind else None
    on_edit = float((example.edited[found.part] > 0.5).mean()) if found.part.any() else 0.0
    return Tested(example.kind, example.source, found.facts, found, area, on_edit)


def _pictures(tested: Sequence[Tested]) -> tuple[NDArray[np.float32], float]:
    """Weights of the facts and their shift, at even odds, each source weighing the square root of its size."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    facts, truth = np.stack([one.facts for one in tested]), np.array([bool(one.kind) for one in tested])
    sizes = {name: sum(one.source == name for one in tested) for name in {one.source for one in tested}}
    mass = np.array([sizes[one.source] ** -0.5 for one in tested])
    mass *= np.where(truth, 1 / mass[truth].sum(), 1 / mass[~truth].sum()) * len(tested) / 2
    scaler: Any = StandardScaler().fit(facts)
    regression: Any = LogisticRegression(C=STRENGTH, max_iter=500)
    regression.fit(scaler.transform(facts), truth, sample_weight=mass)
    weights = regression.coef_[0] / scaler.scale_
    return weights.astype(np.float32), float(regression.intercept_[0] - weights @ scaler.mean_)


def _with_pictures(head: LocatingHead, tested: Sequence[Tested]) -> LocatingHead:
    weights, shift = _pictures(tested)
    return replace(head, picture=weights, shift=shift)
