"""More than one process: `accelerate launch` over GPUs, and Ray Data over a cluster.

Under `accelerate launch` each of n processes takes every n-th batch and writes its own file; the first process scores
when all have finished. With Ray, batches are the rows of a data set, which actors answer that hold the model. Replies
are stored as they come back, so that a lost cluster costs only the batches that were under way.
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
    """The rank of this process among those that `accelerate launch` (or torchrun) started, and their number."""
    return int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))


def wait() -> None:
    """Wait until all processes have come this far; a single process does not wait."""
    if place()[1] > 1:
        import torch
        from accelerate import PartialState

        PartialState(cpu=not torch.cuda.is_available()).wait_for_everyone()


class Actor:
    """Holds a model and answers one batch a row."""

    def __init__(self, name: str, options: responders.ResponderOptions, tokens: int, room: bool) -> None:
        """Load the model, once for the life of the actor."""
        self._responder, self._tokens, self._room = responders.get(name, options), tokens, room

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Answer the batch of a row."""
        import json

        from .runner import answers

        batch = [Item.model_validate(entry) for entry in json.loads(row["items"])]
        replies = answers(self._responder, batch, self._tokens, room=self._room)
        return {"number": row["number"], "replies": json.dumps([reply.model_dump(mode="json") for reply in replies])}


def ask_by_ray(
    work: Work,
    name: str,
    how: responders.ResponderOptions,
    stored: Store,
    options: RunOptions,
    actors: int,
    report: Progress = print,
) -> None:
    """Ask what is not answered yet through Ray Data, and store each batch as it comes back.

    Args:
        work: the items, in batches.
        name: of the model, for the actors to load.
        how: the options to load it with.
        stored: the replies of the run.
        options: of the run.
        actors: how many; each holds one model.
        report: is given a line of progress.
    """
    import json

    import ray
    from ray.data import ActorPoolStrategy, DataContext

    from .runner import remaining, unanswered

    batches = remaining(work, stored, options)
    total, waiting = len(work.asked), sum(len(unanswered(work, batch, stored)) for batch in batches)
    report(f"{name}: {waiting} of {total} questions still to ask, by {actors} actors")
    if not batches:
        return
    if not ray.is_initialized():
        ray.init(log_to_driver=False, include_dashboard=False, configure_logging=False)
    DataContext.get_current().enable_progress_bars = False
    rows = [
        {"number": number, "items": json.dumps([item.model_dump(mode="json") for item in batch])}
        for number, batch in enumerate(batches)
    ]
    answered = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
        Actor,  # type: ignore[arg-type]  # Ray makes one object of the class for each actor
        fn_constructor_args=(name, how, work.tokens, work.room),
        compute=ActorPoolStrategy(size=actors),
        num_cpus=1,
    )
    for row in answered.iter_rows():
        batch = batches[row["number"]]
        replies = [Reply.model_validate(entry) for entry in json.loads(row["replies"])]
        stored.add(
            stored.lacking((item, work.keys[item.id], reply) for item, reply in zip(batch, replies, strict=True))
        )
