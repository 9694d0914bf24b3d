"""Which words of a sentence belong together: a verb and its nouns, a noun and what describes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...sentences import Sentence
from .aligned import BE, LABELS, NEXT, Reading, carries_meaning, is_adverb, is_head
from .lexicon import NO, Token, lexicon

RELATES = Sentence("relations.relates", "connects “{first}” and “{second}” otherwise than the cited evidence")
_SYMMETRIC = frozenset({"resemble"})
_NEAR = frozenset({"near", "nearest"})  # of two things, so that they describe neither alone
_RELATIVE = frozenset({"that", "which", "who", "where"})
_IS = frozenset(BE) | {"has", "have", "carries", "carry", "holds", "hold"}


def related(read: Reading) -> str | None:
    """A verb with a subject or object that it does not have in the source, or that runs into another (“says is”)."""
    for v, token in enumerate(read.said):
        following = read.said[v + 1] if v + 1 < len(read.said) else token
        if token.verb and not token.passive and token.concept == "say" and following.text in ("is", "are"):
            return RELATES(first=token.text, second=following.text)
        if not token.verb or v not in read.place:
            continue
        verbs = [n for n, other in enumerate(read.meant) if other.concept == token.concept]
        antecedent = _antecedent(read.said, v)
        for a, before in (*_arguments(read.said, v), *((antecedent,) if antecedent else ())):
            if a not in read.place:
                continue
            concept = read.meant[read.place[a]].concept
            nouns = [n for n, other in enumerate(read.meant) if other.concept == concept]
            if not any(_takes(read.meant, verb, noun, before) for verb in verbs for noun in nouns):
                return RELATES(first=read.said[a].text, second=token.text)
    return None


def said_to_be(read: Reading) -> str | None:
    """A thing that is said to be or to have what the source says of another thing."""
    for n, token in enumerate(read.said):
        if token.text not in _IS:
            continue
        segment = [m for m in read.segment(token.segment) if carries_meaning(read.said[m])]
        after = next((m for m in segment if m > n), None)
        heads = [m for m in segment if m < n and not read.said[m].preposition and is_head(read.said, m)]
        if after is None or not heads or read.said[after].verb or any(read.said[m].verb for m in heads):
            continue
        before = heads[-1]
        if not {before, after} <= read.place.keys() or read.said[after].preposition in ("in", "at", "on"):
            continue
        holds = token.text not in BE and _place_of(read, before)
        if not holds and not _follows(read, before, after):
            return RELATES(first=read.said[before].text, second=read.said[after].text)
    return None


def described(read: Reading) -> str | None:
    """Two words of which one describes the other (“block grid”, “grid of a block”) that the source does not join."""
    for first, second in _descriptions(read.said):
        if first not in read.place or second not in read.place:
            continue
        a, b = read.meant[read.place[first]].concept, read.meant[read.place[second]].concept
        if a != b and not _joined(read.meant, a, b):
            return RELATES(first=read.said[first].text, second=read.said[second].text)
    return None


def told_with_figures(read: Reading) -> str | None:
    """Words of a bracket of the source without a figure of it."""
    for segment in {token.segment for token in read.meant if token.bracket}:
        own = [n for n, place in read.place.items() if read.meant[place].segment == segment]
        figures = any(token.number for token in read.meant if token.segment == segment)
        telling = [n for n in own if carries_meaning(read.said[n]) and read.said[n].concept not in LABELS]
        if figures and telling and not any(read.said[n].number for n in own):
            return RELATES(first=read.said[telling[0]].text, second="(…)")
    return None


def conjoined(read: Reading) -> str | None:
    """“And” in place of “or”, or the other way round."""
    for n, token in enumerate(read.said):
        if token.text not in ("and", "or") or any(o.concept == NO for o in read.said if o.segment == token.segment):
            continue
        before = next((m for m in range(n - 1, -1, -1) if m in read.place), None)
        after = next((m for m in range(n + 1, len(read.said)) if m in read.place), None)
        if before is None or after is None:
            continue
        low, high = sorted((read.place[before], read.place[after]))
        between = {o.text for o in read.meant[low:high]} & {"and", "or"}
        if high - low <= NEXT and between and token.text not in between:
            return RELATES(first=read.said[before].text, second=read.said[after].text)
    return None


def _arguments(said: Sequence[Token], v: int) -> Iterator[tuple[int, bool]]:
    """The nouns that stand bare beside a verb, and whether each is what the active verb has before it."""
    verb = said[v]
    for direction in (-1, 1):
        n = v + direction
        while 0 <= n < len(said) and said[n].segment == verb.segment and not said[n].verb:
            token = said[n]
            if direction > 0 and token.text in BE:
                break
            if carries_meaning(token) and is_head(said, n):
                if not token.preposition:
                    yield n, (direction < 0) != verb.passive
                elif token.preposition == "by" and direction > 0 and verb.passive:
                    yield n, True
            n += direction


def _antecedent(said: Sequence[Token], v: int) -> tuple[int, bool] | None:
    """What a relative clause is about, and whether it is the subject of the verb."""
    verb = said[v]
    opening = next(n for n, token in enumerate(said) if token.segment == verb.segment)
    if said[opening].text not in ("that", "which", "who") or any(token.verb for token in said[opening:v]):
        return None
    if any(token.text in ("one", "it", "they", "you") for token in said[opening:v]):
        return None
    if any(carries_meaning(token) and not token.preposition for token in said[opening:v]):
        return None
    nouns = [n for n in range(opening) if said[n].segment == verb.segment - 1 and carries_meaning(said[n])]
    last = next((n for n in reversed(nouns) if not said[n].verb), None)
    return None if last is None or not nouns or last != nouns[-1] else (last, not verb.passive)


def _takes(meant: Sequence[Token], v: int, a: int, before: bool) -> bool:
    """Whether a verb of the source has a noun before it, or after it, in the active voice."""
    verb, noun = meant[v], meant[a]
    if not verb.verb:  # “a score”, “the known picture”
        return verb.sentence == noun.sentence
    if verb.sentence != noun.sentence:
        return False
    opening = next(n for n, token in enumerate(meant) if token.segment == verb.segment)
    bare = (
        n for n in range(opening, v) if carries_meaning(meant[n]) and not meant[n].preposition and not meant[n].verb
    )
    subject = any(is_head(meant, n) for n in bare)
    if a < v and noun.segment != verb.segment:
        clause = meant[opening].text in lexicon().starters
        if not clause and not any(token.verb for token in meant[a:opening]):  # one of several subjects
            return before != verb.passive
        if subject:  # “content that a network invented”: what the clause is about is its object
            return not before and meant[opening].text in _RELATIVE and noun.segment == verb.segment - 1
        relative = meant[opening].text in ("that", "which", "who") and not any(t.verb for t in meant[opening:v])
        return before != verb.passive and (not relative or noun.segment == verb.segment - 1)
    follows = [n for n in range(v + 1, min(v + 3, len(meant))) if meant[n].text in ("it", "them")]
    if follows and not before and a < v:
        return True
    stands_before = (a < v) != verb.passive or noun.preposition == "by"
    if verb.concept in _SYMMETRIC:
        return True
    between = [token for token in meant[min(a, v) + 1 : max(a, v)] if token.verb]
    return stands_before == before and (verb.segment == noun.segment or not between)


def _place_of(read: Reading, n: int) -> bool:
    """Whether something stands in the source as a place, as in “traces in the part”, which has traces."""
    concept = read.meant[read.place[n]].concept
    return any(token.concept == concept and token.preposition in ("in", "over", "of") for token in read.meant)


def _follows(read: Reading, before: int, after: int) -> bool:
    """Whether what stands before “is” stands in the source before what stands after it, or is the same thing."""
    first, second = (read.meant[read.place[m]].concept for m in (before, after))
    ones = [n for n, token in enumerate(read.meant) if token.concept == first]
    others = [n for n, token in enumerate(read.meant) if token.concept == second]
    same = read.said[after].before == "the"
    for m in ones:
        for n in others:
            between = read.meant[min(m, n) : max(m, n)]
            if read.meant[m].sentence == read.meant[n].sentence and (
                m < n or (same and any(token.text in BE for token in between))
            ):
                return True
            plain = not any(token.verb or token.text in lexicon().prepositions for token in between)
            if n < m and plain and m - n <= 2:
                return True
    return False


def _descriptions(said: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Pairs of what describes and what is described."""
    for n, token in enumerate(said):
        if not carries_meaning(token) or token.verb or is_adverb(token):
            continue
        before = said[n - 1] if n else token
        if (
            n
            and carries_meaning(before)
            and not is_adverb(before)
            and before.concept not in _NEAR
            and not before.verb
            and before.segment == token.segment
        ):
            yield n - 1, n
        if token.preposition == "of":
            of = next((m for m in range(n, -1, -1) if said[m].text == "of"), 0)
            if is_head(said, n) and of and carries_meaning(said[of - 1]) and not said[of - 1].verb:
                yield n, of - 1


def _joined(meant: Sequence[Token], first: str, second: str) -> bool:
    """Whether one concept of a source describes the other."""
    if "jpeg" in (first, second):
        return True
    ones = [n for n, token in enumerate(meant) if token.concept == first]
    others = [n for n, token in enumerate(meant) if token.concept == second]
    for m in ones:
        for n in others:
            low, high = min(m, n), max(m, n)
            between = [token.text for token in meant[low + 1 : high]]
            verbs = any(token.verb for token in meant[low + 1 : high])
            beside = not verbs and not lexicon().prepositions & set(between)
            if meant[m].sentence != meant[n].sentence or len(between) > NEXT + 2 * ("of" in between):
                continue
            if (m < n and beside) or (n < m and {"of", "in"} & set(between) and is_head(meant, m)):
                return True
            if meant[m + 1 : m + 2] and meant[m + 1].text in ("one", "ones"):  # “a known real one”
                return True
            name = n < m and len(between) < 2 and any(c.isdigit() or c == "“" for c in meant[m].text)
            is_so = BE.keys() & set(between) and (m < n or meant[m - 1].text in BE)
            if name or is_so or (n < m and meant[m].verb):
                return True
    return False
