"""What speaks for and against the verdict, which finding counts most, and which do not rest on the file's data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...evidence import Evidence, Verdict
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..writing import plan
from ..writing.findings import of_verdict
from .alteration_answers import alteration
from .answer_case import Answered, Case, of_record
from .evidence_answers import weighed
from .judgement_answers import REASONS, both_sides, for_fake, for_real, sides, supporting

# After these topics “what contradicts it?” is about an untouched picture.
_OF_EDITS = frozenset({Topic.ALTERATION, Topic.ORIGINAL, Topic.SOFTWARE, Topic.CAMERA, Topic.WHERE_EDITED})

_IN_FILE_ALONE = re.compile(
    r"\b(?:camera|phone|date|when|where|place|who|whose|signer|signed|prompt|seed|which model|which program|"
    r"by (?!ai\b)\w+|kamera|datum|wann|wo|wer|ort|appareil|quand|qui|lieu|camara|fecha|cuando|donde|quien)\b|"
    r"相机|日期|地点|谁"
)
_MADE_BY = re.compile(r"\b(?:ai|ki|ia|generated|fake|edited|altered|generiert|gefalscht)\b|生成|假")
_CAUGHT = re.compile(
    r"\b(?:would|could|will|can)(?:n'?t)?\b.{0,40}\b(?:know|known|notice\w*|tell|told|see|seen|detect\w*|find|found|recogni\w*|"
    r"catch|caught|spot\w*|flag\w*|warn\w*|realis\w*|realiz\w*)|\b(?:gemerkt|erkannt|bemerkt|gesehen|gefunden|merken|aufgefallen|auffallen|"
    r"erkennen|merkst|erkennst)\b|\b(?:aurai[st]|auriez|verrai[st]|saurai[st])|\b(?:habria\w*|notaria\w*|sabria\w*|detectaria\w*)|"
    r"(?:能|会).{0,6}(?:发现|看出|知道|识别)"
)
_AGAINST = re.compile(r"\bagainst\b|\bgegen\b|\bdagegen\b|\bcontre\b|\ben contra\b|反对|反面|不支持")
_ON_PURPOSE = re.compile(
    r"\b(?:on purpose|deliberately|intentionally|absichtlich|mit absicht|expres|volontairement|a proposito|adrede)\b|"
    r"故意"
)

SAME_GAP = Sentence(
    "opposing_answers.same_gap",
    "No: data that were taken out on purpose leave the same gap as data that a site or a messenger removes, so why "
    "they are missing can't be seen.",
)
WITHOUT_DATA = Sentence(
    "opposing_answers.without_data",
    "Without the data in the file these measurements of the pixels remain; each has its weight beside it.",
)
PIXELS_REAL = Sentence(
    "opposing_answers.pixels_real",
    "The pixels alone speak more for a photograph than against one, so without the data in the file there would be "
    "hardly a warning; an altered part is seldom found.",
)
PIXELS_FAKE = Sentence(
    "opposing_answers.pixels_fake", "The pixels alone speak more against an untouched photograph than for one."
)
ONLY_IN_FILE = Sentence(
    "opposing_answers.only_in_file", "No: that stands in the data of the file alone, and the pixels do not show it."
)
WOULD_CATCH = Sentence(
    "opposing_answers.would_catch",
    "Probably yes: by the pixels alone the verdict would be {label}, as long as they are as in this file.",
)
WOULD_MISS = Sentence("opposing_answers.would_miss", "Probably not: by the pixels alone the verdict would be {label}.")
BY_PIXELS = Sentence("opposing_answers.by_pixels", "By the pixels alone the verdict would be {label}.")
NOTHING_LEFT = Sentence(
    "opposing_answers.nothing_left", "Without the data in the file nothing remains that was measured with a weight."
)
HEAVIEST = Sentence("opposing_answers.heaviest", "This finding counts most.")
NONE_COUNTS = Sentence("opposing_answers.none_counts", "No finding has a weight in the verdict.")


def against_verdict(case: Case) -> Answered:
    """What speaks against the verdict; after what speaks for one side, what speaks for the other."""
    label, before = case.verdict.label, case.topics
    if (side := _other_side(case, asked_against=True)) is not None:
        return side
    if label in ("real", "inconclusive") and before and before[0] in _OF_EDITS:
        return alteration(case)
    if label == "real" or Topic.FOR_REAL in before:
        return for_fake(case)
    if label == "inconclusive":
        return for_real(case) if Topic.FOR_FAKE in before else both_sides(case)
    dissenting = sides(case)[1]
    weighty, light = supporting(case, ("real",))
    found = [*dissenting, *(item for item in weighty if item not in dissenting)]
    if found:
        return Answered(case.told(found[:REASONS]), about=found[:REASONS])
    return Answered([of_record(plan.NOTHING_AGAINST()), *case.told(light[:1])], about=light[:1])


def for_verdict(case: Case) -> Answered:
    """What speaks for the verdict; after what speaks for one side of an open question, that side once more."""
    label, before = case.verdict.label, case.topics
    if (side := _other_side(case, asked_against=False)) is not None:
        return side
    if label == "real" or (label == "inconclusive" and Topic.FOR_REAL in before):
        return for_real(case)
    if label == "inconclusive" and Topic.FOR_FAKE not in before:
        return both_sides(case)
    return for_fake(case)


def _other_side(case: Case, *, asked_against: bool) -> Answered | None:
    """After what speaks against something, what speaks for it, and the other way round; None after another question."""
    before = case.topics
    if not before or before[0] not in (Topic.FOR_REAL, Topic.FOR_FAKE) or not case.earlier:
        return None
    if (_AGAINST.search(plain(case.earlier[-1])) is not None) == asked_against:
        return None
    return for_fake(case) if before[0] is Topic.FOR_REAL else for_real(case)


def heaviest(case: Case) -> Answered:
    """The finding that counts most, and how much."""
    found = [item for item in case.evidence if item.id not in case.bench.stances and case.role(item).weight > 0]
    if not found:
        return Answered([of_record(NONE_COUNTS()), of_verdict(case.verdict)])
    first = max(found, key=lambda item: case.role(item).weight)
    return Answered([of_record(HEAVIEST()), *case.told([first]), weighed(case, first)], about=[first])


def without_data(case: Case) -> Answered:
    """What the verdict would be without the data in the file, and the findings that remain, with their weights."""
    words = plain(case.asked.text)
    if _IN_FILE_ALONE.search(words) and _CAUGHT.search(words) and not _MADE_BY.search(words):
        return Answered([of_record(ONLY_IN_FILE())])
    if _ON_PURPOSE.search(words) and not _MADE_BY.search(words):
        return Answered([of_record(SAME_GAP())])
    found = [item for item in case.evidence if item.kind == "detector" and item.id not in case.bench.stances]
    counting = sorted((e for e in found if case.role(e).weight > 0), key=lambda item: -case.role(item).weight)[:REASONS]
    judged = case.bench.judge_without([one for one in case.record.evidence if one.kind != "provenance"]) if (
        case.bench.judge_without is not None
    ) else None  # fmt: skip
    if not counting:
        return Answered([of_record(NOTHING_LEFT())])
    items = [line for item in counting for line in (*case.told([item]), weighed(case, item))]
    return Answered([*_leaning(case, counting, judged), of_record(WITHOUT_DATA()), *items], about=counting)


def _leaning(case: Case, counting: Sequence[Evidence], judged: Verdict | None) -> list[Item]:
    """Where the pixels alone lead: to the verdict on them where it can be computed, else which way they lean."""
    words = plain(case.asked.text)
    if judged is not None:
        caught = judged.label in ("synthetic", "tampered")
        asked = _CAUGHT.search(words) is not None
        sentence = (WOULD_CATCH if caught else WOULD_MISS) if asked else BY_PIXELS
        return [of_record(sentence(label=judged.label)), of_record(judged.headline)]
    for_real = sum(case.role(e).weight for e in counting if e.supports == "real")
    against = sum(case.role(e).weight for e in counting if e.supports in ("synthetic", "tampered"))
    return [of_record((PIXELS_REAL if for_real > against else PIXELS_FAKE)())]
