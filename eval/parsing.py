"""From a reply to an answer, or to None: nothing is ever guessed, and no word is found inside another.

*No artifacts are visible* is not the answer *no*, *unreal* does not say *real*, and *A cat* does not choose *A*.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Literal

from .items import LETTERS, UNKNOWN, Item, Judged, Reply, Truth

By = Literal["text", "options"]
_FINAL = r"(?i:final answer|answer|verdict|conclusion)(?:\s+is|\s*:)+\s*"
_SAYS = re.compile(rf"{_FINAL}[\"'*(]*(yes|no)\b", re.I)
_LEADS = re.compile(
    r"^[\s\"'*(#>-]*(yes|no)\b(?=[\s\"'*)]*(?:$|[.,;:!—–-]|\n|\b(?:it|this|that|the|i|because|since)\b))", re.I
)
_FAKE = (
    r"fake|synthetic|forged|manipulated|deepfake|inauthentic|"
    r"(?:ai|artificially|computer|digitally)[- ](?:generated|made|created)|"
    r"(?:generated|made|created|synthesi[sz]ed|produced) by (?:an? )?(?:advanced )?(?:ai|artificial|generative)"
)
_REAL = r"real|authentic|genuine|natural photograph|photograph taken by a camera|unaltered"
_KIND = re.compile(rf"(?<![\w-])(?:(?P<fake>{_FAKE})|(?P<real>{_REAL}))(?![\w-])", re.I)
_NOT = re.compile(r"\b(?:not|n't|isn't|never|neither|hardly|no longer|doesn't|does not|cannot be|can't be)\b", re.I)
_LETTER = re.compile(
    rf"^[\s\"'*(\[]*(?i:option\s+|choice\s+)?([A-Z])(?=[\s\"'*]*(?:$|[).\]:,;\n]))|"
    rf"{_FINAL}[\"'*(\[]*(?i:option\s+)?([A-Z])(?![\w'])|\(([A-Z])\)|\*\*([A-Z])\*\*"
)


def yes_or_no(text: str) -> str | None:
    """`yes` or `no`: a stated final answer (the last one), or a leading word that stands as an answer."""
    if said := _SAYS.findall(text):
        return said[-1].lower()
    leads = _LEADS.match(text)
    return leads[1].lower() if leads else None


def real_or_fake(text: str) -> Truth | None:
    """What a text calls the picture, by its first sentence that calls it anything; None where that says both."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        said: set[Truth] = set()
        for found in _KIND.finditer(sentence):
            before = sentence[: found.start()].rsplit(",", 1)[-1][-40:]
            fake = found["fake"] is not None
            said.add("fake" if fake != bool(_NOT.search(before)) else "real")
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def letter(text: str, options: Sequence[str]) -> str | None:
    """The letter of an option: as a letter that stands alone, or as the text of one option and no other."""
    known = LETTERS[: len(options)]
    found = [next(group for group in groups if group) for groups in _LETTER.findall(text)]
    found = [one for one in found if one in known]
    if found:
        return found[-1] if len(set(found)) == 1 or _ends(text) else None
    plain = _plain(text)
    named = {key for key, option in zip(known, options, strict=True) if f" {_plain(option)} " in f" {plain} "}
    longest = {key for key in named if not any(key != other and _within(key, other, options) for other in named)}
    return longest.pop() if len(longest) == 1 else None


_STANDS = {
    "judgement": re.compile(r"^[\s\"'*(#>-]*(?:yes|no)[\"'*) ]*[.,;:!\n]", re.I),
    "choice": re.compile(r"^[\s\"'*(\[]*[A-Z][)\]*\"']*[).\]:,;\n]"),
}


def settled(kind: str, text: str) -> bool:
    """Whether a reply that is still being written has given its answer: the leading word, and a stop after it."""
    return kind in _STANDS and _STANDS[kind].match(text) is not None


def _ends(text: str) -> bool:
    """Whether a text states a final answer, which then counts before what it weighed on the way."""
    return re.search(_FINAL, text, re.I) is not None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _within(key: str, other: str, options: Sequence[str]) -> bool:
    mine, theirs = (_plain(options[LETTERS.index(one)]) for one in (key, other))
    return f" {mine} " in f" {theirs} " and mine != theirs


def verdict(text: str) -> tuple[Truth | None, float | None]:
    """FraudBench's object: is it modified, and with what confidence; each None where it is not said as asked."""
    for candidate in objects(text):
        modified = candidate.get("is_ai_modified")
        if isinstance(modified, str):
            modified = {"true": True, "false": False}.get(modified.strip().lower())
        if isinstance(modified, bool):
            sure = candidate.get("confidence")
            known = isinstance(sure, int | float) and not isinstance(sure, bool) and 0 <= sure <= 1
            return ("fake" if modified else "real"), float(sure) if known else None  # type: ignore[arg-type]
    return None, None


def objects(text: str) -> list[dict[str, Any]]:
    """Every JSON object in a text that is not part of another."""
    found, at, decoder = [], 0, json.JSONDecoder()
    while (at := text.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError:
            at += 1
            continue
        found.append(value)
    return found


def judge(item: Item, reply: Reply, by: By = "text") -> Judged:
    """What a reply says in the terms of its item.

    Args:
        item: what was asked.
        reply: what came back.
        by: *text* reads what was written; *options* takes the likelier of the answers at the first token, for models
            that know the question and not the form (as language models without a chat format are scored).
    """
    likely = _likeliest(item, reply) if by == "options" and reply.options else None
    value, belief = likely or _value(item, reply), _belief(item, reply)
    if item.kind == "verdict" and belief is None and value is not None:
        sure = verdict(reply.text)[1]
        belief = None if sure is None else (sure if value == "fake" else 1 - sure)
    right = None if value is None or not item.answer else value == item.answer
    return Judged(item, reply, value, right, belief)


def _likeliest(item: Item, reply: Reply) -> str | None:
    names = ("yes", "no") if item.kind == "judgement" else LETTERS[: len(item.options)]
    best = max(reply.options)
    return names[reply.options.index(best)] if reply.options.count(best) == 1 and not reply.error else None


def _value(item: Item, reply: Reply) -> str | None:
    if reply.error:
        return None
    if item.kind == "choice":
        chosen = letter(reply.text, item.options)
        said_unknown = chosen is None and UNKNOWN in _plain(reply.text).split()
        return UNKNOWN if said_unknown else chosen
    called = reply.called
    if item.kind == "verdict":
        return called or verdict(reply.text)[0]
    if item.kind == "judgement":
        said = None if called else yes_or_no(reply.text)
        called = called or (None if said else real_or_fake(reply.text))
        return said or (None if called is None else "yes" if called == item.asks else "no")
    return called or real_or_fake(reply.text)


def _belief(item: Item, reply: Reply) -> float | None:
    """The probability or score of *fake*; where only that of yes is known, it is turned the way the question asks."""
    if reply.p_fake is not None:
        return reply.p_fake
    if reply.score is not None:
        return reply.score
    if item.kind == "judgement" and len(reply.options) == 2 and sum(reply.options) > 0:
        yes = reply.options[0] / sum(reply.options)
        return yes if item.asks == "fake" else 1 - yes
    return None
