"""Clips: whether sampled frames or what happens between them tell recordings from generated clips of other sources.

    python -m telltale.eval.studies video-clips --data DIR [--frames N] [--no-frames] [--records FILE.jsonl]

`--data` is a folder with `manifest.csv` (file, label, source), or with folders `real` and `generated`, in which a
folder is a source and a clip by itself is a source of its own; by default the folder that the variable TELLTALE_CLIPS
names. One source of recordings and one of generated clips are left out together. Scores of frames are those for
pictures, and nothing of them is fitted to clips; the way of summing them up is chosen on the other sources. What is
measured between frames, and what the file alone says (size, length, rate, codec, sound), is weighed by a ridge that
learns from the other sources. If the file alone does as well, the clips can't show that anything else works. Where each
source is one clip, the AUROC of a pair is 0, ½ or 1.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...agent.console import DONE
from ...agent.video.frame_scores import lean_of
from ..sets.records import DataError
from ..tables import TableRow, number, show
from .clip_scores import (
    Measured,
    Numbers,
    Sources,
    chosen,
    clips_of,
    file_numbers,
    frame_numbers,
    learned,
    limit,
    measured,
    temporal_numbers,
)
from .study import Study

FOLDER = "TELLTALE_CLIPS"
_LABELS = ("kind", "sources", "limit at", "labelled", "wrong")
_PICTURES = ("clips", "leaning to generated", "frames", "labelled *synthetic*", "in so many clips")
_HEADER = ("number", "AUROC of all clips", "95%", "pairs, mean", "10th percentile")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    what = f"folder of labelled clips (default: the one that {FOLDER} names)"
    parser.add_argument("--data", type=Path, default=os.environ.get(FOLDER), metavar="DIR", help=what)
    parser.add_argument("--frames", type=int, default=12, metavar="N", help="frames of a clip (default 12)")
    parser.add_argument(
        "--records", type=Path, metavar="FILE.jsonl", help="keep records there, so that a run that ended goes on"
    )
    parser.add_argument("--no-frames", action="store_true", help="leave out the scores of frames, which take long")
    parser.add_argument("--error-rate", type=float, default=0.05, metavar="P", help="of labels (default 0.05)")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables.

    Raises:
        DataError: if no folder is named, or it holds no clips of both labels.
    """
    if arguments.data is None:
        raise DataError(f"name a folder of clips with --data, or with the variable {FOLDER}")
    clips = measured(
        clips_of(Path(arguments.data)), arguments.frames, arguments.records, scored=not arguments.no_frames
    )
    sources = Sources(np.array([one.clip.generated for one in clips]), tuple(one.clip.source for one in clips))
    show("Clips", ("label", "clips", "sources", "frames measured"), counts(clips))
    if not arguments.no_frames:
        show_frames(clips, sources, arguments.error_rate)
    for title, of in (("Between frames", temporal_numbers), ("The file alone", file_numbers)):
        x, names = columns([of(one.record) for one in clips])
        rows = [(name, number(None), number(None), *spread(sources.areas(learned(x[:, [at]], sources.generated))))
                for at, name in enumerate(names)]  # fmt: skip
        rows.append(("all of them", number(None), number(None), *spread(sources.areas(learned(x, sources.generated)))))
        show(f"{title}, learned from the other sources", _HEADER, rows)
    return DONE


def show_frames(clips: Sequence[Measured], sources: Sources, error_rate: float) -> None:
    """Print what the scores of sampled frames come to."""
    frames, names = columns([frame_numbers(one.record) for one in clips])
    rows = [row(name, frames[:, at], sources) for at, name in enumerate(names)]
    rows.append(
        ("chosen on the other sources", number(None), number(None), *spread(sources.areas(chosen(frames, sources))))
    )
    show("Scores of sampled frames, nothing fitted to clips", _HEADER, rows)
    middle = frames[:, names.index("median")]
    show("Labels by the middle score of the frames", _LABELS, labels(middle, sources, error_rate))
    show("Frames as pictures by themselves", _PICTURES, as_pictures(clips))


def columns(rows: Sequence[dict[str, float]]) -> tuple[Numbers, list[str]]:
    """Numbers [n, k] and their names."""
    names = list(rows[0])
    return np.array([[one[name] for name in names] for one in rows], float), names


def counts(clips: Sequence[Measured]) -> list[TableRow]:
    """How many clips and sources there are of each label."""
    rows = []
    for made, label in ((False, "recordings"), (True, "generated")):
        own = [one for one in clips if one.clip.generated == made]
        frames = sum(len(one.record.frames) for one in own)
        rows.append((label, str(len(own)), str(len({one.clip.source for one in own})), str(frames)))
    return rows


def row(name: str, scores: Numbers, sources: Sources) -> TableRow:
    """AUROC of all clips with its interval over sources, and over pairs."""
    from ..metrics import auroc, bootstrap

    made = sources.generated

    def area(at: np.ndarray) -> float | None:
        return auroc(scores[at][~made[at]], scores[at][made[at]])

    low, high = bootstrap(area, sources.names)
    interval = f"{number(low, 2)} to {number(high, 2)}"
    areas = sources.areas(lambda pair, others: scores[pair])
    return (name, number(area(np.arange(len(scores)))), interval, *spread(areas))


def spread(areas: Sequence[float]) -> tuple[str, str]:
    """The mean over pairs, and the 10th percentile."""
    if not areas:
        return number(None), number(None)
    return number(float(np.mean(areas))), number(float(np.percentile(areas, 10)))


def labels(scores: Numbers, sources: Sources, rate: float) -> list[TableRow]:
    """What would be labelled by limits from the other sources: at the rate asked for, and at the least one possible."""
    rows = []
    for kind, sign in (("synthetic", 1.0), ("real", -1.0)):
        others = sources.generated != (sign > 0)  # those that must not get this label
        count = len({name for name, other in zip(sources.names, others, strict=True) if other})
        for asked in dict.fromkeys((rate, max(rate, 1 / count if count > 1 else 1.0))):
            labelled, wrong, possible = _labelled(sign * scores, sources, others, asked)
            told = (f"{labelled}", f"{wrong}") if possible else (f"none: {count} sources are too few", number(None))
            rows.append((kind, str(count), f"{asked:.1%}", *told))
    return rows


def _labelled(scores: Numbers, sources: Sources, others: np.ndarray, rate: float) -> tuple[int, int, bool]:
    """Clips above the limit of the other sources, those of them that are wrong, and whether a limit can be set."""
    names = np.array(sources.names)
    labelled = wrong = 0
    possible = False
    for source in sorted(set(sources.names)):
        own, known = names == source, others & (names != source)
        highest = np.array([scores[known & (names == name)].max() for name in sorted(set(names[known]))])
        edge = limit(highest, rate)
        if edge is None:
            continue
        possible = True
        above = own & (scores > edge)
        labelled += int(above.sum())
        wrong += int((above & others).sum())
    return labelled, wrong, possible


def as_pictures(clips: Sequence[Measured]) -> list[TableRow]:
    """How many clips lean to generated by their middle score, and frames that would be labelled so as pictures."""
    rows = []
    for made, label in ((False, "recordings"), (True, "generated")):
        own = [one.record.frames for one in clips if one.clip.generated == made]
        hits = [sum(frame.as_picture == "synthetic" for frame in frames) for frames in own]
        total = sum(map(len, own))
        leaning = sum(
            lean_of(frame_numbers(one.record)["median"]) == "synthetic" for one in clips if one.clip.generated == made
        )
        share = f"{sum(hits)} ({sum(hits) / total:.0%})" if total else number(None)
        rows.append(
            (label, f"{leaning} of {len(own)}", str(total), share, f"{sum(hit > 0 for hit in hits)} of {len(own)}")
        )
    return rows


STUDY = Study("video-clips", "clips: their frames, what happens between them, the file", __doc__, add_arguments, run)
