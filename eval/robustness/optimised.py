"""StatAttack against a model: how many right answers turn, by a search that sees scores, and by gradients."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ...agent.console import Progress
from ...agent.detectors import clip_heads
from ...finetune.pseudo_fakes.alterations import seed_of
from .. import parsing, store
from ..items import Item, Judged, Table
from ..responders import Responder
from ..sets import degradations
from ..sets.media import picture
from . import statattack
from .perturbations import Pixels


class Target:
    """A model as an attacker sees it: a picture in, an answer and a belief out."""

    def __init__(self, responder: Responder, item: Item, folder: Path, tokens: int) -> None:
        """Attack the answer to one item; pictures go through a file, as any picture does."""
        self._responder, self._item, self._tokens = responder, item, tokens
        self._file = folder / f"{seed_of(item.id):016x}.png"
        self.queries = 0

    def __call__(self, pixels: Pixels) -> Judged:
        """What the model makes of a picture."""
        Image.fromarray(pixels).save(self._file, compress_level=1)
        self.queries += 1
        asked = self._item.model_copy(update={"media": (str(self._file),)})
        return parsing.judge(asked, self._responder.answer([asked], self._tokens)[0])

    def belief(self, pixels: Pixels) -> float:
        """Its belief that a picture is fake; one half where it has none."""
        found = self(pixels).belief
        return 0.5 if found is None else found


def attack(
    items: Sequence[Item], responder: Responder, out: Path, queries: int, tokens: int, report: Progress = print
) -> tuple[Table, list[tuple[Item, Path]]]:
    """Attack every item that is answered rightly as a 224 px view; resumable, an item a line.

    White-box attacks know the head on CLIP's features, whatever the model: what turns that head may turn the model.

    Returns:
        A table, and the pictures that turned the answer.
    """
    folder, file = out / "attacks", out / "attacks.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    there = {row["id"]: row for row in store.lines(file)}
    heads = clip_heads.shipped()
    for number, item in enumerate(items, 1):
        if item.id in there:
            continue
        row = _one(item, responder, folder, queries, tokens, heads)
        there[item.id] = row
        store.append(file, [row])
        report(f"StatAttack: {number} of {len(items)}")
    rows = [there[item.id] for item in items]
    attacked = [row for row in rows if row["right"]]
    lines = []
    for name in ("black-box", "white-box"):
        those = [row[name] for row in attacked if row.get(name)]
        if those:
            turned, unsure = sum(r["turned"] for r in those), sum(r["abstained"] for r in those)
            spent = float(np.mean([r["queries"] for r in those]))
            lines.append(
                (name, str(len(those)), str(turned), f"{turned / len(those):.3f}", str(unsure), f"{spent:.0f}")
            )
    header = ("attack", "right before", "turned", "share", "abstains instead", "queries")
    found = [(item, folder / row["file"]) for item in items if (row := there[item.id]).get("file")]
    return Table(title="StatAttack: exposure, blur and noise", header=header, rows=tuple(lines)), found


def _one(item: Item, responder: Responder, folder: Path, queries: int, tokens: int, heads) -> dict:
    view = degradations.view(np.asarray(picture(item.media[0])))
    target = Target(responder, item, folder, tokens)
    before = target(view)
    row: dict = {"id": item.id, "right": bool(before.right) and not before.reply.abstained}
    if not row["right"] or before.belief is None:
        return row
    sign = 1.0 if item.truth == "real" else -1.0
    rng = np.random.default_rng(seed_of(item.id, "statattack"))
    best, _ = statattack.black_box(view, target.belief, sign, queries, rng)
    tried = {"black-box": (best, target.queries)}
    if heads is not None:
        tried["white-box"] = (statattack.white_box(view, heads, sign), 1)
    for name, (pixels, spent) in tried.items():
        after = target(pixels)
        turned = after.right is False and not after.reply.abstained
        row[name] = {"turned": turned, "abstained": after.reply.abstained, "queries": spent}
        if turned and "file" not in row:
            row["file"] = f"{seed_of(item.id):016x}-{name}.png"
            pair = np.concatenate([view, pixels], 1)
            Image.fromarray(pair).save(folder / row["file"])
    return row
