"""The page under many users at once: waiting times, errors, mixed answers, and memory.

    python -m telltale.eval.studies page-load [--users N] [--seconds S] [--pictures N] [--side PX] [--at-once N]
        [--workers separate|none] [--detectors-only]

A server of its own is started on this machine, and each user is a session as a browser opens it: upload a picture, wait
for its examination, ask two questions, begin again. Every picture carries a mark of its own in its EXIF data, and the
page has to show that mark and no other. With `--pictures` one user sends so many pictures in a row, and the table tells
the server's memory on the way.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

from ...agent.console import DONE, say
from ...agent.evidence import Label
from ..tables import TableRow, show
from .served_page import Server
from .study import Study

QUESTIONS = ("Which program wrote this file?", "How large is the file?")
_LONGEST = 600.0  # seconds for one message
_VERDICT = re.compile(rf'class=\\"verdict (?:{"|".join(get_args(Label))})')  # in what the page is told, as JSON


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--users", type=int, default=20, metavar="N", help="users at once (default 20)")
    parser.add_argument("--seconds", type=float, default=300, metavar="S", help="how long they go on (default 300)")
    parser.add_argument("--pictures", type=int, default=0, metavar="N", help="pictures by one user, for the memory")
    parser.add_argument("--at-once", type=int, metavar="N", help="pictures examined at the same time")
    parser.add_argument("--workers", choices=("separate", "none"), help="as for `telltale chat`")
    parser.add_argument("--side", type=int, default=480, metavar="PX", help="of the pictures (default 480)")
    parser.add_argument("--detectors-only", action="store_true", help="without the model's cues and words")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    with Server(arguments.at_once, arguments.detectors_only, arguments.workers) as server:
        if arguments.pictures:
            show("Memory of the server", ("pictures", "MB"), memory(server, arguments.pictures, arguments.side))
            return DONE
        counted = Counted()
        until = time.monotonic() + arguments.seconds
        users = [
            threading.Thread(target=_use, args=(server, number, until, counted, arguments.side))
            for number in range(arguments.users)
        ]
        for user in users:
            user.start()
        for user in users:
            user.join()
        header = ("what", "number", "median", "95%", "slowest")
        show(f"{arguments.users} users for {arguments.seconds:g} s", header, counted.rows())
        show("What went wrong", ("what", "number"), counted.faults())
        show("Memory afterwards", ("process", "MB"), [(name, f"{held:,.0f}") for name, held in server.processes()])
        return DONE


@dataclass
class Counted:
    """What all users saw."""

    verdicts: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    questions: list[float] = field(default_factory=list)
    mixed: int = 0
    lost: int = 0
    errors: list[str] = field(default_factory=list)

    def rows(self) -> list[TableRow]:
        """(what, number, median, 95th percentile, slowest), in seconds."""
        rows = []
        for name, seconds in (("verdict", self.verdicts), ("picture", self.pictures), ("question", self.questions)):
            if seconds:
                ranked = sorted(seconds)
                at = (ranked[len(ranked) // 2], ranked[int(0.95 * (len(ranked) - 1))], ranked[-1])
                rows.append((name, f"{len(ranked)}", *(f"{value:.1f} s" for value in at)))
        return rows

    def faults(self) -> list[TableRow]:
        """(what, number) of answers with another one's mark, without their own, and of errors."""
        rows = [("another user's mark", f"{self.mixed}"), ("own mark missing", f"{self.lost}")]
        return [
            *rows,
            ("errors", f"{len(self.errors)}"),
            *((error[:100], "") for error in sorted(set(self.errors))[:5]),
        ]


class Session:
    """One browser's session with the page."""

    def __init__(self, server: Server) -> None:
        """Open it."""
        import httpx

        self.client = httpx.Client(base_url=f"{server.address}/gradio_api", timeout=_LONGEST)
        events = server.config["dependencies"]
        (self._function,) = [each["id"] for each in events if any(target[1] == "submit" for target in each["targets"])]
        self._hash = uuid.uuid4().hex[:12]
        self.verdict_at: float | None = None  # seconds of the monotonic clock

    def send(self, text: str, picture: bytes | None = None) -> str:
        """Send a message, with or without a picture; everything that the page is told meanwhile.

        Raises:
            RuntimeError: if the page answers with an error.
        """
        files = []
        if picture is not None:
            sent = self.client.post("/upload", files={"files": ("picture.jpg", picture, "image/jpeg")})
            if sent.status_code != 200:
                raise RuntimeError(f"upload: {sent.status_code} {sent.text[:60]}")
            files = [{"path": sent.json()[0], "meta": {"_type": "gradio.FileData"}}]
        message = {"text": text, "files": files}
        body = {"data": [message, None], "fn_index": self._function, "session_hash": self._hash}
        joined = self.client.post("/queue/join", json=body)
        if joined.status_code != 200:
            raise RuntimeError(f"queue: {joined.status_code} {joined.text[:60]}")
        told: list[str] = []
        for event in self._events():
            told.append(json.dumps(event.get("output"), ensure_ascii=False))
            if self.verdict_at is None and _VERDICT.search(told[-1]):
                self.verdict_at = time.monotonic()
            if event.get("msg") == "process_completed":
                if not event.get("success"):
                    raise RuntimeError(f"answer: {told[-1]}"[:80])
                break
        return "".join(told)

    def _events(self) -> Iterator[dict[str, Any]]:
        with self.client.stream("GET", "/queue/data", params={"session_hash": self._hash}) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line[5:])


def memory(server: Server, count: int, side: int) -> list[TableRow]:
    """(pictures so far, megabytes) at ten points of a row of pictures."""
    session, rows = Session(server), []
    for number in range(1, count + 1):
        session.send("", picture(f"mark-{number}", number, side))
        if number in (1, 2, 5) or number % max(1, count // 8) == 0:
            rows.append((f"{number}", f"{server.megabytes:.0f}"))
            say(f"{number} of {count} pictures, {rows[-1][1]} MB")
    return rows


def picture(mark: str, seed: int, side: int) -> bytes:
    """A picture of so many pixels a side, with a mark in its EXIF data."""
    import numpy as np
    from PIL import Image

    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 255, (8, 8, 3), np.uint8)
    image = Image.fromarray(coarse).resize((side, side), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x0131] = mark  # Software
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def _use(server: Server, number: int, until: float, counted: Counted, side: int) -> None:
    """One user, picture after picture."""
    turn = 0
    while time.monotonic() < until:
        turn += 1
        mark = f"mark-{number:02}-{turn:03}x"
        try:
            session = Session(server)
            start = time.monotonic()
            told = session.send("", picture(mark, 1000 * number + turn, side))
            counted.pictures.append(time.monotonic() - start)
            counted.verdicts += [] if session.verdict_at is None else [session.verdict_at - start]
            _check(told, mark, counted)
            for question in QUESTIONS:
                start = time.monotonic()
                answered = session.send(question)
                counted.questions.append(time.monotonic() - start)
                if question == QUESTIONS[0]:
                    _check(answered, mark, counted)
        except Exception as error:  # whatever happens to one user, the others go on
            counted.errors.append(f"{type(error).__name__}: {error}")
            time.sleep(1)


def _check(text: str, mark: str, counted: Counted) -> None:
    """Count an answer that lacks its mark, or has another one's."""
    counted.lost += mark not in text
    counted.mixed += "mark-" in text.replace(mark, "")


STUDY = Study("page-load", "the page under many users at once", __doc__, add_arguments, run)
