"""The tasks by name; a module holds those of one benchmark, or of one layout of files."""

from __future__ import annotations

import difflib
from functools import cache

from ..items import Task


class TaskError(ValueError):
    """A task that does not exist, or data that a task can't read; one line that names a fix."""


@cache
def available() -> dict[str, Task]:
    """Every task by its name."""
    from . import (
        artifact_boxes,
        attribution,
        ddvqa,
        explained,
        faceforensics,
        fakebench,
        fraudbench,
        labelled,
        loki,
        rewardbench,
        table_sets,
    )

    modules = (
        *(loki, labelled, table_sets, faceforensics, explained, artifact_boxes, ddvqa, fraudbench, fakebench),
        *(attribution, rewardbench),
    )
    return {task.name: task for module in modules for task in module.TASKS}


def get(name: str) -> Task:
    """The task of that name.

    Raises:
        TaskError: if there is none.
    """
    tasks = available()
    if name not in tasks:
        closest = difflib.get_close_matches(name, tasks, n=1)
        hint = f"did you mean {closest[0]}?" if closest else f"choose from {', '.join(tasks)}"
        raise TaskError(f"no task {name!r}; {hint}")
    return tasks[name]
