"""Which views of a picture the main detector should see: how many crops, and a small picture enlarged or repeated.

    python -m telltale.eval.studies view-choices --data SET… --work DIR [--limit N]

Three tables, each by heads that left out the sources that they are tested on. *Views that are kept*: sources with both
labels, whose pictures are kept as a whole and two native crops. *Up to five views*: pictures of 336 px or more, by each
pair of a real and a generated source of such pictures. *Small pictures*: wholes of the first table as thumbnails,
enlarged to the side of a view (as the detector does), or repeated until they fill it, as they are or mirrored.

Letters: P pictures, S side of a picture in pixels.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE, say
from ..metrics import auroc
from ..sets import degradations
from ..sets.records import read_pixels
from ..tables import TableRow, show
from .study import Study, add_data, add_limit, add_work

if TYPE_CHECKING:
    from ...finetune.heads.ridge import LinearHead
    from .pair_scores import LeftOutPairs

Pixels = NDArray[np.uint8]
Scores = dict[str, NDArray[np.float64]]
Tested = dict[str, tuple[Scores, NDArray[np.bool_]]]  # by source or pair: scores [P] by choice, and whether generated
LARGE = 336  # the side from which the detector takes crops
LEAST = 5  # pictures of a source that a pair needs
SIDES = (112, 64)  # of thumbnails
BATCH = 16
HEADER = ("AUROC, mean", "10th percentile", "worst")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_work(parser)
    add_limit(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    from ...finetune.heads import clip_training
    from .corpora import load_main_corpus
    from .pair_scores import LeftOutPairs

    samples, features = load_main_corpus(arguments.data, arguments.work, arguments.limit)
    pairs = LeftOutPairs(samples, clip_training.fit(samples, features), tiers=("",))
    show("Views that are kept", ("views", "sources", *HEADER), table(kept_views(pairs)))
    show("Up to five views", ("views", "pairs", *HEADER), table(more_views(pairs)))
    for side in SIDES:
        show(f"Thumbnails of {side} px", ("filled by", "sources", *HEADER), table(thumbnails(pairs, side)))
    return DONE


def table(tested: Tested) -> list[TableRow]:
    """A row for each choice: AUROC over sources or pairs."""
    rows: dict[str, list[float]] = defaultdict(list)
    for scores, generated in tested.values():
        for choice, values in scores.items():
            area = auroc(values[~generated], values[generated])
            assert area is not None  # both labels are there
            rows[choice].append(area)
    return [
        (choice, str(len(found)), *(f"{value:.3f}" for value in (np.mean(found), np.percentile(found, 10), min(found))))
        for choice, found in rows.items()
    ]


def kept_views(pairs: LeftOutPairs) -> Tested:
    """Scores from the views that the sets keep, of sources with both labels whose pictures have three."""
    found: Tested = {}
    for name in pairs.both():
        score = np.full(len(pairs.samples), np.nan)
        score[pairs.members[name]] = pairs.ridge.left_out(pairs.members[name])
        of_source = [(key, v) for key, many in pairs.pictures.items() if key.source == name for v in many]
        three = [(key.generated, score[list(v)]) for key, v in of_source if not key.tier and len(v) == 3]
        generated = np.array([label for label, _ in three])
        if len(set(generated.tolist())) == 2:
            found[name] = choices([(values[:1], values[1:]) for _, values in three], (1, 2)), generated
    return found


def choices(pictures: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]], counts: Sequence[int]) -> Scores:
    """Scores [P] by how many views are joined: the whole, the crops, and both, averaged as an examination does.

    Args:
        pictures: scores of the wholes and of the crops of each.
        counts: of crops that are tried; the last is all.
    """
    from ...agent.detectors.clip import averaged

    def joined(whole: NDArray[np.float64], crops: NDArray[np.float64]) -> float:
        return averaged(np.concatenate([whole, crops]), np.arange(len(whole) + len(crops)) >= len(whole))

    found = {"the whole": np.array([whole.mean() for whole, _ in pictures])}
    found["the crops"] = np.array([crops[: counts[-1]].mean() for _, crops in pictures])
    for count in counts:
        found[f"whole and {count} crop{'s' * (count > 1)}"] = np.array([joined(w, c[:count]) for w, c in pictures])
    found["all views alike"] = np.array([np.concatenate([w, c[: counts[-1]]]).mean() for w, c in pictures])
    return found


def more_views(pairs: LeftOutPairs) -> Tested:
    """Scores from the whole and up to four crops, of every pair of sources with large pictures."""
    from ...agent.perception import tower

    seen: dict[tuple[str, bool], list[tuple[tower.View, ...]]] = defaultdict(list)
    for sample in pairs.samples:
        if sample.plain and not sample.record.picture:
            pixels = read_pixels(sample.record.path)
            if min(pixels.shape[:2]) >= LARGE:
                seen[sample.source, sample.generated].append(tuple(tower.views(pixels)))
    kept = {key: pictures for key, pictures in seen.items() if len(pictures) >= LEAST}
    vectors = {key: embedded(view.pixels for views in many for view in views) for key, many in kept.items()}
    say(f"{sum(map(len, kept.values()))} large pictures of {len(kept)} sources")

    def scored(key: tuple[str, bool], head: LinearHead) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
        ends = np.cumsum([len(views) for views in kept[key]])[:-1]
        parts = np.split(head(vectors[key]).astype(np.float64), ends)
        crops = [np.array([view.scale == 1.0 for view in views]) for views in kept[key]]
        return [(part[~crop], part[crop]) for part, crop in zip(parts, crops, strict=True)]

    found: Tested = {}
    for real, made in product(*([key for key in kept if key[1] is label] for label in (False, True))):
        gone = np.unique(np.concatenate([pairs.members[name] for name, _ in (real, made)]))
        head = pairs.ridge.head(without=gone)
        pictures = [*scored(real, head), *scored(made, head)]
        generated = np.arange(len(pictures)) >= len(kept[real])
        found[f"{real[0]} and {made[0]}"] = choices(pictures, (1, 2, 4)), generated
    return found


def thumbnails(pairs: LeftOutPairs, side: int) -> Tested:
    """Scores of wholes as thumbnails, by how the view is filled, of sources with both labels."""
    found: Tested = {}
    for name in pairs.both():
        plain = [s for s in (pairs.samples[i] for i in pairs.members[name]) if s.plain and s.record.crop == 0]
        small = [degradations.view(read_pixels(sample.record.path), side) for sample in plain]
        head = pairs.ridge.head(without=pairs.members[name])
        scores = {way: head(embedded(map(fill, small))).astype(np.float64) for way, fill in FILLED.items()}
        found[name] = scores, np.array([sample.generated for sample in plain])
        say(f"{name}: {len(plain)} thumbnails of {side} px")
    return found


def embedded(views: Iterable[Pixels]) -> NDArray[np.float32]:
    """The tower's features of views, a batch at a time."""
    from ...agent.perception import tower

    every = list(views)
    batches = [np.stack(every[start : start + BATCH]) for start in range(0, len(every), BATCH)]
    return np.concatenate([tower.embed(batch).vectors for batch in batches])


def repeated(small: Pixels, mode: str = "wrap") -> Pixels:
    """The picture [S, S, 3] beside itself until it fills a view."""
    from ...agent.perception import tower

    more = tower.VIEW - len(small)
    return np.pad(small, ((0, more), (0, more), (0, 0)), mode)  # type: ignore[call-overload]


def mirrored(small: Pixels) -> Pixels:
    """The same, with every second one mirrored, so that no seam shows."""
    return repeated(small, "symmetric")


FILLED: Mapping[str, Callable[[Pixels], Pixels]] = {
    "enlarging (shipped)": degradations.view,
    "repeating": repeated,
    "repeating, mirrored": mirrored,
}

STUDY = Study("view-choices", "how many views of a picture help, and small pictures", __doc__, add_arguments, run)
