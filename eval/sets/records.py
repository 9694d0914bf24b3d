"""Labelled pictures as records, read from any of several layouts.

Layouts: a CSV manifest of pictures or of views of pictures, FakeClue's JSON, GenImage-style trees, a folder with one
subfolder for each label, the frames of FaceForensics++, and a dataset of the Hugging Face library `datasets`, as it
saves one or as Parquet files. A label that means neither real nor generated is an error that names the row.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import BaseModel, ConfigDict

from ...agent.environment import cache_folder
from ...agent.text import one_line
from . import faceforensics_files, table_files
from .fakeclue_files import explained_pictures, picture_finder
from .found_files import found
from .groups_in_folders import belonging_together
from .label_words import GENERATED, REAL, DataError, Label, label_of
from .view_files import views_of

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".avif"}
SPLITS = {  # the names of folders, and the split that they name
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("val", "valid", "validation"), "val"),
    **dict.fromkeys(("test", "testing"), "test"),
}
_LAYOUTS = (
    "a CSV manifest, FakeClue's JSON, a folder with subfolders real and fake (or nature and ai), FaceForensics++, "
    "or Parquet files"
)


class Record(BaseModel):
    """One labelled picture.

    Attributes:
        path: of the file.
        label: real or generated.
        source: the collection that it was taken from; the unit of leave-one-source-out.
        group: names the pictures that belong together (one prompt, one scene); never divided between splits.
        generator: the model that made it; empty for real pictures.
        content: what it shows; empty if that is not known.
        split: the split that the set itself puts it in; empty for none.
        picture: names the picture of which this is a view (`view_files`); empty if the file is the picture itself.
        crop: the number of a view that was cut out at native resolution, from 1; 0 for every other file.
        original: width and height in pixels of the picture that it is a view of; (0, 0) where that is not known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    label: Label
    source: str
    group: str
    generator: str = ""
    content: str = ""
    split: str = ""
    picture: str = ""
    crop: int = 0
    original: tuple[int, int] = (0, 0)

    @property
    def name(self) -> str:
        """The picture that the file is, or of which it is a view."""
        return self.picture or self.path.name

    @property
    def place(self) -> str:
        """The set that a picture belongs to: the folder of its manifest."""
        folder = self.path.parent.parent
        return folder.parent.name if self.picture else folder.name


def read(place: Path) -> list[Record]:
    """Read a set, in the layout that its files show.

    Raises:
        DataError: if there is nothing in a known layout.
    """
    try:
        files = {".csv": from_csv, ".json": from_fakeclue}
        folders = (
            (from_datasets, table_files.is_tables),
            (from_faceforensics, faceforensics_files.is_faceforensics),
            (from_tree, Path.is_dir),
        )
        layout = files.get(place.suffix) or next((by for by, fits in folders if fits(place)), None)
        records = list(layout(place)) if layout else []
    except DataError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{place}: can't be read as a set ({one_line(error)}); give {_LAYOUTS}") from None
    if not records:
        raise DataError(f"{place}: holds no labelled pictures; expected {_LAYOUTS}; {found(place)}")
    return records


def first_of(splits: Sequence[str], available: Collection[str]) -> str | None:
    """The first of several names of a split that is available, or None."""
    return next((name for name in splits if name in available), None)


def pictures_below(folder: Path) -> list[Path]:
    """Every picture in a folder and its subfolders, by the ending of its name, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)


def relative_name(path: Path, root: Path) -> str:
    """The path within a folder, as an id; the whole path if it lies elsewhere."""
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def read_pixels(path: Path) -> NDArray[np.uint8]:
    """The picture in a file as RGB, uint8 [H, W, 3]."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def from_csv(manifest: Path) -> Iterator[Record]:
    """Rows of a manifest with the columns path and label, and any of the other fields of a record.

    Paths are relative to the manifest. The folder's name is the default of a source, and the path that of a group. A
    row with the column `file` in place of `path` names a picture of which the set holds views (`view_files`).

    Raises:
        DataError: if a label means neither real nor generated; it names the line.
    """
    fields = set(Record.model_fields) - {"path", "label", "picture", "crop", "original"}
    with manifest.open(newline="", encoding="utf-8") as stream:
        lines = csv.DictReader(stream)
        columns = set(lines.fieldnames or ())
        if "label" not in columns or not columns & {"path", "file"}:
            shown = ", ".join(one_line(name, 30) for name in lines.fieldnames or ()) or "no header"
            raise DataError(f"{manifest}: expected the columns path and label; found: {shown}")
        for row in lines:
            where = f"{manifest}, line {lines.line_num}"
            known: dict[str, Any] = {key: value for key, value in row.items() if key in fields and value}
            label = label_of(row["label"], where)
            name = row.get("file") or row.get("path") or ""
            if not name:
                raise DataError(f"{where}: names no picture; fill in the column path, or delete the line")
            generator = "" if label == "real" else known.get("generator", "")
            known = {"source": manifest.parent.name, "group": name} | known | {"generator": generator}
            if row.get("file"):
                size = int(row.get("original_width") or 0), int(row.get("original_height") or 0)
                for path, crop in views_of(manifest.parent, name, label):
                    yield Record(path=path, label=label, picture=name, crop=crop, original=size, **known)
            else:
                yield Record(path=manifest.parent / name, label=label, **known)


def from_fakeclue(file: Path) -> Iterator[Record]:
    """FakeClue's JSON; where the pictures are is told in `fakeclue_files`."""
    find = picture_finder(file)
    for picture in explained_pictures(file):
        yield Record(
            path=find(picture.image),
            label="real" if picture.truth == "real" else "generated",
            source=f"fakeclue/{picture.category or 'unnamed'}",
            group=picture.image,
            content=picture.category,
        )


def from_datasets(folder: Path) -> Iterator[Record]:
    """Tables (`table_files`): a dataset saved by `save_to_disk`, or Parquet files in a published layout.

    The pictures are taken out of the tables into the cache of Telltale (`TELLTALE_CACHE`), never into the folder.

    Raises:
        DataError: if a label means neither real nor generated; it names the row.
    """
    rows = [row for part in table_files.parts(folder) for row in table_files.rows(part)]
    pictures = cache_folder() / "table-pictures"
    files = table_files.picture_files([str(row.reference) for row in rows], pictures)
    for row in rows:
        yield from_table(row, folder, Path(files[str(row.reference)]))


def from_table(row: table_files.TableRow, folder: Path, path: Path) -> Record:
    """The record of a row of a table whose picture is, or will be, at a path."""
    known: dict[str, Any] = {
        key: row.fields[key] for key in ("source", "group", "generator", "content") if key in row.fields
    }
    if row.label == "real":
        known.pop("generator", None)
    defaults = {"source": row.subset or folder.name, "group": str(row.reference)}
    return Record(path=path, label=row.label, split=row.split, **{**defaults, **known})


def from_faceforensics(folder: Path) -> Iterator[Record]:
    """The frames of FaceForensics++ (`faceforensics_files`); its videos are read by the task `faceforensics` alone."""
    for clip in faceforensics_files.clips(folder):
        if clip.path.suffix.lower() in PICTURES:
            yield Record(
                path=clip.path,
                label="generated" if clip.method else "real",
                source=clip.collection,
                group=clip.pair,
                generator=clip.method,
                split=clip.split,
            )


def from_tree(folder: Path) -> list[Record]:
    """Folders by label: `real/`, `fake/`, or GenImage's `GENERATOR/train/ai/`, `GENERATOR/val/nature/`.

    The innermost folder that names a label decides. The outermost folder that names neither a label nor a split is the
    source, and for generated pictures also the generator. What belongs together within a source is told by
    `belonging_together`.
    """
    found: list[tuple[Record, tuple[str, ...]]] = []
    for path in pictures_below(folder):
        above = path.relative_to(folder).parts[:-1]
        names = [part.lower() for part in above]
        label = next((n for n in reversed(names) if n in REAL | GENERATED), None)
        if label is None:
            continue
        splits = [SPLITS[n] for n in names if n in SPLITS]
        others = [a for a, n in zip(above, names, strict=True) if n not in REAL | GENERATED and n not in SPLITS]
        record = Record(
            path=path,
            label="real" if label in REAL else "generated",
            source=others[0] if others else folder.name,
            group=str(path.relative_to(folder)),
            generator=others[0] if others and label in GENERATED else "",
            split=splits[0] if splits else "",
        )
        found.append((record, tuple(others[1:])))
    together = belonging_together([(record.label, record.source, inner, record.path.stem) for record, inner in found])
    pairs = zip(found, together, strict=True)
    return [record if group is None else record.model_copy(update={"group": group}) for (record, _), group in pairs]
