"""The files that a model is shown: pictures taken out of tables, and copies as people pass pictures on.

Detectors that hold on clean pictures fall on delivered ones, so any task can be asked with its pictures as they are
(*clean*), as a service delivers them (*web*) and after more than one such step (*hard*); see `sets.shared_copies`. All
files are written to the folder of the run, and none to that of the data.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from ..agent.file_bytes import write_whole
from .items import Box, Item, Judged, Table, Task
from .sets.media import MediaError, picture
from .sets.shared_copies import CLEAN, TIERS, Tier, copy_file, left_of
from .sets.table_files import in_table, picture_files
from .tables import number
from .tasks import TaskError

DELIVERIES = (CLEAN, *TIERS, "all")
PICTURES = "pictures"  # the folder within that of a run
_PICTURES_ONLY = ("image", "render")


def expanded(items: Sequence[Item], delivery: str) -> list[Item]:
    """The items in one form of delivery; in all of them, each item as often, with the form after its id.

    Raises:
        TaskError: if there are items about other things than pictures.
    """
    if delivery == CLEAN:
        return list(items)
    other = sorted({item.modality for item in items} - {*_PICTURES_ONLY})
    if other:
        raise TaskError(f"--delivery {delivery}: only pictures are delivered so, and this task has {', '.join(other)}")
    if delivery != "all":
        return [item.model_copy(update={"delivery": delivery}) for item in items]
    forms = (CLEAN, *TIERS)
    return [
        item.model_copy(update={"delivery": form, "id": f"{item.id}@{form}", "group": item.resampling_unit})
        for item in items
        for form in forms
    ]


def from_tables(items: Sequence[Item], folder: Path) -> list[Item]:
    """The items with the pictures of tables taken out into a folder."""
    wanted = [path for item in items for path in item.media if in_table(path)]
    if not wanted:
        return list(items)
    files = picture_files(wanted, folder)
    return [
        item.model_copy(update={"media": tuple(files.get(path, path) for path in item.media)})
        if any(path in files for path in item.media)
        else item
        for item in items
    ]


def delivered(items: Sequence[Item], folder: Path) -> list[Item]:
    """The items with copies of their pictures in a folder; the boxes of regions are scaled with the picture.

    A picture that can't be read stays as it is, so that its model says so.
    """

    @cache
    def copied(path: str, tier: Tier) -> tuple[str, float]:
        state = Path(path).stat()
        name = hashlib.sha256(f"{path}\0{state.st_size}\0{state.st_mtime_ns}".encode()).hexdigest()[:20]
        file = folder / tier / f"{name}.jpg"
        if not file.exists():
            data = copy_file(np.asarray(picture(path)), tier)
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, data)
        with Image.open(path) as image:  # upright or not: the factor depends on the longer side
            return str(file), left_of(tier, image.size)

    def one(item: Item) -> Item:
        tier = next((name for name in TIERS if name == item.delivery), None)
        if tier is None:
            return item
        try:
            copies = [copied(path, tier) for path in item.media]
        except (OSError, MediaError):
            return item
        factor = copies[0][1] if copies else 1.0
        regions: list[Box] = [tuple(side * factor for side in box) for box in item.regions]  # type: ignore[misc]
        size = (item.size[0] * factor, item.size[1] * factor)
        changed = {"media": tuple(file for file, _ in copies), "regions": tuple(regions), "size": size}
        return item.model_copy(update=changed)

    return [one(item) for item in items]


def by_delivery(task: Task, replied: Sequence[Judged]) -> list[Table]:
    """The figures of a task for each form of delivery, if items came in several."""
    parts: dict[str, list[Judged]] = defaultdict(list)
    for result in replied:
        parts[result.item.delivery].append(result)
    forms = [form for form in (CLEAN, *TIERS) if form in parts]
    if len(forms) < 2:
        return []
    figures = {form: task.score(parts[form])[0] for form in forms}
    names = dict.fromkeys(name for form in forms for name in figures[form])
    rows = []
    for name in names:
        each = [figures[form].get(name) for form in forms]
        rows.append((name, *(number(None if figure is None else figure.value) for figure in each)))
    return [Table(title="By delivery", header=("figure", *forms), rows=tuple(rows))]
