"""Ways to say an item: `wordings.toml` by the sentences that its text was made of, and openings and ends by its stance.

A wording belongs to a `Sentence`, or to several in a row, by its key, and takes the values that the sentence was filled
with. They are read back with the sentence's own template, so that the wordings go with a sentence when its words
change. Whether a wording still says what the new words say is for the grounding check (`dialogues.answer`).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import import_module
from importlib.resources import files
from string import Formatter

import numpy as np
from pydantic import BaseModel, ConfigDict

from ...agent.reasoning.answer_items import Item
from ...agent.reasoning.stance import Role
from ...agent.sentences import Sentence, known
from ...agent.text import lowered

DISSENTING = ("", "On the other hand, ", "However, ", "Against that, ")
OPENINGS: dict[Role, tuple[str, ...]] = {
    Role.NO_WEIGHT: ("", "", "", "For the record, "),
    Role.RESERVATION: ("", "", "One reservation: ", "Keep in mind: "),
    Role.PART: ("In that part, ", "There, ", ""),
}
ENDS = (
    ", which speaks {stance} picture",
    ", and this speaks {stance} picture",
    "; this is {stance} picture",
)
END_SHARE = 0.4  # how often an item that weighs ends with its direction
_LONGEST_JOINED = 200  # characters of two sentences that become one
_BETWEEN = re.compile(r"(?<=\.) (?=[A-Z0-9“])")  # two sentences
# Modules whose sentences are worded; their constants are registered when they are imported.
_OWNERS = (
    "telltale.agent.provenance",
    "telltale.agent.detectors.registry",
    "telltale.agent.perception.cue_evidence",
    "telltale.agent.reasoning.writing.plan",
)


class Wording(BaseModel):
    """Other ways to say a text.

    Attributes:
        sentences: keys of the sentences that make up the text.
        say: the other ways, without the final stop, with the places of the sentences.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sentences: tuple[str, ...]
    say: tuple[str, ...]


@cache
def wordings() -> tuple[Wording, ...]:
    """The wordings, in the order of their file."""
    table = tomllib.loads(files("telltale.finetune.rows").joinpath("wordings.toml").read_text(encoding="utf-8"))
    return tuple(Wording.model_validate(row) for row in table["finding"])


def sentences() -> dict[str, Sentence]:
    """Every sentence that an item can be made of, by key."""
    for module in _OWNERS:
        import_module(module)
    return known()


@cache
def _matchers() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    by_key = sentences()
    return tuple(
        (re.compile(r"\s".join(template_pattern(by_key[key]) for key in wording.sentences)), wording.say)
        for wording in wordings()
    )


def template_pattern(sentence: Sentence) -> str:
    """A regular expression that matches the sentence with any values, with a named group for each place.

    Raises:
        ValueError: if the sentence has a place twice, since two groups can't have one name.
    """
    if len(set(sentence.places)) < len(sentence.places):
        raise ValueError(f"the sentence {sentence.key!r} has a place twice, so its values can't be read back")
    parts = []
    for text, name, form, _ in Formatter().parse(sentence.template):
        parts.append(re.escape(text))
        if name is not None:
            figures = bool(form) and form[-1] in "dfg%,"
            parts.append(rf"(?P<{name}>[+−-]?[\d,.]+%?)" if figures else rf"(?P<{name}>.+?)")
    return "".join(parts)


def ways(text: str) -> list[str]:
    """Other ways to say a text, without the final stop; none if there is no wording for it."""
    for pattern, say in _matchers():
        if match := pattern.fullmatch(text):
            values = {name: value or "" for name, value in match.groupdict().items()}
            return [way.format_map(values).rstrip(".") for way in say]
    return []


def _said(text: str, rng: np.random.Generator) -> str:
    """One of the ways to say a text as a whole or else each of its sentences, without the final stop."""
    if choices := ways(text):
        return str(rng.choice(choices))
    parts = _BETWEEN.split(text)
    return text.rstrip(".") if len(parts) == 1 else ". ".join(_said(part, rng) for part in parts)


def plain(item: Item) -> str:
    """The item as it stands, without the final stop; two short sentences become one."""
    return _joined(item.text.rstrip().rstrip("."))


def worded(item: Item, rng: np.random.Generator) -> str:
    """A sentence that says the item, without its citation and final stop."""
    said = _joined(_said(item.text.rstrip(), rng))
    stance = item.stance
    if stance.way and rng.random() < END_SHARE:
        said += str(rng.choice(ENDS)).format(stance=f"{stance.way} a {stance.about}")
    openings = DISSENTING if stance.dissents else OPENINGS.get(stance.role, ())
    opening = str(rng.choice(openings)) if openings else ""
    return opening + (lowered(said) if opening else said)


def _joined(said: str) -> str:
    if ". " not in said or len(said) >= _LONGEST_JOINED:
        return said
    first, *others = said.split(". ")
    return "; ".join([first, *map(lowered, others)])
