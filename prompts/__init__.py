"""Every prompt as a file, loaded by name, with a hash that goes into each examination."""

from __future__ import annotations

import hashlib
import string
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

SUFFIX = ".md"


class PromptError(ValueError):
    """A prompt that is not there, or whose variables do not fit."""


class Cue(BaseModel):
    """One visible artifact that a model can be asked about.

    Attributes:
        id: stable name, as in `lighting.shadows`.
        group: the part of the taxonomy that it belongs to.
        question: asked of the model, to be answered yes or no; yes means that the artifact is there.
        statement: the sentence that reports the artifact.
        supports: what the artifact speaks for.
        answers: the two words to answer with; the first means that the artifact is there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    group: str
    question: str
    statement: str
    supports: str
    answers: tuple[str, str] = ("yes", "no")

    @property
    def prompt(self) -> str:
        """The question as a model is asked it."""
        return load("probe", question=self.question, yes=self.answers[0], no=self.answers[1])


@cache
def _text(file: str) -> str:
    try:
        return files(__name__).joinpath(file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PromptError(f"no prompt {file!r}; there are {', '.join(sorted(names()))}") from None


def names() -> list[str]:
    """The names of all prompts."""
    return [path.name.removesuffix(SUFFIX) for path in files(__name__).iterdir() if path.name.endswith(SUFFIX)]


def load(name: str, **variables: Any) -> str:
    """Fill in a prompt.

    Values are inserted as they are: what stands in them is never read as a placeholder.

    Raises:
        PromptError: if there is no such prompt, a variable is missing, or one is left over.
    """
    template = _text(name + SUFFIX).strip()
    wanted = {field for _, field, _, _ in string.Formatter().parse(template) if field}
    if wanted != set(variables):
        raise PromptError(f"prompt {name!r} takes {sorted(wanted)}, not {sorted(variables)}")
    return template.format_map(variables)


def digest(name: str) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of a prompt's file, or of a table's (`cues.toml`)."""
    file = name if name.endswith(".toml") else name + SUFFIX
    return hashlib.sha256(_text(file).encode()).hexdigest()[:12]


@cache
def examples(name: str) -> tuple[tuple[str, str], ...]:
    """Pairs of (finding, sentence) from a table of examples."""
    table = tomllib.loads(_text(f"{name}.toml"))
    return tuple((row["finding"], row["sentence"]) for row in table["example"])


@cache
def glossary() -> dict[str, str]:
    """What the terms of an examination mean, by each of their names in small letters."""
    table = tomllib.loads(_text("glossary.toml"))
    return {name: row["text"] for row in table["term"] for name in row["names"]}


@cache
def cues() -> tuple[Cue, ...]:
    """The cue taxonomy, in the order of its file."""
    table = tomllib.loads(_text("cues.toml"))
    return tuple(Cue(group=group["name"], **cue) for group in table["group"] for cue in group["cue"])
