"""Artifacts that an explanation points to: do the boxes cover what people marked, and do sentences fit?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .. import metrics
from ..items import Box, Figure, Item, Judged, Table
from ..parsing import objects
from .calls import ScoredTask, mean_with_interval


def artifacts(judged: Sequence[Judged]) -> ScoredTask:
    """IoU of the areas of all boxes, IoU of the boxes that belong to the closest sentences, and the texts' likeness.

    A reply without a box that can be read counts as 0, as one that points to nothing does.
    """
    marked = [result for result in judged if result.item.regions]
    if not marked:
        return {}, [], ["No picture has marked artifacts."]
    pointed = [_pointed(result) for result in marked]
    groups = [result.item.resampling_unit for result in marked]
    areas = [metrics.union_iou(boxes, r.item.regions) for (boxes, _, _), r in zip(pointed, marked, strict=True)]
    boxed = [at for at, (boxes, _, _) in enumerate(pointed) if boxes]
    headline: dict[str, Figure] = {
        "IoU of all boxes": mean_with_interval(areas, groups),
        "IoU of all boxes, of replies with a box": mean_with_interval(
            [areas[at] for at in boxed], [groups[at] for at in boxed]
        ),
    }
    tied = [(boxes, texts, result.item) for (boxes, texts, _), result in zip(pointed, marked, strict=True)]
    if any(texts for _, texts, _ in tied):
        encoder = metrics.sentence_encoder()
        values = [_tied(boxes, texts, item, encoder) for boxes, texts, item in tied]
        headline["IoU of the box of the closest sentence"] = mean_with_interval(values, groups)
        said = [(" ".join(texts), item.references) for _, texts, item in tied if texts]
        among = [item.resampling_unit for _, texts, item in tied if texts]
        close = metrics.css([text for text, _ in said], [references for _, references in said], encoder)
        rouge = [metrics.rouge_l(text, references) for text, references in said]
        headline["ROUGE-L, of replies with sentences"] = mean_with_interval(rouge, among)
        headline["CSS (all-MiniLM-L6-v2), of replies with sentences"] = mean_with_interval(close, among)
    headline["replies with a box"] = mean_with_interval([bool(boxes) for boxes, _, _ in pointed], groups)
    unread = sum(count for _, _, count in pointed)
    left_out = [f"Boxes left out because they are not shares of the picture's sides, as was asked: {unread}."]
    counted = "In the IoU of all boxes a reply without a box that can be read counts as 0."
    return headline, [_table(marked, areas)], [*(left_out if unread else []), counted]


def pointed(text: str, size: tuple[int, int]) -> list[Box]:
    """The boxes of a reply in pixels; those that are not shares of the picture's sides are left out.

    Args:
        text: the reply.
        size: width and height of the picture.
    """
    return [box for entry in _listed(text) if (box := _in_pixels(entry["box"], size)) is not None]


def _pointed(result: Judged) -> tuple[list[Box], list[str], int]:
    """The boxes of a reply in pixels, the sentence of each, and how many boxes could not be read.

    A model that points without words has no sentences.
    """
    if result.reply.regions:
        return list(result.reply.regions), [], 0
    boxes: list[Box] = []
    texts: list[str] = []
    unread = 0
    for entry in _listed(result.reply.text):
        box = _in_pixels(entry["box"], result.item.size)
        if box is None:
            unread += 1
        else:
            boxes.append(box)
            texts.append(str(entry.get("text") or ""))
    return boxes, texts, unread


def _listed(text: str) -> list[dict[str, Any]]:
    found = objects(text)
    inner = [value for entry in found for value in entry.values() if isinstance(value, list)]
    found += [entry for values in inner for entry in values if isinstance(entry, dict)]
    return [entry for entry in found if "box" in entry]


def _in_pixels(sides: Any, size: tuple[float, float]) -> Box | None:
    """A box of shares [left, top, right, bottom] as pixels; None if it is none."""
    try:
        left, top, right, bottom = (float(side) for side in sides)
    except (TypeError, ValueError):
        return None
    inside = 0 <= left < right <= 1 and 0 <= top < bottom <= 1
    width, height = size
    return (left * width, top * height, (right - left) * width, (bottom - top) * height) if inside else None


def _tied(boxes: Sequence[Box], texts: Sequence[str], item: Item, encoder: Any) -> float:
    if not texts:
        return 0.0
    people = item.references[: len(item.regions)]
    ours, theirs = (
        encoder.encode(list(part), normalize_embeddings=True, show_progress_bar=False) for part in (texts, people)
    )
    return metrics.tied_iou(boxes, item.regions, theirs @ ours.T)


def _table(marked: Sequence[Judged], areas: Sequence[float]) -> Table:
    """How many pictures reach which IoU."""
    steps = (0.1, 0.25, 0.5, 0.75)
    rows = [(f"at least {step:g}", f"{np.mean(np.array(areas) >= step):.3f}", str(len(marked))) for step in steps]
    return Table(title="By IoU of all boxes", header=("IoU", "share of pictures", "pictures"), rows=tuple(rows))
