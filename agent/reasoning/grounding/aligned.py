"""A sentence aligned with its source: for each word that carries meaning, the word of the source that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .lexicon import NO, Token, lexicon, parsed

BE = {"is": False, "are": False, "was": True, "were": True}  # and whether it is in the past
COMPARING = frozenset({"more", "less", "much", "equally", "rather", "better", "worse"})
LABELS = frozenset(  # of figures
    {"strength", "threshold", "score", "distance", "deviation", "qualiti", "accuraci", "probability", "offset", "rough"}
)
_HAS = frozenset({"has", "have", "carries", "holds"})
_ADVERBS = frozenset(
    {
        "alone", "again", "once", "often", "best", "earlier", "enough", "near_word", "other", "worth", "out", "about",
        "if", "poss",
    }
)  # fmt: skip
_USED = 0.5  # share of the words of a part of the source above which the part counts as told
NEXT = 4  # tokens between a word and what it belongs to, at most


@dataclass(frozen=True)
class Reading:
    """A sentence aligned with its source.

    Attributes:
        said: the tokens of the sentence.
        meant: those of the source.
        place: for each token of the sentence that carries meaning, the token of the source that it stands for.
    """

    said: tuple[Token, ...]
    meant: tuple[Token, ...]
    place: dict[int, int]

    @cached_property
    def concepts(self) -> set[str]:
        """Of the sentence."""
        return {token.concept for token in self.said if token.concept}

    @cached_property
    def used(self) -> set[int]:
        """The parts of the source that are told, at least by half or with their verb."""
        told = set(self.place.values())
        used = set()
        for segment in {token.segment for token in self.meant}:
            own = [n for n, token in enumerate(self.meant) if token.segment == segment and carries_meaning(token)]
            hit = [n for n in own if n in told]
            if own and (len(hit) >= _USED * len(own) or any(self.meant[n].verb for n in hit)):
                used.add(segment)
        for segment in {token.segment for token in self.meant} - used:  # “, or nearly is,”
            own = [token for token in self.meant if token.segment == segment and carries_meaning(token)]
            if own and segment - 1 in used and all(token.concept in lexicon().keep for token in own):
                used.add(segment)
        return used

    def segment(self, number: int) -> list[int]:
        """The tokens of a part of the sentence."""
        return [n for n, token in enumerate(self.said) if token.segment == number]


def read_against(sentence: str, source: str) -> Reading | str:
    """The sentence aligned with its source, or a word that the source does not have."""
    said, meant = parsed(sentence), parsed(source)
    at, aliases = _index(source)
    denied = any(token.concept == NO for token in said)
    conditional = any(token.text in ("if", "when", "whether", "that", "which", "where") for token in meant)
    has = any(token.text in _HAS for token in meant)
    pronoun = "picture" not in at and any(token.text in ("it", "its") for token in meant)
    carrying: list[int] = []
    choices: list[Sequence[int]] = []
    for n, token in enumerate(said):
        if not token.concept or token.text in COMPARING:
            continue
        found = at.get(token.concept) or at.get(aliases.get(token.concept, ""), ())
        if not found:
            if (token.text == "any" and denied) or (token.text == "if" and conditional):
                continue
            if token.text == "should" and meant and meant[0].verb:  # “Ask for …”
                continue
            if token.concept == "picture" and token.before in ("the", "this") and pronoun:
                continue
            if token.concept == "show" and has and said[min(n + 1, len(said) - 1)].text != "that":
                continue
            return token.text
        carrying.append(n)
        choices.append(found)
    return Reading(said, meant, dict(zip(carrying, _path(said, meant, carrying, choices), strict=True)))


@lru_cache(maxsize=256)
def _index(source: str) -> tuple[dict[str, tuple[int, ...]], dict[str, str]]:
    """Where each concept stands in a source; and the names of one thing (“a ghost, the trace of …”)."""
    meant = parsed(source)
    at: dict[str, list[int]] = {}
    for n, token in enumerate(meant):
        if token.concept:
            at.setdefault(token.concept, []).append(n)
    aliases = {"nearest": "near", "near": "resemble"}
    for first, comma, the, second in zip(meant, meant[1:], meant[2:], meant[3:], strict=False):
        if comma.text == "," and the.text == "the" and first.concept and second.concept:
            aliases |= {first.concept: second.concept, second.concept: first.concept}
    return {concept: tuple(places) for concept, places in at.items()}, aliases


def _path(
    said: Sequence[Token], meant: Sequence[Token], carrying: Sequence[int], choices: Sequence[Sequence[int]]
) -> list[int]:
    """The places in the source that keep the words of a part together and in order, by dynamic programming."""
    if not carrying:
        return []
    costs: list[dict[int, tuple[float, int]]] = [dict.fromkeys(choices[0], (0.0, -1))]
    for step in range(1, len(carrying)):
        together = said[carrying[step]].segment == said[carrying[step - 1]].segment
        row = {}
        for place in choices[step]:
            best = min(
                (costs[-1][before][0] + _jump(meant, before, place) * (1.0 if together else 0.3), before)
                for before in costs[-1]
            )
            row[place] = best
        costs.append(row)
    place = min(costs[-1], key=lambda each: costs[-1][each][0])
    path = [place]
    for row in reversed(costs[1:]):
        path.append(row[path[-1]][1])
    return path[::-1]


def _jump(meant: Sequence[Token], before: int, place: int) -> float:
    if before == place:
        return 3.0
    one, other = meant[before], meant[place]
    apart = 0.1 * min(abs(place - before), 20) + (0.5 if place < before else 0.0)
    return apart + 2.0 * (one.segment != other.segment) + 2.0 * (one.bracket != other.bracket)


def carries_meaning(token: Token) -> bool:
    """Whether a token is a word that carries meaning: no number, mark, denial or word that may be added freely."""
    return bool(token.concept) and not token.number and token.concept != NO


def is_adverb(token: Token) -> bool:
    """Whether a token says how or when, and so is neither subject nor object."""
    return token.concept in _ADVERBS or (token.text.endswith("ly") and token.text != "family")


def is_head(tokens: Sequence[Token], n: int) -> bool:
    """Whether a token is the last noun of a run of nouns, and no adverb or preposition."""
    token = tokens[n]
    if token.text in lexicon().prepositions or is_adverb(token):
        return False
    following = tokens[n + 1] if n + 1 < len(tokens) else token
    if following.text in lexicon().prepositions:
        return True
    return (
        n + 1 == len(tokens) or following.verb or not carries_meaning(following) or following.segment != token.segment
    )
