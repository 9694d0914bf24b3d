"""One visitor's desk: the messages so far, the picture that is asked about, and what is in work."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from ..casebook import Reply
from ..evidence import Examination, Region
from ..foreign import file_name
from ..investigator import Investigation, Investigator
from ..sentences import Sentence
from .waiting_line import WaitingLine

if TYPE_CHECKING:
    from ..reasoning.dialogue.conversation import Conversation
    from .human_check import Check

WELCOME = Sentence(
    "desk.welcome",
    "Add a picture with the paper clip and send it, with or without a question. Several pictures are examined one "
    "after the other. A message that begins with “claim:” says what the picture is said to show, and has that judged.",
)
ADDED = Sentence("desk.added", "Picture: {name}")
NAMED = 5  # pictures of a message that are named one by one
UNFINISHED = "…"
KEPT = 200  # pictures of a visit that can be opened again
LOGGED = 1_000  # lines of the log
History = list[dict[str, Any]]


class StoppedError(Exception):
    """The visitor stopped this."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An examined picture that can be opened again.

    Attributes:
        record: the examination.
        read: gives the bytes of the file.
        thumbnail: address of a small copy.
        maps: float32 [h, w] in 0 to 1 by detector; empty of a picture out of a case.
        turns: questions about it and their answers, unless a case keeps them.
    """

    record: Examination
    read: Callable[[], bytes]
    thumbnail: str
    maps: Mapping[str, NDArray] = field(default_factory=dict)
    turns: list[tuple[str, Reply]] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Job:
    """Several pictures that came with one message.

    Attributes:
        total: how many.
        done: how many were examined, or failed.
        failed: name of each that can't be examined, empty if the reason has it, with the reason.
        started: seconds of the monotonic clock.
        ended: whether it is over, perhaps because it was stopped.
    """

    total: int
    done: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    started: float = field(default_factory=lambda: time.monotonic())
    ended: bool = False

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take if it goes on so; None before the first picture is done."""
        if not self.done:
            return None
        return (time.monotonic() - self.started) / self.done * (self.total - self.done)


@dataclass(eq=False, slots=True)
class Turn:
    """A message in work.

    Attributes:
        text: the message.
        files: the pictures that came with it.
        answer: its entry in the history, which grows.
        stopped: whether the visitor stopped it.
        shows: whether its pictures come onto the light table; no longer once the visitor has opened another one.
    """

    text: str
    files: list[str]
    answer: dict[str, Any]
    stopped: bool = False
    shows: bool = True

    def say(self, text: str) -> None:
        """Put this in place of what was answered so far."""
        self.answer["content"] = text

    def speak_of(self, sha256: str) -> None:
        """The answer is about this picture, so that its citations lead to it."""
        self.answer["metadata"] = {"id": sha256}

    def go_on(self) -> None:
        """Do nothing, or end the work.

        Raises:
            StoppedError: if the visitor stopped it.
        """
        if self.stopped:
            raise StoppedError


@dataclass(eq=False, slots=True)
class Desk:
    """What one visitor has on the page. Messages are handled one after the other, in the order in which they came.

    Attributes:
        history: the messages, as gradio's chat takes them.
        conversation: about the picture that is shown; None before the first.
        data: what the viewer shows.
        kept: the pictures that were examined, by SHA-256.
        log: what was done, a line each with its time in UTC.
        order: in which messages are handled.
        running: messages in work.
        panels: what the other parts of the page show, by name, so that a page that is loaded again shows it too.
        user: name under which the visitor came in; None if the server asks for none, empty if it is not known yet.
        case: id of the case that is open; None if nothing is to be kept.
        case_seen: number of the last entry in the log of that case that the page shows.
        job: the last message with several pictures.
        marked: the part that was marked last in the picture that is shown.
        crops: addresses of the parts that findings on the picture name, by their ids.
        check: the human check that goes on; None if none does.
    """

    history: History = field(default_factory=lambda: [{"role": "assistant", "content": WELCOME()}])
    conversation: Conversation | None = None
    data: dict[str, Any] | None = None
    kept: OrderedDict[str, Kept] = field(default_factory=OrderedDict)
    log: list[str] = field(default_factory=list)
    order: WaitingLine = field(default_factory=WaitingLine)
    running: list[Turn] = field(default_factory=list)
    panels: dict[str, Any] = field(default_factory=dict)
    user: str | None = None
    case: str | None = None
    case_seen: int = 0
    job: Job | None = None
    marked: Region | None = None
    crops: dict[str, str] = field(default_factory=dict)
    check: Check | None = None

    def begin(self, text: str, files: list[str]) -> Turn:
        """Take a message in."""
        names = [file_name(Path(file).name) for file in files]
        if len(names) > NAMED:
            names = [f"{names[0]} (+{len(names) - 1})"]
        self.history += [{"role": "user", "content": ADDED(name=name)} for name in names]
        if text:
            self.history.append({"role": "user", "content": text})
        turn = Turn(text, files, {"role": "assistant", "content": UNFINISHED})
        self.history.append(turn.answer)
        self.running.append(turn)
        return turn

    def end(self, turn: Turn) -> None:
        """A message was handled."""
        if turn in self.running:
            self.running.remove(turn)

    def look_elsewhere(self) -> None:
        """The visitor opens a picture: those in work must not take its place."""
        for turn in self.running:
            turn.shows = False

    def clear(self, case: str | None) -> None:
        """Take everything off the desk, and open a case on it, or none."""
        self.history = [{"role": "assistant", "content": WELCOME()}]
        self.conversation, self.data, self.job, self.marked = None, None, None, None
        self.kept, self.log, self.panels, self.case, self.check = OrderedDict(), [], {}, case, None

    @property
    def shown(self) -> Kept | None:
        """The picture that the conversation is about; None if there is none."""
        return None if self.conversation is None else self.kept.get(self.conversation.record.exhibit.sha256)

    def stop(self) -> None:
        """End everything that is in work, as soon as it can be ended."""
        for turn in self.running:
            turn.stopped = True

    def insert(self, turn: Turn, content: Any) -> None:
        """Put something before a turn's answer."""
        place = next(i for i, each in enumerate(self.history) if each is turn.answer)
        self.history.insert(place, {"role": "assistant", "content": content})

    def rewound(self, index: int) -> str:
        """Take back a question and all that followed it, and return its text.

        Args:
            index: the message in the history; if it is no question, the last one before it.
        """
        while index > 0 and not _is_question(self.history[index]):
            index -= 1
        if not _is_question(self.history[index]):
            return ""
        text = self.history[index]["content"]
        del self.history[index:]
        return text

    def keep(self, kept: Kept) -> None:
        """Remember an examined picture; the oldest of too many is forgotten."""
        self.kept[kept.record.exhibit.sha256] = kept
        self.kept.move_to_end(kept.record.exhibit.sha256)
        while len(self.kept) > KEPT:
            self.kept.popitem(last=False)

    def note(self, what: str) -> None:
        """Write a line into the log."""
        self.log.append(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC  {what}")
        del self.log[:-LOGGED]

    def snapshot(self) -> History:
        """The history as it is now."""
        return [dict(each) for each in self.history]


def nobody() -> Desk:
    """A desk for a page that is not loaded yet, whose visitor is not known: no case can be opened on it."""
    return Desk(user="")


def _is_question(message: Mapping[str, Any]) -> bool:
    return message["role"] == "user" and not message["content"].startswith(ADDED(name=""))


class Desks:
    """The desks of all visitors, each under a name that only the visitor's browser knows."""

    def __init__(self, most: int) -> None:
        """Begin with none; of more than `most` the one that was not used for longest is forgotten."""
        self._most, self._desks, self._lock = most, OrderedDict[str, Desk](), threading.Lock()

    def of(self, name: str | None, user: str | None = None) -> tuple[str, Desk]:
        """The desk of that name if it is the user's own, or a new one with a name of its own."""
        with self._lock:
            if name is None or name not in self._desks or self._desks[name].user != user:
                name = secrets.token_urlsafe(24)
                self._desks[name] = Desk(user=user)
            self._desks.move_to_end(name)
            while len(self._desks) > self._most:
                self._desks.popitem(last=False)
            return name, self._desks[name]


def revived(investigator: Investigator, kept: Kept) -> Investigation:
    """The examination of a picture that is kept, with its file read again.

    Raises:
        IntakeError, OSError: if the file can't be read any more.
    """
    received = investigator.read(kept.read(), kept.record.exhibit.name)
    return Investigation(kept.record, received.exhibit, received.contents, dict(kept.maps))
