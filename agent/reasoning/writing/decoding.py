"""Several sentences decoded together, in one sequence behind a prefix that they share, with drafts from their prompts.

The cost of a step is that of reading the weights, whether it computes one token or twenty, so all rows share each step.
A sentence repeats much of its prompt; what followed its last tokens there is therefore tried as a draft and checked in
the same step (Saxena, “Prompt Lookup Decoding”, 2023). All rows lie one after the other in one cache, and a mask lets
each see the prefix and itself; a rejected draft stays there as a hole that no row sees. The row that comes next in the
output has the longest draft.

Letters: R rows, N tokens of a step, T tokens in the cache with those, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...perception.packing import HIDDEN, SHARED, visible

COMPUTED = 24  # tokens of a step, over all rows; up to this number, more of them cost little
LONGEST = 10  # tokens of a draft
_TAILS = (3, 2, 1)  # how many last tokens must have come before for a draft; longer matches first
Forward = Callable[..., Any]  # input_ids, attention_mask, position_ids, past_key_values, logits_to_keep to logits
Choose = Callable[[Sequence[int], Any], int]  # the tokens of a row and the logits [V] of the next one, to that token


@dataclass(eq=False, slots=True)
class DecodingRow:
    """One sentence.

    Attributes:
        prompt: the tokens before it, including the prefix.
        choose: picks the next token.
        said: the tokens so far; the last of them is not in the cache yet.
        ended: whether it is complete.
    """

    prompt: Sequence[int]
    choose: Choose
    said: list[int] = field(default_factory=list)
    ended: bool = False

    def draft(self, longest: int) -> list[int]:
        """What followed the last tokens at their last earlier place in prompt or sentence; at most `longest` tokens."""
        known = [*self.prompt, *self.said]
        for size in _TAILS:
            tail = known[-size:]
            for start in range(len(known) - size - 1, -1, -1):
                if known[start : start + size] == tail:
                    return known[start + size : start + size + longest]
        return []

    def take(self, token: int, ends: frozenset[int], limit: int) -> None:
        """Add a token, which may be the last."""
        self.said.append(token)
        self.ended = token in ends or len(self.said) >= limit


def decode(
    forward: Forward, cache: Any, rows: Sequence[DecodingRow], ends: frozenset[int], limit: int
) -> Iterator[tuple[int, list[int]]]:
    """Yield (row, tokens) in the order of the rows, each as soon as it and those before it are complete.

    Args:
        forward: the model; gives logits [1, tokens of logits_to_keep, V], and takes a mask [1, 1, N, T] of booleans.
        cache: holds the prefix; it can't be used again.
        rows: at least one; their prompts begin with the prefix and go on behind it.
        ends: tokens that end a row.
        limit: tokens of a row.
    """
    prefix = int(cache.get_seq_length())
    seen_by = [SHARED] * prefix  # for each token in the cache, the row that sees it
    asked = [list(row.prompt[prefix:]) for row in rows]
    last = [sum(map(len, asked[: n + 1])) - 1 for n in range(len(rows))]
    owners = [n for n, ids in enumerate(asked) for _ in ids]
    places = [prefix + at for ids in asked for at in range(len(ids))]
    logits = _computed(forward, cache, seen_by, owners, [token for ids in asked for token in ids], places, last)
    for row, scores in zip(rows, logits, strict=True):
        row.take(row.choose(row.said, scores), ends, limit)
    yielded = 0
    while True:
        while yielded < len(rows) and rows[yielded].ended:
            yield yielded, rows[yielded].said
            yielded += 1
        if yielded == len(rows):
            return
        _step(forward, cache, rows, seen_by, ends, limit)


def _step(
    forward: Forward, cache: Any, rows: Sequence[DecodingRow], seen_by: list[int], ends: frozenset[int], limit: int
) -> None:
    """Compute the last token and the draft of each row that goes on, and keep what the model says too."""
    going = [number for number, row in enumerate(rows) if not row.ended]
    drafts = {going[0]: rows[going[0]].draft(LONGEST)}
    left = COMPUTED - len(drafts[going[0]]) - len(going)
    for number in going[1:]:
        drafts[number] = rows[number].draft(min(LONGEST, max(1, left // (len(going) - 1))))
    tokens = [token for number, draft in drafts.items() for token in (rows[number].said[-1], *draft)]
    owners = [number for number, draft in drafts.items() for _ in range(1 + len(draft))]
    places = [
        len(rows[number].prompt) + len(rows[number].said) - 1 + at
        for number, draft in drafts.items()
        for at in range(1 + len(draft))
    ]
    begin = len(seen_by)
    logits = _computed(forward, cache, seen_by, owners, tokens, places, range(len(tokens)))
    at = 0
    for number, draft in drafts.items():
        row, held = rows[number], 1
        for scores, guess in zip(logits[at:], [*draft, None], strict=False):
            token = row.choose(row.said, scores)
            row.take(token, ends, limit)
            if token != guess or row.ended:
                break
            held += 1
        for rejected in range(at + held, at + 1 + len(draft)):
            seen_by[begin + rejected] = HIDDEN
        at += 1 + len(draft)


def _computed(
    forward: Forward,
    cache: Any,
    seen_by: list[int],
    owners: Sequence[int],
    tokens: Sequence[int],
    places: Sequence[int],
    keep: Sequence[int],
) -> Any:
    """Logits [len(keep), V] of new tokens, each of which sees the prefix and what its row has before it."""
    import torch

    seen_by += owners
    return forward(
        input_ids=torch.tensor([tokens]),
        attention_mask=visible(torch.tensor(seen_by), len(owners))[None, None],
        position_ids=torch.tensor([places]),
        past_key_values=cache,
        logits_to_keep=torch.tensor(list(keep)),
    )[0]
