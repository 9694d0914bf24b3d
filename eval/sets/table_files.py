"""Pictures inside tables: Parquet files as the hub has them, and what `datasets` saves to disk.

Rows are read without their pictures, so that a few can be chosen first; `picture_files` then takes the chosen pictures
out of the tables. Published layouts that are known:

    OpenFake (ComplexDataLab/OpenFake):  SUBSET/SPLIT-00000-of-00005.parquet, with the subsets core and reddit; earlier
        data/SPLIT-….parquet. Columns image, prompt, label (real, fake), model, type, release_date.
    The hub's converted branch (refs/convert/parquet):  SUBSET/SPLIT/0000.parquet, or SUBSET/partial-SPLIT/0000.parquet
    Community Forensics (OwensLab/CommunityForensics, …-Small, …-Eval):  data/SPLIT-….parquet, such as CompEval.
        Columns image_data (bytes), image_name, format, model_name, real_source, architecture, split, and label, 1 for
        generated and 0 for real.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .label_words import DataError, Label, label_of

_SHARD = re.compile(r"(?P<split>.+?)-\d{5}-of-\d{5}$")
_CONVERTED = re.compile(r"\d{4,5}$")
_COMMUNITY = {"image_data", "model_name", "real_source"}  # columns that only Community Forensics has together
_READ = (
    *("label", "source", "group", "generator", "content", "model", "type", "subreddit"),
    *("model_name", "real_source", "architecture", "split"),
)
_BETWEEN = "#"  # a table and the number of a row


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a set.

    Attributes:
        place: a Parquet file, or the folder of a saved dataset.
        subset: as OpenFake's `core` and `reddit`; empty where the set has none.
        split: as the file's name has it; empty where it names none.
    """

    place: Path
    subset: str
    split: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row without its picture.

    Attributes:
        reference: where the picture is, as `PLACE#NUMBER`.
        label: real or generated.
        split: of the row itself, if it has one, else that of its table.
        subset: of its table.
        fields: the other columns, as text; empty ones are left out.
    """

    reference: Path
    label: Label
    split: str
    subset: str
    fields: Mapping[str, str]


def is_tables(folder: Path) -> bool:
    """Whether a folder holds tables."""
    saved = any((folder / name).exists() for name in ("dataset_info.json", "dataset_dict.json"))
    return saved or (folder.is_dir() and next(folder.glob("**/*.parquet"), None) is not None)


def parts(folder: Path) -> list[Part]:
    """The tables of a set, sorted by their files."""
    if (folder / "dataset_dict.json").exists():
        return [Part(path.parent, "", path.parent.name) for path in sorted(folder.glob("*/dataset_info.json"))]
    if (folder / "dataset_info.json").exists():
        return [Part(folder, "", "")]
    return [_part(folder, file) for file in sorted(folder.glob("**/*.parquet"))]


def _part(folder: Path, file: Path) -> Part:
    above = [name for name in file.relative_to(folder).parts[:-1] if name != "data"]
    shard = _SHARD.fullmatch(file.stem)
    if shard:
        split = shard["split"]
    elif _CONVERTED.fullmatch(file.stem) and above:
        split = above.pop().removeprefix("partial-")
    else:
        split = file.stem.partition("-")[0]
    return Part(file, above[-1] if above else "", split)


def rows(part: Part) -> Iterator[TableRow]:
    """The rows of a table, without their pictures.

    Raises:
        DataError: if the table has no pictures, or a label means neither real nor generated; it names the row.
    """
    names, columns, batches = _saved(part.place) if part.place.is_dir() else _parquet(part.place)
    if not {"image", "image_data"} & columns or "label" not in columns:
        shown = ", ".join(sorted(columns)[:8])
        raise DataError(f"{part.place}: expected the columns image and label; found: {shown}")
    community = columns >= _COMMUNITY
    for number, row in enumerate(batches):
        where = f"{part.place}, row {number}"
        label = _label(row.get("label"), names, where, community=community)
        fields = {key: str(row[key]) for key in _READ if key not in ("label", "split") and row.get(key)}
        if community:
            fields = _community_fields(fields, label)
        elif label == "generated" and "model" in fields:
            fields.setdefault("generator", fields["model"])  # OpenFake's name for it
        split = str(row.get("split") or part.split)
        yield TableRow(Path(f"{part.place}{_BETWEEN}{number}"), label, split, part.subset, fields)


def _label(value: Any, names: Sequence[str] | None, where: str, *, community: bool) -> Label:
    if names is not None and isinstance(value, int) and 0 <= value < len(names):
        return label_of(names[value], where)
    if community and value in (0, 1, "0", "1"):
        return "generated" if int(value) else "real"
    return label_of(value, where)


def _community_fields(fields: dict[str, str], label: Label) -> dict[str, str]:
    maker, real = fields.get("model_name", ""), fields.get("real_source", "")
    if label == "real":
        return {"source": real or maker or "real", "content": ""}
    return {"source": maker or "generated", "generator": maker, "content": fields.get("architecture", "")}


def _parquet(file: Path) -> tuple[list[str] | None, set[str], Iterator[dict[str, Any]]]:
    """The names of the classes, if numbers stand for them; the columns; and the rows."""
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file)
    except Exception as error:  # pyarrow's own errors share no public base
        raise DataError(f"{file}: can't be read as Parquet ({type(error).__name__}); download it again") from None
    columns = set(table.schema_arrow.names)
    wanted = [name for name in _READ if name in columns]
    batches = (row for batch in table.iter_batches(columns=wanted) for row in batch.to_pylist())
    return _classes(table.schema_arrow), columns, batches


def _classes(schema: Any) -> list[str] | None:
    from datasets import Features

    if not schema.metadata or b"huggingface" not in schema.metadata:
        return None
    return getattr(Features.from_arrow_schema(schema).get("label"), "names", None)


def _saved(folder: Path) -> tuple[list[str] | None, set[str], Iterator[dict[str, Any]]]:
    from datasets import load_from_disk

    table: Any = load_from_disk(str(folder))
    names = getattr(table.features.get("label"), "names", None)
    columns = set(table.column_names)
    chosen = table.select_columns([name for name in _READ if name in columns])
    return names, columns, iter(chosen)


def in_table(path: str) -> bool:
    """Whether a path is the reference to a picture in a table."""
    place, between, number = path.rpartition(_BETWEEN)
    return bool(between) and number.isdigit() and (place.endswith(".parquet") or Path(place).is_dir())


def picture_files(references: Sequence[str], folder: Path) -> dict[str, str]:
    """Write the pictures of some references to a folder, byte for byte, and return the file of each.

    A picture that lies in a file of its own, which the table only names, is not copied. What is there already is not
    written again.

    Raises:
        DataError: if a row holds no picture.
    """
    by_place: dict[str, list[int]] = defaultdict(list)
    for reference in dict.fromkeys(references):
        place, _, number = reference.rpartition(_BETWEEN)
        by_place[place].append(int(number))
    files: dict[str, str] = {}
    for place, numbers in by_place.items():
        names = {number: hashlib.sha256(f"{place}{_BETWEEN}{number}".encode()).hexdigest()[:20] for number in numbers}
        known = {path.stem: path for path in folder.glob("*")} if folder.is_dir() else {}
        there = {number: known[name] for number, name in names.items() if name in known}
        files |= {f"{place}{_BETWEEN}{number}": str(path) for number, path in there.items()}
        for number, image in _pictures(Path(place), sorted(set(numbers) - set(there))):
            files[f"{place}{_BETWEEN}{number}"] = _file(Path(place), number, image, folder / names[number])
    return files


def _file(place: Path, number: int, image: Any, target: Path) -> str:
    data, path = (image.get("bytes"), image.get("path")) if isinstance(image, dict) else (image, None)
    if data is None:
        named = [Path(path), place.parent / path] if path else []
        own = next((file for file in named if file.is_file()), None)
        if own is None:
            raise DataError(f"{place}, row {number}: holds no picture")
        return str(own)
    file = target.with_suffix(_ending(data))
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_bytes(data)
    fresh.replace(file)
    return str(file)


def _ending(data: bytes) -> str:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            return f".{(image.format or 'img').lower()}".replace(".jpeg", ".jpg")
    except OSError:
        return ".img"


def _pictures(place: Path, numbers: Sequence[int]) -> Iterator[tuple[int, Any]]:
    """The cells of the picture column in some rows, in the order of the table."""
    if not numbers:
        return
    if place.is_dir():
        from datasets import Image as Column
        from datasets import load_from_disk

        saved: Any = load_from_disk(str(place))
        saved = saved.select_columns(["image"]).cast_column("image", Column(decode=False))
        yield from ((number, saved[number]["image"]) for number in numbers)
        return
    import pyarrow.parquet as pq

    table = pq.ParquetFile(place)
    column = "image" if "image" in table.schema_arrow.names else "image_data"
    waiting, first = list(numbers), 0
    for group in range(table.num_row_groups):
        last = first + table.metadata.row_group(group).num_rows
        inside = [number for number in waiting if first <= number < last]
        if inside:
            cells = table.read_row_group(group, columns=[column]).column(column)
            yield from ((number, cells[number - first].as_py()) for number in inside)
        first = last
