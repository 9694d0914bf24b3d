"""Train the sentence encoder further on questions, together with the head of the router.

A low-rank change of all linear layers (Hu et al., “LoRA”, ICLR 2022) and the head learn together by the weighted
cross-entropy of topics; the head begins with the regression on the untouched encoder.

Letters: N questions, D features of a question, T topics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ...agent.perception.encoder import Encoder, add_change, check
from ...agent.reasoning.dialogue.gloss import in_english
from ...agent.reasoning.dialogue.router import LONGEST, TOPICS, Router, beside
from ...agent.reasoning.dialogue.topics import Topic
from ..adapters import checkpoints
from ..progress_steps import Meter, over_bar
from ..rows.asked_questions import AskedQuestion
from . import router_training

LAYERS = ["query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"]
_SUFFIX, _PREFIX = ".default.weight", "base_model.model."
_TOKENS = 128  # of a question that are read in training
_STRANGE = 0.5
_SHUFFLED = 16  # batches among which questions are sorted by length, so that little is padded


@dataclass(frozen=True, slots=True)
class EncoderOptions:
    """How to train; chosen on a fifth of the families of wordings of the training part.

    Attributes:
        rank: of the change.
        rate: peak learning rate of the change; that of the head is five times as high.
        epochs: passes over the questions.
        batch: questions in a step.
        smoothing: of the labels.
        seed: of the order.
    """

    rank: int = 16
    rate: float = 1e-3
    epochs: int = 3
    batch: int = 32
    smoothing: float = 0.05
    seed: int = 0


def train(
    questions: Sequence[AskedQuestion], options: EncoderOptions, work: Path, report: Callable[[str], None]
) -> Router:
    """Train the change and the head; a run that was killed goes on after its last pass.

    Args:
        questions: of the training part.
        options: how.
        work: where checkpoints go.
        report: gets a line after each pass.

    Raises:
        ModelError: if the encoder is not set up.
    """
    folder = check()
    truth = router_training.truth(questions)
    start = router_training.solve(router_training.matrix(questions, Encoder(folder)), truth, router_training.PENALTY)
    texts = [in_english(each.text[:LONGEST], each.language).lower() for each in questions]

    def begun() -> torch.nn.Linear:
        head = torch.nn.Linear(start.weight.shape[1], len(TOPICS))
        with torch.no_grad():
            head.weight.copy_(torch.tensor(start.weight))
            head.bias.copy_(torch.tensor(start.bias))
        return head

    counts = torch.tensor(router_training.weights(truth) * len(truth), dtype=torch.float32)
    learned = Lessons(texts, torch.tensor(truth), counts, lambda epoch: answered_before(questions, options, epoch))
    head, change = fitted(begun, learned, options, work / "question_encoder.safetensors", report)
    return Router(head.weight.detach().numpy().copy(), head.bias.detach().numpy().copy(), change)


@dataclass(frozen=True, slots=True)
class Lessons:
    """What an encoder and its head learn from.

    Attributes:
        texts: N questions in English words and small letters.
        truth: the numbers of their right answers, int64 [N].
        weight: how much each counts, float32 [N].
        before: what was answered before each of them, in a pass.
    """

    texts: Sequence[str]
    truth: torch.Tensor
    weight: torch.Tensor
    before: Callable[[int], Sequence[Sequence[Topic]]]


def fitted(
    begun: Callable[[], torch.nn.Linear],
    learned: Lessons,
    options: EncoderOptions,
    file: Path,
    report: Callable[[str], None],
    *,
    start: Mapping[str, NDArray[np.floating]] | None = None,
    scale: float = 1.0,
) -> tuple[torch.nn.Linear, dict[str, NDArray[np.float32]]]:
    """Train a head and a low-rank change of the encoder together.

    Args:
        begun: makes the head over embeddings and what stands beside them, after the random numbers of the change.
        learned: the questions.
        options: how.
        file: the checkpoint, from which a run that was killed goes on.
        report: gets a line after each pass.
        start: a change of the encoder to begin with.
        scale: of the embeddings, before the head.
    """
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModel, AutoTokenizer

    torch.manual_seed(options.seed)
    folder, texts = check(), learned.texts
    tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    config = LoraConfig(r=options.rank, lora_alpha=2 * options.rank, lora_dropout=0.1, target_modules=LAYERS)
    base: Any = AutoModel.from_pretrained(folder, local_files_only=True)
    add_change(base, start or {})
    model = get_peft_model(base, config)
    head = begun()
    change = {name: value for name, value in model.named_parameters() if value.requires_grad}
    parameters = {**change, "head.weight": head.weight, "head.bias": head.bias}
    groups = [
        {"params": list(change.values()), "lr": options.rate, "weight_decay": 0.01},
        {"params": list(head.parameters()), "lr": 5 * options.rate, "weight_decay": 1e-3},
    ]
    optimiser = torch.optim.AdamW(groups)
    passes = len(order(texts, options, 0))
    schedule = checkpoints.one_cycle(optimiser, [options.rate, 5 * options.rate], options.epochs * passes)
    about = f"{len(texts)} {asdict(options)}"
    done = checkpoints.resume(file, parameters, optimiser, schedule, about)
    meter, report = Meter((options.epochs - done) * passes, "batches"), over_bar(report)
    for epoch in range(done, options.epochs):
        model.train()
        losses = []
        words = torch.tensor(beside(texts, learned.before(epoch)))  # [N, D − 384]
        for number, batch in enumerate(order(texts, options, epoch)):
            meter.tell((epoch - done) * passes + number)
            inputs = tokenizer(
                [texts[i] for i in batch], padding=True, truncation=True, max_length=_TOKENS, return_tensors="pt"
            )
            states, mask = model(**inputs).last_hidden_state, inputs["attention_mask"][..., None].float()
            pooled = torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)
            scores = head(torch.cat([scale * pooled, words[batch]], 1))
            each = torch.nn.functional.cross_entropy(
                scores, learned.truth[batch], reduction="none", label_smoothing=options.smoothing
            )
            loss = (each * learned.weight[batch]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        checkpoints.save(file, parameters, optimiser, schedule, epoch + 1, about)
        report(f"pass {epoch + 1} of {options.epochs}: loss {np.mean(losses):.3f}")
    meter.end()
    return head, low_rank(change)


def answered_before(questions: Sequence[AskedQuestion], options: EncoderOptions, epoch: int) -> list[tuple[Topic, ...]]:
    """What was answered before N questions, in a pass.

    A question that stands alone comes after any other one in a share `_STRANGE` of the passes, so that the head learns
    when the turn before means nothing.
    """
    rng = np.random.default_rng((options.seed, epoch, 1))
    strange = rng.random(len(questions)) < _STRANGE
    others = rng.integers(len(questions), size=len(questions))
    return [
        (questions[other].topic,) if not question.before and after else question.before
        for question, other, after in zip(questions, others, strange, strict=True)
    ]


def order(texts: Sequence[str], options: EncoderOptions, epoch: int) -> list[NDArray[np.int64]]:
    """The batches of a pass, as numbers of questions: shuffled, each of questions of like length."""
    rng = np.random.default_rng((options.seed, epoch))
    shuffled, size = rng.permutation(len(texts)), options.batch * _SHUFFLED
    batches = []
    for first in range(0, len(texts), size):
        chunk = shuffled[first : first + size]
        chunk = chunk[np.argsort([len(texts[i]) for i in chunk], kind="stable")]
        batches += [chunk[i : i + options.batch] for i in range(0, len(chunk), options.batch)]
    return [batches[i] for i in rng.permutation(len(batches))]


def low_rank(parameters: Mapping[str, torch.Tensor], scale: float = 2.0) -> dict[str, NDArray[np.float32]]:
    """The change as `Encoder` takes it, from the parameters that peft names.

    Args:
        parameters: by peft's names, which hold `lora_A` and `lora_B`.
        scale: that peft multiplies the change by: its alpha over its rank.
    """
    change = {}
    for name, value in parameters.items():
        plain = name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
        layer, _, part = plain.rpartition(".lora_")
        array = value.detach().numpy().astype(np.float32)
        change[f"{layer}.weight.{part}"] = array * scale if part == "B" else array
    return change
