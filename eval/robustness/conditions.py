"""Ask a model about changed pictures and with framed questions, resumably.

A condition is one family of changes at one severity. Every condition asks about the same items, so that each answer
can be compared with the answer about the unchanged picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ...agent.console import Progress
from ...prompts import table
from .. import runner
from ..items import Item, Judged, Task
from ..responders import Responder
from ..sets.degradations import Pixels
from ..sets.media import picture
from ..sets.splits import seed_of
from ..store import Store
from .perturbations import FAMILIES, Family

UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Condition:
    """A family at a severity, with the result for each item."""

    family: str
    severity: str
    judged: list[Judged]


def framings() -> dict[str, str]:
    """Texts around a question, by name."""
    return {row["name"]: row["text"] for row in table("framings.toml")["framing"]}


def select(items: Iterable[Item], count: int, seed: int = 0) -> list[Item]:
    """At most `count` pictures of each label, drawn at random, each of another group."""
    rng, selected = np.random.default_rng(seed), []
    for truth in ("real", "fake"):
        members: dict[str, list[Item]] = {}
        for item in items:
            if item.truth == truth and item.kind == "judgement" and item.modality == "image":
                members.setdefault(item.group, []).append(item)
        names = [list(members)[i] for i in rng.permutation(len(members))]
        selected += [members[name][0] for name in names[:count]]
    return selected


def changed(items: Sequence[Item], family: Family, severity: float, folder: Path) -> list[Item]:
    """The items with their pictures changed and saved as PNG; pictures that are saved already are kept."""
    place = folder / "pictures" / f"{family.name}-{severity:g}"
    place.mkdir(parents=True, exist_ok=True)
    copies = []
    for item in items:
        file = place / f"{seed_of(item.id):016x}.png"
        if not file.exists():
            rng = np.random.default_rng(seed_of(item.id, family.name, str(severity)))
            candidates = [c for c in items if c.truth == item.truth and c.group != item.group] or [item]
            donor = candidates[int(rng.integers(len(candidates)))]

            def donor_pixels(donor: Item = donor) -> Pixels:
                return np.asarray(picture(donor.media[0]))

            made = family.change(np.asarray(picture(item.media[0])), severity, rng, donor_pixels)
            Image.fromarray(np.ascontiguousarray(made)).save(file, compress_level=1)
        copies.append(item.model_copy(update={"id": f"{item.id}|{family.name} {severity:g}", "media": (str(file),)}))
    return copies


def framed(items: Sequence[Item], name: str) -> list[Item]:
    """The items with a text of `framings` around their questions."""
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
    tokens: int | None = None,
) -> list[Condition]:
    """Ask every condition, the unchanged pictures first.

    Args:
        task: that the items are of.
        items: judgements on single pictures.
        responder: the model.
        out: the folder of the run.
        families: names in `FAMILIES`.
        framing: whether to ask framed questions too.
        tokens: the longest reply; by default that of the task.
        report: is given a line of progress.
    """
    stored = Store(out)
    for line in stored.repaired:
        report(line)

    def asked(family: str, severity: str, variants: Sequence[Item]) -> Condition:
        plan = responder.plan(variants)
        work = runner.Work(
            task, responder, tokens or task.tokens, list(variants), list(variants), [], [], plan, room=tokens is None
        )
        runner.assign_keys(work, stored)
        runner.ask(work, stored, runner.RunOptions(), lambda line: report(f"{family} {severity}: {line}"))
        return Condition(family, severity, runner.judged(work, stored))

    conditions = [asked(UNCHANGED, "", items)]
    for name in families:
        for severity in FAMILIES[name].severities:
            conditions.append(asked(name, f"{severity:g}", changed(items, FAMILIES[name], severity, out)))
    if framing:
        conditions += [asked("framing", name, framed(items, name)) for name in framings()]
    return conditions
