"""A CSV manifest of pictures in folders of your own, for `telltale eval csv` and `telltale eval robustness`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..tables import write_csv
from .records import PICTURES, DataError, pictures_below

COLUMNS = ("path", "label", "source", "group", "generator", "content")
ManifestRow = tuple[str, str, str, str, str, str]


def altered(folder: Path) -> Iterator[tuple[Path | None, Path, Path]]:
    """Pictures that were altered in a part: the original, the altered picture, and the mask of the part.

    Two layouts are known: `NAME.png`, `NAME_mod.png` and `NAME_mod_gt.png`; and the folders `real`, `forgery` and
    `mask` with the same file name in each. The original may be absent.
    """
    for file in sorted(folder.rglob("*")):
        original, mask = file.with_name(file.name.replace("_mod", "")), file.with_name(f"{file.stem}_gt.png")
        if file.parent.name == "forgery":
            original, mask = (file.parent.parent / name / file.name for name in ("real", "mask"))
        if mask.is_file():
            yield original if original != file and original.is_file() else None, file, mask


def altered_and_originals(folder: Path) -> Iterator[tuple[bool, Path, Path | None]]:
    """Altered pictures and originals of a folder: whether it was altered, the file, and its mask if there is one."""
    known = list(altered(folder))
    for original, changed, mask in known:
        yield True, changed, mask
        if original is not None:
            yield False, original, None
    if known:
        return
    masks = {file.stem: file for place in ("mask", "masks") for file in pictures_below(folder / place)}
    for place in ("tampered", "edited", "altered"):
        for file in pictures_below(folder / place):
            yield True, file, masks.get(file.stem)
    for file in pictures_below(folder / "original"):
        yield False, file, None


def rows(real: Sequence[Path], fake: Sequence[Path], pairs: Sequence[Path], beside: Path) -> Iterator[ManifestRow]:
    """Rows of a manifest that lies in the folder `beside`.

    The source is the name of the folder or file that was given. A picture and its altered copy form a group.

    Args:
        real: folders of photographs, or single files.
        fake: folders of generated pictures, or single files; the source is also the generator.
        pairs: folders of altered pictures with their masks and, if any, their originals.
        beside: the folder that paths are relative to.

    Raises:
        DataError: if a place holds no picture.
    """

    def at(path: Path) -> str:
        return Path(os.path.relpath(path.resolve(), beside.resolve())).as_posix()

    for label, places in (("real", real), ("generated", fake)):
        for place in places:
            source = place.name if place.is_dir() else place.stem
            for path in _pictures(place):
                yield at(path), label, source, at(path), source if label == "generated" else "", ""
    for place in pairs:
        triples = list(altered(place))
        if not triples:
            layouts = "NAME.png with NAME_gt.png, or folders forgery and mask"
            raise DataError(f"{place}: holds no altered pictures with masks; give a folder with {layouts}")
        for original, changed, _ in triples:
            if original is not None:
                yield at(original), "real", place.name, at(changed), "", "untouched"
            yield at(changed), "generated", place.name, at(changed), f"altered ({place.name})", "altered in a part"


def _pictures(place: Path) -> list[Path]:
    paths = [path for path in ([place] if place.is_file() else pictures_below(place)) if path.is_file()]
    paths = [path for path in paths if path.suffix.lower() in PICTURES]
    if not paths:
        raise DataError(f"{place}: holds no pictures; give a folder of pictures, or a picture")
    return paths


def write(file: Path, listed: Sequence[ManifestRow]) -> None:
    """Write the manifest; a picture that is listed twice is written once."""
    write_csv(file, COLUMNS, {row[0]: row for row in listed}.values())
