"""FaceForensics++: real or manipulated? Videos or their frames, by method."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...prompts import load
from .. import scoring
from ..items import Item, Task, Truth
from ..sets.faceforensics_files import clips, is_faceforensics
from ..sets.found_files import found
from ..sets.label_words import DataError
from ..sets.records import PICTURES, relative_name
from .catalogue import TaskError
from .labelled import SPLIT_NAMES

_COMPRESSIONS = ("c23", "c40", "raw", "c0", "all")


def read(
    data: Path, media: str = "videos", compression: str = "c23", split: str = "test", phrasing: str = "fake"
) -> Iterator[Item]:
    """One item a video or frame of a split; both videos of a pair of people form a group."""
    if not is_faceforensics(data):
        expected = "original_sequences and manipulated_sequences"
        raise TaskError(f"{data}: expected the folders {expected}; {found(data)}")
    try:
        every = list(clips(data))
    except DataError as error:
        raise TaskError(str(error)) from None
    wanted = [clip for clip in every if (clip.path.suffix.lower() in PICTURES) == (media == "frames")]
    wanted = [clip for clip in wanted if compression in ("all", clip.compression)]
    if not wanted:
        kinds = ", ".join(sorted({clip.compression or "without a compression" for clip in every}))
        frames = sum(clip.path.suffix.lower() in PICTURES for clip in every)
        there = f"found: {len(every) - frames} videos and {frames} frames ({kinds or 'of no compression'})"
        raise TaskError(f"{data}: has no {media} of compression {compression}; {there}")
    if any(clip.split for clip in wanted) and split != "all":
        wanted = [clip for clip in wanted if clip.split in SPLIT_NAMES[split][:1]]
    elif split != "all":
        raise TaskError(f"{data}: has no splits/{split}.json, so its split is not known; add it, or give --split all")
    if not wanted:
        raise TaskError(
            f"{data}: has no {media} of compression {compression} in the split {split}; choose another --split"
        )
    asks: tuple[Truth, ...] = ("fake", "real") if phrasing == "both" else (phrasing,)  # type: ignore[assignment]
    for clip in wanted:
        truth: Truth = "fake" if clip.method else "real"
        for word in asks:
            yield Item(
                id=f"{relative_name(clip.path, data)}?{word}",
                kind="judgement",
                media=(str(clip.path),),
                modality="image" if media == "frames" else "video",
                question=load(f"eval_is_it_{word}"),
                answer="yes" if word == truth else "no",
                truth=truth,
                asks=word,
                category=clip.compression,
                generator=clip.method,
                source=clip.collection,
                group=clip.pair,
            )


TASKS = (
    Task(
        "faceforensics",
        "FaceForensics++: real or manipulated? By method",
        "its folder, with original_sequences, manipulated_sequences and splits",
        read,
        scoring.detection,
        {
            "media": ("videos", "frames"),
            "compression": _COMPRESSIONS,
            "split": ("test", "train", "val", "all"),
            "phrasing": ("fake", "real", "both"),
        },
    ),
)
