"""Several sentences decoded at once, in one sequence behind a prefix that they share, with drafts from their prompts.

A step costs what reading the weights costs, whether it computes one token or twenty, so the rows go together; and as a
sentence repeats much of its prompt, what followed its last tokens there is tried as a draft and checked in the same
step (Saxena, “Prompt Lookup Decoding”, 2023). All rows lie one after the other in one cache, and a mask lets each see
the prefix and itself; a rejected draft stays there as a hole that no row sees. The row that is told next has the
longest draft.

Letters: R rows, N tokens of a step, T tokens in the cache with those, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

COMPUTED = 24  # tokens of a step, over all rows, up to which more of them cost little
LONGEST = 10  # tokens of a draft
_TAILS = (3, 2, 1)  # tokens that must have come before, to go on as they did
_ALL, _NONE = -1, -2  # who sees a token, where it is not one row
Forward = Callable[..., Any]  # input_ids, attention_mask, position_ids, past_key_values, logits_to_keep to logits
Choose = Callable[[Sequence[int], Any], int]  # what a row has said and the logits [V] of its next token, to that token


@dataclass(eq=False, slots=True)
class DecodingRow:
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
    forward: Forward, cache: Any, rows: Sequence[DecodingRow], ends: frozenset[int], limit: int
) -> Iterator[tuple[int, list[int]]]:
    """Yield (row, tokens) in the order of the rows, each as soon as it and those before it are whole.

    Args:
        forward: the model; gives logits [1, tokens of logits_to_keep, V], and takes a mask [1, 1, N, T] of booleans.
        cache: of the prefix; it is used up.
        rows: one at least, whose prompts begin alike and go on behind the prefix.
        ends: tokens that end a row.
        limit: tokens of a row.
    """
    prefix = int(cache.get_seq_length())
    seen_by = [_ALL] * prefix  # for each token in the cache, the row that sees it
    asked = [list(row.prompt[prefix:]) for row in rows]
    last = [sum(map(len, asked[: n + 1])) - 1 for n in range(len(rows))]
    owners = [n for n, ids in enumerate(asked) for _ in ids]
    places = [prefix + at for ids in asked for at in range(len(ids))]
    logits = _computed(forward, cache, seen_by, owners, [token for ids in asked for token in ids], places, last)
    for row, scores in zip(rows, logits, strict=True):
        row.take(row.choose(row.said, scores), ends, limit)
    told = 0
    while True:
        while told < len(rows) and rows[told].done:
            yield told, rows[told].said
            told += 1
        if told == len(rows):
            return
        _step(forward, cache, rows, seen_by, ends, limit)


def _step(
    forward: Forward, cache: Any, rows: Sequence[DecodingRow], seen_by: list[int], ends: frozenset[int], limit: int
) -> None:
    """Compute the last token and the draft of each row that goes on, and keep what the model says too."""
    going = [number for number, row in enumerate(rows) if not row.done]
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
            if token != guess or row.done:
                break
            held += 1
        for rejected in range(at + held, at + 1 + len(draft)):
            seen_by[begin + rejected] = _NONE
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
    row, column = torch.tensor(owners), torch.tensor(seen_by)  # [N], [T]
    mine = (column == _ALL) | (column == row[:, None])  # [N, T]
    before = torch.arange(len(seen_by)) <= torch.arange(len(seen_by) - len(owners), len(seen_by))[:, None]
    return forward(
        input_ids=torch.tensor([tokens]),
        attention_mask=(mine & before)[None, None],
        position_ids=torch.tensor([places]),
        past_key_values=cache,
        logits_to_keep=torch.tensor(list(keep)),
    )[0]
