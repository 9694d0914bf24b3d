"""FraudBench (Yan et al., 2026): is the damage in a refund claim's pictures real? In its six modes.

Its folder holds `CATEGORY/Negative/…` (real damage) and `CATEGORY/DeepFake/GENERATOR/…`, with pictures in folders
`Review_N`. The customer's text is in `MetaReview_N.json` beside real pictures, and in `DeepFake/Metadata/Edit_N.json`
for edited ones. As in the benchmark's own tables, modes of several pictures take the claims that have at least two. The
object to answer with is the benchmark's. The questions are in our own words, or with `--wording official` in those of
the benchmark's own program (`..sets.fraudbench_wording`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...prompts import load
from .. import scoring
from ..items import Item, Task
from ..sets.found_files import found
from ..sets.fraudbench_wording import WordingError, read_wording
from ..sets.records import pictures_below
from .catalogue import TaskError

MODES = (
    *("SingleImage-NoReview", "SingleImage-withReview", "MultiImage-NoReview", "MultiImage-withReview"),
    *("MultiStep-NoReview", "MultiStep-withReview"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a claim, with what the customer wrote about it."""

    path: Path
    category: str
    generator: str
    review: str
    text: str


def pictures(data: Path) -> Iterator[Picture]:
    """Every picture with its claim, by category."""
    for category in sorted(folder for folder in data.iterdir() if folder.is_dir()):
        for path in pictures_below(category / "Negative"):
            yield Picture(path, category.name, "", _review(path), _real_text(path))
        for path in pictures_below(category / "DeepFake"):
            parts = path.relative_to(category / "DeepFake").parts
            if len(parts) > 1:
                yield Picture(path, category.name, parts[0], _review(path), _edited_text(path, category / "DeepFake"))


def _review(path: Path) -> str:
    return path.parent.name if path.parent.name.startswith("Review_") else ""


def _real_text(path: Path) -> str:
    number = _review(path).rpartition("_")[2]
    review = _json(path.parent / f"MetaReview_{number}.json")
    parts = [str(review.get("title") or "").strip(), str(review.get("text") or review.get("content") or "").strip()]
    return ". ".join(part for part in parts if part)


def _edited_text(path: Path, root: Path) -> str:
    number = _review(path).rpartition("_")[2]
    rows = _json(root / "Metadata" / f"Edit_{number}.json").get("per_image", [])
    return next((str(row.get("reviewer_comment") or "") for row in rows if row.get("image") == path.name), "")


def _json(file: Path) -> dict:
    try:
        loaded = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def read(data: Path, mode: str = MODES[0], wording: str = "own") -> Iterator[Item]:
    """Items of a mode: a picture each, or a claim each with all its pictures."""
    every = list(pictures(data)) if data.is_dir() else []
    if not every:
        expected = "pictures in CATEGORY/Negative and CATEGORY/DeepFake/GENERATOR"
        raise TaskError(f"{data}: expected {expected}; {found(data)}")
    try:
        official = read_wording(data) if wording == "official" else None
    except WordingError as error:
        raise TaskError(str(error)) from None
    form, _, kind = mode.partition("-")
    reviews = kind == "withReview"
    claims: dict[tuple[str, str, str], list[Picture]] = defaultdict(list)
    for picture in every:
        if form == "SingleImage":
            claims[picture.category, picture.generator, str(picture.path)].append(picture)
        elif picture.review:
            claims[picture.category, picture.generator, picture.review].append(picture)
    for (category, generator, name), members in claims.items():
        if form != "SingleImage" and len(members) < 2:
            continue
        n = len(members)
        if official:
            steps = [official.step(i, n) for i in range(1, n)]
            question = official.question([picture.text if reviews else "" for picture in members], form)
        else:
            steps = [load("fraud_next", i=i, n=n) for i in range(1, n)]
            question = _question(members, reviews=reviews)
        yield Item(
            id=str(members[0].path.relative_to(data)) if n == 1 else f"{category}/{generator or 'Negative'}/{name}",
            kind="verdict",
            media=tuple(str(picture.path) for picture in members),
            lead=tuple(steps) if form == "MultiStep" else (),
            one_turn=official is not None,
            system=official.system if official else "",
            question=question,
            answer="fake" if generator else "real",
            truth="fake" if generator else "real",
            category=category,
            generator=generator,
            group=f"{category}/{members[0].review or name}",  # an edit and its original belong to one claim
        )


def _question(members: list[Picture], *, reviews: bool) -> str:
    review = _customer_text(members) if reviews else ""
    return load("fraud_one", review=review) if len(members) == 1 else load("fraud_many", review=review, n=len(members))


def _customer_text(members: list[Picture]) -> str:
    texts = {picture.text for picture in members if picture.text}
    if len(texts) < 2:
        quoted = "".join(f'"{text}"' for text in texts)
    else:
        quoted = "\n".join(f'Picture {n}: "{p.text}"' for n, p in enumerate(members, 1) if p.text)
    return load("fraud_review", said=quoted) + "\n\n" if quoted else ""


TASKS = (
    Task(
        "fraudbench",
        "FraudBench: is the damage in a refund claim real? In six modes, by generator",
        "the folder of FraudBench, with CATEGORY/Negative and CATEGORY/DeepFake/GENERATOR",
        read,
        scoring.fraud,
        {"mode": MODES, "wording": ("own", "official")},
        200,
    ),
)
