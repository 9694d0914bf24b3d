"""Every text for a model, as a file of its own: prompts (`.md`) with variables, and tables (`.toml`).

They are loaded by name. The hash of each file that an examination used goes into its record.
"""

from __future__ import annotations

import hashlib
import string
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

__all__ = ["Cue", "PromptError", "cues", "digest", "examples", "load", "logged", "names", "table"]

SUFFIX = ".md"
TABLE = ".toml"
_used: ContextVar[set[str] | None] = ContextVar("prompts in use", default=None)


class PromptError(ValueError):
    """A prompt that does not exist, or variables that do not fit it."""


class Cue(BaseModel):
    """One visible artifact that a model can be asked about.

    Attributes:
        id: a stable name, as in `lighting.shadows`.
        group: the part of the taxonomy that it belongs to.
        question: answered yes if the artifact is there, otherwise no.
        statement: the sentence that reports the artifact.
        supports: the hypothesis that the artifact speaks for.
        answers: the two words to answer with; the first means that the artifact is there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    group: str
    question: str
    statement: str
    supports: Literal["synthetic", "tampered", "neutral"]
    answers: tuple[str, str] = ("yes", "no")

    @property
    def prompt(self) -> str:
        """The text that asks a model."""
        return load("probe", question=self.question, yes=self.answers[0], no=self.answers[1])


@cache
def _text(file: str) -> str:
    try:
        return files(__name__).joinpath(file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PromptError(f"no prompt {file!r}; choose one of {', '.join(sorted(names()))}") from None


def _note(file: str) -> None:
    """Add a file to the open log, if there is one, by the name that `digest` takes."""
    if (log := _used.get()) is not None:
        log.add(file.removesuffix(SUFFIX))


@contextmanager
def logged() -> Iterator[set[str]]:
    """Collect the name of each prompt and table that the block uses.

    Threads that the block starts are included if they run in a copy of its context, as those of langchain do.

    Yields:
        The names, complete when the block ends. A log around this one receives them too.
    """
    outer, log = _used.get(), set[str]()
    token = _used.set(log)
    try:
        yield log
    finally:
        _used.reset(token)
        if outer is not None:
            outer |= log


def names() -> list[str]:
    """The names of all prompts."""
    return [path.name.removesuffix(SUFFIX) for path in files(__name__).iterdir() if path.name.endswith(SUFFIX)]


def load(name: str, **variables: Any) -> str:
    """Fill in a prompt.

    Args:
        name: of the file, without its ending.
        variables: a value for each place of the prompt. Values are inserted as they are; a brace in one is no place.

    Raises:
        PromptError: if there is no such prompt, if a variable is missing, or if one is left over.
    """
    _note(name)
    template = _text(name + SUFFIX).strip()
    wanted = {field for _, field, _, _ in string.Formatter().parse(template) if field}
    if wanted != set(variables):
        raise PromptError(f"prompt {name!r} takes {sorted(wanted)}, not {sorted(variables)}")
    return template.format_map(variables)


def digest(name: str) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of a file: a prompt by its name, a table such as `cues.toml`."""
    file = name if name.endswith(TABLE) else name + SUFFIX
    return hashlib.sha256(_text(file).encode()).hexdigest()[:12]


def table(file: str) -> dict[str, Any]:
    """The content of a table, such as `truthlens.toml`. It is shared, so don't change it.

    Raises:
        PromptError: if there is no such file.
    """
    _note(file)
    return _table(file)


@cache
def _table(file: str) -> dict[str, Any]:
    return tomllib.loads(_text(file))


def examples(name: str) -> tuple[tuple[str, str], ...]:
    """Pairs of (finding, sentence) from a table of examples."""
    return tuple((row["finding"], row["sentence"]) for row in table(name + TABLE)["example"])


def cues() -> tuple[Cue, ...]:
    """The taxonomy of cues, in the order of its file."""
    _note("cues.toml")
    return _cues()


@cache
def _cues() -> tuple[Cue, ...]:
    return tuple(Cue(group=group["name"], **cue) for group in _table("cues.toml")["group"] for cue in group["cue"])
