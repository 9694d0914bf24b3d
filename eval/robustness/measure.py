"""Measure a model on changed pictures and framed questions, resumably; tables, curves and the worst cases.

A condition is one family at one severity. Every condition is asked about the same items, and compared item by item with
the unchanged ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from PIL import Image

from ...agent.console import Progress
from ...finetune.pseudo_fakes.alterations import seed_of
from .. import metrics, runner
from ..items import Item, Judged, Table, Task
from ..page.plots import INKS, figure
from ..responders import Responder
from ..scoring import Calls
from ..sets.media import picture
from ..store import Store
from .perturbations import FAMILIES, Family, Pixels

PLAIN = "as they are"


@dataclass(frozen=True, slots=True)
class Condition:
    """A family at a severity, with what became of each item."""

    family: str
    severity: str
    judged: list[Judged]


@cache
def framings() -> dict[str, str]:
    """Texts around a question, by name."""
    table = tomllib.loads(files("telltale.prompts").joinpath("framings.toml").read_text(encoding="utf-8"))
    return {row["name"]: row["text"] for row in table["framing"]}


def changed(items: Sequence[Item], family: Family, severity: float, folder: Path) -> list[Item]:
    """The items with their pictures changed and saved as PNG; pictures that are there already are kept."""
    by: dict[str, list[Item]] = {}
    for item in items:
        by.setdefault(item.truth or "", []).append(item)
    place = folder / "pictures" / f"{family.name}-{severity:g}"
    place.mkdir(parents=True, exist_ok=True)
    found = []
    for item in items:
        file = place / f"{seed_of(item.id):016x}.png"
        if not file.exists():
            rng = np.random.default_rng(seed_of(item.id, family.name, str(severity)))
            others = [other for other in by[item.truth or ""] if other.group != item.group] or [item]
            donor = others[int(rng.integers(len(others)))]

            def another(donor: Item = donor) -> Pixels:
                return np.asarray(picture(donor.media[0]))

            made = family.change(np.asarray(picture(item.media[0])), severity, rng, another)
            Image.fromarray(np.ascontiguousarray(made)).save(file, compress_level=1)
        found.append(item.model_copy(update={"id": f"{item.id}|{family.name} {severity:g}", "media": (str(file),)}))
    return found


def framed(items: Sequence[Item], name: str) -> list[Item]:
    """The items with words around their questions."""
    text = framings()[name]
    return [
        item.model_copy(update={"id": f"{item.id}|{name}", "question": text.replace("{question}", item.question)})
        for item in items
    ]


def measure(
    task: Task,
    items: Sequence[Item],
    responder: Responder,
    out: Path,
    families: Sequence[str],
    *,
    framing: bool = True,
    report: Progress = print,
) -> list[Condition]:
    """Ask every condition, the unchanged pictures first."""
    kept = Store(out)

    def asked(name: str, severity: str, those: Sequence[Item]) -> Condition:
        work = runner.Work(task, responder, task.tokens, list(those), list(those), [], [], responder.plan(those))
        runner.keyed(work, kept)
        runner.ask(work, kept, runner.RunOptions(), lambda line: report(f"{name} {severity}: {line}"))
        return Condition(name, severity, runner.judged(work, kept))

    found = [asked(PLAIN, "", items)]
    for name in families:
        for severity in FAMILIES[name].severities:
            found.append(asked(name, f"{severity:g}", changed(items, FAMILIES[name], severity, out)))
    if framing:
        found += [asked("framing", name, framed(items, name)) for name in framings()]
    return found


def table(conditions: Sequence[Condition]) -> Table:
    """Accuracy, AUROC, changed answers and the mean move of belief, a condition a row."""
    plain = {_own(one): one for one in conditions[0].judged}
    rows = []
    for condition in conditions:
        calls = Calls(condition.judged)
        every = np.arange(len(calls.items))
        pairs = [(plain[_own(one)], one) for one in condition.judged if _own(one) in plain]
        both = [(a, b) for a, b in pairs if a.value is not None and b.value is not None]
        flips = np.mean([a.value != b.value for a, b in both]) if both else None
        moves = [abs(b.belief - a.belief) for a, b in pairs if a.belief is not None and b.belief is not None]
        numbers = (
            calls.accuracy(every),
            calls.balanced(every) if len(every) else None,
            calls.auroc(every) if len(every) else None,
            flips,
            float(np.mean(moves)) if moves else None,
            float(np.mean([one.reply.abstained for one in condition.judged])),
        )
        unparsed = sum(one.value is None for one in condition.judged)
        shown = ("–" if value is None else f"{value:.3f}" for value in numbers)
        rows.append((condition.family, condition.severity, str(len(condition.judged)), str(unparsed), *shown))
    header = (
        *("family", "severity", "items", "unparsed", "accuracy", "balanced accuracy", "AUROC"),
        *("answers changed", "move of belief", "abstained"),
    )
    return Table(title="By condition", header=header, rows=tuple(rows))


def _own(one: Judged) -> str:
    return one.item.id.partition("|")[0]


def groups(judged: Sequence[Judged]) -> Table:
    """How far accuracy differs between groups of at least ten, on the unchanged pictures."""
    parts = {
        "category": lambda j: j.item.category,
        "generator": lambda j: j.item.generator,
        "source": lambda j: j.item.source,
    }
    known = [one for one in judged if one.right is not None]
    rows = []
    for name, key in parts.items():
        gap, by = metrics.disparity([key(one) for one in known], [bool(one.right) for one in known])
        if gap is not None:
            worst, best = min(by, key=by.__getitem__), max(by, key=by.__getitem__)
            rows.append(
                (name, str(len(by)), f"{gap:.3f}", f"{worst or '–'} {by[worst]:.3f}", f"{best or '–'} {by[best]:.3f}")
            )
    header = ("groups by", "groups", "largest gap of accuracy", "worst", "best")
    return Table(title="Disparity between groups", header=header, rows=tuple(rows))


def curves(conditions: Sequence[Condition]) -> list[str]:
    """Accuracy and AUROC against severity, a plot a family, as SVG."""
    drawings = []
    for name, family in FAMILIES.items():
        mine = [condition for condition in conditions if condition.family == name]
        if not mine:
            continue
        calls = [Calls(condition.judged) for condition in (conditions[0], *mine)]
        ticks = [PLAIN, *(condition.severity for condition in mine)]
        series = {"accuracy": [c.accuracy(np.arange(len(c.items))) for c in calls]}
        series["AUROC"] = [c.auroc(np.arange(len(c.items))) if len(c.items) else None for c in calls]

        def paint(axes, ticks=ticks, series=series, unit=family.unit) -> None:
            for ink, (label, values) in zip(INKS, series.items(), strict=False):
                at = [(n, value) for n, value in enumerate(values) if value is not None]
                if at:
                    axes.plot(*zip(*at, strict=True), "o-", color=ink, label=label)
            axes.set(ylim=(0, 1.02), xlabel=unit, xticks=range(len(ticks)))
            axes.set_xticklabels(ticks, fontsize=8)
            axes.axhline(0.5, color="#bbb", linewidth=0.8)
            if axes.get_legend_handles_labels()[0]:
                axes.legend(frameon=False, fontsize=8, loc="lower left")

        drawings.append(figure(name, paint))
    return drawings


def worst(conditions: Sequence[Condition], count: int = 12) -> list[tuple[Judged, Judged]]:
    """Answers that were right and became wrong, by how far belief moved; at most three of a family."""
    plain = {_own(one): one for one in conditions[0].judged}
    found = [
        (plain[_own(one)], one, condition.family)
        for condition in conditions[1:]
        for one in condition.judged
        if one.right is False and plain[_own(one)].right
    ]
    found.sort(key=lambda entry: -abs((entry[1].belief or 0) - (entry[0].belief or 0)))
    chosen: list[tuple[Judged, Judged]] = []
    taken: dict[str, int] = {}
    for before, after, family in found:
        if taken.get(family, 0) < 3 and len(chosen) < count:
            taken[family] = taken.get(family, 0) + 1
            chosen.append((before, after))
    return chosen


def select(items: Iterable[Item], count: int, seed: int = 0) -> list[Item]:
    """As many pictures of either label, at random, each of another group while there are any."""
    rng, found = np.random.default_rng(seed), []
    for truth in ("real", "fake"):
        members: dict[str, list[Item]] = {}
        for item in items:
            if item.truth == truth and item.kind == "judgement" and item.modality == "image":
                members.setdefault(item.group, []).append(item)
        names = [list(members)[i] for i in rng.permutation(len(members))]
        found += [members[name][0] for name in names[:count]]
    return found
