"""Faces found in pictures and scored by themselves, with one method of making them left out at a time.

    python -m telltale.eval.studies face-crops --work DIR [--data SET…] [--video DDVQA] [--minutes N] [--limit N]

The largest face of each picture is found by MTCNN, turned upright, scaled to 224 px and seen by the CLIP tower; what it
sees is kept in `--work`, so that a run that ends after `--minutes` goes on at the next. The first table counts the
pictures in which a face was found, by source. The second leaves out each method with the people in it and each
generator: a linear head learns from all others, and is asked about the one that it does not know against photographs
that it does not know. The third does the same with a head that learns from photographs and copies blended with
themselves alone, so that no generator and no method is known to it.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE, say
from ..sets.records import Record, read_pixels
from ..sets.splits import in_share, seed_of
from ..tables import TableRow, number, show
from .pictures import records_of
from .study import Study, add_data

METHODS = {"0": "Deepfakes", "1": "Face2Face", "2": "FaceShifter", "3": "FaceSwap", "6": "NeuralTextures"}
ORIGINAL = "5"
VIDEO = "compressed video"
TESTED = 0.4  # share of the groups that no head learns from
PENALTY = 0.3  # of the ridge, in units of D
BATCH = 8
_NOTHING = np.zeros(0, np.float16)


@dataclass(frozen=True, slots=True)
class FaceItem:
    """A picture that may show a face: its file, what made it (empty for a photograph), its source and its people."""

    path: Path
    made_by: str
    source: str
    group: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser, required=False)
    parser.add_argument("--video", type=Path, metavar="DIR", help="DD-VQA as released")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="the folder for what the tower sees")
    parser.add_argument("--minutes", type=float, default=7.0, metavar="N", help="end the looking after (default 7)")
    parser.add_argument("--limit", type=int, default=200, metavar="N", help="pictures of a source (default 200)")
    parser.add_argument("--video-limit", type=int, default=200, metavar="N", help="crops of a method (default 200)")
    parser.add_argument("--content", nargs="+", default=[], metavar="WORD", help="only pictures that show one of these")
    parser.add_argument("--blended", action="store_true", help="also blend photographs with themselves")


def run(arguments: argparse.Namespace) -> int:
    """Look at the pictures that are left, and print the tables if none is."""
    records = [r for r in records_of(arguments.data) if _shows(r, arguments.content)]
    crops = of_video(arguments.video) if arguments.video else []
    items = [*limited(crops, arguments.video_limit), *limited(of_records(records), arguments.limit)]
    seen, blended, left = look(items, arguments.work, arguments.minutes, blend=arguments.blended)
    if left:
        say(f"{left} pictures are left; run the command again")
        return DONE
    show("Faces found", ("source", "made by", "pictures", "with a face"), rows_of_found(items, seen))
    kept = [item for item in items if len(seen[str(item.path)])]
    x = np.stack([seen[str(item.path)] for item in kept]).astype(np.float32)
    header = ("left out", "faces", "photographs", "AUROC", "above 5% of photographs")
    show("One method or generator left out", header, rows_left_out(kept, x))
    if blended:
        y = np.stack(list(blended.values())).astype(np.float32)
        own = [item for item in kept if str(item.path) in blended]
        show("Learned from blended photographs alone", header, rows_blended(kept, x, own, y))
    return DONE


def _shows(record: Record, words: Sequence[str]) -> bool:
    return not words or any(word in record.content for word in words)


def of_records(records: Sequence[Record]) -> list[FaceItem]:
    """Pictures of sets, whole ones alone."""
    return [
        FaceItem(r.path, (r.generator or "not named") if r.label != "real" else "", r.source, r.group)
        for r in records
        if not r.crop
    ]


def of_video(folder: Path) -> list[FaceItem]:
    """The crops of DD-VQA; frames of two people who were swapped with each other, and their originals, are a group.

    Raises:
        ValueError: if there are none.
    """
    files = sorted(folder.glob("utils/DDVQA_images/c40/*/*.jpg"))
    if not files:
        raise ValueError(f"{folder}: no face crops in utils/DDVQA_images/c40; give DD-VQA as released")
    names = {file: file.stem.split("_") for file in files}
    partner = {
        a: b for parts in names.values() if len(parts) == 3 for a, b in ((parts[1], parts[2]), (parts[2], parts[1]))
    }
    return [
        FaceItem(file, METHODS.get(parts[0], ""), VIDEO, min(parts[1], partner.get(parts[1], parts[1])))
        for file, parts in names.items()
    ]


def limited(items: Sequence[FaceItem], limit: int) -> list[FaceItem]:
    """At most so many of each source and maker, at even steps."""
    by_source: dict[tuple[str, str], list[FaceItem]] = defaultdict(list)
    for item in items:
        by_source[(item.source, item.made_by)].append(item)
    return [item for each in by_source.values() for item in each[:: max(1, -(-len(each) // limit))]]


def look(
    items: Sequence[FaceItem], work: Path, minutes: float, *, blend: bool
) -> tuple[dict[str, NDArray[np.float16]], dict[str, NDArray[np.float16]], int]:
    """What the tower sees of the largest face in each picture, empty without one; of blended photographs; what is left.

    Both are by path and kept in a folder. Photographs are blended if that is wanted when they are first seen.
    """
    from ...agent.perception import face_finding, tower
    from ...finetune.pseudo_fakes.self_blended import self_blended

    work.mkdir(parents=True, exist_ok=True)
    file, start = work / "face_crops.npz", time.monotonic()
    seen: dict[str, NDArray[np.float16]] = dict(np.load(file)) if file.exists() else {}
    todo = [item for item in items if str(item.path) not in seen]
    done = 0
    while done < len(todo) and time.monotonic() - start < 60 * minutes:
        views: dict[str, NDArray[np.uint8]] = {}
        for item in todo[done : done + BATCH]:
            pixels, name = read_pixels(item.path), str(item.path)
            found = face_finding.find(pixels)
            seen[name] = _NOTHING
            if found:
                views[name] = face_finding.aligned(pixels, found[0])
                if blend and not item.made_by:
                    rng = np.random.default_rng(seed_of(item.path.name))
                    views[f"blended {name}"] = self_blended(views[name], rng).shown
        if views:
            vectors = tower.embed(np.stack(list(views.values()))).vectors.astype(np.float16)
            seen |= dict(zip(views, vectors, strict=True))
        done += BATCH
    np.savez(file, **seen)  # type: ignore[arg-type]
    wanted = {str(item.path) for item in items}
    blended = {name.removeprefix("blended "): v for name, v in seen.items() if name.startswith("blended ")}
    return (
        {name: v for name, v in seen.items() if name in wanted},
        {name: v for name, v in blended.items() if name in wanted},
        max(0, len(todo) - done),
    )


def rows_of_found(items: Sequence[FaceItem], seen: dict[str, NDArray[np.float16]]) -> list[TableRow]:
    """(source, maker, pictures, those with a face), of sources with at least five faces."""
    by_source: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for item in items:
        by_source[(item.source, item.made_by or "photograph")].append(bool(len(seen[str(item.path)])))
    return [
        (*source, f"{len(found)}", f"{sum(found)}") for source, found in sorted(by_source.items()) if sum(found) >= 5
    ]


def rows_left_out(items: Sequence[FaceItem], x: NDArray[np.float32]) -> list[TableRow]:
    """Each method or generator with ten faces or more, scored by a head that learned from all others.

    A share of the groups is kept from every head, photographs and the made faces of the same people alike.
    """
    made = np.array([bool(item.made_by) for item in items])
    tested = np.array([_tested(item) for item in items])
    rows = []
    for maker, inside in _makers(items):
        trained = ~tested & ~inside
        weight, bias = ridge(x[trained], made[trained])
        video = any(item.source == VIDEO for item, own in zip(items, inside, strict=True) if own)
        against = tested & ~made & np.array([(item.source == VIDEO) is video for item in items])
        rows.append(_row(maker, x @ weight + bias, inside & tested if video else inside, against))
    return rows


def rows_blended(
    items: Sequence[FaceItem], x: NDArray[np.float32], own: Sequence[FaceItem], y: NDArray[np.float32]
) -> list[TableRow]:
    """The same by a head that knows photographs and their blended copies alone; its own task first."""
    made = np.array([bool(item.made_by) for item in items])
    tested, held = np.array([_tested(item) for item in items]), np.array([_tested(item) for item in own])
    learned = np.concatenate([x[~made & ~tested], y[~held]])
    weight, bias = ridge(learned, np.arange(len(learned)) >= (~made & ~tested).sum())
    scores, blended = x @ weight + bias, y[held] @ weight + bias
    rows = [_of("blended photographs", blended, scores[tested & ~made])]
    for maker, inside in _makers(items):
        video = any(item.source == VIDEO for item, mine in zip(items, inside, strict=True) if mine)
        against = tested & ~made & np.array([(item.source == VIDEO) is video for item in items])
        rows.append(_row(maker, scores, inside, against))
    return rows


def _tested(item: FaceItem) -> bool:
    return in_share(item.group, TESTED, "face crops")


def _makers(items: Sequence[FaceItem]) -> list[tuple[str, NDArray[np.bool_]]]:
    names = sorted({item.made_by for item in items if item.made_by})
    found = [(name, np.array([item.made_by == name for item in items])) for name in names]
    return [(name, inside) for name, inside in found if inside.sum() >= 10]


def _row(name: str, scores: NDArray[np.float32], inside: NDArray[np.bool_], against: NDArray[np.bool_]) -> TableRow:
    return _of(name, scores[inside], scores[against])


def _of(name: str, made: NDArray[np.float32], real: NDArray[np.float32]) -> TableRow:
    from ..metrics import auroc

    if not len(made) or not len(real):
        return name, f"{len(made)}", f"{len(real)}", number(None), number(None)
    above = float((made > np.quantile(real, 0.95)).mean())
    return name, f"{len(made)}", f"{len(real)}", number(auroc(real, made)), number(above)


def ridge(x: NDArray[np.float32], made: NDArray[np.bool_]) -> tuple[NDArray[np.float32], float]:
    """Weight float32 [D] and bias of a ridge regression in the dual form, both labels weighing the same."""
    mean, scale = x.mean(0), x.std(0) + np.float32(1e-3)
    rows = (x - mean) / scale
    wanted = np.where(made, 1.0, -1.0).astype(np.float32)
    each = np.where(made, 0.5 / max(1, made.sum()), 0.5 / max(1, (~made).sum())).astype(np.float32) * len(x)
    gram = rows @ rows.T
    gram[np.diag_indices(len(x))] += PENALTY * x.shape[1] / each
    centred = wanted - np.float32((each * wanted).sum() / each.sum())
    weight = (rows.T @ np.linalg.solve(gram, centred)) / scale
    return weight.astype(np.float32), float(-weight @ mean)


STUDY = Study("face-crops", "faces by themselves, with one method or generator left out", __doc__, add_arguments, run)
