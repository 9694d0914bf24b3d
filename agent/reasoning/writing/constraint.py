"""Constrained decoding of cited sentences: which tokens may follow in a line of the form “[E2] A sentence”.

The citation comes first, so that the sentence is written from it. Only digits that continue a number of the item may
follow; a point of the picture is given by both its numbers; “speaks for a …” may only go on as the item speaks in the
verdict; a line ends after a complete sentence. What is allowed depends on the tokens alone, so drafts need no rules of
their own.

Letters: V vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..answer_items import Item

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_POINT = re.compile(r"\bat \d+, \d+")
_OPEN = re.compile(r"\d[\d.,]*$")  # a number that may have more digits
_SPEAKS = re.compile(r"\bspeaks$|[;,] (?:and )?this is$")
_SPEAKS_FOR = re.compile(r"(?:\bspeaks|\bthis is) (?:for|against) an?$")
_WAYS = (" for", " against")
_ABOUT = (" real", " synthetic", " tampered")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What each token does to a line; ids of tokens.

    Attributes:
        end: tokens that end a line.
        single: tokens of one character, by that character.
        never: special tokens, and tokens with a bracket, a line's end or a digit among other characters.
        digits: the tokens of the ten digits.
        words: the first tokens of the words for a direction, each with its space.
        speaks: the first token of “ speaks”.
    """

    end: tuple[int, ...]
    single: dict[str, int]
    never: tuple[int, ...]
    digits: dict[str, int]
    words: dict[str, int]
    speaks: int


@cache
def vocabulary(tokenizer: Any) -> Vocabulary | None:
    """Sort a tokenizer's vocabulary; None if digits are not tokens of their own."""
    pieces = _pieces(tokenizer)
    single: dict[str, int] = {}
    for token, piece in enumerate(pieces):
        if len(piece) == 1:
            single.setdefault(piece, token)
    special = set(tokenizer.all_special_ids) - {tokenizer.eos_token_id}
    digits = {digit: single[digit] for digit in "0123456789" if digit in single}
    if len(digits) < 10:
        return None
    plain = set(digits.values())
    never = tuple(
        token
        for token, piece in enumerate(pieces)
        if token in special or (token not in plain and re.search(r"[\[\]\n\d²³¹]|[⁰-₉]", piece))
    )
    first = {word: tokenizer(word, add_special_tokens=False)["input_ids"][0] for word in (*_WAYS, *_ABOUT, " speaks")}
    speaks = first.pop(" speaks")
    return Vocabulary((tokenizer.eos_token_id,), single, never, digits, first, speaks)


def _pieces(tokenizer: Any) -> list[str]:
    """The text of each token."""
    alone = [[token] for token in range(len(tokenizer))]
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None or tokenizer.clean_up_tokenization_spaces:
        return tokenizer.batch_decode(alone)
    return backend.decode_batch(alone, skip_special_tokens=False)  # the same in a sixth of the time


class Cited:
    """What may follow in one line."""

    def __init__(self, item: Item, tokenizer: Any, known: Vocabulary) -> None:
        """Prepare for a line.

        Args:
            item: what the line is about.
            tokenizer: of the model.
            known: its vocabulary.
        """
        self._tokenizer, self._known = tokenizer, known
        self._direction = (item.stance.way, item.stance.about)
        part = item.stance.region
        place = (part.w, part.h, part.x, part.y) if part is not None else ()
        self._numbers = {*_DIGITS.findall(item.text), *map(str, place)}
        self._points = _POINT.findall(item.text)

    def masked(self, said: Sequence[int], scores: Any) -> Any:
        """Scores [V] of the token after `said`, with minus infinity for those that may not follow."""
        only, banned = self.allowed(self._tokenizer.decode(said))
        if only is not None:
            masked = scores.new_full(scores.shape, float("-inf"))
            masked[only] = scores[only]
            return masked
        scores = scores.clone()
        scores[[*self._known.never, *banned]] = float("-inf")
        return scores

    def allowed(self, body: str) -> tuple[list[int] | None, Sequence[int]]:
        """What may follow a sentence so far.

        Returns:
            The only tokens that may follow, or None if there is no such list; and tokens that may not, beside `never`.
        """
        known, numbers = self._known, self._numbers
        if point := [known.single[c] for c in self._second(body) if c in known.single]:
            return point, ()
        run = _OPEN.search(body)
        going = run.group() if run else ""
        digits = {d: t for d, t in known.digits.items() if any(n.startswith(going + d) for n in numbers)}
        if going and going.rstrip(".,") not in numbers:  # half a number
            more = [known.single[c] for c in ".," if any(n.startswith(going + c) for n in numbers)]
            if digits or more:  # digits that were put together from single bytes may begin none of the numbers
                return [*digits.values(), *more], ()
        way, about = self._direction
        if way and _SPEAKS.search(body):
            return [known.words[f" {way}"]], ()
        if way and _SPEAKS_FOR.search(body):
            return [known.words[f" {about}"]], ()
        banned = [token for digit, token in known.digits.items() if digit not in digits]
        if not way:
            banned.append(known.speaks)
            banned += [known.words[each] for each in _WAYS if _SPEAKS.search(body)]
        if not body.endswith("."):
            banned += known.end
        return None, banned

    def _second(self, body: str) -> list[str]:
        """The characters that may follow the first number of a point, towards its second."""
        starts = ((point, point.index(",")) for point in self._points)
        return [point[n] for point, start in starts for n in range(start, len(point)) if body.endswith(point[:n])]
