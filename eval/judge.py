"""Marks for answers in words, by any chat model under a rubric: LOKI's four aspects, ExplainFake-Bench's five.

A reply that is not the object asked for, with every aspect marked from 0 to 5, is unparsed: counted, never guessed. A
model that marks its own answers, or those of its family, favours them (Panickssery et al., 2024); a note then says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from ..agent.console import Progress
from ..prompts import load
from ..prompts import table as prompt_table
from . import metrics, parsing, store
from .items import Figure, Judged, Table
from .scoring.calls import mean_with_interval
from .sets.media import MediaError, picture
from .tables import UNKNOWN_CELL, number
from .tasks import TaskError

BEST = 5
TOKENS = 500


def rubrics() -> dict[str, dict[str, str]]:
    """The aspects of each rubric, each with the question that it asks."""
    rows = {name: rubric["aspect"] for name, rubric in prompt_table("rubrics.toml").items()}
    return {name: {row["name"]: row["question"] for row in aspects} for name, aspects in rows.items()}


def prompt(result: Judged, rubric: str) -> str:
    """The prompt that asks a judge to mark one answer."""
    item, aspects = result.item, rubrics()[rubric]
    known = [f"It is {item.truth}." if item.truth else "Nothing is known of its origin."]
    for at, text in enumerate(item.references):
        if at < len(item.regions):
            x, y, w, h = (round(value) for value in item.regions[at])
            known.append(f"In the region of {w} × {h} px at {x}, {y}, people found: {text}")
        else:
            known.append(f"People wrote: {text}")
    return load(
        "judge",
        question=item.question,
        known="\n".join(known),
        answer=result.reply.text.strip() or "(no answer)",
        aspects="\n".join(f"- {name}: {question}" for name, question in aspects.items()),
        keys=", ".join(f'"{name}"' for name in aspects),
    )


def marks(text: str, rubric: str) -> dict[str, int] | None:
    """The mark of every aspect, or None where one is missing or is no whole number from 0 to 5."""
    for candidate in parsing.objects(text):
        given = {}
        for name in rubrics()[rubric]:
            value = candidate.get(name)
            score = value.get("score") if isinstance(value, dict) else value
            if isinstance(score, float) and score.is_integer():
                score = int(score)
            if isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= BEST:
                break
            given[name] = score
        else:
            return given
    return None


class Judge:
    """A chat model that marks."""

    def __init__(self, name: str, model: Any, at_once: int = 1) -> None:
        """Wrap a chat model; at most `at_once` requests are under way at a time."""
        self.name, self._model, self.at_once = name, model, at_once

    def __call__(self, result: Judged, rubric: str) -> str:
        """The judge's reply about one answer; the prompt shows the pictures first, as far as they can be read."""
        from langchain_core.messages import HumanMessage

        from ..agent.perception.endpoint import image_block

        blocks: list[Any] = []
        for path in result.item.media[:4]:
            try:
                blocks.append(image_block(np.asarray(picture(path))))
            except MediaError:
                continue
        blocks.append({"type": "text", "text": prompt(result, rubric)})
        return str(self._model.invoke([HumanMessage(blocks)], max_tokens=TOKENS).text)


def get(name: str, concurrency: int = 8) -> Judge:
    """The judge of that name: an endpoint, or a local model.

    Raises:
        ModelError: if the model can't be loaded.
    """
    from ..agent.perception.endpoint import chat_model
    from ..agent.perception.models import load as load_model
    from ..agent.perception.models import parse_endpoint
    from ..agent.reasoning.writing.chat_model import LocalChatModel

    endpoint = parse_endpoint(name)
    if endpoint is not None:
        return Judge(name, chat_model(endpoint, max_retries=4), concurrency)
    return Judge(name, LocalChatModel(local=load_model(name), adapter=None))


def mark(
    judge: Judge, judged: Sequence[Judged], rubric: str, folder: Path, report: Progress = print
) -> dict[str, dict]:
    """Mark answers, storing each reply of the judge; answers that have marks already are not marked again.

    Returns:
        The marks by item; an item whose reply could not be parsed has none.

    Raises:
        TaskError: if the rubric is not known.
    """
    from openai import OpenAIError

    from ..agent.perception.endpoint import failure_of

    if rubric not in rubrics():
        raise TaskError(f"no rubric {rubric!r}; choose from {', '.join(rubrics())}")
    file = folder / f"judge-{rubric}-{_slug(judge.name)}.jsonl"
    texts = {row["key"]: row["said"] for row in store.lines(file, _has_marks)}
    keys = {r.item.id: hashlib.sha256(prompt(r, rubric).encode()).hexdigest()[:24] for r in judged}
    unmarked = [result for result in judged if keys[result.item.id] not in texts]
    report(f"{judge.name}: {len(unmarked)} of {len(judged)} answers still to mark")

    def ask(result: Judged) -> str | None:
        try:
            return judge(result, rubric)
        except (OpenAIError, AttributeError, KeyError, TypeError, ValueError) as error:  # a server may send anything
            report(f"{result.item.id}: {failure_of(error)}")
            return None

    with ThreadPoolExecutor(judge.at_once) as pool:
        for result, text in zip(unmarked, pool.map(ask, unmarked), strict=True):
            if text is not None:
                key = keys[result.item.id]
                texts[key] = text
                store.append(file, [{"id": result.item.id, "key": key, "said": text}])
    given = {identity: marks(texts[key], rubric) for identity, key in keys.items() if key in texts}
    return {identity: marked for identity, marked in given.items() if marked is not None}


def _has_marks(row: dict[str, Any]) -> bool:
    return isinstance(row.get("key"), str) and isinstance(row.get("said"), str)


def _slug(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9.-]+", "-", name).strip("-")


def table(
    by_judge: dict[str, dict[str, dict]], judged: Sequence[Judged], rubric: str, model: str
) -> tuple[dict[str, Figure], list[Table], list[str]]:
    """Mean marks of every judge, their sum out of 100 as LOKI reports it, and how far judges agree.

    Args:
        by_judge: marks by item, of every judge.
        judged: the answers that were to be marked.
        rubric: which names the aspects.
        model: which gave the answers, to note where a model marked itself.
    """
    aspects = list(rubrics()[rubric])
    groups = {result.item.id: result.item.resampling_unit for result in judged}
    headline: dict[str, Figure] = {}
    rows = []
    for name, given in by_judge.items():
        values = np.array([[marked[aspect] for aspect in aspects] for marked in given.values()], float)
        values = values.reshape(-1, len(aspects))  # [answers, aspects]
        mean = mean_with_interval(values.sum(1) * 100 / (BEST * len(aspects)), [groups[i] for i in given])
        headline[f"marks of 100, {name}"] = mean
        means = map(number, values.mean(0) if given else [None] * len(aspects), [2] * len(aspects))
        rows.append((name, str(len(judged)), str(len(judged) - len(given)), *means, str(mean)))
    header = ("judge", "answers", "unparsed", *aspects, "of 100")
    tables = [Table(title=f"Marks by {rubric}", header=header, rows=tuple(rows))]
    names = list(by_judge)
    pairs = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]
    if pairs:
        tables.append(_agreement(pairs, by_judge, aspects))
    own = [name for name in by_judge if _family(name) == _family(model)]
    notes = [
        f"{name} marks answers of its own model family, and models favour their own family; use another judge."
        for name in own
    ]
    if len(by_judge) == 1:
        notes.append("There is only one judge, so the marks can't be checked against another; add a second --judge.")
    return headline, tables, notes


def _agreement(pairs: Sequence[tuple[str, str]], by_judge: dict[str, dict[str, dict]], aspects: Sequence[str]) -> Table:
    rows = []
    for a, b in pairs:
        both = [i for i in by_judge[a] if i in by_judge[b]]
        cells = []
        for aspect in aspects:
            first, second = ([by_judge[judge][i][aspect] for i in both] for judge in (a, b))
            if not both:
                cells.append(UNKNOWN_CELL)
                continue
            difference = float(np.mean(np.abs(np.subtract(first, second))))
            cells.append(f"{number(metrics.agreement(first, second), 2)} ({difference:.2f})")
        rows.append((f"{a} / {b}", str(len(both)), *cells))
    title = "Agreement: kappa with quadratic weights (mean difference of marks)"
    return Table(title=title, header=("judges", "answers", *aspects), rows=tuple(rows))


def _family(name: str) -> str:
    """The first word of a model's name, without the address or the owner before it."""
    own = name.rpartition("#")[2].rpartition("/")[2].lower()
    return re.split(r"[^a-z]", own.lstrip("("))[0] or own
