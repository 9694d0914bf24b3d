"""The part of a reply that follows its reasoning.

Reasoning stands between tags that models are trained on. An opening tag without a closing one means that the reply was
cut off, unless the answer has a tag of its own.
"""

from __future__ import annotations

import re

_NAMES = "think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad|seed:think"
_OPEN = re.compile(rf"<(?:{_NAMES})>|\[think\]|◁think▷|<\|(?:begin_of_thought|channel\|>(?:analysis|thought))", re.I)
_CLOSE = re.compile(rf"</(?:{_NAMES})>|\[/think\]|◁/think▷|<\|end_of_thought\|>|<\|channel\|>final<\|message\|>", re.I)
_ANSWER_TAG = re.compile(r"<(?:answer|conclusion|final_answer|verdict)>", re.I)
_SEEN = 200_000  # characters at either end in which tags are looked for


def after_reasoning(text: str) -> tuple[str, bool]:
    """What follows the reasoning, and whether the reply was cut off within it.

    Without tags that is the whole reply. A reply that breaks off after an opening tag has only what stands before it.
    """
    if len(text) > 2 * _SEEN:
        text = f"{text[:_SEEN]}\n{text[-_SEEN:]}"
    ends = [match.end() for match in _CLOSE.finditer(text)]
    rest = text[ends[-1] :] if ends else text
    opened = _OPEN.search(rest)
    if opened is None:
        return rest, False
    if tagged := _ANSWER_TAG.search(rest, opened.end()):
        return rest[tagged.start() :], False
    return rest[: opened.start()], True


def reasons(text: str) -> bool:
    """Whether a reply holds a tag of reasoning."""
    part = text[:_SEEN]
    return _OPEN.search(part) is not None or _CLOSE.search(part) is not None
