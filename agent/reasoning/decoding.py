"""Several sentences decoded at once: a row each behind a prefix that they share, with drafts from each row's prompt.

A step costs what reading the weights costs, whether it computes one token or twenty, so the rows go together; and as a
sentence repeats much of its prompt, what followed its last tokens there is tried as a draft and checked in the same
step (Saxena, “Prompt Lookup Decoding”, 2023). A rejected draft stays in the cache as a hole that the mask leaves out.

Letters: B rows, P tokens of the prefix, S tokens of the longest prompt behind it, D of the longest draft, T so far,
V vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

COMPUTED = 24  # tokens of a step, over all rows, up to which more of them cost little
LONGEST = 10  # tokens of a draft
_TAILS = (3, 2, 1)  # tokens that must have come before, to go on as they did
Forward = Callable[..., Any]  # input_ids, attention_mask, position_ids, past_key_values, logits_to_keep to logits
Choose = Callable[[Sequence[int], Any], int]  # what a row has said and the logits [V] of its next token, to that token


@dataclass(eq=False, slots=True)
class Row:
    """One sentence.

    Attributes:
        prompt: tokens before it, those of the prefix too.
        choose: picks the next token.
        said: tokens so far; the last of them is not in the cache yet.
        done: whether it has come to an end.
    """

    prompt: Sequence[int]
    choose: Choose
    said: list[int] = field(default_factory=list)
    done: bool = False

    def draft(self, longest: int) -> list[int]:
        """What followed the last tokens where they stood before, in prompt or sentence; at most `longest` tokens."""
        known = [*self.prompt, *self.said]
        for size in _TAILS:
            tail = known[-size:]
            for at in range(len(known) - size - 1, -1, -1):
                if known[at : at + size] == tail:
                    return known[at + size : at + size + longest]
        return []

    def take(self, token: int, ends: frozenset[int], limit: int) -> None:
        """Say one more token, which may be the last."""
        self.said.append(token)
        self.done = token in ends or len(self.said) >= limit


def decode(
    forward: Forward, cache: Any, rows: Sequence[Row], ends: frozenset[int], limit: int, pad: int = 0
) -> Iterator[tuple[int, list[int]]]:
    """Yield (row, tokens) in the order of the rows, each as soon as it and those before it are whole.

    Args:
        forward: the model; gives logits [B, logits_to_keep, V].
        cache: of the prefix, for B rows; it is used up.
        rows: whose prompts begin alike and go on behind the prefix.
        ends: tokens that end a row.
        limit: tokens of a row.
        pad: a token to fill up with.
    """
    import torch

    prefix, most = int(cache.get_seq_length()), max(len(row.prompt) for row in rows)
    gaps = [most - len(row.prompt) for row in rows]
    ids = torch.tensor([[pad] * gap + list(row.prompt[prefix:]) for gap, row in zip(gaps, rows, strict=True)])  # [B, S]
    mask = torch.tensor([[1] * prefix + [0] * gap + [1] * (most - prefix - gap) for gap in gaps])  # [B, P + S]
    places = (mask.cumsum(1) - 1).clamp(min=0)[:, prefix:]  # [B, S]
    logits = forward(input_ids=ids, attention_mask=mask, position_ids=places, past_key_values=cache, logits_to_keep=1)
    for row, scores in zip(rows, logits, strict=True):
        row.take(row.choose(row.said, scores[-1]), ends, limit)
    going, told = list(rows), 0
    while going:
        if any(row.done for row in going):
            left = [n for n, row in enumerate(going) if not row.done]
            going = [going[n] for n in left]
            while told < len(rows) and rows[told].done:
                yield told, rows[told].said
                told += 1
            if not going:
                return
            cache.batch_select_indices(torch.tensor(left))
            mask = mask[left]
        mask = _step(forward, cache, going, mask, ends, limit, pad)


def _step(
    forward: Forward, cache: Any, rows: Sequence[Row], mask: Any, ends: frozenset[int], limit: int, pad: int
) -> Any:
    """Compute each row's last token and its draft, keep what the model says too, and return the mask with that."""
    import torch

    longest = min(LONGEST, max(1, COMPUTED // len(rows) - 1))
    drafts = [row.draft(longest) for row in rows]
    wide = 1 + max(map(len, drafts))
    ids = torch.tensor([[row.said[-1], *d, *[pad] * (wide - 1 - len(d))] for row, d in zip(rows, drafts, strict=True)])
    new = torch.tensor([[1] * (1 + len(d)) + [0] * (wide - 1 - len(d)) for d in drafts])  # [B, 1 + D]
    places = mask.sum(1, keepdim=True) + torch.arange(wide)  # [B, 1 + D]
    logits = forward(
        input_ids=ids,
        attention_mask=torch.cat([mask, new], 1),
        position_ids=places,
        past_key_values=cache,
        logits_to_keep=wide,
    )
    for number, (row, draft) in enumerate(zip(rows, drafts, strict=True)):
        held = 1
        for at, guess in enumerate([*draft, None]):
            token = row.choose(row.said, logits[number, at])
            row.take(token, ends, limit)
            if token != guess or row.done:
                break
            held += 1
        new[number, held:] = 0
    return torch.cat([mask, new], 1)  # [B, T]
