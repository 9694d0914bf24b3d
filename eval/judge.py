"""Marks for answers in words, by any chat model under a rubric: LOKI's four aspects, ExplainFake-Bench's five.

A reply that is not the object asked for, with every aspect marked from 0 to 5, is unparsed: counted, never guessed. A
model that marks its own answers, or those of its family, favours them (Panickssery et al., 2024); that is said.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from ..agent.console import Progress
from ..agent.text import one_line
from ..prompts import load
from . import metrics, parsing, store
from .items import Figure, Judged, Table
from .sets.media import MediaError, picture
from .tasks import TaskError

BEST = 5
TOKENS = 500


@cache
def rubrics() -> dict[str, dict[str, str]]:
    """The aspects of each rubric, with the question that each asks."""
    table = tomllib.loads(files("telltale.prompts").joinpath("rubrics.toml").read_text(encoding="utf-8"))
    return {name: {row["name"]: row["question"] for row in those["aspect"]} for name, those in table.items()}


def prompt(one: Judged, rubric: str) -> str:
    """What a judge is asked about one answer."""
    item, aspects = one.item, rubrics()[rubric]
    known = [f"It is {item.truth}." if item.truth else "Nothing is known of its origin."]
    for number, text in enumerate(item.references):
        if number < len(item.regions):
            x, y, w, h = (round(value) for value in item.regions[number])
            known.append(f"In the region of {w} × {h} px at {x}, {y}, people found: {text}")
        else:
            known.append(f"People wrote: {text}")
    return load(
        "judge",
        question=item.question,
        known="\n".join(known),
        answer=one.reply.text.strip() or "(no answer)",
        aspects="\n".join(f"- {name}: {question}" for name, question in aspects.items()),
        keys=", ".join(f'"{name}"' for name in aspects),
    )


def marks(text: str, rubric: str) -> dict[str, int] | None:
    """The mark of every aspect, or None where one is missing or is no whole number from 0 to 5."""
    for said in parsing.objects(text):
        found = {}
        for name in rubrics()[rubric]:
            value = said.get(name)
            score = value.get("score") if isinstance(value, dict) else value
            if isinstance(score, float) and score.is_integer():
                score = int(score)
            if isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= BEST:
                break
            found[name] = score
        else:
            return found
    return None


class Judge:
    """A chat model that marks."""

    def __init__(self, name: str, model: Any, at_once: int = 1) -> None:
        """Keep a model; `at_once` requests may be under way."""
        self.name, self._model, self.at_once = name, model, at_once

    def __call__(self, one: Judged, rubric: str) -> str:
        """Its reply about one answer, with the picture before the text where it is here."""
        from langchain_core.messages import HumanMessage

        from ..agent.perception.endpoint import image_block

        blocks: list[Any] = []
        for path in one.item.media[:4]:
            try:
                blocks.append(image_block(np.asarray(picture(path))))
            except MediaError:
                continue
        blocks.append({"type": "text", "text": prompt(one, rubric)})
        return str(self._model.invoke([HumanMessage(blocks)], max_tokens=TOKENS).text)


def get(name: str, concurrency: int = 8) -> Judge:
    """The judge that a model's name means: an endpoint, or a local model.

    Raises:
        ModelError: if it can't be had.
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
    """Mark answers, keeping each reply; what is marked already is not asked again.

    Returns:
        The marks by item; an item whose reply could not be parsed has none.

    Raises:
        TaskError: if the rubric is not known.
    """
    from openai import OpenAIError

    if rubric not in rubrics():
        raise TaskError(f"no rubric {rubric!r}; there are {', '.join(rubrics())}")
    file = folder / f"judge-{rubric}-{_slug(judge.name)}.jsonl"
    there = {row["key"]: row["said"] for row in store.lines(file)}
    keys = {one.item.id: hashlib.sha256(prompt(one, rubric).encode()).hexdigest()[:24] for one in judged}
    todo = [one for one in judged if keys[one.item.id] not in there]
    report(f"{len(judged)} answers, {len(todo)} to mark, {judge.name}")

    def ask(one: Judged) -> str | None:
        try:
            return judge(one, rubric)
        except OpenAIError as error:
            report(f"{one.item.id}: {one_line(error, 200)}")
            return None

    with ThreadPoolExecutor(judge.at_once) as pool:
        for one, said in zip(todo, pool.map(ask, todo), strict=True):
            if said is not None:
                there[keys[one.item.id]] = said
                store.append(file, [{"id": one.item.id, "key": keys[one.item.id], "said": said}])
    found = {one.item.id: marks(there[keys[one.item.id]], rubric) for one in judged if keys[one.item.id] in there}
    return {identity: given for identity, given in found.items() if given is not None}


def _slug(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9.-]+", "-", name).strip("-")


def table(
    by_judge: dict[str, dict[str, dict]], judged: Sequence[Judged], rubric: str, model: str
) -> tuple[dict[str, Figure], list[Table], list[str]]:
    """Mean marks of every judge, the sum in hundredths as LOKI has it, and how far judges agree.

    Args:
        by_judge: marks by item, of every judge.
        judged: what was to be marked.
        rubric: whose aspects.
        model: whose answers these are, to tell where a model marked itself.
    """
    aspects = list(rubrics()[rubric])
    groups = {one.item.id: one.item.group or one.item.id for one in judged}
    headline: dict[str, Figure] = {}
    rows = []
    for name, given in by_judge.items():
        ids = list(given)
        values = np.array([[given[i][aspect] for aspect in aspects] for i in ids], float).reshape(-1, len(aspects))
        sums = values.sum(1) * 100 / (BEST * len(aspects))
        low, high = (
            metrics.bootstrap(lambda at, s=sums: float(s[at].mean()), [groups[i] for i in ids]) if ids else (None, None)
        )
        mean = float(sums.mean()) if ids else None
        headline[f"marks of 100, {name}"] = Figure(value=mean, low=low, high=high, n=len(ids))
        means = [f"{value:.2f}" for value in values.mean(0)] if ids else ["–"] * len(aspects)
        rows.append(
            (name, str(len(judged)), str(len(judged) - len(ids)), *means, str(headline[f"marks of 100, {name}"]))
        )
    header = ("judge", "answers", "unparsed", *aspects, "of 100")
    tables = [Table(title=f"Marks by {rubric}", header=header, rows=tuple(rows))]
    names = list(by_judge)
    pairs = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]
    if pairs:
        tables.append(_agreement(pairs, by_judge, aspects))
    own = [name for name in by_judge if _family(name) == _family(model)]
    notes = [f"{name} marks answers of its own family, which models favour; ask another judge." for name in own]
    if len(by_judge) == 1:
        notes.append("One judge alone: nothing says how far its marks would be shared; name a second with --judge.")
    return headline, tables, notes


def _agreement(pairs: Sequence[tuple[str, str]], by_judge: dict[str, dict[str, dict]], aspects: Sequence[str]) -> Table:
    rows = []
    for a, b in pairs:
        both = [i for i in by_judge[a] if i in by_judge[b]]
        cells = []
        for aspect in aspects:
            one, other = ([by_judge[judge][i][aspect] for i in both] for judge in (a, b))
            kappa = metrics.agreement(one, other) if both else None
            apart = float(np.mean(np.abs(np.subtract(one, other)))) if both else None
            cells.append("–" if apart is None else f"{'–' if kappa is None else f'{kappa:.2f}'} ({apart:.2f})")
        rows.append((f"{a} / {b}", str(len(both)), *cells))
    title = "Agreement: kappa with quadratic weights (mean difference of marks)"
    return Table(title=title, header=("judges", "answers", *aspects), rows=tuple(rows))


def _family(name: str) -> str:
    """The first word of a model's own name, without where it is served."""
    own = name.rpartition("#")[2].rpartition("/")[2].lower()
    return re.split(r"[^a-z]", own.lstrip("("))[0] or own
