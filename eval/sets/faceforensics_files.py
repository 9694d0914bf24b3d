"""FaceForensics++ (Rössler et al., 2019) as its download script writes it: original and manipulated videos or frames.

    original_sequences/youtube/c23/videos/071.mp4                 real; `actors` holds those of DeepFakeDetection
    original_sequences/youtube/c23/images/071/0000.png            its frames
    manipulated_sequences/Deepfakes/c23/videos/071_054.mp4        071 with the face of 054
    manipulated_sequences/Deepfakes/masks/videos/071_054.mp4      what was changed; no picture to judge
    splits/test.json                                              pairs of numbers: [["953", "974"], …]

The compression is `raw`, `c0`, `c23` or `c40`. The documentation of the set spells one folder *manipulated_sequenecs*,
so that one is read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .label_words import DataError

ORIGINAL = "original_sequences"
COMPRESSIONS = ("raw", "c0", "c23", "c40")
_FRAMES, _VIDEOS = {".png", ".jpg", ".jpeg"}, {".mp4", ".avi"}
_SPLITS = ("train", "val", "test")


@dataclass(frozen=True, slots=True)
class Clip:
    """A video, or a frame of one.

    Attributes:
        path: of the file.
        collection: `youtube` or `actors`, or the method.
        method: that manipulated it; empty for originals.
        compression: `raw`, `c0`, `c23` or `c40`; empty if no folder names it.
        video: the name of the video, such as `071` or `071_054`.
        pair: names the two people whose videos belong together, so that they stay on one side of a split.
        split: by `splits/*.json`; empty where these are missing or don't name it.
    """

    path: Path
    collection: str
    method: str
    compression: str
    video: str
    pair: str
    split: str


def _manipulated(folder: Path) -> Path | None:
    return next((path for path in sorted(folder.glob("manipulated_seq*")) if path.is_dir()), None)


def is_faceforensics(folder: Path) -> bool:
    """Whether a folder has the two folders of FaceForensics++."""
    return (folder / ORIGINAL).is_dir() or (folder.is_dir() and _manipulated(folder) is not None)


def clips(folder: Path) -> Iterator[Clip]:
    """Every video and frame below a folder, originals first; masks and models are left out.

    Raises:
        DataError: if a file of `splits` is no list of pairs.
    """
    pairs, splits = _pairs(folder)
    places = [(path, False) for path in _folders(folder / ORIGINAL)]
    places += [(path, True) for path in _folders(_manipulated(folder) or folder / "none")]
    for place, manipulated in places:
        for path in sorted(place.rglob("*")):
            inner = path.relative_to(place).parts
            if path.suffix.lower() not in _FRAMES | _VIDEOS or {"masks", "models"} & {*inner[:-1]}:
                continue
            video = path.stem if path.suffix.lower() in _VIDEOS else path.parent.name
            target = video.partition("_")[0]
            yield Clip(
                path=path,
                collection=place.name,
                method=place.name if manipulated else "",
                compression=next((name for name in inner if name in COMPRESSIONS), ""),
                video=video,
                pair=pairs.get(target, target),
                split=splits.get(target, ""),
            )


def _folders(above: Path) -> list[Path]:
    return sorted(path for path in above.iterdir() if path.is_dir()) if above.is_dir() else []


def _pairs(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The pair and the split of each number, from `splits/*.json`, or from the names of manipulated videos."""
    pairs: dict[str, str] = {}
    splits: dict[str, str] = {}
    for split in _SPLITS:
        files = (folder / "splits" / f"{split}.json", folder / "dataset" / "splits" / f"{split}.json")
        file = next((file for file in files if file.is_file()), None)
        if file is None:
            continue
        try:
            for first, second in json.loads(file.read_bytes()):
                name = "_".join(sorted((str(first), str(second))))
                for number in (str(first), str(second)):
                    pairs[number], splits[number] = name, split
        except (ValueError, TypeError):
            raise DataError(f"{file}: expected a list of pairs of numbers; download it again") from None
    if not pairs:
        made = _manipulated(folder)
        for path in made.rglob("*") if made else ():
            first, _, second = path.stem.partition("_")
            if first.isdigit() and second.isdigit():
                pairs[first] = pairs[second] = "_".join(sorted((first, second)))
    return pairs, splits
