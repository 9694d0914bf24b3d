"""What is wrong with a sentence of an answer, judged by the record's JSON alone and by nothing that composes answers.

It knows which citations exist, which numbers a cited finding has, for what the finding speaks, and what the label is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from telltale.agent.evidence import Evidence, Examination, Statement

LABELS = ("real", "synthetic", "tampered")
_CITATION = re.compile(r"\[([^\]\[]+)\]\.?$")
_QUOTED = re.compile(r"“[^”]*”")
_NUMBER = re.compile(r"(?<![\w.])[-+−]?(\d+(?:,\d{3})*(?:\.\d+)?)(?![\w])")
_BOUND = re.compile(r"([<>])(\d+)%")
_ID = re.compile(r"\bE\d+\b")
_STATED = re.compile(r"\bverdict (?:is|stayed|remains) (real|synthetic|tampered|inconclusive)\b", re.I)
_SPEAKS = re.compile(r"\bspeaks (for|against) (real|synthetic|tampered)\b")
_IS = r"\b(?:it|(?:the (?:whole )?|this )(?:picture|image|photo\w*)) (?:is|was) (?:\w+ly )?"
_WORDS = {
    "real": r"real|genuine|authentic|true|unaltered|not altered",
    "synthetic": r"generated|fake|synthetic|AI-generated|made by AI",
    "tampered": r"altered|edited|tampered|manipulated|retouched",
}
_SAYS = {label: re.compile(rf"{_IS}(?:{words})\b", re.I) for label, words in _WORDS.items()}
# Words before a judgement that make it none: a condition, a question, somebody else's word, a denial.
_HEDGE = re.compile(r"\b(?:if|whether|not show|says?|say|because|such|how|nor|in case|asked|signs that)\b", re.I)


def as_json(record: Examination, evidence: Sequence[Evidence] = ()) -> dict[str, Any]:
    """A record as its JSON holds it, with the evidence that was measured since."""
    data = json.loads(record.model_dump_json())
    data["evidence"] = [json.loads(item.model_dump_json()) for item in evidence or record.evidence]
    return data


def faults(
    statement: Statement, record: dict[str, Any], slugs: Iterable[str], methods: Iterable[str] = ()
) -> list[str]:
    """What is wrong with a sentence; an empty list if nothing is.

    Args:
        statement: of an answer.
        record: as `as_json` gives it.
        slugs: of the knowledge base.
        methods: what the instruments say of themselves, where numbers may stand too.
    """
    text = statement.text
    by_id = {item["id"]: item for item in record["evidence"]}
    known = {"verdict", "file", "claim", *by_id, *(f"guide:{slug}" for slug in slugs)}
    found = [f"{cite!r} is cited and does not exist" for cite in statement.cites if cite not in known]
    ended = _CITATION.search(text)
    if not statement.cites or ended is None or ended[1] not in statement.cites:
        return [*found, "it ends without its citation"]
    if not text.isprintable():
        found.append("it holds control characters")
    own = _QUOTED.sub("“”", text[: ended.start()])
    for cite in statement.cites:
        if cite in by_id:
            item = by_id[cite]
            found += _numbers(own, [item, _parts(record, cite)], methods, cite)
            found += _directions(own, record, cite)
        elif cite == "verdict":
            found += _numbers(own, [{**record, "evidence": []}], methods, cite)
    if "verdict" in statement.cites or "claim" in statement.cites:
        found += _judgements(own, record)
    return found


def _parts(record: dict[str, Any], ident: str) -> list[dict[str, Any]]:
    return [part for part in record["verdict"]["contributions"] if part["evidence"] == ident]


def _numbers(text: str, held: Any, methods: Iterable[str], cite: str) -> list[str]:
    words, values = " ".join([*_strings(held), *methods]), list(_floats(held))
    written = {number.replace(",", "") for number in _NUMBER.findall(words)}
    bounds = _BOUND.findall(text)
    return [
        *(f"{sign}{share}% is no share of {cite}" for sign, share in bounds if not _bounded(sign, int(share), values)),
        *_unknown(_BOUND.sub("", _ID.sub("", text)), written, values, cite),
    ]


def _bounded(sign: str, share: int, values: list[float]) -> bool:
    return any(100 * v > share - 1 if sign == ">" else 100 * v < share + 1 for v in values if 0 <= v <= 1)


def _unknown(text: str, written: set[str], values: list[float], cite: str) -> list[str]:
    return [
        f"{number} is no number of {cite}"
        for number in _NUMBER.findall(text)
        if (plain := number.replace(",", "")) not in written and not _rounded(plain, values)
    ]


def _rounded(number: str, values: list[float]) -> bool:
    """Whether a number is one of some values, as it is, as a share in percent, turned round, or without its sign."""
    digits = len(number.partition(".")[2])
    forms = (lambda v: v, lambda v: 100 * v, lambda v: 100 * (1 - v), lambda v: 1 / v if v else 0.0)
    return any(abs(abs(form(v)) - float(number)) <= 0.5001 * 10**-digits for v in values for form in forms)


def _directions(text: str, record: dict[str, Any], cite: str) -> list[str]:
    signs = {(part["hypothesis"], part["log_odds"] > 0) for part in _parts(record, cite)}
    return [
        f"{cite} does not speak {way} {about}"
        for way, about in _SPEAKS.findall(text)
        if (about, way == "for") not in signs
    ]


def _judgements(text: str, record: dict[str, Any]) -> list[str]:
    label = record["verdict"]["label"]
    look = record["second_look"] or {}
    allowed = {label, look.get("after")}
    found = [f"the verdict is not {said}" for said in _STATED.findall(text) if said.lower() not in allowed]
    for said, pattern in _SAYS.items():
        for match in pattern.finditer(text):
            before = re.split(r"[.:;] ", text[: match.start()])[-1]
            if said != label and not _HEDGE.search(before):
                found.append(f"it says {match[0]!r} of a picture that is {label}")
    return found


def _strings(held: Any) -> Iterable[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for value in held.values():
            yield from _strings(value)
    elif isinstance(held, list):
        for value in held:
            yield from _strings(value)


def _floats(held: Any) -> Iterable[float]:
    if isinstance(held, bool) or held is None:
        return
    if isinstance(held, int | float):
        yield float(held)
    elif isinstance(held, dict):
        for value in held.values():
            yield from _floats(value)
    elif isinstance(held, list):
        yield float(len(held))  # how many there are may be said
        for value in held:
            yield from _floats(value)
