"""False alarms on real photographs that are hard: as cameras, studios and services process them, and by what they show.

    python -m telltale.eval.studies hard-pictures --data SET… [--work DIR] [--each N] [--only KIND…] [--out FILE.csv]

Of each source of real pictures a few are drawn. Each is judged as it is and after every processing that
`telltale.eval.sets.camera_processing` names, which leaves a real photograph real. A last table sorts the pictures as
they are by the kind of their source, read from the manifest's column `content`.

With `--work`, the folder of the main detector's training on these sets, that detector judges, by a head and limits that
left the picture's source out. Without, the shipped detectors and their fusion judge pictures that they did not learn
from: each is examined as a JPEG file of quality 92 without metadata, so that pixels alone decide. Every source weighs
the same, and the intervals resample sources, not pictures (`telltale.eval.metrics.group_share`).
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from ...agent.console import DONE, say
from ...agent.evidence import Label
from ...agent.intake import IntakeError
from ...agent.investigator import Investigator
from ...agent.reasoning.weighing.verdict import ERROR_RATE
from ..metrics import group_share
from ..sets.camera_processing import PROCESSINGS, Processing, draws
from ..sets.degradations import Pixels
from ..sets.records import Record, read_pixels
from ..sets.splits import seed_of
from ..tables import UNKNOWN_CELL, TableRow, number, show, write_csv
from .pictures import jpeg_file, records_of
from .study import Study, add_data, add_out

AS_IT_IS = "as it is"
QUALITY = 92  # of the JPEG file that the judge gets

SourceKind = Literal[
    "night and stage", "food", "interiors", "architecture and city", "landscape and travel", "people", "animals",
    "products", "damage", "scans", "film", "black and white", "retouched", "phone", "mixed or not stated",
]  # fmt: skip
# Words and phrases of a source's `content`, in lower case; several kinds may apply to one source.
SOURCE_KINDS: dict[SourceKind, tuple[str, ...]] = {
    "night and stage": ("night", "concert", "concerts", "stage"),
    "food": ("food", "bakery"),
    "interiors": ("interior", "interiors", "real estate", "flats", "villa", "venue"),
    "architecture and city": ("architecture", "buildings", "city", "street", "campus", "roofs"),
    "landscape and travel": ("landscape", "landscapes", "nature", "travel", "sunset", "sunsets"),
    "people": ("people", "face", "faces", "portrait", "portraits", "wedding", "weddings", "fashion", "sport"),
    "animals": ("animal", "animals", "cat", "cats", "dog", "dogs", "pets"),
    "products": ("product", "products", "furniture", "stoves", "shop"),
    "damage": ("damage", "damaged"),
    "scans": ("scan", "scans", "scanned"),
    "film": ("film", "medium format", "analogue", "analog"),
    "black and white": ("black and white", "monochrome"),
    "retouched": ("retouched", "retouching", "studio"),
    "phone": ("phone", "phones", "iphone", "smartphone"),
}


class Judgement(NamedTuple):
    """What a judge says of a picture: a score, higher for synthetic, and the label that it gives."""

    score: float
    label: Label


class JudgedPicture(NamedTuple):
    """A real picture: its kind, its source, and what the judge said."""

    kind: str
    source: str
    score: float
    label_given: Label


Judge = Callable[[Pixels], Judgement | None]  # None for a picture that can't be examined


@dataclass(frozen=True, slots=True)
class Alarms:
    """How the real pictures of one kind were judged; in shares and the mean score each source weighs the same.

    Attributes:
        kind: of the pictures.
        pictures: how many.
        sources: how many.
        synthetic: the share called synthetic.
        interval: 95% of that share, by resampling sources; None if there is one source.
        tampered: the share called tampered.
        real: the share called real.
        score: the mean.
    """

    kind: str
    pictures: int
    sources: int
    synthetic: float
    interval: tuple[float, float] | None
    tampered: float
    real: float
    score: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    parser.add_argument("--work", type=Path, metavar="DIR", help="judge by heads that left out each source")
    parser.add_argument("--each", type=int, default=3, metavar="N", help="pictures of a source (default 3)")
    parser.add_argument("--only", nargs="+", choices=[*PROCESSINGS], metavar="KIND", help="processings (default: all)")
    add_out(parser, "FILE", "write every judgement to this CSV file", required=False)


def run(arguments: argparse.Namespace) -> int:
    """Print both tables, and how many pictures could not be examined."""
    records = drawn_by_source(records_of(arguments.data), arguments.each)
    chosen = {name: PROCESSINGS[name] for name in arguments.only or PROCESSINGS}
    if arguments.work:
        rows, left_out = by_left_out_heads(arguments.data, arguments.work, records, [*chosen]), 0
    else:
        rows, left_out = judged(records, examined_by(Investigator(perceive=False, explain=False)), chosen)
    if arguments.out:
        cells = ((row.kind, row.source, f"{row.score:.4f}", row.label_given) for row in rows)
        write_csv(arguments.out, ("kind", "source", "score", "label"), cells)
    header = ("kind", "pictures", "sources", "called synthetic", "95%", "called tampered", "called real", "mean score")
    show("Real pictures by how they were processed", header, map(cells_of, alarms(rows)))
    show("Real pictures as they are, by kind of source", header, map(cells_of, alarms(by_content(rows, records))))
    print(f"\n{len(rows)} pictures judged; {left_out} could not be examined")
    return DONE


def kinds_of(content: str) -> tuple[SourceKind, ...]:
    """The kinds whose words occur in what a manifest says of a source's content; whole words, in any case."""
    words = f" {' '.join(re.findall('[a-z]+', content.lower()))} "
    found: list[SourceKind] = [kind for kind, keys in SOURCE_KINDS.items() if any(f" {key} " in words for key in keys)]
    return tuple(found) or ("mixed or not stated",)


def drawn_by_source(records: Sequence[Record], count: int) -> list[Record]:
    """At most `count` real pictures of each source, drawn at random with a fixed seed; of each, the first view."""
    views: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        if record.label == "real":
            views[record.source].setdefault(record.picture or str(record.path), record)
    drawn = []
    for source, pictures in sorted(views.items()):
        order = np.random.default_rng(seed_of("hard pictures", source)).permutation(len(pictures))
        held = [*pictures.values()]
        drawn += [held[i] for i in order[:count]]
    return drawn


def judged(
    records: Iterable[Record], judge: Judge, processings: Mapping[str, Processing] = PROCESSINGS
) -> tuple[list[JudgedPicture], int]:
    """Every picture as it is and after each processing, judged; and how many the judge could not examine."""
    rows, left_out = [], 0
    for record in records:
        for kind, pixels in processed(record, processings):
            said = judge(pixels)
            if said is None:
                left_out += 1
            else:
                rows.append(JudgedPicture(kind, record.source, *said))
    return rows, left_out


def by_left_out_heads(
    sets: Sequence[Path], work: Path, records: Sequence[Record], kinds: Sequence[str]
) -> list[JudgedPicture]:
    """The pictures as they are and processed, judged by the main detector as it is without their source.

    Args:
        sets: that it was trained on.
        work: the folder of that training.
        records: the pictures to judge.
        kinds: what is done to them, of `PROCESSINGS`.
    """
    from ...finetune.heads import clip_training, tower_features
    from .pair_scores import LeftOutPairs
    from .pair_tables import Limits

    learned = tower_features.main_corpus(tower_features.limited(records_of(sets)))
    names = {(record.source, record.name) for record in records}
    tested = [
        tower_features.Sample(sample.record, damage=kind)
        for sample in learned
        if not sample.damage and sample.record.crop <= 1 and (sample.record.source, sample.record.name) in names
        for kind in kinds
    ]
    parts = [tower_features.extract(samples, work / "features", report=say) for samples in (learned, tested)]
    samples = [*learned, *tested]
    pairs = LeftOutPairs(samples, clip_training.fit(samples, np.concatenate(parts)), ("", *kinds))
    limits, rows = Limits(pairs, ERROR_RATE), []
    for source in pairs.real:
        upper, lower = limits.between(source)
        for tier, (scores, _) in pairs.pair(source, source).scores.items():
            for score in scores.tolist():
                label: Label = "synthetic" if score >= upper else "real" if score <= lower else "inconclusive"
                rows.append(JudgedPicture(tier or AS_IT_IS, source, score, label))
    return rows


def processed(record: Record, processings: Mapping[str, Processing]) -> Iterator[tuple[str, Pixels]]:
    """A picture by what was done to it, first as it is; the random numbers depend on the picture and the kind alone."""
    pixels = read_pixels(record.path)
    yield AS_IT_IS, pixels
    for kind, change in processings.items():
        yield kind, change(pixels, draws(kind, record.name))


def examined_by(investigator: Investigator) -> Judge:
    """A judge that examines a picture as a JPEG file; the score is the probability of synthetic."""

    def judge(pixels: Pixels) -> Judgement | None:
        try:
            verdict = investigator.examine(jpeg_file(pixels, QUALITY), "picture.jpg").examination.verdict
        except IntakeError:
            return None
        return Judgement(verdict.probabilities["synthetic"], verdict.label)

    return judge


def by_content(rows: Iterable[JudgedPicture], records: Iterable[Record]) -> list[JudgedPicture]:
    """The pictures as they are, once for each kind of their source."""
    contents: dict[str, set[str]] = defaultdict(set)
    for record in records:
        contents[record.source].add(record.content)
    kinds = {source: kinds_of(", ".join(sorted(said))) for source, said in contents.items()}
    return [row._replace(kind=kind) for row in rows if row.kind == AS_IT_IS for kind in kinds[row.source]]


def alarms(rows: Sequence[JudgedPicture], resamples: int = 500, seed: int = 0) -> list[Alarms]:
    """How each kind was judged, the kind with the greatest share called synthetic first, then by the mean score."""
    grouped: dict[str, list[JudgedPicture]] = defaultdict(list)
    for row in rows:
        grouped[row.kind].append(row)
    found = [_of_kind(kind, members, resamples, seed) for kind, members in grouped.items()]
    return sorted(found, key=lambda one: (-one.synthetic, -one.score, one.kind))


def _of_kind(kind: str, rows: Sequence[JudgedPicture], resamples: int, seed: int) -> Alarms:
    sources = [row.source for row in rows]
    scores: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        scores[row.source].append(row.score)

    def share(label: Label) -> tuple[float, float | None, float | None]:
        return group_share([row.label_given == label for row in rows], sources, resamples, seed)

    synthetic, low, high = share("synthetic")
    return Alarms(
        kind=kind,
        pictures=len(rows),
        sources=len(scores),
        synthetic=synthetic,
        interval=None if low is None or high is None else (low, high),
        tampered=share("tampered")[0],
        real=share("real")[0],
        score=float(np.mean([np.mean(of_source) for of_source in scores.values()])),
    )


def cells_of(row: Alarms) -> TableRow:
    """A row of the table."""
    interval = UNKNOWN_CELL if row.interval is None else f"{row.interval[0]:.1%} to {row.interval[1]:.1%}"
    shares = f"{row.synthetic:.1%}", interval, f"{row.tampered:.1%}", f"{row.real:.1%}"
    return row.kind, str(row.pictures), str(row.sources), *shares, number(row.score)


STUDY = Study("hard-pictures", "false alarms on processed photographs, by kind", __doc__, add_arguments, run)
