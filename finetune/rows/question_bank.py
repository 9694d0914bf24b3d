"""Questions by what they ask for, from `questions.toml`: for the dialogues, and to train and test the router."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from .training_row import Part

if TYPE_CHECKING:
    from ...agent.reasoning.answer_items import Intent

_NUMBERS = ("2", "3", "5")  # for the number of a piece of evidence


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("telltale.finetune.rows").joinpath("questions.toml").read_text(encoding="utf-8"))


@cache
def questions() -> dict[str, dict[Part, list[str]]]:
    """Questions by intent and part; in each, {place}, {cue}, {detector}, {n} and {claim} are to be filled in."""
    return {intent: parts for intent, parts in _file().items() if intent != "slots"}


def slots() -> dict[str, list[str]]:
    """What can fill the places of a question, by the name of the place; {n} takes a small number."""
    return _file()["slots"]


def question(intent: Intent, part: Part, rng: np.random.Generator, **values: str) -> str:
    """A question that asks for something; places without a value are filled at random."""
    text = str(rng.choice(questions()[intent][part]))
    for name in re.findall(r"{(\w+)}", text):
        text = text.replace(f"{{{name}}}", values.get(name) or str(rng.choice(slots().get(name, _NUMBERS))))
    return text
