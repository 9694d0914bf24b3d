"""Every item of some runs as plain data for the page: question, truth, replies, and what came of each.

Replies, questions and names come from models and data sets, so they are hostile text. They travel as JSON, are put into
the page as text alone, and marks that hide or turn text around are made visible (`visible`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from ..items import Item, Judged
from ..replies import WHY
from ..run_record import LeftOut
from ..runs import Run, identity
from .item_pictures import CHUNK, PICTURES, in_chunks, small_copies

State = Literal["right", "wrong", "unparsed", "failed", "missing", "unsupported", "open"]
STATES: dict[State, str] = {
    "wrong": "wrong",
    "unparsed": "unparsed",
    "failed": "failed",
    "missing": "picture missing",
    "unsupported": "not supported",
    "open": "no known answer",
    "right": "right",
}
LONGEST = 6000  # characters of one text in a page
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_OUTSIDE = re.compile(r"[\ud800-\udfff\U000e0000-\U000e0fff]")


def visible(text: str) -> str:
    """Text in which control characters and marks of writing direction are shown by their number, and not obeyed."""
    return _OUTSIDE.sub(_number, _HIDDEN.sub(_number, text.replace("\r\n", "\n")))


def _number(match: re.Match[str]) -> str:
    return f"⟦U+{ord(match[0]):04X}⟧"


def bounded(text: str, longest: int = LONGEST) -> str:
    """The visible text, cut at a length that is stated where it was cut."""
    rest = len(text) - longest
    return visible(text) if rest <= 0 else f"{visible(text[:longest])} … [{rest:,} more characters; see items.csv]"


def state_of(result: Judged) -> State:
    """What came of an item that was asked."""
    if result.reply.error:
        return "failed"
    if result.right is not None:
        return "right" if result.right else "wrong"
    return "unparsed" if result.item.answer else "open"


def sureness(result: Judged) -> float:
    """How sure an answer is: the distance of a probability from one half, or the gap of the two likeliest options."""
    if result.belief is not None:
        return abs(result.belief - 0.5) if 0 <= result.belief <= 1 else abs(result.belief)
    ordered = sorted(result.reply.options, reverse=True)
    return ordered[0] - ordered[1] if len(ordered) > 1 else 0.0


def page_data(runs: Sequence[Run]) -> tuple[dict[str, Any], list[list[str]]]:
    """All items of the runs, and the small copies of their pictures in chunks.

    An item that one run asked and another did not is there once. Small copies are made of what any run got wrong
    first, by how sure it was, and then of the rest.
    """
    found: dict[Item, Item] = {}
    results: dict[Item, list[Judged | LeftOut | None]] = {}
    for at, run in enumerate(runs):
        entries: list[tuple[Item, Judged | LeftOut]] = [(result.item, result) for result in run.judged]
        for item, result in entries + list(run.left_out):
            key = identity(run, item)
            found.setdefault(key, item)
            results.setdefault(key, [None] * len(runs))[at] = result
    order = sorted(found, key=lambda key: _urgency(results[key]))
    copies, number, over = small_copies(found[key] for key in order)
    data = {
        "models": [visible(run.scores.model) for run in runs],
        "states": STATES,
        "items": [_item(found[key], results[key], number) for key in found],
        "without": over,
        "chunk": CHUNK,
    }
    return data, in_chunks(copies)


def _urgency(results: Sequence[Judged | LeftOut | None]) -> tuple[int, float]:
    judged = [result for result in results if isinstance(result, Judged)]
    states = {state_of(result) for result in judged}
    rank = 0 if "wrong" in states else 1 if "unparsed" in states else 2 if "failed" in states else 3
    return rank, -max((sureness(result) for result in judged), default=0.0)


def _item(item: Item, results: Sequence[Judged | LeftOut | None], number: dict[str, int]) -> dict[str, Any]:
    texts = {
        "lead": [bounded(text) for text in item.lead],
        "system": bounded(item.system),
        "options": [bounded(text, 400) for text in item.options],
        "truth": item.truth,
        "category": visible(item.category),
        "generator": visible(item.generator),
        "source": visible(item.source),
        "group": visible(item.group),
        "delivery": item.delivery,
        "references": [bounded(text, 1500) for text in item.references[:6]],
        "regions": [list(box) for box in item.regions],
        "size": list(item.size) if any(item.size) else None,
    }
    return {
        "id": visible(item.id),
        "kind": item.kind,
        "modality": item.modality,
        "question": bounded(item.question),
        "answer": visible(item.answer),
        "media": [[visible(path), _address(path), number.get(path, -1)] for path in item.media[: 4 * PICTURES]],
        "results": [_result(result) for result in results],
        **{name: value for name, value in texts.items() if value},
    }


def _address(path: str) -> str:
    """The address of a file on this machine; empty if it has none."""
    try:
        return Path(path).absolute().as_uri()
    except (ValueError, OSError):
        return ""


def _result(result: Judged | LeftOut | None) -> dict[str, Any] | None:
    """What came of an item in one run; None if the run did not hold it."""
    if result is None:
        return None
    if not isinstance(result, Judged):
        return {"state": result}
    reply = result.reply
    held = {
        "value": visible(result.value or ""),
        "why": WHY.get(result.unread, "") if result.unread else "",
        "text": bounded(reply.text),
        "error": bounded(reply.error, 600),
        "belief": _finite(result.belief),
        "sure": _finite(sureness(result)),
        "abstained": reply.abstained,
        "options": [_finite(value) for value in reply.options],
        "regions": [list(box) for box in reply.regions],
        "seconds": _finite(reply.seconds),
        "tokens_in": reply.tokens_in,
        "tokens_out": reply.tokens_out,
    }
    kept = {k: v for k, v in held.items() if not (v is None or v is False or v == "" or v == [])}  # 0 is a number
    return {"state": state_of(result), **kept}


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(f"{value:.5g}")


def as_json(data: object) -> str:
    """JSON that can stand within a script element: no text in it can end the element or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
