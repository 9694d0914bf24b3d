"""Yes/no probes: P(yes) for every cue, read from the logits of the answer token.

Letters: K cues, P tokens of the prefix that they share (system prompt and picture), S tokens after it, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ...prompts import Cue
from .adapters import using
from .models import LocalModel
from .packing import additive, branched, common_prefix

if TYPE_CHECKING:
    import torch

MAX_ANSWER_STEP = 2
Sides = tuple[list[int], list[int]]  # token ids that begin the answer yes, and those of no
# Families whose text positions are plain counters, so that packed questions can share one cache.
PACKABLE = {"llava", "llava_next", "vipllava", "llava_onevision"}


@dataclass(frozen=True, slots=True)
class CueReading:
    """What a model answered to one cue.

    Attributes:
        cue: the cue that was asked.
        p_yes: P(yes) / (P(yes) + P(no)) at the answer token, yes and no being the two words of the cue.
        mass: P(yes) + P(no) at that token; small if the model would rather have said something else.
        step: number of tokens before the answer token; None if the model said neither word, and `p_yes` was read at
            the first token.
    """

    cue: Cue
    p_yes: float
    mass: float
    step: int | None


@lru_cache(maxsize=64)  # a training asks it for every question of every picture
def answer_tokens(tokenizer: Any, words: tuple[str, str] = ("yes", "no")) -> Sides:
    """Token ids that begin either answer, in the spellings that models use.

    A spelling counts if it is a single token; if no spelling is, the first piece of the plain word stands for it.

    Raises:
        ValueError: if both answers begin with the same token.
    """
    sides = []
    for word in words:
        spellings = [space + form for form in (word, word.capitalize(), word.upper()) for space in ("", " ")]
        encoded = [tokenizer.encode(spelling, add_special_tokens=False) for spelling in spellings]
        whole = {ids[0] for ids in encoded if len(ids) == 1}
        sides.append(whole or {encoded[2][0]})
    yes, no = sides
    if yes & no:
        raise ValueError(
            f"the model's tokenizer begins {' and '.join(words)} with the same token, so the model can't be probed; "
            "use another model"
        )
    return sorted(yes), sorted(no)


def ask(model: LocalModel, pixels: NDArray[np.uint8], cues: Sequence[Cue]) -> list[CueReading]:
    """Ask a model about every cue of a picture, with the `perceive` adapter if it has one.

    The prefix is computed once. All questions then run as one sequence in which each sees the prefix and itself
    (`packing`), which gives the same answers as asking them one by one; what some of them begin with stands in it once.

    Args:
        model: a local model.
        pixels: uint8 [H, W, 3].
        cues: K of them.

    Returns:
        K readings in the order of the cues.
    """
    import torch

    sides = [answer_tokens(model.processor.tokenizer, words) for words in (cue.answers for cue in cues)]
    with torch.inference_mode(), using(model.model, "perceive"):
        inputs, suffixes = prepare(model, pixels, [cue.prompt for cue in cues])
        if model.model.config.model_type in PACKABLE:
            questions: Questions = PackedQuestions(model.model, inputs, suffixes)
        else:
            questions = SeparateQuestions(model.model, inputs, suffixes)
        return read_answers(questions, cues, sides)


class Questions(Protocol):
    """K questions put to a model, whose answers are computed token by token."""

    def first(self) -> torch.Tensor:
        """Logits [K, V] after each question."""
        ...

    def next(self, rows: list[int], tokens: list[int]) -> torch.Tensor:
        """Logits [len(rows), V] after one more token of each of these questions."""
        ...


def read_answers(questions: Questions, cues: Sequence[Cue], sides: Sequence[Sides]) -> list[CueReading]:
    """Read each answer at the first token at which the model says one of the two words; the first three are tried."""
    probabilities = questions.first().float().softmax(-1)  # [K, V]
    opening = probabilities
    readings: list[CueReading | None] = [None] * len(cues)
    waiting = list(range(len(cues)))
    for step in range(MAX_ANSWER_STEP + 1):
        said = probabilities.argmax(-1).tolist()  # [waiting]
        for row, k in enumerate(waiting):
            if said[row] in (*sides[k][0], *sides[k][1]):
                readings[k] = _reading(cues[k], probabilities[row], sides[k], step)
        going = [row for row, k in enumerate(waiting) if readings[k] is None]
        if not going or step == MAX_ANSWER_STEP:
            break
        waiting, tokens = [waiting[row] for row in going], [said[row] for row in going]
        probabilities = questions.next(waiting, tokens).float().softmax(-1)  # [waiting, V]
    return [
        reading or _reading(cue, opening[k], sides[k], None)
        for k, (cue, reading) in enumerate(zip(cues, readings, strict=True))
    ]


def _reading(cue: Cue, row: torch.Tensor, sides: Sides, step: int | None) -> CueReading:
    yes, no = sides
    p_yes, p_no = float(row[yes].sum()), float(row[no].sum())
    mass = p_yes + p_no
    return CueReading(cue, p_yes / mass if mass > 0 else 0.5, min(mass, 1.0), step)


def prompt(processor: Any, question: str) -> str:
    """The text of a conversation of one question about a picture, in the model's own chat template."""
    content = [{"type": "image"}, {"type": "text", "text": question}]
    return processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)


def prepare(
    model: LocalModel, pixels: NDArray[np.uint8], questions: Sequence[str], device: str | None = None
) -> tuple[dict[str, torch.Tensor], list[list[int]]]:
    """Inputs of the shared prefix, which ends with the picture, and the token ids of each question after it.

    The inputs lie on the model's device, unless another is named.
    """
    from PIL import Image

    texts = [prompt(model.processor, question) for question in questions]
    picture = Image.fromarray(pixels)  # an array of three rows would be taken for one of three channels
    inputs = dict(model.processor(images=picture, text=texts[0], return_tensors="pt").to(device or model.model.device))
    ids = inputs["input_ids"][0]  # [P + S of the first question]
    prefix = int((ids == image_token(model)).nonzero()[-1]) + 1
    suffixes = [after_picture(model, text) for text in texts]
    if suffixes[0] != ids[prefix:].tolist():
        raise ValueError("the processor and its tokenizer disagree on the text after the picture")
    inputs["input_ids"] = inputs["input_ids"][:, :prefix]
    inputs["attention_mask"] = inputs["attention_mask"][:, :prefix]
    return inputs, suffixes


def image_token(model: LocalModel) -> int:
    """The id of the token that stands for a picture."""
    config = model.model.config
    return int(getattr(config, "image_token_index", None) or config.image_token_id)


def after_picture(model: LocalModel, text: str) -> list[int]:
    """Token ids of the text after the last picture of a rendered conversation.

    The picture's token splits the text, so the rest is tokenised as it would be within the whole.
    """
    alone, token = model.processor.tokenizer(text).input_ids, image_token(model)
    last = len(alone) - 1 - alone[::-1].index(token)
    return alone[last + 1 :]


class PackedQuestions:
    """All questions in one sequence over one cache, as a tree: words with which several begin are computed once."""

    def __init__(self, model: Any, inputs: dict[str, torch.Tensor], suffixes: list[list[int]]) -> None:
        """Compute the prefix, with the words that all questions begin with.

        Args:
            model: of a family in `PACKABLE`.
            inputs: of the prefix, as `prepare` gives them.
            suffixes: token ids of each question.
        """
        import torch

        shared = common_prefix(suffixes)
        ids = torch.tensor([suffixes[0][:shared]], device=model.device, dtype=torch.long)
        inputs = dict(inputs, input_ids=torch.cat([inputs["input_ids"], ids], dim=1))
        inputs["attention_mask"] = torch.ones_like(inputs["input_ids"])
        self._torch, self._model = torch, model
        self._cache = model(**inputs, use_cache=True, logits_to_keep=1).past_key_values
        self._prefix = int(self._cache.get_seq_length())
        self._branches = branched([suffix[shared:] for suffix in suffixes])
        self._sees = self._branches.sees  # bool [B, B], grows with each step
        self._last = list(self._branches.last)  # [K], places of the last tokens
        self._length = [self._branches.depths[place] + 1 for place in self._last]

    def first(self) -> torch.Tensor:
        """Logits [K, V] after each question."""
        return self._step(self._branches.tokens, self._sees, self._branches.depths, self._last)

    def next(self, rows: list[int], tokens: list[int]) -> torch.Tensor:
        """Logits [len(rows), V] after one more token of each of these questions."""
        held, new = len(self._sees), len(rows)
        sees = np.concatenate([self._sees[[self._last[k] for k in rows]], np.eye(new, dtype=bool)], 1)  # [S, B + S]
        self._sees = np.concatenate([np.pad(self._sees, ((0, 0), (0, new))), sees])
        depths = [self._length[k] for k in rows]
        for place, k in enumerate(rows, held):
            self._length[k] += 1
            self._last[k] = place
        return self._step(tokens, sees, depths, list(range(new)))

    def _step(self, tokens: list[int], sees: NDArray[np.bool_], depths: list[int], keep: list[int]) -> torch.Tensor:
        torch, device = self._torch, self._model.device
        seen = np.pad(sees, ((0, 0), (self._prefix, 0)), constant_values=True)  # [S, P + B]
        mask = additive(torch.from_numpy(seen).to(device), self._model.dtype)  # [S, P + B]
        output = self._model(
            input_ids=torch.tensor([tokens], device=device),
            attention_mask=mask[None, None],  # [1, 1, S, P + B]
            position_ids=self._prefix + torch.tensor([depths], device=device),
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=torch.tensor(keep, device=device),
        )
        return output.logits[0]


class SeparateQuestions:
    """The same answers without sharing, for models whose positions are more than counters."""

    def __init__(self, model: Any, inputs: dict[str, torch.Tensor], suffixes: list[list[int]]) -> None:
        """Keep what is asked; arguments as for `PackedQuestions`, of any family."""
        import torch

        self._torch, self._model, self._inputs = torch, model, inputs
        self._suffixes = [list(suffix) for suffix in suffixes]

    def first(self) -> torch.Tensor:
        """Logits [K, V] after each question."""
        return self._torch.stack([self._logits(suffix) for suffix in self._suffixes])

    def next(self, rows: list[int], tokens: list[int]) -> torch.Tensor:
        """Logits [len(rows), V] after one more token of each of these questions."""
        for k, token in zip(rows, tokens, strict=True):
            self._suffixes[k].append(token)
        return self._torch.stack([self._logits(self._suffixes[k]) for k in rows])

    def _logits(self, suffix: list[int]) -> torch.Tensor:
        ids = self._torch.tensor([suffix], device=self._model.device)
        inputs = dict(self._inputs, input_ids=self._torch.cat([self._inputs["input_ids"], ids], dim=1))
        inputs["attention_mask"] = self._torch.ones_like(inputs["input_ids"])
        return self._model(**inputs, logits_to_keep=1).logits[0, -1]
