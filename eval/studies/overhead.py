"""What the harness costs over bare generation, in one run.

    python -m telltale.eval.studies overhead --data CSV [--count N] [--model MODEL]

* Overhead: the time of a run over pictures that share nothing, one token a reply, against the same batches put
  straight through processor and `generate`.
* Sharing: both phrasings of each picture with a common prefix, against without.
* Resuming: seconds until a finished run of 10,000 records is recognised as finished, and scored.

Each figure is the median of rounds that take turns.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...agent.console import DONE
from ..items import Item, Reply
from ..tables import TableRow, show
from .study import Study, add_count, add_place

if TYPE_CHECKING:
    from ..responders.local_model import LocalResponder

ROUNDS = 3
RECORDS = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_place(parser, "CSV", "a manifest with the columns path and label")
    parser.add_argument("--model", default="small", help="small (default), or a hub id or folder")
    add_count(parser, 48, "pictures")


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    from .. import runner
    from ..responders import ResponderOptions
    from ..responders.local_model import LocalResponder
    from ..tasks import get

    task = get("csv")
    items = list(task.read(arguments.data, phrasing="both", split="all"))
    both = runner.sample(items, 2 * arguments.count, 0)
    single = [item for item in both if item.asks == "fake"]
    sharing = LocalResponder(arguments.model, ResponderOptions())
    apart = LocalResponder(arguments.model, ResponderOptions(), share=False)
    for model in (sharing, apart):
        model.answer(sharing.plan(both)[0], 1)  # warm up
    bare, harness = timed(lambda: answer_bare(apart, single), lambda: answer_in_run(apart, single, 1))
    alone, together = timed(
        lambda: answer_in_run(apart, both, task.tokens), lambda: answer_in_run(sharing, both, task.tokens)
    )
    known, scored = resumed(RECORDS)
    pictures = f"{len(single)} pictures"
    rows: list[TableRow] = [
        (f"a run over {pictures}", f"{harness:.2f}", "bare generation", f"{bare:.2f}", f"{harness / bare:.3f}"),
        (
            f"two phrasings of {pictures}",
            f"{together:.2f}",
            "each alone",
            f"{alone:.2f}",
            f"{alone / together:.2f} × faster",
        ),
        (f"recognising {RECORDS:,} finished records", f"{known:.2f}", "scoring them too", f"{scored:.2f}", "–"),
    ]
    show("What the harness costs", ("", "seconds", "against", "seconds", "ratio"), rows)
    return DONE


def timed(*calls: Callable[[], object]) -> list[float]:
    """Median seconds of each call, over rounds in which they take turns."""
    spent: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for times, call in zip(spent, calls, strict=True):
            began = time.perf_counter()
            call()
            times.append(time.perf_counter() - began)
    return [float(np.median(times)) for times in spent]


def answer_in_run(model: LocalResponder, items: Sequence[Item], tokens: int) -> None:
    """A whole run in a new folder: keys, batches, replies on disk."""
    from .. import runner
    from ..store import Store
    from ..tasks import get

    with tempfile.TemporaryDirectory() as folder:
        kept = Store(Path(folder))
        work = runner.Work(get("csv"), model, tokens, list(items), list(items), [], [], model.plan(items))
        runner.assign_keys(work, kept)
        runner.ask(work, kept, runner.RunOptions(), lambda line: None)


def answer_bare(model: LocalResponder, items: Sequence[Item]) -> None:
    """The same batches through processor and `generate`, and nothing else."""
    import torch

    from ...agent.perception.adapters import using
    from ..sets.media import picture

    local = model.model
    for batch in model.plan(items):
        content = [{"type": "image"}, {"type": "text", "text": ""}]
        texts = []
        for item in batch:
            content[1] = {"type": "text", "text": item.question}
            turns = [{"role": "user", "content": content}]
            texts.append(local.processor.apply_chat_template(turns, add_generation_prompt=True))
        images = [picture(item.media[0]) for item in batch]
        inputs = local.processor(images=images, text=texts, return_tensors="pt", padding=True, padding_side="left")
        with torch.inference_mode(), using(local.model, "perceive"):
            inputs = inputs.to(local.model.device, local.model.dtype)
            out = local.model.generate(**inputs, max_new_tokens=1, do_sample=False)
        local.processor.tokenizer.batch_decode(out[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)


def resumed(count: int) -> tuple[float, float]:
    """Seconds until a finished run of so many records is recognised as finished, and until it is scored too."""
    from .. import runner
    from ..responders.constant_answers import Constant
    from ..store import Store
    from ..tasks import get

    with tempfile.TemporaryDirectory() as folder:
        media = Path(folder) / "p.png"
        media.write_bytes(b"x")
        first = Item(id="", kind="judgement", media=(str(media),), question="", answer="yes", truth="fake")
        items = [first.model_copy(update={"id": str(n), "question": f"Is it {n}?"}) for n in range(count)]
        model = Constant(
            "done", lambda item: Reply(text="Yes.", options=(0.7, 0.3), tokens_in=9, tokens_out=1), looks=True
        )
        task = get("csv")
        spent = 0.0, 0.0
        for _ in range(2):  # the second round finds everything done
            began = time.perf_counter()
            kept = Store(Path(folder) / "run")
            work = runner.Work(task, model, 16, items, items, [], [], model.plan(items))
            runner.assign_keys(work, kept)
            runner.ask(work, kept, runner.RunOptions(), lambda line: None)
            known = time.perf_counter() - began
            runner.scores(work, runner.judged(work, kept))
            spent = known, time.perf_counter() - began
        return spent


STUDY = Study(
    "overhead", "what the harness costs over bare generation, and what sharing saves", __doc__, add_arguments, run
)
