"""The frozen types of the harness: questions, replies, results, figures, tables and tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from ..agent.evidence import Frozen
from .tables import number

Truth = Literal["real", "fake"]
Unread = Literal["empty", "cut off", "refused", "undecided", "both", "no answer"]  # why no answer could be read
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
        media: files, in the order in which the model sees them; a video is one file.
        question: the text that follows the media, without any token for them.
        lead: in a dialogue of several steps, the text after each picture but the last.
        one_turn: whether the texts of `lead` stand in one turn with the question, pictures and texts by turns.
        system: what the model is told before the conversation; empty for nothing.
        options: of a choice, in the order of their letters.
        answer: the right answer: `yes`, `no`, a letter, `real`, `fake`, or `unknown`; empty where none is known.
        truth: whether the picture is real or fake; None where it is neither or that is not known.
        asks: what the answer yes, or the option to pick, stands for.
        references: texts that people wrote, to compare an answer in words with.
        regions: annotated boxes; the first `len(regions)` references describe them.
        size: width and height in pixels of the picture that the regions lie in; (0, 0) where that is not known.
        category, generator, source: tables break figures down by these.
        levels: the branches of a tree of generators, from the coarsest to the finest.
        group: names the items that belong together (one picture, one prompt), which are resampled together.
        delivery: in which form the pictures are delivered, *clean*, *web* or *hard* (`sets.shared_copies`); empty for
            as they are.
    """

    id: str
    kind: AnswerKind
    media: tuple[str, ...]
    question: str
    modality: Modality = "image"
    lead: tuple[str, ...] = ()
    one_turn: bool = False
    system: str = ""
    options: tuple[str, ...] = ()
    answer: str = ""
    truth: Truth | None = None
    asks: Truth = "fake"
    references: tuple[str, ...] = ()
    regions: tuple[Box, ...] = ()
    size: tuple[float, float] = (0, 0)
    category: str = ""
    generator: str = ""
    source: str = ""
    levels: tuple[str, ...] = ()
    group: str = ""
    delivery: str = ""

    @property
    def resampling_unit(self) -> str:
        """What is drawn as a whole for an interval: the group, or the item itself where it has none."""
        return self.group or self.id


Batch = list[Item]  # asked together


class Reply(Frozen):
    """A model's reply to an item. Unknown is None, never 0.

    Attributes:
        text: what it wrote.
        called: real or fake, from a model that decides by numbers, so that no text needs to be parsed.
        p_fake: its probability that the picture is fake.
        score: any number that grows with the belief that it is fake; for ranking where there is no probability.
        options: its probability of each option (of yes and no for a judgement).
        abstained: whether it said that it can't tell; `called` is then its better guess.
        regions: boxes that its explanation points to.
        sentences, cited, grounded: of an explanation that was checked against evidence: how many sentences were
            written, how many of them cite evidence that exists, how many passed the check at the first try.
        sgi: mean semantic grounding index of the sentences that passed.
        tokens_in, tokens_out: as counted by the model.
        seconds: its share of the time of its batch.
        cut_off: whether it ended at the longest length that was allowed; None where that is not known.
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
    cut_off: bool | None = None
    error: str = ""


def opposite(truth: Truth) -> Truth:
    """Fake for real, and real for fake."""
    return "real" if truth == "fake" else "fake"


@dataclass(frozen=True, slots=True)
class Judged:
    """The result for one item: its reply, and the answer that was read from the reply.

    Attributes:
        item: the question.
        reply: the model's.
        value: the answer, in the terms of `item.answer`; None where the reply could not be parsed.
        right: whether the answer is right; None where nothing was parsed, or no right answer is known.
        belief: a number that grows with the model's belief that the picture is fake.
        unread: why no answer could be read; None where one was read, or the model failed.
    """

    item: Item
    reply: Reply
    value: str | None
    right: bool | None
    belief: float | None
    unread: Unread | None = None

    @property
    def called(self) -> Truth | None:
        """Real or fake, of an item that has a truth."""
        if self.value is None:
            return None
        if self.item.kind == "judgement":
            return self.item.asks if self.value == "yes" else opposite(self.item.asks)
        return self.value if self.value in ("real", "fake") else None  # type: ignore[return-value]


class Figure(Frozen):
    """A number over n items, with its 95% confidence interval by bootstrap over groups; None is unknown.

    Attributes:
        value: the number.
        low, high: both ends of the interval.
        n: the items that it rests on.
        unit: how it is written; empty for a share or an index.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    unit: Literal["", "count", "dollars"] = ""

    def __str__(self) -> str:
        """As a table shows it."""
        whole = self.value is not None and self.value > 1 and self.value.is_integer()
        if self.value is not None and (self.unit == "count" or (whole and not self.unit)):
            return f"{self.value:,.0f}"
        if self.value is not None and self.unit == "dollars":
            return f"{self.value:,.2f}" if self.value >= 1 or not self.value else f"{self.value:.2g}"
        shown = number(self.value)
        return shown if self.value is None or self.low is None else f"{shown} [{self.low:.3f}, {self.high:.3f}]"


class Table(Frozen):
    """A table as it is printed, written as CSV and shown on the page."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Counts(Frozen):
    """How many records of a task were scored, and why the others were not.

    Attributes:
        records: all that were read.
        missing: their media are missing.
        unsupported: the model can't take their modality.
        failed: the model raised an error.
        unparsed: the reply holds no answer that can be read; never guessed. Figures leave it out, unless they say that
            it is counted as wrong.
        cut_off: the reply ended at its longest length, or within its reasoning, before it gave an answer.
        abstained: the model said that it can't tell.
        scored: the figures rest on these.
    """

    records: int
    missing: int = 0
    unsupported: int = 0
    failed: int = 0
    unparsed: int = 0
    cut_off: int = 0
    abstained: int = 0
    scored: int = 0


class Scores(Frozen):
    """The result of a run: the record of `scores.json`. `unread` counts unparsed replies by the reason."""

    task: str
    model: str
    counts: Counts
    unread: dict[str, int] = Field(default_factory=dict)
    headline: dict[str, Figure] = Field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


Score = Callable[[Sequence[Judged]], tuple[dict[str, Figure], list[Table], list[str]]]


@dataclass(frozen=True, slots=True)
class Task:
    """A benchmark, or a part of one, that can be run by name.

    Attributes:
        name: on the command line.
        what: one line on what it asks.
        needs: what `--data` must hold.
        read: reads items from the data, given its options by name.
        score: turns judged items into headline figures, tables and notes.
        options: the options that `read` takes, each with its allowed values; the first is the default.
        tokens: the longest reply, in tokens.
    """

    name: str
    what: str
    needs: str
    read: Callable[..., Iterable[Item]]
    score: Score
    options: Mapping[str, tuple[str, ...]]
    tokens: int = 10
