"""General chat: everyday questions with the answers that the untuned model itself gives.

Learning one's own answers changes nothing but what the other rows would have washed away (self-distillation, as in Yang
et al., “Self-Distillation Bridges Distribution Gap in Language Model Fine-Tuning”, ACL 2024).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from ...agent.console import Progress
from ...agent.perception.adapters import using
from ...agent.perception.models import LocalModel
from ...agent.text import whole_sentences
from .dialogues import TrainingRow

BATCH = 16
MAX_TOKENS = 120


def questions(count: int, seed: int) -> list[str]:
    """Distinct everyday questions in a random order."""
    table = tomllib.loads(files("telltale.finetune.rows").joinpath("everyday.toml").read_text(encoding="utf-8"))
    every = [*table["plain"], *(ask.format(topic=topic) for ask in table["ask"] for topic in table["topic"])]
    return [str(q) for q in np.random.default_rng(seed).permutation(every)[:count]]


def rows(model: LocalModel, file: Path, count: int, report: Progress = print, *, seed: int = 0) -> list[TrainingRow]:
    """Answers of the bare base to everyday questions, kept in a file so that they are written once.

    Args:
        model: adapters that it carries are left out.
        file: JSON lines, one row each.
        count: how many questions.
        report: told how far it is.
        seed: of the choice of questions, and of the sampling.
    """
    import torch

    there = {}
    if file.exists():
        lines = file.read_text(encoding="utf-8").splitlines()
        there = {row.prompt[0]["content"]: row for row in map(TrainingRow.model_validate_json, lines)}
    asked = questions(count, seed)
    missing = [text for text in asked if text not in there]
    if missing:
        report(f"{len(missing)} everyday questions to answer")
    torch.manual_seed(seed)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        for start in range(0, len(missing), BATCH):
            for text, said in zip(
                missing[start : start + BATCH], _answers(model, missing[start : start + BATCH]), strict=True
            ):
                row = TrainingRow(
                    kind="chat",
                    prompt=[{"role": "user", "content": text}],
                    completion=[{"role": "assistant", "content": said}],
                )
                there[text] = row
                stream.write(row.model_dump_json() + "\n")
            stream.flush()
    return [there[text] for text in asked]


def _answers(model: LocalModel, asked: Sequence[str]) -> list[str]:
    """Sampled replies to a batch of questions; one that ran out of tokens ends after its last whole sentence."""
    import torch

    tokenizer = model.processor.tokenizer
    texts = [
        model.processor.apply_chat_template([{"role": "user", "content": text}], add_generation_prompt=True)
        for text in asked
    ]
    inputs = tokenizer(texts, return_tensors="pt", padding=True, padding_side="left", add_special_tokens=False)
    with torch.inference_mode(), using(model.model, None):
        out = model.model.generate(
            **inputs.to(model.model.device),
            max_new_tokens=MAX_TOKENS,
            do_sample=True,
            temperature=0.8,
            top_p=0.95,
            pad_token_id=tokenizer.pad_token_id,
        )
    replies = tokenizer.batch_decode(out[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
    return [whole_sentences(reply.strip(), least=20) for reply in replies]
