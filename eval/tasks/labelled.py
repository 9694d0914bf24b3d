"""Labelled pictures in the layouts of several benchmarks, each picture asked whether it is real or generated.

CSV manifests, plain folders, CIFAKE, GenImage, WildFake, ImagiNet's lists, OpenFake as `datasets` saves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from ...agent.text import one_line
from ...prompts import load
from .. import scoring
from ..items import Item, Judged, Task, Truth
from ..sets.records import GENERATED, REAL, DataError, Record, first_of, from_csv, from_datasets, from_tree
from . import TaskError

PHRASINGS = {"phrasing": ("fake", "real", "both")}
# What sets call a split, the first that is there.
_NAMED = {"test": ("test", "val", "validation"), "val": ("val", "validation"), "train": ("train",), "all": ()}
LEVELS = ("generator", "architecture", "weights", "version")
IMAGINET_CONTENT = ("photos", "paintings", "faces", "uncategorized")
IMAGINET_MODELS = ("GAN", "Stable Diffusion", "Midjourney", "DALL·E 3")
IMAGINET_MAKERS = (
    *("ProGAN", "StyleGAN-XL", "StyleGAN3", "Stable Diffusion 2.1", "SDXL 1.0", "Animagine XL"),
    *("Midjourney", "DALL·E 3"),
)


def items(records: Iterator[Record], phrasing: str, root: Path, deep: bool = False) -> Iterator[Item]:
    """One item for a picture, or two that ask the same in opposite terms."""
    asked: tuple[Truth, ...] = (
        ("fake", "real") if phrasing == "both" else ("fake",) if phrasing == "fake" else ("real",)
    )
    for record in records:
        truth: Truth = "real" if record.label == "real" else "fake"
        name = _name(record.path, root)
        for asks in asked:
            yield Item(
                id=f"{name}?{asks}",
                kind="judgement",
                media=(str(record.path),),
                question=load(f"eval_is_it_{asks}"),
                answer="yes" if asks == truth else "no",
                truth=truth,
                asks=asks,
                category=record.content,
                generator=record.generator,
                source=record.source,
                levels=branches(record.path, root) if deep and truth == "fake" else (),
                group=record.group,
            )


def _name(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def branches(path: Path, root: Path) -> tuple[str, ...]:
    """The folders above a picture that are neither a label nor a split, coarsest first."""
    skip = REAL | GENERATED | {"train", "val", "test"}
    return tuple(part for part in path.relative_to(root).parts[:-1] if part.lower() not in skip)[: len(LEVELS)]


def _of_split(found: Sequence[Record], split: str) -> Iterator[Record]:
    """Pictures of a split; all of them where none is there that could be meant."""
    meant = first_of(_NAMED[split], {record.split for record in found})
    return (record for record in found if meant is None or record.split == meant)


def tree(data: Path, phrasing: str = "fake", split: str = "test", *, deep: bool = False) -> Iterator[Item]:
    """Pictures below folders that name their label; of a split, where splits are named."""
    if not data.is_dir():
        raise TaskError(f"{data}: no such folder")
    found = list(from_tree(data))
    if not found:
        raise TaskError(f"{data}: no pictures below folders real and fake (or nature and ai)")
    return items(_of_split(found, split), phrasing, data, deep)


def manifest(data: Path, phrasing: str = "fake", split: str = "test") -> Iterator[Item]:
    """Rows of a CSV manifest with the columns path and label."""
    if not data.is_file():
        raise TaskError(f"{data}: no such file; name the CSV manifest itself")
    try:
        found = list(from_csv(data))
    except (KeyError, ValueError) as error:
        raise TaskError(f"{data}: no manifest with the columns path and label ({error})") from None
    return items(_of_split(found, split), phrasing, data.parent)


def imaginet(data: Path, phrasing: str = "fake") -> Iterator[Item]:
    """ImagiNet's lists, `path,origin,content,model,specific model` a line; origin 1 is synthetic."""
    return items((record for record, _ in annotated(data)), phrasing, data.parent)


def annotated(file: Path) -> Iterator[tuple[Record, int]]:
    """Records of an annotation file, each with the index of the family of models that made it, −1 for real ones.

    Raises:
        TaskError: if a line is not as described.
    """
    if not file.is_file():
        raise TaskError(f"{file}: no such file; name one of ImagiNet's annotation files, beside its pictures")
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            path, *labels = line.strip().rsplit(",", 4)
            origin, content, model, specific = map(int, labels)
            synthetic = origin == 1
            yield (
                Record(
                    path=file.parent / path,
                    label="generated" if synthetic else "real",
                    source=IMAGINET_MODELS[model] if synthetic else "real",
                    group=path,
                    generator=IMAGINET_MAKERS[specific] if synthetic else "",
                    content=IMAGINET_CONTENT[content],
                ),
                model if synthetic else -1,
            )
        except (ValueError, IndexError):
            raise TaskError(f"{file}:{number}: is not path,origin,content,model,specific model") from None


def saved(data: Path, phrasing: str = "fake", split: str = "test") -> Iterator[Item]:
    """Parquet files or what `datasets` saved, with the columns image, label and model, as OpenFake has them."""
    try:
        found = list(from_datasets(data, _NAMED[split]))
    except (OSError, ValueError, KeyError, DataError) as error:
        raise TaskError(
            f"{data}: no Parquet files or dataset of `save_to_disk` with image and label ({one_line(error)})"
        ) from None
    return items(iter(found), phrasing, data)


def score(judged: Sequence[Judged], *, deep: bool = False) -> scoring.ScoredTask:
    """Detection, by level of the tree where it has levels."""
    headline, tables, notes = scoring.detection(judged)
    if deep:
        tables += scoring.levels(judged, LEVELS)
    return headline, tables, notes


_SPLITS = {"phrasing": PHRASINGS["phrasing"], "split": ("test", "train", "val", "all")}
_TREE = "a folder with pictures below folders that name their label"
_DEEP: Callable[..., Iterator[Item]] = partial(tree, deep=True)
TASKS = (
    Task("folders", "real or generated? Plain folders", f"{_TREE}: real and fake", tree, score, _SPLITS),
    Task(
        "csv",
        "real or generated? A CSV manifest",
        "a CSV file with the columns path and label",
        manifest,
        score,
        _SPLITS,
    ),
    Task("cifake", "CIFAKE", "its folder, with test/REAL and test/FAKE", tree, score, _SPLITS),
    Task(
        "genimage",
        "GenImage, by generator",
        f"{_TREE}: GENERATOR/val/ai and nature",
        _DEEP,
        partial(score, deep=True),
        _SPLITS,
    ),
    Task(
        "wildfake",
        "WildFake, by generator, architecture, weights and version",
        f"{_TREE}: fake/GENERATOR/ARCHITECTURE/WEIGHTS/VERSION",
        _DEEP,
        partial(score, deep=True),
        _SPLITS,
    ),
    Task(
        "imaginet",
        "ImagiNet, first track: real or synthetic",
        "one of its annotation files",
        imaginet,
        score,
        PHRASINGS,
    ),
    Task("openfake", "OpenFake, by model", "its Parquet files, or the dataset as saved", saved, score, _SPLITS),
)
