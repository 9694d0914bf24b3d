"""What a model is asked, what it replied, and what became of it: the frozen types of the harness."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from ..agent.evidence import Frozen

Truth = Literal["real", "fake"]
AnswerKind = Literal["judgement", "choice", "verdict", "explanation"]
Modality = Literal["image", "video", "render", "text", "audio", "point"]
Box = tuple[float, float, float, float]  # x, y, w, h in pixels

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UNKNOWN = "unknown"  # the answer to an attribution where the generator is none of the options


class Item(Frozen):
    """One question about some media.

    Attributes:
        id: unique within its task.
        kind: *judgement* is answered yes or no, *choice* by one of the options, *verdict* by a JSON object,
            *explanation* in words.
        media: files, in the order in which they are shown; a video is one file.
        question: the text that follows the media, without any token for them.
        lead: in a dialogue of several steps, what is said after each picture but the last.
        options: of a choice, in the order of their letters.
        answer: what is right: `yes`, `no`, a letter, `real`, `fake`, or `unknown`; empty where no answer is right.
        truth: what the picture is, where that is one thing.
        asks: what the answer yes, or the option to pick, means.
        references: texts to compare an answer in words with.
        regions: annotated boxes, the first `len(regions)` references being about them.
        category, generator, source: what figures are broken down by.
        levels: the branches of a tree of generators, from the coarsest to the finest.
        group: items that belong together (one picture, one prompt); resampled together.
    """

    id: str
    kind: AnswerKind
    media: tuple[str, ...]
    question: str
    modality: Modality = "image"
    lead: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    answer: str = ""
    truth: Truth | None = None
    asks: Truth = "fake"
    references: tuple[str, ...] = ()
    regions: tuple[Box, ...] = ()
    category: str = ""
    generator: str = ""
    source: str = ""
    levels: tuple[str, ...] = ()
    group: str = ""


class Reply(Frozen):
    """What a model made of an item. Unknown is None, never 0.

    Attributes:
        text: what it wrote.
        called: real or fake, from a model that decides by numbers and need not be parsed.
        p_fake: its probability that the picture is fake.
        score: any number that grows with the belief that it is fake; for ranking where there is no probability.
        options: its probability of each option (of yes and no for a judgement).
        abstained: it said that it can't tell; `called` is then what it would say if it had to.
        regions: boxes that its explanation points to.
        sentences, cited, grounded: of an explanation that was checked against evidence: how many sentences were
            written, how many cite what exists, how many stand at the first try.
        sgi: mean semantic grounding index of the sentences that stand.
        tokens_in, tokens_out: as counted by the model.
        seconds: its share of the time of its batch.
        error: why there is no reply, one line.
    """

    text: str = ""
    called: Truth | None = None
    p_fake: float | None = None
    score: float | None = None
    options: tuple[float, ...] = ()
    abstained: bool = False
    regions: tuple[Box, ...] = ()
    sentences: int | None = None
    cited: int | None = None
    grounded: int | None = None
    sgi: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    seconds: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with its reply, and what the reply says in the terms of the item's answer.

    Attributes:
        value: what was answered; None where it could not be parsed.
        right: whether that is right; None where nothing was parsed, or no answer is right.
        belief: a number that grows with the belief that the picture is fake.
    """

    item: Item
    reply: Reply
    value: str | None
    right: bool | None
    belief: float | None

    @property
    def called(self) -> Truth | None:
        """Real or fake, of an item that has a truth."""
        if self.value is None:
            return None
        if self.item.kind == "judgement":
            other: Truth = "real" if self.item.asks == "fake" else "fake"
            return self.item.asks if self.value == "yes" else other
        return self.value if self.value in ("real", "fake") else None  # type: ignore[return-value]


class Figure(Frozen):
    """A number with its 95% confidence interval by bootstrap over groups, and over how many items; None is unknown."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0

    def __str__(self) -> str:
        """As a table shows it."""
        if self.value is None:
            return "–"
        if self.value > 1 and self.value.is_integer():  # a count
            return f"{self.value:,.0f}"
        return f"{self.value:.3f}" if self.low is None else f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


class Table(Frozen):
    """A table as it is printed, written as CSV and shown on the page."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Counts(Frozen):
    """What became of the records of a task.

    Attributes:
        records: in its files.
        missing: whose pictures are not here.
        unsupported: whose modality the model can't take.
        failed: which the model raised an error on.
        unparsed: whose reply says nothing that can be read; never guessed, and in no figure.
        abstained: where the model said that it can't tell.
        scored: that the figures rest on.
    """

    records: int
    missing: int = 0
    unsupported: int = 0
    failed: int = 0
    unparsed: int = 0
    abstained: int = 0
    scored: int = 0


class Scores(Frozen):
    """The result of a run: the record of `scores.json`."""

    task: str
    model: str
    counts: Counts
    headline: dict[str, Figure] = Field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


Score = Callable[[Sequence[Judged]], tuple[dict[str, Figure], list[Table], list[str]]]


@dataclass(frozen=True, slots=True)
class Task:
    """A task by name.

    Attributes:
        name: on the command line.
        what: one line.
        needs: what `--data` must hold.
        read: (data, its options by name) to items.
        score: judged items to the headline figures, tables and notes.
        options: the options that `read` takes, with what each may be; the first is the default.
        tokens: the longest reply.
    """

    name: str
    what: str
    needs: str
    read: Callable[..., Iterable[Item]]
    score: Score
    options: Mapping[str, tuple[str, ...]]
    tokens: int = 10
