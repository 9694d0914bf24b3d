"""The grounding check: every sentence is held against the evidence that it cites.

A sentence stands if it cites evidence that exists, if its direction (real, synthetic, tampered) is one that the cited
evidence has, if its negations agree, if its numbers stand in the evidence, and if most of its words do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..evidence import Dropped, Evidence, Statement

MIN_GROUNDING = 0.5
MAX_WORDS = 60
_CITATION = re.compile(r"\[?\b(E\d+)\b\]?")
_CITATIONS = re.compile(r"\s*[\[(](?:E\d+[\s,;and]*)+[\])]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NEGATION = {
    "no",
    "not",
    "without",
    "never",
    "none",
    "neither",
    "nor",
    "cannot",
    "nothing",
    "lacks",
    "absent",
}
_NEGATION_REACH = 5
# "A peak is not shown" denies the peak, which stands before the negation.
_DENIED_BEFORE = re.compile(
    r"\b(?:is|are|was|were) (?:(?:not|never) (?:\w+ly )?(?:shown|visible|found|seen|present|detected|there|observed)"
    r"|absent|missing)\b"
)
_SPLIT = re.compile(r"(?<=[.!?\]])\s+(?=[A-Z“\"])|\n+")
_STOP = {
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "as", "is",
    "are", "was", "were", "be", "been", "it", "its", "this", "that", "these", "those", "which", "who", "has",
    "have", "had", "does", "do", "did", "can", "could", "may", "might", "would", "will", "shows", "show", "says",
    "say", "there", "here", "than", "then", "so", "also", "only", "very", "more", "most", "some", "any", "all",
    "each", "picture", "image", "photo", "photograph", "file", "evidence", "suggests", "suggest", "indicates",
    "indicate", "found", "find", "finding", "means", "mean", "holds", "hold", "carries", "carry",
}  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands, and what was dropped with the reason."""

    statements: tuple[Statement, ...]
    dropped: tuple[Dropped, ...]


def split(text: str) -> list[str]:
    """Cut a text into sentences, a citation staying with the sentence before it."""
    after = re.compile(r"([.!?])\s*((?:\[E\d+(?:[,;\s]+E\d+)*\]\s*)+)")
    joined = after.sub(lambda found: f" {found[2].strip()}{found[1]} ", text)
    return [part.strip(" -*•\t") for part in _SPLIT.split(joined) if part.strip(" -*•\t")]


def check(text: str, evidence: Sequence[Evidence]) -> Checked:
    """Check each sentence of a text against numbered evidence."""
    by_id = {item.id: item for item in evidence}
    statements, dropped = [], []
    for sentence in split(text):
        result = check_sentence(sentence, by_id)
        if isinstance(result, Statement):
            if result.text not in {s.text for s in statements}:
                statements.append(result)
        else:
            dropped.append(result)
    return Checked(tuple(statements), tuple(dropped))


def check_sentence(sentence: str, by_id: Mapping[str, Evidence]) -> Statement | Dropped:
    """One sentence of a model: a statement with its grounding score, or the reason why it does not stand."""
    cites = tuple(dict.fromkeys(_CITATION.findall(sentence)))
    if not cites:
        return Dropped(text=sentence, reason="cites nothing")
    unknown = [cite for cite in cites if cite not in by_id]
    if unknown:
        return Dropped(text=sentence, reason=f"cites {', '.join(unknown)}, which is not there")
    body = _CITATIONS.sub("", sentence)
    cited = [by_id[cite] for cite in cites]
    source = " ".join(f"{item.statement} {' '.join(item.caveats)}" for item in cited)
    score = grounding(body, source)
    words = _words(body)
    for reason in (
        "too long for one sentence" if len(words) > MAX_WORDS else "",
        "says nothing" if len(words) < 3 else "",
        _wrong_direction(body, source, cited),
        _wrong_negation(body, source),
        _wrong_number(body, source),
        f"only {score:.0%} of its words stand in what it cites" if score < MIN_GROUNDING else "",
    ):
        if reason:
            return Dropped(text=sentence, reason=reason)
    return Statement(text=sentence, cites=cites, grounding=round(score, 3), written_by="model")


def grounding(text: str, source: str) -> float:
    """Share of the content words of a sentence that stand in the evidence, compared by their stems; 0 to 1."""
    wanted = {_stem(word) for word in _words(text)} - {_stem(word) for word in _STOP}
    if not wanted:
        return 0.0
    have = {_stem(word) for word in _words(source)}
    return len(wanted & have) / len(wanted)


def direction(text: str) -> set[str]:
    """The hypotheses that a text asserts, by whole words; a negated word asserts nothing."""
    asserted = set()
    for word, negated in _negated(text):
        for hypothesis, words in _DIRECTIONS.items():
            if word in words and not negated:
                asserted.add(hypothesis)
    return asserted


def _wrong_direction(body: str, source: str, cited: Sequence[Evidence]) -> str:
    said = direction(body)
    supported = {item.supports for item in cited} - {"neutral"}
    allowed = supported | direction(source)
    for hypothesis in sorted(said - allowed):
        has = " and ".join(sorted(supported)) or "nothing"
        return f"says {hypothesis}, but what it cites supports {has}"
    for hypothesis, words in _DIRECTIONS.items():
        denied = any(word in words and negated for word, negated in _negated(body))
        if denied and hypothesis in supported:
            return f"denies {hypothesis}, which is what it cites supports"
    return ""


def _wrong_negation(body: str, source: str) -> str:
    """A word denied here but stated there, or the other way round: the sentence says the opposite."""
    said, meant = _polarity(body), _polarity(source)
    for stem, values in said.items():
        if stem in meant and len(values) == 1 and len(meant[stem]) == 1 and values != meant[stem]:
            turned = "denies" if True in values else "states"
            return f"{turned} “{stem}”, the opposite of what it cites"
    return ""


def _polarity(text: str) -> dict[str, set[bool]]:
    values: dict[str, set[bool]] = {}
    for clause in re.split(r"[.;:()]|, (?:but|as|and|which)\b", text):
        for word, negated in _negated(clause):
            if word not in _STOP and word not in _NEGATION:
                values.setdefault(_stem(word), set()).add(negated)
    return values


def _negated(text: str) -> list[tuple[str, bool]]:
    """Each word with whether a negation of its clause reaches it: at most five words before, or "… is not shown"."""
    found = []
    for clause in re.split(r"[.;:()]|, (?:but|as|and|which)\b", text.lower().replace("n't", " not")):
        last = -_NEGATION_REACH - 1
        denied = _DENIED_BEFORE.search(clause)
        before = denied.start() if denied else 0
        for n, match in enumerate(_WORD.finditer(clause)):
            word = match.group()
            if word in _NEGATION and not (denied and before <= match.start() < denied.end()):
                last = n
            found.append((word, (match.start() < before or n - last <= _NEGATION_REACH) and word not in _NEGATION))
    return found


def _wrong_number(body: str, source: str) -> str:
    have = {_value(number) for number in _NUMBER.findall(source)}
    for number in _NUMBER.findall(body):
        if _value(number) not in have:
            return f"gives the number {number}, which is not in what it cites"
    return ""


def _value(number: str) -> float | str:
    """A number to compare by value (3.10 is 3.1); a version such as 24.7.0 stays as it is written."""
    return float(number.replace(",", ".")) if number.count(",") + number.count(".") <= 1 else number


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ingly", "ing", "ies", "ied", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
