"""The examinations of the HTTP API: those that wait, those in work, and those that are kept for a while."""

from __future__ import annotations

import os
import secrets
import shutil
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..app.page_server import EXAMINED, WAITING
from ..app.waiting_line import Ticket, WaitingLine
from ..casebook import Reply
from ..console import system_reason
from ..evidence import Examination, Region
from ..investigator import Investigation, Investigator
from ..pixels.maps import Maps
from ..provenance.contents import Contents
from ..reasoning.dialogue.conversation import Conversation
from ..report.map_files import draw, save
from ..sandbox import receive
from ..text import one_line
from .api_types import State
from .replies import replied

KEPT = 200  # examinations; of more the one goes that nobody asked for the longest
KEPT_SECONDS = 3600.0  # after the last request for one
CONVERSATIONS = 16  # that remember what was asked before, each with the bytes of its picture
_PATIENCE = 2.0  # seconds of a wait in the line, after which it is looked whether the examination is still wanted
_REASON = 300  # characters
_PICTURE = "picture"  # name of its file


class FullError(Exception):
    """No further examination is taken for now."""


class UnfinishedError(ValueError):
    """What needs a finished examination was asked of another; a one-line message."""


@dataclass(eq=False, slots=True)
class Entry:
    """One examination.

    Attributes:
        id: which nobody can guess.
        name: of the file.
        folder: that holds the picture, and its maps once they are drawn.
        ticket: its place in the line.
        used: when it was last asked for, in seconds of the monotonic clock.
        fault: whether it failed through no fault of the file.
        finished: set when it is done or has failed.
    """

    id: str
    name: str
    folder: Path
    claim: str | None
    claim_region: Region | None
    ticket: Ticket
    used: float
    state: State = "waiting"
    stages: list[str] = field(default_factory=list)
    error: str | None = None
    fault: bool = False
    record: Examination | None = None
    contents: Contents | None = None
    maps: Maps = field(default_factory=dict)
    drawn: Mapping[str, Path] = field(default_factory=dict)
    conversation: Conversation | None = None
    unwanted: bool = False
    finished: threading.Event = field(default_factory=threading.Event)
    busy: threading.Lock = field(default_factory=threading.Lock)

    @property
    def file(self) -> Path:
        """The picture."""
        return self.folder / _PICTURE


class Examinations:
    """Takes pictures in, examines them in turn, and keeps what was found. Its methods may be called from any thread."""

    def __init__(
        self,
        investigator: Investigator,
        folder: Path,
        *,
        at_once: int = EXAMINED,
        waiting: int = WAITING,
        kept: int = KEPT,
        conversations: int = CONVERSATIONS,
        seconds: float = KEPT_SECONDS,
    ) -> None:
        """Begin with none.

        Args:
            investigator: examines the pictures.
            folder: where they lie; deleted by whoever made it.
            at_once: how many are examined at the same time.
            waiting: how many may wait or be in work.
            kept: how many are kept in all.
            conversations: how many of them remember what was asked before.
            seconds: for which one is kept after the last request for it.
        """
        self._investigator, self._folder = investigator, folder
        self._line, self.seconds = WaitingLine(at_once), seconds
        self._waiting, self._kept, self._conversations = waiting, kept, conversations
        self._entries: dict[str, Entry] = {}
        self._talking: OrderedDict[str, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def start(
        self, data: bytes, name: str, user: str, claim: str | None = None, claim_region: Region | None = None
    ) -> Entry:
        """Take a picture in; it is examined when its turn has come.

        Args:
            data: the file.
            name: of the file.
            user: whose turn it is.
            claim: what the picture is meant to show, checked.
            claim_region: the part that the claim is about.

        Raises:
            FullError: if too many wait.
        """
        self.expire()
        key = secrets.token_urlsafe(18)
        folder = self._folder / key
        folder.mkdir()
        try:
            (folder / _PICTURE).write_bytes(data)
            with self._lock:
                if sum(not each.finished.is_set() for each in self._entries.values()) >= self._waiting:
                    raise FullError
                entry = Entry(key, name, folder, claim, claim_region, self._line.enter(user), time.monotonic())
                self._entries[key] = entry
                finished = sorted((e for e in self._entries.values() if e.finished.is_set()), key=lambda e: e.used)
                surplus = finished[: max(0, len(self._entries) - self._kept)]
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        for old in surplus:
            self._removed(old.id)
        threading.Thread(target=self._work, args=(entry,), name="examination", daemon=True).start()
        return entry

    def get(self, key: str) -> Entry:
        """An examination by its id; it is kept for longer.

        Raises:
            KeyError: if it is not kept, or not any more.
        """
        self.expire()
        with self._lock:
            entry = self._entries[key]
            entry.used = time.monotonic()
            return entry

    def place(self, entry: Entry) -> tuple[int, float]:
        """How many come before one that waits, and in how many seconds its turn may come."""
        return self._line.ahead(entry.ticket)

    def remove(self, key: str) -> None:
        """Delete an examination with its picture; one in work ends after the stage that it is in.

        Raises:
            KeyError: if it is not kept, or not any more.
        """
        if not self._removed(key):
            raise KeyError(key)

    def expire(self) -> None:
        """Delete what nobody has asked for in a while."""
        oldest = time.monotonic() - self.seconds
        with self._lock:
            gone = [each.id for each in self._entries.values() if each.finished.is_set() and each.used < oldest]
        for key in gone:
            self._removed(key)

    def ask(self, entry: Entry, question: str, box: Region | None = None) -> Reply:
        """Answer a question; questions about one picture are answered one after another.

        Raises:
            UnfinishedError: if the picture is not examined.
            ValueError, OSError: if what an answer needs is not set up, or the picture was deleted in between.
        """
        with entry.busy:
            talk = entry.conversation or self._investigator.converse(self._again(entry))
            entry.conversation = talk
            with self._lock:
                self._talking[entry.id] = entry
                self._talking.move_to_end(entry.id)
                forgotten = [
                    self._talking.popitem(last=False)[1] for _ in range(len(self._talking) - self._conversations)
                ]
            for other in forgotten:
                other.conversation = None
            return replied(talk, question, box)

    def map_file(self, entry: Entry, name: str) -> Path:
        """A map as a PNG file, laid over the picture.

        Args:
            entry: the examination.
            name: of the map, as `map_name` gives it.

        Raises:
            UnfinishedError: if the picture is not examined.
            KeyError: if there is no such map.
        """
        with entry.busy:
            if not entry.drawn:
                again = self._again(entry)
                pictures = draw(again.exhibit.pixels, entry.maps, again.examination.evidence)
                files = save({each: picture for each, (picture, _) in pictures.items()}, entry.folder, "map")
                entry.drawn = dict(zip(map(map_name, pictures), files, strict=True))
                if entry.unwanted:  # it was deleted in between, and its folder with the maps was made anew
                    shutil.rmtree(entry.folder, ignore_errors=True)
        return entry.drawn[name]

    def _removed(self, key: str) -> bool:
        with self._lock:
            entry = self._entries.pop(key, None)
            if entry is None:
                return False
            self._talking.pop(key, None)
            entry.unwanted, over = True, entry.finished.is_set()
        if over:
            shutil.rmtree(entry.folder, ignore_errors=True)
        return True

    def _again(self, entry: Entry) -> Investigation:
        """The finished examination with its picture, which is read again."""
        if entry.record is None or entry.contents is None:
            raise UnfinishedError("this picture is not examined; wait until the state of its examination is done")
        exhibit = receive(entry.file, entry.name).exhibit
        return Investigation(entry.record, exhibit, entry.contents, entry.maps)

    def _work(self, entry: Entry) -> None:
        try:
            while not self._line.wait(entry.ticket, _PATIENCE):
                if entry.unwanted:
                    return
            entry.state = "running"
            self._examine(entry)
        except (ValueError, OSError) as error:
            entry.error = reason_of(error)
        except Exception as error:  # whatever a picture does, the others are examined
            if os.environ.get("TELLTALE_DEBUG"):
                traceback.print_exception(error)
            entry.error, entry.fault = f"{type(error).__name__}: {one_line(error, _REASON)}", True
        finally:
            self._line.leave(entry.ticket)
            with self._lock:
                entry.state, entry.used = "done" if entry.record is not None else "failed", time.monotonic()
                entry.finished.set()
                unwanted = entry.unwanted
            if unwanted:
                shutil.rmtree(entry.folder, ignore_errors=True)

    def _examine(self, entry: Entry) -> None:
        stages = self._investigator.stream(entry.file, entry.name, claim=entry.claim, claim_region=entry.claim_region)
        for stage, result in stages:
            if entry.unwanted:
                return
            if isinstance(result, Investigation):
                entry.maps = result.maps
                entry.contents, entry.record = result.contents, result.examination
            entry.stages.append(stage)


def map_name(name: str) -> str:
    """The name of a map as it stands in an address."""
    return name.replace("/", "_").replace(":", "_")


def reason_of(error: Exception) -> str:
    """An error in one line, without paths of this machine."""
    system = system_reason(error) if isinstance(error, OSError) and error.strerror else None
    return one_line(system or error, _REASON)
