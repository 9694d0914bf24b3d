"""Labelled pictures in the layouts of several benchmarks; each is asked about: is it real or generated?

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
from ..sets.records import (
    GENERATED,
    REAL,
    DataError,
    Record,
    first_of,
    from_csv,
    from_datasets,
    from_tree,
    relative_name,
)
from .catalogue import TaskError

PHRASINGS = {"phrasing": ("fake", "real", "both")}
# The names of a split in different sets; the first that occurs is taken.
_SPLIT_NAMES = {"test": ("test", "val", "validation"), "val": ("val", "validation"), "train": ("train",), "all": ()}
LEVELS = ("generator", "architecture", "weights", "version")
IMAGINET_CONTENT = ("photos", "paintings", "faces", "uncategorized")
IMAGINET_MODELS = ("GAN", "Stable Diffusion", "Midjourney", "DALL·E 3")
IMAGINET_MAKERS = (
    *("ProGAN", "StyleGAN-XL", "StyleGAN3", "Stable Diffusion 2.1", "SDXL 1.0", "Animagine XL"),
    *("Midjourney", "DALL·E 3"),
)


def items(records: Iterator[Record], phrasing: str, root: Path, deep: bool = False) -> Iterator[Item]:
    """One item for a picture, or two that ask the same in opposite terms."""
    phrasings: tuple[Truth, ...] = ("fake", "real") if phrasing == "both" else (phrasing,)  # type: ignore[assignment]
    for record in records:
        truth: Truth = "real" if record.label == "real" else "fake"
        name = relative_name(record.path, root)
        for asks in phrasings:
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


def branches(path: Path, root: Path) -> tuple[str, ...]:
    """The folders above a picture that name neither a label nor a split, coarsest first."""
    skip = REAL | GENERATED | {"train", "val", "test"}
    return tuple(part for part in path.relative_to(root).parts[:-1] if part.lower() not in skip)[: len(LEVELS)]


def _of_split(records: Sequence[Record], split: str) -> Iterator[Record]:
    """Pictures of a split; all pictures if none is in a split of that name."""
    name = first_of(_SPLIT_NAMES[split], {record.split for record in records})
    return (record for record in records if name is None or record.split == name)


def tree(data: Path, phrasing: str = "fake", split: str = "test", *, deep: bool = False) -> Iterator[Item]:
    """Pictures below folders that name their label; those of one split, if folders name splits too."""
    if not data.is_dir():
        raise TaskError(f"{data}: no such folder; give the folder of the set")
    records = list(from_tree(data))
    if not records:
        raise TaskError(
            f"{data}: no pictures below folders real and fake (or nature and ai); give the set's own folder"
        )
    return items(_of_split(records, split), phrasing, data, deep)


def manifest(data: Path, phrasing: str = "fake", split: str = "test") -> Iterator[Item]:
    """Rows of a CSV manifest with the columns path and label."""
    if not data.is_file():
        raise TaskError(f"{data}: no such file; name the CSV manifest itself")
    try:
        records = list(from_csv(data))
    except (KeyError, ValueError) as error:
        raise TaskError(f"{data}: not a manifest with the columns path and label ({one_line(error)})") from None
    return items(_of_split(records, split), phrasing, data.parent)


def imaginet(data: Path, phrasing: str = "fake") -> Iterator[Item]:
    """ImagiNet's lists with `path,origin,content,model,specific model` on a line; origin 1 is synthetic."""
    return items((record for record, _ in annotated(data)), phrasing, data.parent)


def annotated(file: Path) -> Iterator[tuple[Record, int]]:
    """Records of an annotation file, each with the index of the family of models that made it, −1 for real pictures.

    Raises:
        TaskError: if a line has another form.
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
            raise TaskError(f"{file}:{number}: not path,origin,content,model,specific model; check this line") from None


def saved(data: Path, phrasing: str = "fake", split: str = "test") -> Iterator[Item]:
    """Parquet files or what `datasets` saved, with the columns image, label and model, as OpenFake has them."""
    try:
        records = list(from_datasets(data, _SPLIT_NAMES[split]))
    except (OSError, ValueError, KeyError, DataError) as error:
        raise TaskError(
            f"{data}: no Parquet files or dataset of `save_to_disk` with image and label ({one_line(error)})"
        ) from None
    return items(iter(records), phrasing, data)


def score(judged: Sequence[Judged], *, deep: bool = False) -> scoring.ScoredTask:
    """Detection; with `deep`, also by each level of a tree of generators."""
    headline, tables, notes = scoring.detection(judged)
    if deep:
        tables += scoring.levels(judged, LEVELS)
    return headline, tables, notes


_SPLITS = {"phrasing": PHRASINGS["phrasing"], "split": ("test", "train", "val", "all")}
_TREE = "a folder whose subfolders name the label of their pictures"
_DEEP: Callable[..., Iterator[Item]] = partial(tree, deep=True)
TASKS = (
    Task("folders", "plain folders: real or generated?", f"{_TREE}: real and fake", tree, score, _SPLITS),
    Task(
        "csv",
        "a CSV manifest: real or generated?",
        "a CSV file with the columns path and label",
        manifest,
        score,
        _SPLITS,
    ),
    Task(
        "cifake",
        "CIFAKE: real or generated?",
        "the folder of CIFAKE, with test/REAL and test/FAKE",
        tree,
        score,
        _SPLITS,
    ),
    Task(
        "genimage",
        "GenImage: real or generated? By generator",
        f"{_TREE}: GENERATOR/val/ai and nature",
        _DEEP,
        partial(score, deep=True),
        _SPLITS,
    ),
    Task(
        "wildfake",
        "WildFake: real or generated? By generator, architecture, weights and version",
        f"{_TREE}: fake/GENERATOR/ARCHITECTURE/WEIGHTS/VERSION",
        _DEEP,
        partial(score, deep=True),
        _SPLITS,
    ),
    Task(
        "imaginet",
        "ImagiNet, first track: real or synthetic?",
        "one of ImagiNet's annotation files, beside its pictures",
        imaginet,
        score,
        PHRASINGS,
    ),
    Task(
        "openfake",
        "OpenFake: real or generated? By model",
        "the folder of its Parquet files, or of the saved dataset",
        saved,
        score,
        _SPLITS,
    ),
)
