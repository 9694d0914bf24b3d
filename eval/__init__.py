"""The harness: benchmarks as tasks, models as responders, scores, pages, robustness, and the project's own studies.

The names below are imported when they are first used, so that commands which measure nothing start fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .items import Figure, Item, Judged, Reply, Scores, Table, Task
    from .responders import Responder, ResponderOptions
    from .reward import Realism
    from .tasks import TaskError

__all__ = [
    "Figure",
    "Item",
    "Judged",
    "Realism",
    "Reply",
    "Responder",
    "ResponderOptions",
    "Scores",
    "Table",
    "Task",
    "TaskError",
]
_HOMES = {"Realism": "reward", "Responder": "responders", "ResponderOptions": "responders", "TaskError": "tasks"}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it; most are in `items`."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES.get(name, 'items')}", __name__), name)
