"""Everyday questions with the answers that the untuned model itself gives, so that the adapter keeps its way to chat.

Learning one's own answers changes only what the other rows would have washed away (self-distillation, as in Yang et
al., “Self-Distillation Bridges Distribution Gap in Language Model Fine-Tuning”, ACL 2024).
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
from ..progress_steps import tracked
from . import row_files
from .training_row import TrainingRow, assistant, user

BATCH = 16
MAX_TOKENS = 120
TEMPERATURE, TOP_P = 0.8, 0.95


def questions(count: int, seed: int) -> list[str]:
    """Distinct everyday questions in a random order."""
    table = tomllib.loads(files("telltale.finetune.rows").joinpath("everyday.toml").read_text(encoding="utf-8"))
    every = [*table["plain"], *(ask.format(topic=topic) for ask in table["ask"] for topic in table["topic"])]
    return [str(question) for question in np.random.default_rng(seed).permutation(every)[:count]]


def rows(model: LocalModel, file: Path, count: int, report: Progress = print, *, seed: int = 0) -> list[TrainingRow]:
    """Answers of the bare base to everyday questions; those that a file holds are not written again.

    Args:
        model: its adapters are switched off.
        file: JSON lines, a row each; new answers are added.
        count: how many questions.
        report: takes a line of progress.
        seed: decides the questions and the sampling.
    """
    import torch

    answered = {row.prompt[0]["content"]: row for row in row_files.read(file)} if file.exists() else {}
    asked = questions(count, seed)
    missing = [question for question in asked if question not in answered]
    if missing:
        report(f"{len(missing)} everyday questions to answer")
    torch.manual_seed(seed)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        starts = range(0, len(missing), BATCH)
        for start in tracked(starts, len(starts), f"times {BATCH} questions"):
            batch = missing[start : start + BATCH]
            for question, answer in zip(batch, _answers(model, batch), strict=True):
                row = TrainingRow(kind="chat", prompt=[user(question)], completion=[assistant(answer)])
                answered[question] = row
                stream.write(row.model_dump_json() + "\n")
            stream.flush()
    return [answered[question] for question in asked]


def _answers(model: LocalModel, asked: Sequence[str]) -> list[str]:
    """Sampled replies to a batch of questions; one that ran out of tokens ends after its last whole sentence."""
    import torch

    tokenizer = model.processor.tokenizer
    texts = [model.processor.apply_chat_template([user(text)], add_generation_prompt=True) for text in asked]
    inputs = tokenizer(texts, return_tensors="pt", padding=True, padding_side="left", add_special_tokens=False)
    with torch.inference_mode(), using(model.model, None):
        out = model.model.generate(
            **inputs.to(model.model.device),
            max_new_tokens=MAX_TOKENS,
            do_sample=True,
            temperature=TEMPERATURE,
            top_p=TOP_P,
            pad_token_id=tokenizer.pad_token_id,
        )
    replies = tokenizer.batch_decode(out[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
    return [whole_sentences(reply.strip(), least=20) for reply in replies]
