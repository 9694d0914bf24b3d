"""Explanations in words: what they call the picture, how close they come to people's, where they point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import metrics
from ..items import Figure, Judged, Reply, Table
from .calls import LENIENT, STRICT, ScoredTask, mean_with_interval
from .judgements import detection


def explanation(judged: Sequence[Judged]) -> ScoredTask:
    """Accuracy where the truth is known, ROUGE-L and CSS against references, boxes, and grounding where checked."""
    headline: dict[str, Figure] = {}
    tables: list[Table] = []
    if any(result.item.truth for result in judged):
        figures, tables, _ = detection(judged)
        headline = {
            name: figures[name]
            for name in (f"accuracy, {STRICT}", f"accuracy, {LENIENT}", "F1", "balanced accuracy")
            if name in figures
        }
    compared = [r for r in judged if r.reply.text and not r.reply.error and r.item.references]
    if compared:
        headline |= _similarity(compared)
    boxed = [result for result in judged if result.item.regions and not result.reply.error]
    if any(result.reply.regions for result in boxed):
        overlap = [metrics.best_iou(result.reply.regions, result.item.regions) for result in boxed]
        headline["region IoU"] = mean_with_interval(overlap, [r.item.resampling_unit for r in boxed])
    headline |= _grounding([result.reply for result in judged if result.reply.sentences])
    no_references = "There are no references to compare with; a judge can mark the answers (`telltale eval judge`)."
    return headline, tables, [] if compared else [no_references]


def _similarity(compared: Sequence[Judged]) -> dict[str, Figure]:
    groups = [result.item.resampling_unit for result in compared]
    rouge = [metrics.rouge_l(result.reply.text, result.item.references) for result in compared]
    texts, references = [r.reply.text for r in compared], [r.item.references for r in compared]
    close = metrics.css(texts, references, metrics.sentence_encoder())
    return {
        "ROUGE-L": mean_with_interval(rouge, groups),
        "CSS (all-MiniLM-L6-v2)": mean_with_interval(close, groups),
    }


def _grounding(checked: Sequence[Reply]) -> dict[str, Figure]:
    """Shares of all sentences that cite evidence and that passed at the first try, and the mean index."""
    if not checked:
        return {}
    total = sum(reply.sentences or 0 for reply in checked)
    cited, grounded = sum(reply.cited or 0 for reply in checked), sum(reply.grounded or 0 for reply in checked)
    figures = {
        "sentences cited": Figure(value=cited / total, n=total),
        "sentences grounded at the first try": Figure(value=grounded / total, n=total),
    }
    indices = [reply.sgi for reply in checked if reply.sgi is not None]
    if indices:
        figures["SGI (all-MiniLM-L6-v2)"] = Figure(value=float(np.mean(indices)), n=len(indices))
    return figures
