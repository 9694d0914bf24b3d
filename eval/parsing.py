"""From a reply to a judged answer: read by `.replies` in the terms of its question, or not at all.

What can't be read is None with a reason, and nothing is guessed. Objects that a question asks for are read strictly.
"""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from . import replies
from .items import LETTERS, UNKNOWN, Item, Judged, Reply, Truth
from .replies import Reading

By = Literal["text", "options"]
ROOM = 4096  # tokens of a reply to a model that reasons first, unless a limit is given
_FAKE = (
    r"fake|synthetic|forged|manipulated|deepfake|inauthentic|"
    r"(?:ai|artificially|computer|digitally)[- ](?:generated|made|created)|"
    r"(?:generated|made|created|synthesi[sz]ed|produced) by (?:an? )?(?:advanced )?(?:ai|artificial|generative)"
)
_REAL = r"real|authentic|genuine|natural photograph|photograph taken by a camera|unaltered"
_KIND = re.compile(rf"(?<![\w-])(?:(?P<fake>{_FAKE})|(?P<real>{_REAL}))(?![\w-])", re.I)
_NOT = re.compile(r"\b(?:not|n't|isn't|never|neither|hardly|no longer|doesn't|does not|cannot be|can't be)\b", re.I)


def real_or_fake(text: str) -> Truth | None:
    """Whether a person's note calls what it is about real or fake, a part of a picture included.

    By its first sentence that does either; None if that says both.
    """
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        calls: set[Truth] = set()
        for match in _KIND.finditer(sentence):
            before = sentence[: match.start()].rsplit(",", 1)[-1][-40:]
            fake = match["fake"] is not None
            calls.add("fake" if fake != bool(_NOT.search(before)) else "real")
        if calls:
            return calls.pop() if len(calls) == 1 else None
    return None


_COMPLETE = {
    "judgement": re.compile(r"^[\s\"'*(#>-]*(?:yes|no)[\"'*) ]*[.!\n]", re.I),
    "choice": re.compile(r"^[\s\"'*(\[]*[A-Z][)\]*\"']*[).\]:,;\n]"),
}


def gives_answer(kind: str, text: str) -> bool:
    """Whether a reply that is still being written already holds its answer: the leading word, and a stop after it."""
    return kind in _COMPLETE and _COMPLETE[kind].match(text) is not None


def needs_room(reply: Reply) -> bool:
    """Whether a reply was cut off before its answer, within its reasoning."""
    if reply.error or reply.cut_off is False:
        return False
    return replies.after_reasoning(reply.text)[1] or (reply.cut_off is True and not reply.text.strip())


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


_TRUE_WORDS = ("true", "yes", "1", "ai", "ai-modified", "ai-generated")


def fraudbench_verdict(text: str) -> tuple[Truth | None, float | None]:
    """The same as FraudBench's own program reads it (`tools/detect.py` of its repository), for its own figures.

    It takes the whole reply as one object, without the fence of a code block, or else everything from the first brace
    to the last. Any value of `is_ai_modified`, or `is_ai_generated`, counts as true or false as Python has it; words
    are true if they are one of a few.
    """
    whole = text.strip()
    if whole.startswith("```"):
        whole = whole.strip("`")
        whole = whole.split("\n", 1)[-1] if whole.lstrip().lower().startswith("json") else whole
    begin, end = whole.find("{"), whole.rfind("}")
    for candidate in (whole, whole[begin : end + 1] if 0 <= begin < end else ""):
        try:
            read = json.loads(candidate)
        except ValueError:
            continue
        if not isinstance(read, dict):
            return None, None
        said = read.get("is_ai_modified")
        said = read.get("is_ai_generated") if said is None else said
        if said is None:
            return None, None
        modified = said.strip().lower() in _TRUE_WORDS if isinstance(said, str) else bool(said)
        try:
            confidence = float(read["confidence"])
        except (KeyError, TypeError, ValueError):
            confidence = None
        return ("fake" if modified else "real"), confidence
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
    read = Reading(likely) if likely else _read(item, reply)
    value, belief = read.answer, _belief(item, reply)
    if item.kind == "verdict" and belief is None and value is not None:
        confidence = verdict(replies.after_reasoning(reply.text)[0])[1]
        belief = None if confidence is None else (confidence if value == "fake" else 1 - confidence)
    right = None if value is None or not item.answer else value == item.answer
    why = "cut off" if reply.cut_off and read.unread in ("empty", "no answer") else read.unread
    return Judged(item, reply, value, right, belief, why)


def _likeliest(item: Item, reply: Reply) -> str | None:
    names = ("yes", "no") if item.kind == "judgement" else LETTERS[: len(item.options)]
    best = max(reply.options)
    return names[reply.options.index(best)] if reply.options.count(best) == 1 and not reply.error else None


def _read(item: Item, reply: Reply) -> Reading:
    if reply.error:
        return Reading(None)
    if item.kind == "choice":
        chosen = replies.choice(reply.text, item.options, item.asks)
        says_unknown = chosen.answer is None and UNKNOWN in re.findall(r"[a-z]+", reply.text.lower())
        return Reading(UNKNOWN) if says_unknown else chosen
    if reply.called:
        return Reading(("yes" if reply.called == item.asks else "no") if item.kind == "judgement" else reply.called)
    if item.kind == "judgement":
        return replies.judgement(reply.text, item.asks)
    rest, cut = replies.after_reasoning(reply.text)
    if item.kind == "verdict":
        modified = verdict(rest)[0]
        return Reading(modified, None if modified else "cut off" if cut else "no answer" if rest.strip() else "empty")
    said = replies.called(reply.text)
    if said.answer is None and said.unread == "no answer" and (about_a_part := real_or_fake(rest)):
        return Reading(about_a_part)
    return said


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
