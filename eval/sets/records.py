"""Labelled pictures as records, read from any of several layouts.

Layouts: a CSV manifest of pictures or of views of pictures, FakeClue's JSON, GenImage-style trees, a folder with one
subfolder for each label, and a dataset of the Hugging Face library `datasets`, as it saves one or as Parquet files.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import BaseModel, ConfigDict

from ...agent.text import one_line
from .fakeclue_files import explained_pictures
from .view_files import views_of

Label = Literal["real", "generated"]
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".avif"}
REAL = {"real", "0_real", "nature", "natural", "authentic"}
GENERATED = {"fake", "1_fake", "ai", "generated", "synthetic"}


_LAYOUTS = "give a CSV manifest, FakeClue's JSON, or a folder with subfolders real and fake (or nature and ai)"


class DataError(ValueError):
    """A set that can't be read; one line that names a fix."""


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
        layout = from_datasets if _is_dataset(place) else files.get(place.suffix, from_tree)
        records = list(layout(place))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{place}: can't be read as a set ({one_line(error)}); {_LAYOUTS}") from None
    if not records:
        raise DataError(f"{place}: holds no labelled pictures; {_LAYOUTS}")
    return records


def _is_dataset(place: Path) -> bool:
    saved = any((place / name).exists() for name in ("dataset_info.json", "dataset_dict.json"))
    return saved or next(place.glob("**/*.parquet"), None) is not None


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
    """
    fields = set(Record.model_fields) - {"path", "label", "picture", "crop", "original"}
    with manifest.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            known: dict[str, Any] = {key: value for key, value in row.items() if key in fields and value}
            label: Label = "real" if row["label"] == "real" else "generated"
            name = row.get("file") or row["path"]
            generator = "" if label == "real" else known.get("generator", "")
            known = {"source": manifest.parent.name, "group": name} | known | {"generator": generator}
            if row.get("file"):
                size = int(row.get("original_width") or 0), int(row.get("original_height") or 0)
                for path, crop in views_of(manifest.parent, name, row["label"]):
                    yield Record(path=path, label=label, picture=name, crop=crop, original=size, **known)
            else:
                yield Record(path=manifest.parent / name, label=label, **known)


def from_fakeclue(file: Path) -> Iterator[Record]:
    """FakeClue's JSON. Paths are relative to the file's folder."""
    for picture in explained_pictures(file):
        yield Record(
            path=file.parent / picture.image,
            label="real" if picture.truth == "real" else "generated",
            source=f"fakeclue/{picture.category or 'unnamed'}",
            group=picture.image,
            content=picture.category,
        )


def from_datasets(folder: Path, splits: Sequence[str] = ()) -> Iterator[Record]:
    """A dataset saved by `save_to_disk`, or as Parquet files in the hub's layout.

    It has a column `image` and a column `label` (names of classes, or words). Parquet files are named after their
    split, `SPLIT-….parquet`, and read without a copy. Pictures inside the tables are written once, byte for byte, to
    the folder `pictures` beside them.

    Args:
        folder: that holds it.
        splits: names of a split; the first that occurs is read alone. If none occurs, all splits are read.

    Raises:
        ValueError: if a label means neither real nor generated.
    """
    from datasets import Image as Column

    tables = _tables(folder)
    name = first_of(splits, tables)
    for split, table in tables.items() if name is None else [(name, tables[name])]:
        names = getattr((table.features or {}).get("label"), "names", None)
        row: Any
        for number, row in enumerate(table.cast_column("image", Column(decode=False))):
            word = str(names[row["label"]] if names else row["label"]).lower()
            if word not in REAL | GENERATED:
                raise ValueError(f"the label {word!r} means neither real nor generated; rename the labels")
            known: dict[str, Any] = {
                key: str(row[key]) for key in ("source", "group", "generator", "content") if row.get(key)
            }
            if word in GENERATED and row.get("model"):
                known.setdefault("generator", str(row["model"]))  # OpenFake's name for it
            path = _written(row["image"], folder / "pictures" / (split or "all"), number)
            defaults = {"source": folder.name, "group": str(path)}
            label: Label = "real" if word in REAL else "generated"
            yield Record(path=path, label=label, split=split, **{**defaults, **known})


def _tables(folder: Path) -> dict[str, Any]:
    """The tables of a dataset by split."""
    from datasets import DatasetDict, load_dataset, load_from_disk

    files: dict[str, list[str]] = {}
    for file in sorted(folder.glob("**/*.parquet")):
        files.setdefault(file.stem.partition("-")[0], []).append(str(file))
    if files:
        return {
            split: load_dataset("parquet", data_files=paths, split="train", streaming=True)
            for split, paths in files.items()
        }
    loaded: Any = load_from_disk(str(folder))
    return {str(split): table for split, table in loaded.items()} if isinstance(loaded, DatasetDict) else {"": loaded}


def _written(image: dict[str, Any], folder: Path, number: int) -> Path:
    """The file of a picture in a table: the file that it names, or else its bytes, written out."""
    if image["bytes"] is None or (image["path"] and Path(image["path"]).is_file()):
        return Path(image["path"])
    path = folder / f"{number:06}{Path(image['path'] or '').suffix or '.img'}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(image["bytes"])
    return path


def from_tree(folder: Path) -> Iterator[Record]:
    """Folders by label: `real/`, `fake/`, or GenImage's `GENERATOR/train/ai/`, `GENERATOR/val/nature/`.

    The innermost folder that names a label decides. The outermost folder that names neither a label nor a split is the
    source, and for generated pictures also the generator.
    """
    for path in pictures_below(folder):
        above = path.relative_to(folder).parts[:-1]
        names = [part.lower() for part in above]
        label = next((n for n in reversed(names) if n in REAL | GENERATED), None)
        if label is None:
            continue
        splits = [n for n in names if n in ("train", "val", "test")]
        others = [a for a, n in zip(above, names, strict=True) if n not in REAL | GENERATED | {*splits}]
        generator = others[0] if others and label in GENERATED else ""
        yield Record(
            path=path,
            label="real" if label in REAL else "generated",
            source=others[0] if others else folder.name,
            group=str(path.relative_to(folder)),
            generator=generator,
            split=splits[0] if splits else "",
        )
