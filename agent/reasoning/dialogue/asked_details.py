"""Single facts and single limits that a question names by its words: its dpi, who sent it, whether it can be repaired.

A topic is an area; a detail is one thing in it that has an answer of its own. The words are certain enough to be read
by rules, in the five languages; some mean something only after what was answered before. A detail whose answer the
picture does not hold falls back to the topic of the question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from . import word_tables
from .asked_conclusions import premise_of
from .asked_edit_claims import edit_claim_of
from .asked_programs import program_asked
from .detail_names import Detail
from .gloss import plain
from .topics import Topic

__all__ = ["LONGEST", "OF_DATA", "OF_FILE", "Detail", "detail_of"]

OF_FILE = frozenset(
    {
        Topic.METADATA, Topic.CAMERA, Topic.SOFTWARE, Topic.CREDENTIALS, Topic.SIGNER, Topic.PARAMETERS, Topic.MAKER,
        Topic.WATERMARK, Topic.FILE_FORM, Topic.EMBEDDED, Topic.ORIGINAL, Topic.WHERE_TAKEN, Topic.WHEN_TAKEN,
    }
)  # fmt: skip
OF_DATA = frozenset({Topic.METADATA, Topic.CAMERA, Topic.WHERE_TAKEN, Topic.WHEN_TAKEN})  # what EXIF mostly holds
_CREDENTIALS = frozenset({Topic.CREDENTIALS, Topic.SIGNER, Topic.ALTERATION})
_EDITS = frozenset({Topic.CLONED, Topic.ALTERATION, Topic.WHERE_EDITED, Topic.DETECTOR, Topic.EVIDENCE_ITEM})
_EDITED_BY = frozenset({Topic.ALTERATION, Topic.EVIDENCE_ITEM})
_EDITS_TOLD = frozenset({Topic.CLONED, Topic.ALTERATION, Topic.WHERE_EDITED, Topic.AI_PART})
# After which topics words that stand for themselves nowhere else mean a detail; None: after any answer.
_AFTER: dict[Detail, Collection[Topic] | None] = {
    Detail.RIGHT_OF_US: OF_DATA | {Topic.CLAIM, Topic.VERDICT},
    Detail.SURE_OF_IT: OF_FILE | _EDITS_TOLD | {Topic.TEXT_IN_PICTURE, Topic.HASH},
    Detail.MISSED_MORE: OF_FILE
    | _EDITS_TOLD
    | {Topic.TEXT_IN_PICTURE, Topic.PERSON, Topic.DESCRIBE, Topic.FEATURE, Topic.FOR_FAKE, Topic.DETECTOR},
    Detail.SURE_OF_PAIR: frozenset({Topic.COMPARE}),
    Detail.OTHER_PART: frozenset({Topic.REGION, Topic.FEATURE, Topic.TERM, Topic.GEOMETRY, Topic.PERSON}),
    Detail.MISSED_TEXT: frozenset({Topic.TEXT_IN_PICTURE}),
    Detail.RESIZED: frozenset({Topic.ORIGINAL, Topic.FILE_FORM, Topic.SOFTWARE, Topic.METADATA}),
    Detail.WHAT_PROGRAM: frozenset({Topic.SOFTWARE, Topic.ORIGINAL, Topic.METADATA, Topic.CAMERA}) | _EDITED_BY,
    Detail.NUMBER_BEFORE: None,
    Detail.REPRODUCE: frozenset({Topic.PARAMETERS, Topic.MAKER}),
    Detail.GENERATOR_MODEL: frozenset({Topic.MAKER, Topic.PARAMETERS, Topic.AI_PART, Topic.VERDICT, Topic.REASONS}),
    Detail.STEP_COUNT: _CREDENTIALS | {Topic.AI_PART, Topic.SOFTWARE, Topic.MAKER, Topic.WHERE_EDITED},
    Detail.COUNT_PLACES: _EDITS,
    Detail.FILE_VERSION: frozenset({Topic.MAKER, Topic.SOFTWARE, Topic.PARAMETERS, Topic.CREDENTIALS, Topic.SIGNER}),
    Detail.HOW_TESTED: None,
    Detail.CHECK_RATE: _EDITS | {Topic.FEATURE, Topic.GEOMETRY, Topic.TEXT_IN_PICTURE, Topic.WATERMARK, Topic.MAP},
    Detail.COPY_MISSES: _EDITS,
    Detail.DATA_AGE: frozenset({Topic.REFERENCE_SET, Topic.NEIGHBOURS, Topic.IDENTITY}),
    Detail.FIELD_TEXT: OF_FILE,
    Detail.DOES_APP: OF_DATA,
    Detail.WITHOUT_DATA: OF_FILE,
    Detail.LABEL_REMOVABLE: frozenset({Topic.MAKER, Topic.SIGNER, Topic.CREDENTIALS, Topic.WATERMARK}),
    Detail.ELSE_IN_FILE: OF_DATA,
    Detail.PRIVATE_PLACE: OF_DATA,
    Detail.PRECISION: frozenset({Topic.WHERE_TAKEN}),
    Detail.SIGNED_WHEN: frozenset({Topic.SIGNER, Topic.CREDENTIALS}),
    Detail.ALIKE_THINGS: _EDITS,
    Detail.MORE_TRUST: frozenset({Topic.COMPARE}),
    Detail.WHO_IS_RIGHT: frozenset({Topic.TRUST_TOOL, Topic.PUSHBACK}),
    Detail.GET_RID: OF_DATA,
    Detail.AFTER_REMOVAL: OF_DATA,
    Detail.DATES_DIFFER: frozenset({Topic.WHEN_TAKEN, Topic.METADATA}),
    Detail.SOURCES: None,
    Detail.HOW_KNOWN: None,
    Detail.MATTERS: None,
    Detail.FORGEABLE: OF_FILE,
    Detail.REPAIR: _CREDENTIALS | {Topic.REASONS},
    Detail.INGREDIENTS: _CREDENTIALS,
    Detail.EXTRACT: frozenset({Topic.EMBEDDED}),
    Detail.FIT: frozenset({Topic.PARAMETERS}),
    Detail.NOT_TRUSTED: _CREDENTIALS,
    Detail.SUSPICIOUS: OF_FILE,
    Detail.DONE: _CREDENTIALS | {Topic.SOFTWARE},
    Detail.AI_PARTS: _CREDENTIALS,
    Detail.VALID_IS_REAL: _CREDENTIALS,
    Detail.WHY_FILE: OF_DATA | {Topic.CLAIM},
}
# A word without *the* is asked for by itself: “what is a montage” asks for the meaning.
_MEANING = re.compile(
    r"^\W*(?:please )?(?:(?:what(?:'s| is| are| does)|was (?:ist|sind|bedeutet|heisst)|"
    r"qu'est-ce qu(?:e|')(?: c'est qu)?|que (?:es|son|significa)|什么是)\s*(?:an?|eine?|une?|una?|du|les)?\s*"
    r"(?!the |der |die |das |la |le |el )[\w'-]+(?: [\w'-]+)?(?: (?:mean|means|anyway|exactly))?\W*$|"
    r"(?:define|explain|what is meant by)\b)"
)
LONGEST = 600  # characters of a question that are looked at
_WORDS = (
    "asked_shortly.toml",
    "asked_points.toml",
    "asked_sources.toml",
    "asked_doubts.toml",
    "asked_again.toml",
    "asked_kinds.toml",
    "asked_details.toml",
)  # where the patterns stand
_OTHERWISE = "asked_otherwise.toml"  # and the words beside which they mean something else
# What others conclude, and what has an answer of its own that confirms nothing.
_NOT_CONCLUDED = frozenset(
    {
        Detail.BECAUSE_OF,
        Detail.RULE_OUT_THAT,
        Detail.DAY_TIME,
        Detail.WITHOUT_DATA,
        Detail.FORMAT_HISTORY,
        Detail.DATED_CLAIM,
        Detail.CONFIRMED,
        Detail.ONCE_LARGER,
        Detail.TEXT_SAYS,
        Detail.OPINION,
        Detail.LIAR,
        Detail.OTHER_SCORE,
        Detail.EDIT_IS_FAKE,
        Detail.DATA_PROVE,
        Detail.MAY_WORD,
        Detail.ANY_PROGRAM,
        Detail.NO_SCAMMER,
        Detail.CAMERA_FILE,
        Detail.CAMERA_SAVES,
        Detail.BY_ITSELF,
        Detail.CHECK_WORD,
        Detail.UNDERNEATH,
    }
)
_NO_EDIT_CLAIM = frozenset(
    {
        Detail.CONVERTED,
        Detail.SCANNED,
        Detail.MAY_WORD,
        Detail.CAMERA_FILE,
        Detail.CAMERA_SAVES,
        Detail.UNDERNEATH,
        Detail.WITHOUT_DATA,
        Detail.PROCESSED,
        Detail.RULE_OUT_THAT,
        Detail.UNEDITED,
        Detail.ONCE_LARGER,
        Detail.EXACT_SPOT,
        Detail.DATED_CLAIM,
    }
)
_BY_TURN_FIRST = (
    Detail.SURE_OF_PAIR,
    Detail.OTHER_PART,
    Detail.MISSED_TEXT,
    Detail.MISSED_MORE,
    Detail.SURE_OF_IT,
    Detail.WHAT_PROGRAM,
    Detail.CHECK_RATE,
    Detail.DOES_APP,
    Detail.MORE_TRUST,
    Detail.ALIKE_THINGS,
)  # after such an answer before all others
_NOT_BY_MEANING = frozenset(
    {
        Detail.MISMATCH,
        Detail.VISIBLE_MARK,
        Detail.ZONE,
        Detail.WHAT_PROGRAM,
        Detail.DENSITY,
        Detail.OTHER_HASH,
        Detail.NOT_TRUSTED,
        Detail.PROOF,
        Detail.RATIO,
        Detail.DEVICE,
        Detail.NUMBER,
    }
)


def detail_of(text: str, before: Collection[Topic] = ()) -> Detail | None:
    """The detail that a question names; None if it names none.

    Args:
        text: one question.
        before: the topics of the turn before.
    """
    words = plain(text[:LONGEST]).strip()
    by_words, by_turn = _patterns()
    turned = [detail for detail in _BY_TURN_FIRST if any(topic in (_AFTER[detail] or ()) for topic in before)]
    if first := next((detail for detail in turned if _is_meant(detail, words) and by_turn[detail].search(words)), None):
        return first
    if program_asked(text) is not None:
        return Detail.NAMED_PROGRAM
    named = (detail for detail, pattern in by_words.items() if pattern.search(words))
    by_itself = next((detail for detail in named if _is_meant(detail, words)), None)
    if by_itself not in _NOT_CONCLUDED and _is_meant(Detail.CONCLUDED, words) and premise_of(text) is not None:
        return Detail.CONCLUDED
    if by_itself not in _NO_EDIT_CLAIM and _is_meant(Detail.EDIT_CLAIM, words) and edit_claim_of(text) is not None:
        return Detail.EDIT_CLAIM
    if by_itself is not None and (by_itself in _NOT_BY_MEANING or not _MEANING.match(words)):
        return by_itself
    for detail, topics in _AFTER.items():
        fits = bool(before) and (topics is None or any(topic in topics for topic in before))
        if fits and _is_meant(detail, words) and by_turn[detail].search(words):
            return detail
    return None


def _is_meant(detail: Detail, words: str) -> bool:
    """Whether nothing beside the words of a detail says that something else is asked for."""
    other = _otherwise().get(detail)
    return other is None or other.search(words) is None


@cache
def _otherwise() -> Mapping[Detail, re.Pattern[str]]:
    """The words beside which those of a detail mean something else."""
    return {Detail(name): re.compile("|".join(texts)) for name, texts in word_tables.read(_OTHERWISE).items()}


@cache
def _patterns() -> tuple[Mapping[Detail, re.Pattern[str]], Mapping[Detail, re.Pattern[str]]]:
    """The patterns of details that stand by themselves, and of those after an answer, in the order of `Detail`."""
    read = [word_tables.read(name) for name in _WORDS]

    def compiled(kind: str) -> Mapping[Detail, re.Pattern[str]]:
        found: dict[Detail, re.Pattern[str]] = {}
        for detail in Detail:
            texts = [_written(one[kind][detail], one["parts"]) for one in read if detail in one[kind]]
            if texts:
                found[detail] = re.compile("|".join(texts))
        return found

    return compiled("words"), compiled("after")


def _written(alternatives: Sequence[str], parts: Mapping[str, str]) -> str:
    text = "|".join(alternatives)
    for name, part in parts.items():
        text = text.replace(f"<{name}>", part)
    return text
