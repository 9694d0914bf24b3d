"""The grounding check: every sentence is held against the evidence that it cites.

A sentence stands if it cites what exists, if its direction (real, synthetic, tampered) is one that the cited items
have, if its negations agree, if its numbers say the same of the same things, if a part of the picture that it names is
where the evidence lies, if it repeats no phrase, and if most of its words stand in what it cites. One that words a
single item must also tell most of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...evidence import Dropped, Evidence, Failed, Hypothesis, Region, Statement
from ..stance import Role, Way
from ..weighing.claim import overlap, region_of
from ..writing.plan import SHOWN, Item
from . import numbers, polarity

MIN_GROUNDING = 0.5
MIN_TOLD = 0.37  # of an item's content words; below it lay nonsense alone, of 1,397 sentences that stood otherwise
MAX_WORDS = 60
_ID = rf"(?:E\d+|{'|'.join(SHOWN.values())})"
_CITATION = re.compile(rf"[\[(]({_ID}(?:[,;]? (?:and )?{_ID})*)[\])]")
_PHRASE = 5  # words that may not come twice in one sentence
_POINT = re.compile(r"\bat (\d+)\b(?:, (\d+)\b)?(?![.:]?\d|%| ?px)")
_BRACKETS = re.compile(r" \([^)]*\)")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
# How a sentence is tied to the one before it; that says nothing of its source.
_OPENING = re.compile(
    r"^(?:for the record|against (?:that|this)|on the other hand|however|in support|in that part|there"
    r"|one reservation|no label can be given, so|keep in mind|note that|by contrast)[,:]? ",
    re.I,
)
_SPLIT = re.compile(r"(?<=[.!?\]])\s+(?=[A-Z“\"])|\n+")
_ASSERTS = {"label", "given", "judged", "measured", "holds", "hold", "carries", "carry"}  # which may be denied
_STOP = {
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "as", "is",
    "are", "was", "were", "be", "been", "it", "its", "this", "that", "these", "those", "which", "who", "has",
    "have", "had", "does", "do", "did", "can", "could", "may", "might", "would", "will", "shows", "show", "says",
    "say", "look", "looks", "there", "here", "than", "then", "so", "also", "only", "very", "more", "most", "some",
    "any", "all", "each", "picture", "image", "photo", "photograph", "file", "evidence", "suggests", "suggest",
    "indicates", "indicate", "however", "against", "hand", "other", "support", "keep", "mind", "part", "note", "one",
    "found", "find", "finding", "about", "measured", "adds", "up", "probabilities", "judged", "label", "given", "stays",
    "means", "mean", "holds", "hold", "carries", "carry",
}  # fmt: skip
_ODDS = re.compile(
    r"\b(?:real|synthetic|tampered)\b(?: (?:at|with|of|is|being))? [<>]?\d+%"
    r"|[<>]?\d+% (?:for |of )?(?:real|synthetic|tampered)\b"
    r"|\b(?:for|against) (?:real|synthetic|tampered)\b|\brather than .*"
)
_STANCE = re.compile(r"\b(for|against) an? (real|synthetic|tampered) (?:picture|image|photo)")
_STANCE_CLAUSE = re.compile(
    r"[,;] (?:and )?(?:which|this)(?: speaks| is) (?:for|against) an? (?:real|synthetic|tampered) picture"
)
_CONCLUDES = re.compile(
    r"\b(?:so|hence|therefore|thus),? (?:that )?(?:the|this) (?:picture|image|photo\w*) (?:is|was) (?:an? )?([\w-]+)"
)
_CLAUSES = re.compile(r"[,;:]|\band\b")
_DIRECTIONS = {
    "synthetic": {"synthetic", "ai-generated", "generated", "computer-generated", "ai", "artificial", "fake"},
    "tampered": {
        "tampered",
        "manipulated",
        "edited",
        "spliced",
        "altered",
        "doctored",
        "forged",
        "retouched",
    },
    "real": {"real", "authentic", "genuine", "unaltered", "unedited", "original"},
}


Direction = tuple[Way, Hypothesis]


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands under one id.

    Attributes:
        text: all that may be said under it.
        supports: the hypotheses that it speaks for.
        region: where in the picture it lies.
        label: the label of the verdict, where it tells that.
        directions: what it does in the verdict, as (for or against, a hypothesis); a sentence may say that and
            nothing else.
    """

    text: str
    supports: frozenset[str]
    region: Region | None = None
    label: str = ""
    directions: frozenset[Direction] = frozenset()


Grounds = Mapping[str, Ground]


def of_evidence(item: Evidence) -> Ground:
    """A piece of evidence with what stands beside it."""
    text = f"{item.statement} {' '.join(item.asides)}"
    if item.supports == "neutral":
        return Ground(text, frozenset(), item.region)
    directions: set[Direction] = {("for", item.supports)}
    if item.supports == "real":
        directions |= {("against", "synthetic"), ("against", "tampered")}
    return Ground(text, frozenset({item.supports}), item.region, directions=frozenset(directions))


def of_items(items: Sequence[Item], evidence: Sequence[Evidence]) -> dict[str, Ground]:
    """The items of a sheet under the ids that an answer shows; what they say of direction is theirs to say."""
    by_id = {item.id: item for item in evidence}
    found = {}
    for ident in dict.fromkeys(item.id for item in items):
        text = " ".join(_said(item) for item in items if item.id == ident)
        source = by_id.get(ident)
        label = next((item.label for item in items if item.id == ident and item.label), "")
        supports = frozenset({source.supports} - {"neutral"}) if source is not None else frozenset()
        does = [item.stance for item in items if item.id == ident]
        directions: set[Direction] = {(each.way, each.about) for each in does if each.about}
        region = source.region if source is not None else None
        found[SHOWN.get(ident, ident)] = Ground(text, supports, region, label, frozenset(directions))
    return found


def _said(item: Item) -> str:
    """What a sentence may say of an item: its text, and the part of the picture that it is about."""
    return f"{item.stance.text}: {item.text}" if item.stance.role is Role.PART else item.text


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands, and what was dropped with the reason."""

    statements: tuple[Statement, ...]
    dropped: tuple[Dropped, ...]


def split(text: str) -> list[str]:
    """Cut a text into sentences, a citation staying with the sentence before it."""
    after = re.compile(rf"([.!?])\s*((?:\[{_ID}(?:[,;\s]+{_ID})*\]\s*)+)")
    joined = after.sub(lambda found: f" {found[2].strip()}{found[1]} ", text)
    return [part.strip(" -*•\t") for part in _SPLIT.split(joined) if part.strip(" -*•\t")]


def check(text: str, evidence: Sequence[Evidence]) -> Checked:
    """Check each sentence of a text against numbered evidence."""
    grounds = {item.id: of_evidence(item) for item in evidence}
    statements, dropped = [], []
    for sentence in split(text):
        result = check_sentence(sentence, grounds)
        if isinstance(result, Dropped):
            dropped.append(result)
        elif result.text not in {s.text for s in statements}:
            statements.append(result)
    return Checked(tuple(statements), tuple(dropped))


def check_sentence(
    sentence: str, grounds: Grounds, shape: tuple[int, ...] | None = None, *, english: bool = True
) -> Statement | Dropped:
    """One sentence of a model: a statement with its grounding score, or the reason why it does not stand.

    Args:
        sentence: with its citations in brackets.
        grounds: what may be cited, by id.
        shape: height and width of the picture, to check the words of place.
        english: whether its words can be checked; else its citations and numbers are, and its score is 0.
    """
    cites = tuple(dict.fromkeys(c for found in _CITATION.findall(sentence) for c in re.findall(_ID, found)))
    if not cites:
        return Dropped(text=sentence, reason="cites nothing", failed="citation")
    unknown = [cite for cite in cites if cite not in grounds]
    if unknown:
        return Dropped(text=sentence, reason=f"cites {', '.join(unknown)}, which is not there", failed="citation")
    body = _OPENING.sub("", uncited(sentence))
    cited = [grounds[cite] for cite in cites]
    source = " ".join(ground.text for ground in cited)
    if not english:
        reason = numbers.missing(body, source)
        if reason:
            return Dropped(text=sentence, reason=reason, failed="number")
        return Statement(text=sentence, cites=cites, grounding=0.0, written_by="model")
    told = _STANCE_CLAUSE.sub("", body)  # what it does in the verdict is a matter of its direction alone
    score = grounding(told, source)
    checks: tuple[tuple[Failed, str], ...] = (
        ("form", _badly_formed(body)),
        ("direction", _wrong_direction(told, source, cited) or _wrong_stance(body, cited) or _wrong_label(body, cited)),
        ("negation", polarity.opposite(told, source, _STOP - _ASSERTS, _stem)),
        ("number", numbers.wrong(told, source, _content)),
        ("region", _half_a_point(body, source) or _wrong_place(body, source, cited, shape)),
        ("words", _added(told, source)),
        ("words", f"only {score:.0%} of its words stand in what it cites" if score < MIN_GROUNDING else ""),
    )
    for failed, reason in checks:
        if reason:
            return Dropped(text=sentence, reason=reason, failed=failed)
    return Statement(text=sentence, cites=cites, grounding=round(score, 3), written_by="model")


def check_item(
    sentence: str, item: Item, evidence: Sequence[Evidence], shape: tuple[int, ...] | None = None
) -> Statement | Dropped:
    """The same of a sentence that words one item: it has to tell most of it as well."""
    result = check_sentence(sentence, of_items([item], evidence), shape)
    told = grounding(_BRACKETS.sub("", item.text), uncited(sentence))  # what stands in brackets may be left out
    if isinstance(result, Statement) and told < MIN_TOLD:
        return Dropped(text=sentence, reason=f"tells only {told:.0%} of what it cites", failed="words")
    return result


def uncited(sentence: str) -> str:
    """A sentence without its citations."""
    return _CITATION.sub("", sentence).replace(" .", ".")


def _badly_formed(body: str) -> str:
    words = _words(body)
    if len(words) > MAX_WORDS:
        return "too long for one sentence"
    if len(words) < 3:
        return "says nothing"
    phrases = [tuple(words[n : n + _PHRASE]) for n in range(len(words) - _PHRASE + 1)]
    twice = next((phrase for n, phrase in enumerate(phrases) if phrase in phrases[:n]), None)
    return f"says “{' '.join(twice)}” twice" if twice else ""


def grounding(text: str, source: str) -> float:
    """Share of the content words of a sentence that stand in the evidence, compared by their stems; 0 to 1."""
    wanted = _content(text)
    if not wanted:
        return 0.0
    have = {_stem(word) for word in _words(source)}
    return len(wanted & have) / len(wanted)


def direction(text: str) -> set[str]:
    """The hypotheses that a text asserts, by whole words; a negated word asserts nothing."""
    asserted = set()
    for word, negated in polarity.negated(text, _STOP):
        for hypothesis, words in _DIRECTIONS.items():
            if word in words and not negated:
                asserted.add(hypothesis)
    return asserted


def _wrong_direction(body: str, source: str, cited: Sequence[Ground]) -> str:
    said = direction(_ODDS.sub(" ", body.lower()))
    supported = {hypothesis for ground in cited for hypothesis in ground.supports}
    allowed = supported | direction(source)
    for hypothesis in sorted(said - allowed):
        has = " and ".join(sorted(supported)) or "nothing"
        return f"says {hypothesis}, but what it cites supports {has}"
    for hypothesis, words in _DIRECTIONS.items():
        denied = any(word in words and negated for word, negated in polarity.negated(body, _STOP))
        if denied and hypothesis in supported:
            return f"denies {hypothesis}, which is what it cites supports"
    return ""


def _wrong_stance(body: str, cited: Sequence[Ground]) -> str:
    """A sentence that says what its evidence does in the verdict otherwise than the verdict has it."""
    said = {(found[1], found[2]) for found in _STANCE.finditer(body.lower())}
    has = {each for ground in cited for each in ground.directions}
    if wrong := sorted(said - has):
        return f"speaks {' '.join(wrong[0])}, which what it cites does not"
    concluded = {name for found in _CONCLUDES.finditer(body.lower()) for name in direction(found[1])}
    labels = {ground.label for ground in cited}
    if wrong := sorted(concluded - labels):
        return f"concludes {wrong[0]}, which is not for what it cites to say"
    return ""


def _added(body: str, source: str) -> str:
    """A clause of several words of which hardly any stands in what is cited."""
    have = _content(source)
    for clause in _CLAUSES.split(body):
        words = _content(clause)
        if len(words) >= 2 and 3 * len(words & have) < len(words):
            return f"adds “{' '.join(clause.split())}”"
    return ""


def _wrong_label(body: str, cited: Sequence[Ground]) -> str:
    """Another label than the verdict's, or the verdict's denied; “synthetic 5%” names a probability and no label."""
    label = next((ground.label for ground in cited if ground.label), "")
    if not label:
        return ""
    rest = _ODDS.sub(" ", body.lower())
    said = direction(rest) | ({"inconclusive"} if "inconclusive" in _words(rest) else set())
    if said - {label}:
        return f"says {', '.join(sorted(said - {label}))}, but the verdict is {label}"
    negated = {word for word, denied in polarity.negated(rest, _STOP) if denied}
    return f"denies {label}, which is the verdict" if negated & {label, *_DIRECTIONS.get(label, ())} else ""


def _half_a_point(body: str, source: str) -> str:
    """A point of the picture of which one number is left out."""
    points = dict(_POINT.findall(source))
    half = next((x for x, y in _POINT.findall(body) if not y and points.get(x)), "")
    return f"names {half} for the point {half}, {points[half]}" if half else ""


def _wrong_place(body: str, source: str, cited: Sequence[Ground], shape: tuple[int, ...] | None) -> str:
    """A part of the picture that is named where the evidence does not lie."""
    if shape is None:
        return ""
    named = region_of(body, shape)
    if named is None or region_of(source, shape) == named:
        return ""
    there = [ground.region for ground in cited if ground.region is not None]
    if any(overlap(named, region) > 0.1 for region in there):
        return ""
    return "names a part of the picture where what it cites does not lie"


def _content(text: str) -> frozenset[str]:
    """Stems of the content words."""
    return frozenset(_stem(word) for word in _words(text)) - _STOP_STEMS


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ingly", "ing", "ies", "ied", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


_STOP_STEMS = frozenset(map(_stem, _STOP))
