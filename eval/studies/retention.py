"""What the explain adapter costs general text.

    python -m telltale.eval.studies retention [FILE…] [--chat WORK/chat.jsonl] [--adapter DIR]

Perplexity under the bare base, which answers plain conversation, and under the adapter: exp of the mean negative
log-likelihood of a token, over windows of 512 tokens. Without files, the notes on its data sets that scikit-learn
ships are read; `--chat` adds the everyday answers that were kept from training.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ...agent.console import DONE
from ..tables import show
from .study import Study

if TYPE_CHECKING:
    from ...agent.perception.adapters import AdapterName
    from ...agent.perception.models import LocalModel

WINDOW = 512  # tokens


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="texts to measure on")
    parser.add_argument("--chat", type=Path, metavar="FILE", help="WORK/chat.jsonl, for its everyday answers")
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="adapters to use instead of the shipped ones")


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    from ...agent.perception.models import SMALL, load

    model = load(SMALL, adapter=arguments.adapter)
    texts = {"given": [f.read_text("utf-8") for f in arguments.files]} if arguments.files else {"prose": prose()}
    if arguments.chat:
        texts["everyday answers"] = everyday_answers(model, arguments.chat)
    rows = []
    for name, of_kind in texts.items():
        base, count = perplexity(model, of_kind)
        tuned, _ = perplexity(model, of_kind, "explain")
        rows.append((name, str(count), f"{base:.2f}", f"{tuned:.2f}", f"{tuned / base - 1:+.1%}"))
    show("Perplexity of general text", ("text", "tokens", "base", "with the explain adapter", "change"), rows)
    return DONE


def prose() -> list[str]:
    """The notes of scikit-learn on its data sets."""
    folder = files("sklearn.datasets") / "descr"
    return [file.read_text("utf-8") for file in sorted(folder.iterdir(), key=str) if file.name.endswith(".rst")]


def everyday_answers(model: LocalModel, file: Path) -> list[str]:
    """Everyday questions kept from training, with their answers, as the chat template renders them."""
    from ...finetune.rows import TrainingRow, everyday
    from ...finetune.rows.build import CHATS, HELD_OUT

    rows = map(TrainingRow.model_validate_json, file.read_text("utf-8").splitlines())
    by_question = {row.prompt[0]["content"]: row for row in rows}
    kept = everyday.questions(CHATS + HELD_OUT["chat"], 0)[CHATS:]
    answered = [by_question[asked] for asked in kept if asked in by_question]
    return [model.processor.apply_chat_template([*row.prompt, *row.completion]) for row in answered]


def perplexity(model: LocalModel, texts: Sequence[str], *adapters: AdapterName) -> tuple[float, int]:
    """Perplexity of texts under a model with some of its adapters, and over how many tokens."""
    import torch

    from ...agent.perception.adapters import using

    total, count = 0.0, 0
    tokenizer = model.processor.tokenizer
    with torch.inference_mode(), using(model.model, *adapters):
        for text in texts:
            ids = tokenizer(text, return_tensors="pt", add_special_tokens=False)["input_ids"]  # [1, tokens]
            for start in range(0, ids.shape[1], WINDOW):
                window = ids[:, start : start + WINDOW].to(model.model.device)
                if window.shape[1] < 2:
                    continue
                logs = model.model(input_ids=window, use_cache=False).logits[0, :-1].float().log_softmax(-1)
                total -= float(logs.gather(1, window[0, 1:, None]).sum())
                count += window.shape[1] - 1
    return math.exp(total / count), count


STUDY = Study("retention", "what the explain adapter costs general text", __doc__, add_arguments, run)
