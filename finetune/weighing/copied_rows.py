"""What the search for copied parts says of pictures with a copy, of their untouched twins, and of innocent repeats.

Rows are kept as JSON lines, so that a run that was cut off goes on where it stopped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from ...agent.console import Progress
from ...agent.locating.copy_finding import copied
from ...eval.sets import degradations
from ...eval.sets.records import Record, read_pixels
from ...eval.sets.splits import seed_of
from ..progress_steps import tracked
from ..pseudo_fakes.copied_parts import SMALLEST, CopiedPair, copied_pair
from ..pseudo_fakes.repeating import KINDS, repeating
from .kept_rows import kept_rows

FILE = "copied.jsonl"
COPIED, UNTOUCHED = "copied", "untouched"  # ways; the others are the kinds of `repeating`
ONLY_UNTOUCHED = 2  # photographs of a source for each in which a part is copied
LARGE = (350_000, 800_000)  # pixels to which larger photographs are scaled
Pixels = NDArray[np.uint8]  # [H, W, 3]


class CopiedRow(BaseModel):
    """One picture and what was found in it.

    Attributes:
        name: of the photograph.
        source: of the photograph.
        content: of the photograph, empty if that is not known.
        way: copied, untouched, or a kind of innocent repeats that was made from it.
        short_side: px.
        jpeg_quality: of the file, None if it was no JPEG.
        tested: whether the picture could be searched.
        score: of the best pair, 0 to 1.
        f1: pixel F1 of what is reported, None where nothing was copied.
        ground, plain, share: of the copy, as `CopiedPair` has them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    source: str
    content: str
    way: str
    short_side: int
    jpeg_quality: int | None
    tested: bool
    score: float
    f1: float | None = None
    ground: str = ""
    plain: bool = False
    share: float = 0.0


def plan(records: Sequence[Record], limit: int) -> list[tuple[Record, bool]]:
    """Photographs in a random order, and whether a part is copied in each.

    In `limit` of a source in a set one is, and twice as many more are only left untouched, since false alarms are rare.
    Of pictures with views the whole ones are taken.
    """
    sources: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        if record.label == "real" and not record.crop:
            sources[record.place, record.source].append(record)
    kept = []
    for (_, source), members in sorted(sources.items()):
        rng = np.random.default_rng(seed_of(source, "copied"))
        chosen = rng.permutation(len(members))[: (1 + ONLY_UNTOUCHED) * limit]
        kept += [(members[i], rank < limit) for rank, i in enumerate(chosen)]
    return [kept[i] for i in np.random.default_rng(0).permutation(len(kept))]


def pair_of(record: Record) -> CopiedPair | None:
    """The picture with a copied part and its twin; None if the photograph is too small, or no two places were found."""
    rng = np.random.default_rng(seed_of(record.path.name, "copied"))
    pixels = read_pixels(record.path)
    area = pixels.shape[0] * pixels.shape[1]
    if min(pixels.shape[:2]) < SMALLEST:
        return None
    if area > LARGE[0]:
        factor = float(np.sqrt(rng.uniform(*LARGE) / area))
        pixels = degradations.resize(pixels, min(factor, 1.0), degradations.KERNELS[int(rng.integers(1, 5))])
    return copied_pair(np.ascontiguousarray(pixels), rng)


def rows_of(record: Record, copy: bool) -> Iterator[CopiedRow]:
    """The rows of one photograph: if a part is copied, its copy and a kind of innocent repeats for one in three by its
    name; and its untouched twin.
    """  # noqa: D205
    pair = pair_of(record)
    if pair is None:
        return
    yield _row(record, UNTOUCHED, pair.untouched, pair.quality)
    if not copy:
        return
    facts = {"ground": pair.ground, "plain": pair.plain, "share": round(pair.share, 4)}
    yield _row(record, COPIED, pair.edited, pair.quality, pair.mask).model_copy(update=facts)
    drawn = seed_of(record.path.name, "repeats") % (3 * len(KINDS))
    if drawn < len(KINDS):
        kind = KINDS[drawn]
        rng = np.random.default_rng(seed_of(record.path.name, kind))
        quality = int(rng.integers(60, 96))
        made = degradations.jpeg(repeating(kind, read_pixels(record.path), rng), quality)
        yield _row(record, kind, made, quality)


def _row(
    record: Record, way: str, pixels: Pixels, quality: int | None, truth: NDArray[np.bool_] | None = None
) -> CopiedRow:
    found = copied(pixels, quality)
    f1 = None
    if truth is not None:
        f1 = round(2 * float((found.mask & truth).sum()) / max(float(found.mask.sum() + truth.sum()), 1.0), 4)
    return CopiedRow(
        name=record.path.name,
        source=record.source,
        content=record.content,
        way=way,
        short_side=min(pixels.shape[:2]),
        jpeg_quality=quality,
        tested=found.why_not is None,
        score=round(found.score, 5),
        f1=f1,
    )


def collect(work: Path, records: Sequence[tuple[Record, bool]], report: Progress = print) -> list[CopiedRow]:
    """Measure all that the work folder does not have yet, and return every row of these photographs."""
    work.mkdir(parents=True, exist_ok=True)
    file = work / FILE
    known: dict[str, list[CopiedRow]] = defaultdict(list)
    for row in kept_rows(file, CopiedRow) if file.exists() else ():
        known[row.name].append(row)
    done = {name: {row.way for row in of} for name, of in known.items()}
    missing = [each for each in records if (COPIED if each[1] else UNTOUCHED) not in done.get(each[0].path.name, ())]
    report(f"{len(records)} photographs, {len(missing)} to measure")
    with file.open("a", encoding="utf-8") as stream:
        for record, copy in tracked(missing, len(missing), "photographs"):
            known[record.path.name] = list(rows_of(record, copy))
            stream.write("".join(row.model_dump_json() + "\n" for row in known[record.path.name]))
            stream.flush()
    return [row for each, copy in records for row in known[each.path.name] if copy or row.way == UNTOUCHED]
