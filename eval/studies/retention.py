"""What the explain adapter costs general text: `python -m telltale.eval.studies.retention [FILE…] [--chat WORK/chat.jsonl]`.

Perplexity under the bare base, which answers plain conversation, and under the adapter: exp of the mean
negative log-likelihood a token over windows of 512 tokens. Without files the notes that scikit-learn ships on its data
sets are read; `--chat` adds the everyday answers that were kept from training. Printed as Markdown.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from ...agent.perception.adapters import AdapterName, using
from ...agent.perception.models import SMALL, LocalModel, load
from ...finetune.rows import everyday
from ...finetune.rows.build import CHATS, HELD_OUT
from ...finetune.rows.dialogues import TrainingRow
from .transfer import show

WINDOW = 512


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.retention", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--chat", type=Path, metavar="FILE")
    parser.add_argument("--adapter", type=Path, metavar="DIR")
    arguments = parser.parse_args(argv)
    model = load(SMALL, adapter=arguments.adapter)
    texts = {"given": [f.read_text("utf-8") for f in arguments.files]} if arguments.files else {"prose": prose()}
    if arguments.chat:
        texts["everyday answers"] = answers(model, arguments.chat)
    rows = []
    for name, those in texts.items():
        base, count = perplexity(model, those)
        tuned, _ = perplexity(model, those, "explain")
        rows.append((name, str(count), f"{base:.2f}", f"{tuned:.2f}", f"{tuned / base - 1:+.1%}"))
    show("General text", ("text", "tokens", "base", "explain", "change"), rows)
    return 0


def prose() -> list[str]:
    """What scikit-learn tells of its data sets."""
    folder = files("sklearn.datasets") / "descr"
    return [file.read_text("utf-8") for file in sorted(folder.iterdir(), key=str) if file.name.endswith(".rst")]


def answers(model: LocalModel, file: Path) -> list[str]:
    """Everyday questions with their answers as the chat template renders them, those kept from training."""
    there = {
        row.prompt[0]["content"]: row
        for row in map(TrainingRow.model_validate_json, file.read_text("utf-8").splitlines())
    }
    kept = everyday.questions(CHATS + HELD_OUT["chat"], 0)[CHATS:]
    rows = [there[asked] for asked in kept if asked in there]
    return [model.processor.apply_chat_template([*row.prompt, *row.completion]) for row in rows]


def perplexity(model: LocalModel, texts: Sequence[str], *adapters: AdapterName) -> tuple[float, int]:
    """Perplexity of texts under a model with some of its adapters, and over how many tokens."""
    import torch

    total, count = 0.0, 0
    tokenizer = model.processor.tokenizer
    with torch.inference_mode(), using(model.model, *adapters):
        for text in texts:
            ids = tokenizer(text, return_tensors="pt", add_special_tokens=False)["input_ids"]
            for start in range(0, ids.shape[1], WINDOW):
                window = ids[:, start : start + WINDOW].to(model.model.device)
                if window.shape[1] < 2:
                    continue
                logs = model.model(input_ids=window, use_cache=False).logits[0, :-1].float().log_softmax(-1)
                total -= float(logs.gather(1, window[0, 1:, None]).sum())
                count += window.shape[1] - 1
    return math.exp(total / count), count


if __name__ == "__main__":
    sys.exit(main())
