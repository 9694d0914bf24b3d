"""Labelled pictures in the layouts of several benchmarks; each is asked about: is it real or generated?

CSV manifests, plain folders, CIFAKE, Chameleon, GenImage, WildFake, ImagiNet's lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from ...agent.text import one_line
from ...prompts import load
from .. import scoring
from ..items import Item, Judged, Task, Truth
from ..sets.found_files import found
from ..sets.label_words import GENERATED, REAL, DataError
from ..sets.records import SPLITS, Record, first_of, from_csv, from_tree, relative_name
from .catalogue import TaskError

PHRASINGS = {"phrasing": ("fake", "real", "both")}
# The names of a split in different sets; the first that occurs is taken. Training pictures are never taken for a test.
SPLIT_NAMES = {"test": ("test", "val", "validation"), "val": ("val", "validation"), "train": ("train",), "all": ()}
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
    skip = REAL | GENERATED | {*SPLITS}
    return tuple(part for part in path.relative_to(root).parts[:-1] if part.lower() not in skip)[: len(LEVELS)]


def of_split(records: Sequence[Record], split: str, place: Path) -> Iterator[Record]:
    """Pictures of a split; all pictures if the set has no splits, or all are asked for.

    Raises:
        TaskError: if the set has splits, but not this one.
    """
    names = {record.split for record in records} - {""}
    if split == "all" or not names:
        return iter(records)
    name = first_of(SPLIT_NAMES[split], names)
    if name is None:
        there = ", ".join(sorted(names))
        raise TaskError(f"{place}: has no pictures in the split {split}; found: {there}; choose by --split")
    return (record for record in records if record.split == name)


def tree(data: Path, phrasing: str = "fake", split: str = "test", *, deep: bool = False) -> Iterator[Item]:
    """Pictures below folders that name their label; those of one split, if folders name splits too."""
    if not data.is_dir():
        raise TaskError(f"{data}: no such folder; give the folder of the set")
    records = from_tree(data)
    if not records:
        raise TaskError(
            f"{data}: no pictures below folders real and fake (or nature and ai, 0_real and 1_fake); {found(data)}"
        )
    return items(of_split(records, split, data), phrasing, data, deep)


def manifest(data: Path, phrasing: str = "fake", split: str = "test") -> Iterator[Item]:
    """Rows of a CSV manifest with the columns path and label."""
    if not data.is_file():
        raise TaskError(f"{data}: expected a CSV manifest with the columns path and label; {found(data)}")
    try:
        records = list(from_csv(data))
    except DataError as error:
        raise TaskError(str(error)) from None
    except (KeyError, ValueError) as error:
        raise TaskError(f"{data}: not a manifest with the columns path and label ({one_line(error)})") from None
    return items(of_split(records, split, data), phrasing, data.parent)


def imaginet(data: Path, phrasing: str = "fake") -> Iterator[Item]:
    """ImagiNet's lists with `path,origin,content,model,specific model` on a line; origin 1 is synthetic, 0 is real."""
    return items((record for record, _ in annotated(data)), phrasing, imaginet_root(data))


def annotated(place: Path) -> Iterator[tuple[Record, int]]:
    """Records of an annotation file, each with the index of the family of models that made it, −1 for real pictures.

    As published (github.com/delyan-boychev/imaginet), the lists lie in the folder `annotations`, and their paths are
    relative to the folder of the pictures: that of the list, or one above. A real picture has the model 4 and the
    specific model 8.

    Args:
        place: the list, or a folder with one list in it or in `annotations`.

    Raises:
        TaskError: if there is not one list, or a line has another form; it names the line.
    """
    file, root = _annotation_file(place), imaginet_root(place)
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            path, *labels = line.strip().rsplit(",", 4)
            origin, content, model, specific = map(int, labels)
            if origin not in (0, 1) or min(content, model, specific) < 0:
                raise ValueError
            synthetic = origin == 1
            yield (
                Record(
                    path=root / path,
                    label="generated" if synthetic else "real",
                    source=IMAGINET_MODELS[model] if synthetic else "real",
                    group=path,
                    generator=IMAGINET_MAKERS[specific] if synthetic else "",
                    content=IMAGINET_CONTENT[content],
                ),
                model if synthetic else -1,
            )
        except (ValueError, IndexError):
            form = "path,origin,content,model,specific model, with origin 0 (real) or 1 (synthetic)"
            raise TaskError(f"{file}:{number}: not {form}; check this line") from None


def imaginet_root(place: Path) -> Path:
    """The folder that the paths of an annotation file are relative to."""
    file = _annotation_file(place)
    lines = islice((line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()), 50)
    paths = [line.strip().rsplit(",", 4)[0] for line in lines]
    usual = (
        (file.parent.parent, file.parent) if file.parent.name == "annotations" else (file.parent, file.parent.parent)
    )
    return next((top for top in usual if any((top / path).is_file() for path in paths)), usual[0])


def _annotation_file(place: Path) -> Path:
    if place.is_file():
        return place
    lists = sorted((place / "annotations").glob("*.txt")) or sorted(place.glob("*.txt"))
    if len(lists) == 1:
        return lists[0]
    if not lists:
        raise TaskError(f"{place}: expected one of ImagiNet's lists, annotations/*.txt; {found(place)}")
    names = ", ".join(file.name for file in lists[:12])
    raise TaskError(f"{lists[0].parent}: holds several lists ({names}); name one of them")


def score(judged: Sequence[Judged], *, deep: bool = False) -> scoring.ScoredTask:
    """Detection; with `deep`, also by each level of a tree of generators."""
    headline, tables, notes = scoring.detection(judged)
    if deep:
        tables += scoring.levels(judged, LEVELS)
    return headline, tables, notes


SPLIT_OPTIONS = {"phrasing": PHRASINGS["phrasing"], "split": ("test", "train", "val", "all")}
_TREE = "a folder whose subfolders name the label of their pictures"
_DEEP: Callable[..., Iterator[Item]] = partial(tree, deep=True)
TASKS = (
    Task("folders", "plain folders: real or generated?", f"{_TREE}: real and fake", tree, score, SPLIT_OPTIONS),
    Task(
        "csv",
        "a CSV manifest: real or generated?",
        "a CSV file with the columns path and label",
        manifest,
        score,
        SPLIT_OPTIONS,
    ),
    Task(
        "cifake",
        "CIFAKE: real or generated?",
        "the folder of CIFAKE, with test/REAL and test/FAKE",
        tree,
        score,
        SPLIT_OPTIONS,
    ),
    Task(
        "chameleon",
        "Chameleon: real or generated?",
        "the folder of Chameleon, with test/0_real and test/1_fake",
        tree,
        score,
        SPLIT_OPTIONS,
    ),
    Task(
        "genimage",
        "GenImage: real or generated? By generator",
        f"{_TREE}: GENERATOR/val/ai and nature",
        _DEEP,
        partial(score, deep=True),
        SPLIT_OPTIONS,
    ),
    Task(
        "wildfake",
        "WildFake: real or generated? By generator, architecture, weights and version",
        f"{_TREE}: fake/GENERATOR/ARCHITECTURE/WEIGHTS/VERSION",
        _DEEP,
        partial(score, deep=True),
        SPLIT_OPTIONS,
    ),
    Task(
        "imaginet",
        "ImagiNet, first track: real or synthetic?",
        "one of ImagiNet's lists in annotations, which lies beside its pictures",
        imaginet,
        score,
        PHRASINGS,
    ),
)
