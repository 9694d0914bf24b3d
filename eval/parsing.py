"""Read the answer from a reply, or None: nothing is guessed, and no word is recognised inside another word.

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
    if stated := _SAYS.findall(text):
        return stated[-1].lower()
    leads = _LEADS.match(text)
    return leads[1].lower() if leads else None


def real_or_fake(text: str) -> Truth | None:
    """Whether a text calls the picture real or fake, by its first sentence that does either; None if that says both."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        calls: set[Truth] = set()
        for match in _KIND.finditer(sentence):
            before = sentence[: match.start()].rsplit(",", 1)[-1][-40:]
            fake = match["fake"] is not None
            calls.add("fake" if fake != bool(_NOT.search(before)) else "real")
        if calls:
            return calls.pop() if len(calls) == 1 else None
    return None


def letter(text: str, options: Sequence[str]) -> str | None:
    """The letter of the chosen option, read from a letter that stands alone or from the text of exactly one option."""
    known = LETTERS[: len(options)]
    letters = [next(group for group in groups if group) for groups in _LETTER.findall(text)]
    letters = [key for key in letters if key in known]
    if letters:
        return letters[-1] if len(set(letters)) == 1 or _states_final_answer(text) else None
    plain = _plain(text)
    texts = dict(zip(known, map(_plain, options), strict=True))
    named = {key: option for key, option in texts.items() if f" {option} " in f" {plain} "}
    longest = [key for key, option in named.items() if not any(_within(option, longer) for longer in named.values())]
    return longest[0] if len(longest) == 1 else None


_COMPLETE = {
    "judgement": re.compile(r"^[\s\"'*(#>-]*(?:yes|no)[\"'*) ]*[.,;:!\n]", re.I),
    "choice": re.compile(r"^[\s\"'*(\[]*[A-Z][)\]*\"']*[).\]:,;\n]"),
}


def gives_answer(kind: str, text: str) -> bool:
    """Whether a reply that is still being written already holds its answer: the leading word, and a stop after it."""
    return kind in _COMPLETE and _COMPLETE[kind].match(text) is not None


def _states_final_answer(text: str) -> bool:
    """Whether a text states a final answer, which counts before the options that it weighed on the way."""
    return re.search(_FINAL, text, re.I) is not None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _within(option: str, longer: str) -> bool:
    return f" {option} " in f" {longer} " and option != longer


def verdict(text: str) -> tuple[Truth | None, float | None]:
    """FraudBench's object: is it modified, and with what confidence; each None if it is not stated as asked."""
    for candidate in objects(text):
        modified = candidate.get("is_ai_modified")
        if isinstance(modified, str):
            modified = {"true": True, "false": False}.get(modified.strip().lower())
        if isinstance(modified, bool):
            confidence = candidate.get("confidence")
            if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
                confidence = None
            return ("fake" if modified else "real"), None if confidence is None else float(confidence)
    return None, None


def objects(text: str) -> list[dict[str, Any]]:
    """Every JSON object in a text that is not part of another object."""
    values, at, decoder = [], 0, json.JSONDecoder()
    while (at := text.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError:
            at += 1
            continue
        values.append(value)
    return values


def judge(item: Item, reply: Reply, by: By = "text") -> Judged:
    """Read the answer from a reply, and compare it with the right one.

    Args:
        item: the question.
        reply: the model's.
        by: *text* reads what was written; *options* takes the likelier answer at the first token, as language models
            without a chat format are scored.
    """
    likely = _likeliest(item, reply) if by == "options" and reply.options else None
    value, belief = likely or _value(item, reply), _belief(item, reply)
    if item.kind == "verdict" and belief is None and value is not None:
        confidence = verdict(reply.text)[1]
        belief = None if confidence is None else (confidence if value == "fake" else 1 - confidence)
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
        says_unknown = chosen is None and UNKNOWN in _plain(reply.text).split()
        return UNKNOWN if says_unknown else chosen
    called = reply.called
    if item.kind == "verdict":
        return called or verdict(reply.text)[0]
    if item.kind == "judgement":
        word = None if called else yes_or_no(reply.text)
        called = called or (None if word else real_or_fake(reply.text))
        return word or (None if called is None else "yes" if called == item.asks else "no")
    return called or real_or_fake(reply.text)


def _belief(item: Item, reply: Reply) -> float | None:
    """The probability or score of *fake*; a probability of *yes* is turned the way the question asks."""
    if reply.p_fake is not None:
        return reply.p_fake
    if reply.score is not None:
        return reply.score
    if item.kind == "judgement" and len(reply.options) == 2 and sum(reply.options) > 0:
        yes = reply.options[0] / sum(reply.options)
        return yes if item.asks == "fake" else 1 - yes
    return None
