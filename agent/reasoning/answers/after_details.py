"""What is asked after an answer, or of what to do with it: where exactly, was something missed, whom to tell what."""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..dialogue.gloss import plain
from ..stance import Role
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .file_case import said
from .origin_answers import ASK, SCREENSHOT
from .place_answers import position, where_taken
from .printed_line import line
from .text_answers import NOT_EVERYTHING

SOME_MISSED = Sentence("after_details.some_missed", "Yes, some text may have been missed.")
SAY_WHERE = Sentence(
    "after_details.say_where",
    "Say where the other one is, in words such as “left half” or as x, y, width, height in pixels; then that part is "
    "measured in the same way, and the two results can be set side by side.",
)
CONFIRMS_NOTHING = Sentence(
    "after_details.confirms_nothing",
    "No, that would say too much: no examination confirms that a picture is authentic, and the label here is {label}.",
)
ONLY_A_HINT = Sentence(
    "after_details.only_a_hint",
    "That is a hint and no proof: a photograph can be cut to such a size, and its data can be removed.",
)
ONCE_LARGER = Sentence(
    "after_details.once_larger",
    "That may well be: this copy has {width}×{height} px. How many the camera records, this "
    "tool does not know; if it is more, the picture was made smaller or cropped later.",
)
TELL: dict[str, Sentence] = {
    "synthetic": Sentence(
        "after_details.tell_synthetic",
        "Say: “This picture was very probably made by a computer program, so what it shows need not exist.”",
    ),
    "tampered": Sentence(
        "after_details.tell_tampered",
        "Say: “Somebody very probably changed a part of this picture, so don't rely on what it shows.”",
    ),
    "real": Sentence(
        "after_details.tell_real",
        "Say: “This picture very probably is a photograph, but that does not make the story true that comes with it.”",
    ),
    "inconclusive": Sentence(
        "after_details.tell_inconclusive",
        "Say: “Whether this picture is genuine can't be told from it, so don't rely on it.”",
    ),
}
TELL_DECLARED = Sentence(
    "after_details.tell_declared",
    "Say: “The file of this picture says of itself that AI made or altered it; who did that, it does not say.”",
)
UNTIL = Sentence(
    "after_details.until",
    "And: “Send no money and no papers because of it until somebody has checked the story in another way, such as by "
    "a video call.”",
)


CHECK = Sentence(
    "after_details.check",
    "And: “Ask where it comes from and for the original file, and check the story in another way.”",
)
_MONEY = re.compile(
    r"\b(?:money|pay|paid|euros?|dollars?|pounds|customs|dating|scam\w*|loan|bank|geld|zahl\w*|argent|payer|dinero|pagar|"
    r"sends?|writing with|met online|fiance\w*|passport|papers)\b|钱|汇款"
)


def exact_spot(case: Case) -> Answered | None:
    """The place that the file gives, as exactly as it does; None if it gives none."""
    return Answered(where_taken(case.file)) if position(case.file) else None


def missed_text(_: Case) -> Answered:
    """Whether text in the picture may have been missed."""
    return Answered([of_record(SOME_MISSED()), of_record(NOT_EVERYTHING(), Role.RESERVATION)])


def other_part(case: Case) -> Answered | None:
    """That the other part must be named to be measured; None where a second picture is meant, or the part is named."""
    if case.bench.pair is not None or case.asked.box is not None:
        return None
    return Answered([of_record(SAY_WHERE(), Role.NEXT_STEP)])


def confirmed(case: Case) -> Answered:
    """That an examination confirms no authenticity, and the line that can be printed instead."""
    return Answered([of_record(CONFIRMS_NOTHING(label=case.verdict.label)), line(case)])


def screenshot_signs(case: Case) -> Answered | None:
    """By what the file is taken for a screenshot; None if it is not."""
    found = case.file.facts.quality.screenshot
    if not found:
        return None
    return Answered([said(SCREENSHOT(signs="; ".join(found))), said(ONLY_A_HINT())])


def once_larger(case: Case) -> Answered:
    """That the original may have been larger than this copy, and that it is to be asked for."""
    facts = case.record.exhibit
    return Answered([of_record(ONCE_LARGER(width=facts.width, height=facts.height)), said(ASK())])


def tell_them(case: Case) -> Answered:
    """What to tell somebody who knows nothing of such examinations: two sentences without figures."""
    declared = case.file.declared_unreal
    told = TELL_DECLARED() if declared else TELL[case.verdict.label]() if case.verdict.label in TELL else ""
    first = of_record(told) if told else of_verdict(case.verdict)
    asks_for_money = _MONEY.search(plain(" ".join([*case.earlier, case.asked.text]))) is not None
    return Answered([first, of_record((UNTIL if asks_for_money else CHECK)(), Role.NEXT_STEP)])
