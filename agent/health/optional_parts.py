"""The optional parts of telltale: what each is for, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OptionalPart:
    """An extra of the package.

    Attributes:
        extra: its name, as in `pip install telltale[EXTRA]`.
        brings: what one can do with it.
        megabytes: on disk once installed, with all that it needs beyond telltale itself (Linux, Python 3.11); None if
            that was not measured.
    """

    extra: str
    brings: str
    megabytes: int | None


PARTS = (
    OptionalPart("endpoint", "models behind an OpenAI-compatible endpoint", 25),
    OptionalPart("mcp", "the MCP server (`telltale mcp`)", 10),
    OptionalPart("chinese", "a typeface for reports in Chinese", 20),
    OptionalPart("postgres", "a casebook on a PostgreSQL server", 15),
    OptionalPart("ray", "many pictures on many machines (`--engine ray`)", 420),
    OptionalPart("remote", "pictures in object stores and on the web (`telltale triage`)", 60),
    OptionalPart("video", "video clips, frame by frame, and the length of their sound (`telltale video`)", 105),
    OptionalPart("eval", "benchmarks and the studies (`telltale eval`)", 530),
    OptionalPart("finetune", "training of heads and adapters (`telltale finetune`)", 250),
    OptionalPart("pseudo-fakes", "pictures that are made for training", 370),
)
