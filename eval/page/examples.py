"""Examples for a page: the answers that a model was surest about, with small copies of their pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from ..items import Item, Judged
from ..runs import Run
from ..sets.media import MediaError, frames, picture

SIDE = 220  # px of a thumbnail
SHOWN = 6  # examples of either kind
PICTURES = 4  # thumbnails of an item


@dataclass(frozen=True, slots=True)
class Example:
    """An item with small copies of its media, and the result of each run by the name of its model.

    Attributes:
        item: the question.
        pictures: data addresses.
        results: model and result; None where the run did not ask the item.
    """

    item: Item
    pictures: list[str]
    results: list[tuple[str, Judged | None]]


def examples(runs: Sequence[Run], *, wrong: bool) -> list[Example]:
    """The items that the first run is surest about, wrongly or rightly; at most one of a group."""
    candidates = [result for result in runs[0].judged if result.right is (not wrong)]
    by_id = [{result.item.id: result for result in run.judged} for run in runs]
    chosen: list[Example] = []
    groups: set[str] = set()
    for candidate in sorted(candidates, key=sureness, reverse=True):
        item = candidate.item
        if item.resampling_unit in groups:
            continue
        groups.add(item.resampling_unit)
        results = [(run.scores.model, known.get(item.id)) for run, known in zip(runs, by_id, strict=True)]
        chosen.append(Example(item, thumbnails(candidate), results))
        if len(chosen) == SHOWN:
            break
    return chosen


def sureness(result: Judged) -> float:
    """How sure an answer is: the distance of a probability from one half, or the gap of the two likeliest options."""
    if result.belief is not None:
        return abs(result.belief - 0.5) if 0 <= result.belief <= 1 else abs(result.belief)
    ordered = sorted(result.reply.options, reverse=True)
    return ordered[0] - ordered[1] if len(ordered) > 1 else 0.0


def thumbnails(result: Judged) -> list[str]:
    """The first four media as data addresses; a file that can't be read is left out."""
    addresses = []
    for path in result.item.media[:PICTURES]:
        try:
            small = picture(path) if result.item.modality != "video" else Image.fromarray(frames(path, 1)[0])
        except MediaError:
            continue
        small.thumbnail((SIDE, SIDE))
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=85)
        addresses.append(f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}")
    return addresses
