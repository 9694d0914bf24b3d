"""More than one process: `accelerate launch` over GPUs, and Ray Data over a cluster.

Under `accelerate launch` every process takes each n-th batch, writes a file of its own, and the first one scores when
all have finished. With Ray, batches are rows of a data set that actors holding the model answer; replies are kept as
they come back, so that a cluster that goes away costs what was under way.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ..agent.console import Progress
from . import responders
from .items import Item, Reply

if TYPE_CHECKING:
    from .runner import RunOptions, Work
    from .store import Store


def place() -> tuple[int, int]:
    """This process among those that `accelerate launch` (or torchrun) started: its rank, and how many they are."""
    return int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))


def wait() -> None:
    """Wait for all processes to get here; nothing where there is only this one."""
    if place()[1] > 1:
        import torch
        from accelerate import PartialState

        PartialState(cpu=not torch.cuda.is_available()).wait_for_everyone()


class Actor:
    """Holds a model and answers one batch a row."""

    def __init__(self, name: str, options: responders.ResponderOptions, tokens: int) -> None:
        """Load the model, once for the life of the actor."""
        self._responder, self._tokens = responders.get(name, options), tokens

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Answer the batch of a row."""
        import json

        batch = [Item.model_validate(entry) for entry in json.loads(row["items"])]
        replies = self._responder.answer(batch, self._tokens)
        return {"number": row["number"], "replies": json.dumps([reply.model_dump(mode="json") for reply in replies])}


def ask_by_ray(
    work: Work,
    name: str,
    how: responders.ResponderOptions,
    kept: Store,
    options: RunOptions,
    actors: int,
    report: Progress = print,
) -> None:
    """Ask what is not answered yet through Ray Data, and keep each batch as it comes back.

    Args:
        work: what is to be asked.
        name: of the model, for the actors to load.
        how: the options to load it with.
        kept: where replies are.
        options: of the run.
        actors: that hold a model each.
        report: told how far it is.
    """
    import json

    import ray
    from ray.data import ActorPoolStrategy, DataContext

    from .runner import remaining

    todo = remaining(work, kept, options)
    report(f"{sum(map(len, work.batches))} questions, {sum(map(len, todo))} to ask, {actors} actors")
    if not todo:
        return
    if not ray.is_initialized():
        ray.init(log_to_driver=False, include_dashboard=False, configure_logging=False)
    DataContext.get_current().enable_progress_bars = False
    rows = [
        {"number": number, "items": json.dumps([item.model_dump(mode="json") for item in batch])}
        for number, batch in enumerate(todo)
    ]
    answered = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
        Actor,  # type: ignore[arg-type]  # a class is made once an actor
        fn_constructor_args=(name, how, work.tokens),
        compute=ActorPoolStrategy(size=actors),
        num_cpus=1,
    )
    for row in answered.iter_rows():
        batch = todo[row["number"]]
        replies = [Reply.model_validate(entry) for entry in json.loads(row["replies"])]
        kept.add((item, work.keys[item.id], reply) for item, reply in zip(batch, replies, strict=True))
