"""What the harness costs, in one run: `python -m telltale.eval.studies.overhead --data MANIFEST [--count 48] [--model small]`.

* Overhead: time of a run over pictures that share nothing, one token a reply, against the same batches put straight
  through processor and `generate`.
* Sharing: both phrasings of each picture with a common prefix, against without.
* Resuming: seconds until a finished run of 10,000 records is known to be finished, and scored.

Each is the median of rounds that take turns, printed as Markdown.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from .. import runner
from ..items import Item, Reply
from ..responders import ResponderOptions
from ..responders.constant import Constant
from ..responders.local import Local
from ..sets.media import picture
from ..store import Store
from ..tasks import get

ROUNDS = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.overhead", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="CSV")
    parser.add_argument("--model", default="small")
    parser.add_argument("--count", type=int, default=48, help="pictures (default 48)")
    arguments = parser.parse_args(argv)
    task, draw = get("csv"), runner.RunOptions(limit=2 * arguments.count)
    both = runner.sample(list(task.read(arguments.data, phrasing="both", split="all")), draw.limit or 0, 0)
    single = [item for item in both if item.asks == "fake"]
    shared, apart = Local(arguments.model, ResponderOptions()), Local(arguments.model, ResponderOptions(), share=False)
    for model in (shared, apart):
        model.answer(shared.plan(both)[0], 1)  # warm up
    plain, harness = timed(lambda: bare(apart, single), lambda: through(apart, single, 1))
    alone, together = timed(lambda: through(apart, both, task.tokens), lambda: through(shared, both, task.tokens))
    known, scored = resumed(10_000)
    rows = [
        (f"a run, {len(single)} pictures", harness, "bare generation", plain, f"{harness / plain:.3f}"),
        (f"two phrasings of {len(single)} pictures", together, "each alone", alone, f"{alone / together:.2f} × faster"),
    ]
    print("| | seconds | against | seconds | ratio |\n|---|---|---|---|---|")
    for name, ours, other, theirs, ratio in rows:
        print(f"| {name} | {ours:.2f} | {other} | {theirs:.2f} | {ratio} |")
    print(f"| 10,000 finished records are known to be so | {known:.2f} | scored too | {scored:.2f} | – |")
    return 0


def timed(*calls: Callable[[], object]) -> list[float]:
    """Median seconds of each call, over rounds in which they take turns."""
    spent: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for times, call in zip(spent, calls, strict=True):
            began = time.perf_counter()
            call()
            times.append(time.perf_counter() - began)
    return [float(np.median(times)) for times in spent]


def through(model: Local, items: Sequence[Item], tokens: int) -> None:
    """A whole run in a new folder: keys, batches, replies on disk, scores."""
    with tempfile.TemporaryDirectory() as folder:
        task, kept = get("csv"), Store(Path(folder))
        work = runner.Work(task, model, tokens, list(items), list(items), [], [], model.plan(items))
        runner.keyed(work, kept)
        runner.ask(work, kept, runner.RunOptions(), lambda line: None)


def bare(model: Local, items: Sequence[Item]) -> None:
    """The same batches through processor and `generate`, and nothing else."""
    import torch

    from ...agent.perception.adapters import using

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
    """Seconds until a finished run of so many records is known to be finished, and until it is scored too."""
    with tempfile.TemporaryDirectory() as folder:
        media = Path(folder) / "p.png"
        media.write_bytes(b"x")
        one = Item(id="", kind="judgement", media=(str(media),), question="", answer="yes", truth="fake")
        items = [one.model_copy(update={"id": str(n), "question": f"Is it {n}?"}) for n in range(count)]
        model = Constant(
            "done", lambda item: Reply(text="Yes.", options=(0.7, 0.3), tokens_in=9, tokens_out=1), looks=True
        )
        task = get("csv")
        spent = []
        for _ in range(2):  # the second finds all done
            began = time.perf_counter()
            kept = Store(Path(folder) / "run")
            work = runner.Work(task, model, 16, items, items, [], [], model.plan(items))
            runner.keyed(work, kept)
            runner.ask(work, kept, runner.RunOptions(), lambda line: None)
            known = time.perf_counter() - began
            runner.scores(work, runner.judged(work, kept))
            spent = [known, time.perf_counter() - began]
        return spent[0], spent[1]


if __name__ == "__main__":
    sys.exit(main())
