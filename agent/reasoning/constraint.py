"""Constrained decoding of cited sentences: a logits processor over lines of the form “[E2] A sentence”.

The citation comes before the words, so that the sentence is written from it: only ids that are left to be said can be
begun with, only digits that continue a number of the cited items can follow, an answer ends after a whole sentence, and
not before everything that must be said was cited. What is allowed depends on the tokens alone, so candidates of
speculative decoding are judged like any others.

Letters: B sequences (1), V vocabulary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .sheet import Item

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_OPEN = re.compile(r"\d[\d.,]*$")  # a number that may go on
_HEAD = re.compile(r"\[(\w+)\] ?")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What each token does to a line; ids of tokens.

    Attributes:
        end: that end the answer.
        newline: the token of a line's end.
        single: tokens of one character, by that character.
        never: special tokens, those that hold a bracket, a line's end or a digit among other characters.
        digits: the tokens of the ten digits.
    """

    end: tuple[int, ...]
    newline: int
    single: dict[str, int]
    never: tuple[int, ...]
    digits: dict[str, int]


@cache
def vocabulary(tokenizer: Any) -> Vocabulary | None:
    """Sort a tokenizer's vocabulary, or None where digits are not tokens of their own."""
    size = len(tokenizer)
    pieces = tokenizer.batch_decode([[token] for token in range(size)])
    single: dict[str, int] = {}
    for token, piece in enumerate(pieces):
        if len(piece) == 1:
            single.setdefault(piece, token)
    special = set(tokenizer.all_special_ids) - {tokenizer.eos_token_id}
    digits = {digit: single[digit] for digit in "0123456789" if digit in single}
    if len(digits) < 10 or not {"\n", "[", "]"} <= set(single):
        return None
    plain = {*digits.values(), single["\n"]}
    never = tuple(
        token
        for token, piece in enumerate(pieces)
        if token in special or (token not in plain and re.search(r"[\[\]\n\d]", piece))
    )
    return Vocabulary((tokenizer.eos_token_id,), single["\n"], single, never, digits)


class Cited:
    """A `LogitsProcessor` for one answer."""

    def __init__(self, items: Sequence[Item], tokenizer: Any, begins: int, known: Vocabulary) -> None:
        """Prepare for an answer.

        Args:
            items: what may be said, once each; those with `must` before the answer ends.
            tokenizer: of the model.
            begins: how many tokens the prompt has.
            known: its vocabulary.
        """
        self._tokenizer, self._begins, self._known = tokenizer, begins, known
        self._left = Counter(item.id for item in items)
        self._must = Counter(item.id for item in items if item.must)
        self._numbers = {
            ident: set(_DIGITS.findall(" ".join(item.line.partition("] ")[2] for item in items if item.id == ident)))
            for ident in self._left
        }

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        """Scores [B, V] with minus infinity for what may not follow."""
        only, banned = self.allowed(self._tokenizer.decode(input_ids[0, self._begins :]))
        if only is not None:
            masked = scores.new_full(scores.shape, float("-inf"))
            masked[:, only] = scores[:, only]
            return masked
        scores = scores.clone()
        scores[:, [*self._known.never, *banned]] = float("-inf")
        return scores

    def allowed(self, text: str) -> tuple[list[int] | None, Sequence[int]]:
        """What may follow a text: just these tokens, or, where that is None, all but those (and but `never`)."""
        *lines, line = text.split("\n")
        said = Counter(match[1] for match in map(_HEAD.match, lines) if match)
        head = _HEAD.match(line)
        known = self._known
        if head is None:  # the citation is still being written
            heads = [f"[{ident}]" for ident in (self._left - said)]
            follow = {h[len(line)] for h in heads if h.startswith(line) and len(h) > len(line)}
            tokens = [known.single[c] for c in follow if c in known.single]
            return (tokens or list(known.end)), ()
        said[head[1]] += 1
        body = line[head.end() :]
        numbers = self._numbers.get(head[1], set())
        run = _OPEN.search(body)
        going = run.group() if run else ""
        digits = {d: t for d, t in known.digits.items() if any(n.startswith(going + d) for n in numbers)}
        if going and going.rstrip(".,") not in numbers:  # half a number
            more = list(digits.values())
            more += [known.single[c] for c in ".," if any(n.startswith(going + c) for n in numbers)]
            return more, ()
        banned = [token for digit, token in known.digits.items() if digit not in digits]
        left = self._left - said
        if not body.endswith(".") or not left:
            banned.append(known.newline)
        if not body.endswith(".") or self._must - said:
            banned += known.end
        return None, banned
