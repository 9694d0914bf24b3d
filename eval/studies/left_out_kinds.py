"""Pictures altered in a part, told by all detectors joined, with their kind of alteration left out of the joining.

    python -m telltale.eval.studies left-out-kinds --pairs KIND=DIR… [--untouched DIR…] [--limit N]

A kind can have several folders, each named with it (`copy=A copy=B`). A folder holds altered pictures and, if there
are any, the untouched ones they came from, in a layout that the study `altered-parts` knows. Folders of `--untouched`
serve only as a comparison. At most `--limit` pictures of each label of a folder are read.

The scores of `altered_part`, `clones` (as log-odds) and `jpeg` are joined by a logistic regression, in which every
folder weighs the same for each label; a score that is missing counts as the middle of the others. Each kind is tested
with what was learned of the other kinds and their originals. The AUROC of every score and of the joined one is given:
against the originals of the same folders first, since these show the same things, and against all untouched pictures
that nothing was learned of. Intervals are for pictures drawn anew, an altered one together with its original.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE, say
from ...agent.intake import IntakeError, receive
from ..metrics import auroc
from ..metrics.uncertainty import bootstrap
from ..sets.manifest import altered_and_originals
from ..sets.records import DataError, pictures_below
from ..tables import TableRow, number, show
from .study import Study

SCORES = ("altered_part", "clones", "jpeg")
JOINED = "joined"
PENALTY = 1.0  # inverse strength of the ridge, on scores of deviation 1
EVERY = 20  # pictures, between lines of progress
NEVER = 1e-3  # a score of 0 or 1 of `clones` is held to so much and its rest


@dataclass(frozen=True, slots=True)
class Told:
    """What the detectors say of one picture.

    Attributes:
        kind: of the alteration; empty for untouched pictures of no kind.
        folder: that it came from.
        name: of the file, which an altered picture and its original share up to `_mod`.
        altered: whether a part was altered.
        scores: float64 [3], NaN where a detector gave none.
    """

    kind: str
    folder: str
    name: str
    altered: bool
    scores: NDArray[np.float64]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--pairs", nargs="+", required=True, metavar="KIND=DIR", help="altered pictures by kind")
    parser.add_argument("--untouched", nargs="*", type=Path, default=[], metavar="DIR", help="untouched pictures")
    parser.add_argument("--limit", type=int, default=200, metavar="N", help="pictures of a folder (default 200)")


def run(arguments: argparse.Namespace) -> int:
    """Print the table.

    Raises:
        DataError: if fewer than two kinds are given, or a folder is named without one.
    """
    folders = [named(each) for each in arguments.pairs]
    if len({kind for kind, _ in folders}) < 2:
        raise DataError("two kinds or more are needed; name each folder with its kind, as in copy=DIR splice=DIR")
    files = [(kind, *file) for kind, folder in folders for file in files_of(folder, arguments.limit)]
    for folder in arguments.untouched:
        files += [("", folder.name, file, False) for file in list(pictures_below(folder))[: arguments.limit]]
    rows = list(readings(files))
    header = (
        "left out",
        "altered",
        "score",
        "its originals",
        "AUROC, 95% interval",
        "all untouched",
        "AUROC, 95% interval",
    )
    show("Kinds of alteration that nothing was learned of", header, table(rows))
    return DONE


def named(text: str) -> tuple[str, Path]:
    """A kind and its folder from `KIND=DIR`.

    Raises:
        DataError: if there is no kind, or no such folder.
    """
    kind, equals, place = text.partition("=")
    if not equals or not kind or not Path(place).is_dir():
        raise DataError(f"{text}: name a folder with its kind, as in copy=DIR")
    return kind, Path(place)


def files_of(folder: Path, limit: int) -> list[tuple[str, Path, bool]]:
    """(folder, file, whether it was altered) of a folder of pairs, at most so many of each label."""
    known = list(altered_and_originals(folder))
    of_label = {
        label: [file for is_altered, file, _ in known if is_altered is label][:limit] for label in (True, False)
    }
    return [(folder.name, file, label) for label, files in of_label.items() for file in files]


def readings(files: Iterable[tuple[str, str, Path, bool]]) -> Iterator[Told]:
    """What the detectors say of every picture that can be examined."""
    from ...agent.detectors.registry import BUILT_IN

    for done, (kind, folder, file, is_altered) in enumerate(files, start=1):
        try:
            exhibit = receive(file)
        except IntakeError:
            continue
        scores = np.full(len(SCORES), np.nan)
        for place, name in enumerate(SCORES):
            reading = BUILT_IN[name].read(exhibit.pixels, exhibit.facts.quality)
            if reading is not None and reading.score is not None:
                scores[place] = reading.score
        chance = np.clip(scores[1], NEVER, 1 - NEVER)
        scores[1] = np.log(chance / (1 - chance))
        yield Told(kind, folder, file.stem.replace("_mod", ""), is_altered, scores)
        if done % EVERY == 0:
            say(f"{done} pictures")


def joined(learned: Sequence[Told], tested: Sequence[Told]) -> NDArray[np.float64]:
    """Log-odds [n] that the tested pictures were altered, from the scores of the others.

    Raises:
        DataError: if one of both labels is missing among those that are learned from.
    """
    from sklearn.linear_model import LogisticRegression

    values, truth = np.stack([told.scores for told in learned]), np.array([told.altered for told in learned])
    if truth.all() or not truth.any():
        raise DataError("untouched pictures of two kinds are needed; add folders with originals")
    middle = middles(values)
    values = np.where(np.isnan(values), middle, values)
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    homes = [(told.folder, told.altered) for told in learned]
    weights = np.array([1 / homes.count(home) for home in homes])
    weights[truth] /= weights[truth].sum()
    weights[~truth] /= weights[~truth].sum()
    model = LogisticRegression(C=PENALTY).fit((values - mean) / spread, truth, weights * len(learned) / 2)
    others = np.stack([told.scores for told in tested])
    others = np.where(np.isnan(others), middle, others)
    return np.asarray(model.decision_function((others - mean) / spread), np.float64)


def middles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median of every column [n, s] without what is missing; 0 where all is."""
    columns = [column[~np.isnan(column)] for column in values.T]
    return np.array([float(np.median(column)) if len(column) else 0.0 for column in columns])


def table(rows: Sequence[Told]) -> list[TableRow]:
    """For every kind and score: the AUROC against its own originals, and against all that nothing was learned of."""
    result = []
    for kind in sorted({told.kind for told in rows} - {""}):
        learned = [told for told in rows if told.kind not in (kind, "")]
        tested = [told for told in rows if told.kind in (kind, "")]
        together = joined(learned, tested)
        values = np.stack([told.scores for told in tested])
        values = np.where(np.isnan(values), middles(values), values)
        made = sum(told.altered for told in tested)
        for name, scores in zip((*SCORES, JOINED), (*values.T, together), strict=True):
            own = [at for at, told in enumerate(tested) if told.kind == kind]
            cells = (_compared(tested, scores, own), _compared(tested, scores, range(len(tested))))
            result.append((kind, str(made), name, *(cell for pair in cells for cell in pair)))
    return result


def _compared(tested: Sequence[Told], scores: NDArray[np.float64], chosen: Sequence[int]) -> tuple[str, str]:
    """How many untouched pictures there are among the chosen ones, and the AUROC against them with its interval."""
    truth = np.array([tested[at].altered for at in chosen])
    values = scores[list(chosen)]
    groups = [f"{tested[at].folder}/{tested[at].name}" for at in chosen]

    def area(drawn: NDArray[np.intp]) -> float | None:
        return auroc(values[drawn][~truth[drawn]], values[drawn][truth[drawn]])

    whole = area(np.arange(len(truth)))
    low, high = bootstrap(area, groups)
    span = "" if low is None or high is None else f" [{low:.2f}, {high:.2f}]"
    return str(int((~truth).sum())), f"{number(whole)}{span}"


STUDY = Study("left-out-kinds", "kinds of alteration that nothing was learned of", __doc__, add_arguments, run)
