"""The steps of the benchmark, each in seconds and beside the cost of the tower alone in the same run.

The tower is the image encoder that every examination has to run, once for each view of a picture. A plain loop over its
views is the unit: what an examination costs beyond it is telltale's own. Aims are for two cores that do nothing else;
on a busy machine the time of the processor says more than the clock.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from ..investigator import Investigation, Investigator

SHIPPED = ("tower.jpg", "groot.jpeg", "lion.jpg")  # photographs in the package gradio
SMALL_SIDE = 224  # px of the pictures of the triage, of which the tower sees one view
BATCHES = 4  # of the triage; the first warms up
QUESTION = "Why is this picture suspicious?"
QUESTIONS = (
    *(QUESTION, "How sure are you?", "What does the file say?", "Which program made it?", "Was it edited?"),
    *("When was it taken?", "What speaks against that?", "How often are you wrong?"),
)
ASKED = 5  # times that all of them are asked, after once to warm up


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the result.

    Attributes:
        what: was measured.
        value: in `unit`.
        unit: s, MB, pictures/s.
        ratio: of the time that it took to that of the tower alone on the same views; None where there is no such
            comparison.
        aim: what it should come to, in `unit`; None where there is none.
        least: whether the aim is the least that it should be, and not the most.
        processor: seconds of all cores together; None where they were not counted.
    """

    what: str
    value: float
    unit: str
    ratio: float | None = None
    aim: float | None = None
    least: bool = False
    processor: float | None = None

    def line(self) -> str:
        """What it came to, in one line: beside the tower, beside its aim, and what the processor spent on it."""
        beside = []
        if self.ratio is not None:
            beside.append(f"{self.ratio:.2f} × the time of the encoder alone")
        if self.aim is not None:
            aim = f"{self.aim:g} {self.unit}{' or more' if self.least else ''}"
            beside.append(f"{self.value / self.aim:.2f} × the aim of {aim}")
        if self.processor is not None:
            beside.append(f"{self.processor:.2f} s of processor time")
        more = f"  ({'; '.join(beside)})" if beside else ""
        return f"{self.what:58}{self.value:9.2f} {self.unit}{more}"


@dataclass(slots=True)
class _Spent:
    """Seconds of one step, by the clock and of the processor, each time that it was made."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @contextmanager
    def counted(self) -> Iterator[None]:
        clock, processor = time.perf_counter(), time.process_time()
        yield
        self.clock.append(time.perf_counter() - clock)
        self.processor.append(time.process_time() - processor)

    @property
    def mean(self) -> float:
        return float(np.mean(self.clock))

    def measurement(self, what: str, unit: float | None = None, aim: float | None = None) -> Measurement:
        ratio = None if unit is None else self.mean / unit
        return Measurement(what, self.mean, "s", ratio, aim, processor=float(np.mean(self.processor)))


def sample_pictures() -> list[Path]:
    """Photographs that an installed package holds."""
    spec = find_spec("gradio")
    folder = Path(spec.origin or "").parent / "media_assets/images" if spec is not None else Path()
    return [folder / name for name in SHIPPED if (folder / name).exists()]


def measured(files: Sequence[Path], rounds: int = 3) -> Iterator[Measurement]:
    """Every measurement, one after the other.

    Args:
        files: pictures to examine.
        rounds: how often each step is repeated; of commands the median counts, of examinations and answers the mean.

    Raises:
        ValueError: if there is no picture.
        ModelError, IntakeError: if the model is not set up, or a picture can't be read.
    """
    if not files:
        raise ValueError("no picture to measure on; name one")
    yield _command("telltale --help", rounds, "--help", aim=0.3)
    yield _command("a missing file named, until the error is printed", rounds, "examine", "no-such.jpg")
    yield _command("one picture examined, from typing the command to its end", rounds, "examine", str(files[0]))
    loading = {name: _Spent() for name in ("begun", "loaded")}
    with loading["loaded"].counted():
        with loading["begun"].counted():
            from ..investigator import Investigator

            investigator = Investigator()
            investigator.begin()
        investigator.prepare()
    yield loading["begun"].measurement("loading before the first picture is begun", aim=4)
    yield loading["loaded"].measurement("loading until the model is there too, if no picture is measured meanwhile")
    investigator.examine(files[0])  # warms up
    yield from _examinations(investigator, files, rounds)
    yield from _triage(files)
    investigation = investigator.examine(files[0])
    yield from _memory_of_a_chat(investigator, investigation)
    yield Measurement("most memory that this process held", _most_memory(), "MB")


def _memory_of_a_chat(investigator: Investigator, investigation: Investigation) -> Iterator[Measurement]:
    """How much memory a conversation takes up as it goes on; nothing where the system does not tell."""
    conversation = investigator.converse(investigation)

    def asked() -> None:
        for question in QUESTIONS:
            for _ in conversation.ask(question):
                pass

    asked()
    before = _memory_now()
    for _ in range(ASKED):
        asked()
    after = _memory_now()
    if before is not None and after is not None:
        count = ASKED * len(QUESTIONS)
        yield Measurement(f"memory that {count} more questions to one chat added", after - before, "MB", aim=20)


def _command(what: str, rounds: int, *words: str, aim: float | None = None) -> Measurement:
    clock, processor = [], []
    for _ in range(rounds):
        start, before = time.perf_counter(), os.times()
        subprocess.run([sys.executable, "-m", "telltale.agent.cli", *words], capture_output=True, check=False)
        clock.append(time.perf_counter() - start)
        after = os.times()
        processor.append(sum(after[2:4]) - sum(before[2:4]))  # of children that ended
    return Measurement(what, median(clock), "s", aim=aim, processor=median(processor))


def _examinations(investigator: Investigator, files: Sequence[Path], rounds: int) -> Iterator[Measurement]:
    """The tower alone, examinations without and with words, and an answer; in turns, so that noise hits all alike."""
    from ..investigator import Investigator
    from ..perception import tower
    from ..sandbox import receive

    bare, short = Investigator(perceive=False, explain=False), Investigator(explain=False)
    short.prepare()
    spent = {name: _Spent() for name in ("tower", "bare", "short", "whole", "first", "answer")}
    views = 0
    for file in files:
        seen = np.stack([view.pixels for view in tower.views(receive(file).exhibit.pixels)])
        views += len(seen)
        for _ in range(rounds):
            with spent["tower"].counted():
                tower.embed(seen)
            tower.forget()
            with spent["bare"].counted():
                bare.examine(file)
            tower.forget()
            with spent["short"].counted():
                short.examine(file)
            tower.forget()
            with spent["whole"].counted():
                investigation = investigator.examine(file)
            with spent["answer"].counted():
                answer = investigator.ask(investigation, QUESTION)
                with spent["first"].counted():
                    next(answer, None)
                for _ in answer:
                    pass
    unit = spent["tower"].mean
    yield spent["tower"].measurement(f"the image encoder alone, {views / len(files):.1f} views a picture")
    yield spent["bare"].measurement("a picture, measured only (--no-perceive --no-explain)", unit)
    yield spent["short"].measurement("a picture with the model's answers (--no-explain)", unit, 1)
    yield spent["whole"].measurement("a picture with the model's answers and an explanation", unit, 4)
    yield spent["first"].measurement("an answer to a question, until its first sentence")
    yield spent["answer"].measurement("an answer to a question, until its last sentence")


def _triage(files: Sequence[Path]) -> Iterator[Measurement]:
    """A triage of small pictures that are cut from the given ones, beside the tower alone on as many views."""
    from ..triage.triage_speed import measure
    from ..triage.triage_worker import Plan

    plan = Plan(perceive=False)
    with TemporaryDirectory() as folder:
        cut = list(_small_pictures(files, Path(folder), BATCHES * plan.batch))
        speed = measure(cut, plan)
    yield Measurement("triage of small pictures, beside the encoder alone", speed.ratio, "×", aim=1.3)
    yield Measurement("triage of small pictures on one core", speed.rate, "pictures/s", aim=2, least=True)


def _small_pictures(files: Sequence[Path], folder: Path, count: int) -> Iterator[Path]:
    from ..sandbox import receive

    pixels = [receive(file).exhibit.pixels for file in files]
    rng = np.random.default_rng(0)
    for number in range(count):
        source = pixels[number % len(pixels)]
        side = min(*source.shape[:2], SMALL_SIDE + 32 * (number % 8))
        top, left = (int(rng.integers(size - side + 1)) for size in source.shape[:2])
        square = Image.fromarray(source[top : top + side, left : left + side]).resize((SMALL_SIDE, SMALL_SIDE))
        file = folder / f"{number}.jpg"
        square.save(file, quality=90)
        yield file


def _memory_now() -> float | None:
    """The memory that this process holds now, in MB; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _most_memory() -> float:
    """The most memory that this process held, in MB; Linux counts in KiB, macOS in bytes."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6
