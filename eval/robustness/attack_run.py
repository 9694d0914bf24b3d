"""StatAttack against a model: how many of its right answers turn, by a search that sees scores, and by gradients."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ...agent.console import Progress
from ...agent.detectors import clip_heads
from .. import metrics, parsing, store
from ..items import Figure, Item, Judged, Table
from ..responders import Responder
from ..runner import answers
from ..sets import degradations
from ..sets.degradations import Pixels
from ..sets.media import picture
from ..sets.splits import seed_of
from . import statattack


class Target:
    """A model as an attacker sees it: a picture in, an answer and a belief out."""

    def __init__(self, responder: Responder, item: Item, folder: Path, tokens: int) -> None:
        """Attack the answer to one item; pictures are saved to a file first, as any picture is."""
        self._responder, self._item, self._tokens = responder, item, tokens
        self._file = folder / f"{seed_of(item.id):016x}.png"
        self.queries = 0

    def __call__(self, pixels: Pixels) -> Judged:
        """The model's answer about a picture."""
        Image.fromarray(pixels).save(self._file, compress_level=1)
        self.queries += 1
        asked = self._item.model_copy(update={"media": (str(self._file),)})
        return parsing.judge(asked, answers(self._responder, [asked], self._tokens, room=True)[0])

    def belief(self, pixels: Pixels) -> float:
        """The model's belief that a picture is fake; one half where it states none."""
        belief = self(pixels).belief
        return 0.5 if belief is None else belief


def attack(
    items: Sequence[Item], responder: Responder, out: Path, queries: int, tokens: int, report: Progress = print
) -> tuple[Table, list[tuple[Item, Path]]]:
    """Attack every item that is answered rightly as a 224 px view; resumable, an item a line.

    The white-box attack knows the head on CLIP's features, whatever the model: a picture that turns that head may turn
    the model too.

    Args:
        items: judgements on single pictures.
        responder: the model under attack.
        out: the folder of the run.
        queries: answers that the black-box attack may ask for.
        tokens: the longest reply.
        report: is given a line of progress.

    Returns:
        A table, and the items whose answer turned, each with a picture of before and after side by side.
    """
    folder, file = out / "attacks", out / "attacks.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    rows = {row["id"]: row for row in store.lines(file, lambda row: "id" in row)}
    heads = clip_heads.shipped()
    for number, item in enumerate(items, 1):
        if item.id in rows:
            continue
        rows[item.id] = _attacked(item, responder, folder, queries, tokens, heads)
        store.append(file, [rows[item.id]])
        report(f"StatAttack: {number} of {len(items)} pictures")
    turned = [(item, folder / name) for item in items if (name := rows[item.id].get("file"))]
    return _table([rows[item.id] for item in items]), turned


def _table(rows: Sequence[dict[str, Any]]) -> Table:
    attacked = [row for row in rows if row["right"]]
    lines = []
    for name in ("black-box", "white-box"):
        results = [row[name] for row in attacked if row.get(name)]
        if results:
            turned, abstained = (sum(result[key] for result in results) for key in ("turned", "abstained"))
            queries = float(np.mean([result["queries"] for result in results]))
            share, low, high = metrics.group_share(
                [result["turned"] for result in results], [str(at) for at in range(len(results))]
            )
            shown = str(Figure(value=share, low=low, high=high, n=len(results)))
            counts = (str(len(results)), str(turned), shown, str(abstained), f"{queries:.0f}")
            lines.append((name, *counts))
    header = ("attack", "right before", "turned", "share turned", "abstained after", "mean queries")
    return Table(title="StatAttack: exposure, blur and noise", header=header, rows=tuple(lines))


def _attacked(
    item: Item,
    responder: Responder,
    folder: Path,
    queries: int,
    tokens: int,
    heads: clip_heads.Heads | None,
) -> dict[str, Any]:
    """The outcome of both attacks on one item, as a line of `attacks.jsonl`."""
    view = degradations.view(np.asarray(picture(item.media[0])))
    target = Target(responder, item, folder, tokens)
    before = target(view)
    row: dict[str, Any] = {"id": item.id, "right": bool(before.right) and not before.reply.abstained}
    if not row["right"] or before.belief is None:
        return row
    sign = 1.0 if item.truth == "real" else -1.0
    rng = np.random.default_rng(seed_of(item.id, "statattack"))
    best = statattack.black_box(view, target.belief, sign, queries, rng)
    attempts = {"black-box": (best, target.queries)}
    if heads is not None:
        attempts["white-box"] = (statattack.white_box(view, heads, sign), 1)
    for name, (pixels, spent) in attempts.items():
        after = target(pixels)
        turned = after.right is False and not after.reply.abstained
        row[name] = {"turned": turned, "abstained": after.reply.abstained, "queries": spent}
        if turned and "file" not in row:
            row["file"] = f"{seed_of(item.id):016x}-{name}.png"
            Image.fromarray(np.concatenate([view, pixels], 1)).save(folder / row["file"])
    return row
