"""The steps of the benchmark, each in seconds and beside the cost of the tower alone in the same run.

The tower is the image encoder that every examination has to run, once for each view of a picture. A plain loop over its
views is the unit: what an examination costs beyond it is telltale's own.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the result.

    Attributes:
        what: was measured.
        value: in `unit`.
        unit: s, MB, pictures/s.
        ratio: of the time that it took to that of the tower alone on the same views; None where there is no such
            comparison.
    """

    what: str
    value: float
    unit: str
    ratio: float | None = None


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
    yield Measurement("telltale --help", _command(rounds, "--help"), "s")
    yield Measurement(
        "a missing file named, until the error is printed", _command(rounds, "examine", "no-such.jpg"), "s"
    )
    start = time.perf_counter()
    from ..investigator import Investigator

    investigator = Investigator()
    investigator.prepare()
    yield Measurement("loading libraries and models, once a command", time.perf_counter() - start, "s")
    investigator.examine(files[0])  # warms up
    yield from _examinations(investigator, files, rounds)
    yield from _triage(files)
    yield Measurement("most memory that this process held", _most_memory(), "MB")


def _command(rounds: int, *words: str) -> float:
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "telltale.agent.cli", *words], capture_output=True, check=False)
        spent.append(time.perf_counter() - start)
    return median(spent)


def _examinations(investigator: Investigator, files: Sequence[Path], rounds: int) -> Iterator[Measurement]:
    """The tower alone, examinations without and with words, and an answer; in turns, so that noise hits all alike."""
    from ..investigator import Investigator
    from ..perception import tower
    from ..sandbox import receive

    short = Investigator(perceive=False, explain=False)
    spent: dict[str, list[float]] = {"tower": [], "short": [], "whole": [], "first": [], "answer": []}
    views = 0
    for file in files:
        seen = np.stack([view.pixels for view in tower.views(receive(file).exhibit.pixels)])
        views += len(seen)
        for _ in range(rounds):
            spent["tower"].append(_timed(lambda seen=seen: tower.embed(seen)))
            tower.forget()
            spent["short"].append(_timed(lambda file=file: short.examine(file)))
            tower.forget()
            start = time.perf_counter()
            investigation = investigator.examine(file)
            spent["whole"].append(time.perf_counter() - start)
            first, whole = _answer(investigator, investigation)
            spent["first"].append(first)
            spent["answer"].append(whole)
    mean = {name: float(np.mean(seconds)) for name, seconds in spent.items()}
    unit = mean["tower"]
    yield Measurement(f"the image encoder alone, {views / len(files):.1f} views a picture", unit, "s")
    yield Measurement("a picture, measured only (--no-perceive --no-explain)", mean["short"], "s", mean["short"] / unit)
    yield Measurement("a picture with the model's answers and an explanation", mean["whole"], "s", mean["whole"] / unit)
    yield Measurement("an answer to a question, until its first sentence", mean["first"], "s")
    yield Measurement("an answer to a question, until its last sentence", mean["answer"], "s")


def _answer(investigator: Investigator, investigation: Investigation) -> tuple[float, float]:
    """Seconds until the first sentence of an answer, and until the last."""
    start = time.perf_counter()
    first = None
    for _ in investigator.ask(investigation, QUESTION):
        first = first or time.perf_counter() - start
    whole = time.perf_counter() - start
    return first or whole, whole


def _triage(files: Sequence[Path]) -> Iterator[Measurement]:
    """A triage of small pictures that are cut from the given ones, beside the tower alone on as many views."""
    from ..triage.triage_speed import measure
    from ..triage.triage_worker import Plan

    plan = Plan(perceive=False)
    with TemporaryDirectory() as folder:
        cut = list(_small_pictures(files, Path(folder), BATCHES * plan.batch))
        speed = measure(cut, plan)
    yield Measurement("triage of small pictures in one process", speed.rate, "pictures/s", speed.ratio)


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


def _timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _most_memory() -> float:
    """The most memory that this process held, in MB; Linux counts in KiB, macOS in bytes."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6
