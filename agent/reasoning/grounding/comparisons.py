"""Whether a sentence compares the same things the same way round as its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...sentences import Sentence
from .aligned import Reading, carries_meaning
from .lexicon import Token, lexicon

COMPARES = Sentence("comparisons.compares", "compares otherwise than the cited evidence (“{word}”)")
_BETTER = frozenset({"better", "nearer", "closer"})
# Words of both sides, which tell none from the other.
_DIMENSIONS = frozenset({"picture", "near", "near_word", "resemble", "known", "support", "weak", "strong", "moder"})


def compared(read: Reading) -> str | None:
    """A comparison that is turned round, added or left out."""
    supports = any(token.concept == "support" for token in read.meant)
    source, told = _comparison(read.meant, supports), _comparison(read.said, supports)
    texts = {token.text for token in read.meant}
    signs = [n for n, token in enumerate(read.said) if token.text in lexicon().direction and token.text not in texts]
    if len(signs) > (told is not None) or sum(token.text in _BETTER for token in read.said) > max(
        1, sum(token.text in _BETTER for token in read.meant)
    ):
        return COMPARES(word=read.said[signs[-1]].text if signs else "better")
    if told is not None and source is None:
        return COMPARES(word="than")
    if source is None:
        return None
    winner, loser = source.sides(read.meant)
    equal = _equals(read.said)
    if told is None and _chosen(read.said, source.sign, winner, loser):
        return None
    if told is None:
        if read.concepts & (winner | loser) and not equal:
            return COMPARES(word="than")
        return None
    over, under = told.sides(read.said, cut=False)
    if told.sign != source.sign:
        over, under = under, over
    if under & winner or over & loser or not (under & loser) or not (over & winner):
        return COMPARES(word="than")
    return None


def _chosen(said: Sequence[Token], sign: int, winner: set[str], loser: set[str]) -> bool:
    """Whether a sentence names what is nearer without “than”, as in “it is nearer to the real one”."""
    for n, token in enumerate(said):
        if lexicon().direction.get(token.text) == sign:
            after = {other.concept for other in said[n + 1 :] if other.segment == token.segment}
            if after & winner and not after & loser:
                return True
    return False


@dataclass(frozen=True)
class _Comparison:
    than: int
    sign: int

    def sides(self, tokens: Sequence[Token], *, cut: bool = True) -> tuple[set[str], set[str]]:
        than = tokens[self.than]
        after = []
        for n in range(self.than + 1, len(tokens)):
            if tokens[n].text in ",;:.)" or tokens[n].bracket != than.bracket:
                break
            after.append(n)
        place = (than.sentence, than.bracket)
        before = [n for n in range(self.than) if (tokens[n].sentence, tokens[n].bracket) == place]
        if not any(carries_meaning(tokens[n]) for n in before):
            before = [n for n in range(len(tokens)) if n > self.than and n not in after and not tokens[n].bracket]
        telling = [n for n in before if carries_meaning(tokens[n]) and not tokens[n].verb]
        if cut:
            telling = telling[-3:]
        loser = {tokens[n].concept for n in after if carries_meaning(tokens[n])}
        winner = {tokens[n].concept for n in telling}
        if not cut:
            return winner, loser
        common = (winner & loser) | _DIMENSIONS
        return winner - common, loser - common


def _comparison(tokens: Sequence[Token], supports: bool) -> _Comparison | None:
    """The comparison of a text: “more … than”, or “support for one over the other”."""
    pivots = ("than", "over") if supports else ("than",)
    than = next((n for n, token in enumerate(tokens) if token.text in pivots and not tokens[n + 1].number), None)
    if than is None:
        return None
    if tokens[than].text == "over":
        return _Comparison(than, 1)
    signs = [lexicon().direction[token.text] for token in tokens[: than + 1] if token.text in lexicon().direction]
    return _Comparison(than, signs[-1] if signs else 1)


def _equals(tokens: Sequence[Token]) -> bool:
    return any(token.text in ("equally", "much") for token in tokens)
