"""What a message asks for: its language, its separate questions with ranked topics, wishes, places and follow-ups.

The reading decides nothing about the picture. It never fails, whatever the message holds, and its time is bounded,
because a message is cut before it is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...perception.encoder import Encoder
from ...text import one_line
from . import language
from .asked_details import Detail, detail_of
from .asked_features import features_of
from .asked_fields import fields_of
from .asked_message import Asked, Understood
from .asked_terms import asks_a_meaning
from .detail_names import COURTESY
from .detail_router import DetailReader
from .follow_ups import Before, leaning, pointed_at, points_back, resolved
from .gloss import LANGUAGES
from .led_topics import leads_on, led_on, without_maps
from .needs import Need, need_of, tells_of_fraud
from .parts_of_message import is_bare, leans, parts, spelt_out, without_correction, without_manner
from .places import box_of, evidence_in, only_a_box, place_of
from .router import Router, choices
from .topics import Topic
from .wishes import Wishes, wishes_of

LONGEST = 2_000  # characters of a message that are read
MOST_QUESTIONS = 4  # in one message
# Languages near to one that has a glossary: their questions are read by its words, and asked back sooner.
_NEAR = {"pt": "es", "it": "es", "nl": "de"}
_SURE_ELSEWHERE = 0.75
_ELSEWHERE: tuple[Topic, ...] = (Topic.VERDICT, Topic.REASONS, Topic.METADATA)
# What the sentences of a message can name together, as in “Facebook recompresses. What does that do to the result?”.
_ACROSS = frozenset(
    {
        Detail.CONCLUDED, Detail.EDIT_CLAIM, Detail.DATED_CLAIM, Detail.CONFIRMED, Detail.ONCE_LARGER,
        Detail.SCREENSHOT_OF_IT,
        Detail.COPY_EFFECT, Detail.POSSIBLE, Detail.CLAIMED, Detail.FIT, Detail.PLACE_CONFLICT, Detail.PART_MISMATCH,
        Detail.STOLEN_KEY, Detail.LIAR, Detail.OTHER_SCORE, Detail.OPINION, Detail.CHANGED_COPY, Detail.WITHOUT_DATA,
        Detail.PRIVATE_PLACE, Detail.ENOUGH, Detail.PROVES, Detail.TWO_DATES, Detail.PRIOR, Detail.RESIZED,
        Detail.EDITED_WITH, Detail.WAS_THERE, Detail.INNER_PICTURE, Detail.IN_WRITING,
    }
)  # fmt: skip
# What a parent asks before anything has happened.
_NO_MISFORTUNE = frozenset({Detail.PRIVATE_PLACE, Detail.REMOVE_DATA, Detail.GET_RID, Detail.DOES_APP})
_FEW_WORDS = 8  # of a message whose language is that of the turn before, if no word of it is known
_WORD = re.compile(r"[a-z\u00c0-\u024f]+|[\u4e00-\u9fff]", re.I)
_BARE = 3  # words of a question that means nothing by itself, as in “Which one?”
_WISHED = frozenset({Topic.OUT_OF_SCOPE, Topic.FOLLOW_UP, Topic.TERM, Topic.CAPABILITIES})
_BY_TEXT = frozenset(
    {
        Topic.PERSON, Topic.LEGAL, Topic.TERM, Topic.HOW_TO, Topic.PRIVACY, Topic.COURT, Topic.NEXT_STEPS, Topic.CLAIM,
        Topic.FEATURE, Topic.ERROR_RATES, Topic.DETECTOR, Topic.CAPABILITIES, Topic.METADATA, Topic.CAMERA,
        Topic.TRUST_TOOL, Topic.IDENTITY, Topic.OUT_OF_SCOPE,
    }
)  # fmt: skip
_MEASURED = frozenset({Topic.DETECTOR, Topic.EVIDENCE_ITEM, Topic.MAP, Topic.NEIGHBOURS, Topic.SECOND_LOOK})
_ASKS_WHAT_IT_SAYS = re.compile(
    r"^\W*(?:and )?what (?:does|do|did) (?:it|that|this|they) (?:say|tell|show|mean)(?: us| me)?\W*$", re.I
)
_ALSO_ELSEWHERE = re.compile(r"\b(?:a|one|made|me|on|is)\b", re.I)  # words of English that other languages have
_ACCOMPANY = frozenset({Topic.GREETING, Topic.REPHRASE})  # beside another question they ask for nothing

__all__ = ["Asked", "Before", "Understood", "only_a_wish", "read"]


def read(
    message: str,
    before: Before | None,
    shape: tuple[int, ...],
    encoder: Encoder,
    router: Router,
    reader: DetailReader | None = None,
) -> Understood:
    """Understand a message.

    Args:
        message: as it was typed.
        before: the turn before; None at the beginning.
        shape: height and width of the picture in pixels, then anything.
        encoder: the sentence encoder.
        router: the head that ranks topics.
        reader: names the detail of a question in which no pattern of words does; None: such a question has none.
    """
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in message[:LONGEST])
    spoken = _spoken(text, before)
    if re.search(r"\w", text) is None and not (before is not None and re.search(r"[?？]", text)):
        nothing = Asked(one_line(text, LONGEST), ((Topic.CAPABILITIES, 1.0),))
        return Understood(spoken, (nothing,), Wishes(), len(message) > LONGEST)
    text = without_correction(text) if before is not None else text
    text = spelt_out(text) if spoken == language.ENGLISH else text
    found = parts(text, MOST_QUESTIONS) or [text]
    asked: list[Asked] = []
    for part in found:  # a question word alone leans on the part before it
        if asked and asked[-1].topic in _MEASURED and _ASKS_WHAT_IT_SAYS.search(part):
            continue  # what is told of a finding says it, and “it” is no writing in the picture
        if asked and asked[-1].detail is Detail.WHERE_ODD and len(_WORD.findall(part)) <= _BARE:
            continue  # “where is it odd? hands? houses?” names examples
        led = asked and (is_bare(part) or leans(part))
        earlier = _after(before, asked[-1], spoken) if led else before
        asked.append(_asked(one_line(part, LONGEST), earlier, shape, spoken, encoder, router, reader))
    if len(asked) == 1 and len(found[0]) < len(text.strip()):  # the sentences around it say what it is about
        whole = _asked(one_line(text, LONGEST), before, shape, spoken, encoder, router, reader)
        asked = [_both(asked[0], whole)]
    said = one_line(text, LONGEST)
    if len(asked) > 1 and all(one.named is None for one in asked) and (detail := detail_of(said)) in _ACROSS:
        asked = [asked[-1].settled(text=said, detail=detail, learned=False, choices=())]
    asked = _with_letter(asked, said)
    need = need_of(said)
    if need is Need.PAID and any(one.detail is Detail.LETTER for one in asked) and not tells_of_fraud(said):
        need = None  # a deposit that is named in a message to be written
    if need is Need.WORRIED and any(one.detail in _NO_MISFORTUNE for one in asked):
        need = None
    return Understood(spoken, _apart(asked), wishes_of(text), len(message) > LONGEST, need, said)


def _after(before: Before | None, asked: Asked, spoken: str) -> Before:
    """The turn before as the next part of the same message sees it."""
    evidence = before.evidence if before is not None else ()
    return Before((asked.topic,), evidence, asked.region, asked.features, spoken)


def _spoken(text: str, before: Before | None) -> str:
    """The language of a text; that of the turn before, if the text has too few words to tell."""
    told = language.of(text)
    if before is not None and len(text.split()) <= _FEW_WORDS and not language.is_certain(text):
        return before.language
    if (
        before is not None
        and before.language != language.ENGLISH == told
        and not language.has_english_words(_ALSO_ELSEWHERE.sub("", text))
    ):
        return before.language  # statistics found no language, and no word of it is English alone
    return told


def _asked(
    text: str,
    before: Before | None,
    shape: tuple[int, ...],
    spoken: str,
    encoder: Encoder,
    router: Router,
    reader: DetailReader | None,
) -> Asked:
    """One question, by the rules that are certain, then as a follow-up, then by what was learned."""
    read_as = _NEAR.get(spoken, spoken)
    plain = Asked(
        text,
        (),
        evidence=evidence_in(text) or pointed_at(text, before),
        box=box_of(text),
        place=place_of(text, shape, read_as) or (before.place if before is not None and points_back(text) else None),
        features=features_of(text),
        detail=detail_of(text, before.topics if before is not None else ()),
    )
    if plain.detail is Detail.SUSPICIOUS and plain.features:  # what looks odd is shown, and stands in no field
        plain = replace(plain, detail=None)
    if only_a_box(text):
        return replace(plain, ranked=((Topic.REGION, 1.0),), evidence=(), detail=None)
    if plain.evidence and re.fullmatch(r"\W*[Ee]\s?\d{1,3}\W*", text):
        return replace(plain, ranked=((Topic.EVIDENCE_ITEM, 1.0),))
    if plain.detail is None and not plain.evidence and asks_a_meaning(without_manner(text), read_as):
        return replace(plain, ranked=((Topic.TERM, 1.0),))
    if (topic := resolved(text, before, plain.place, plain.features)) is not None:
        return _following(replace(plain, ranked=((topic, 1.0),)), before)
    if spoken != language.ENGLISH and read_as not in LANGUAGES:
        return replace(plain, ranked=tuple((topic, 1 / len(_ELSEWHERE)) for topic in _ELSEWHERE), choices=_ELSEWHERE)
    ranked = leaning(router.ranked(text, encoder, read_as, before.topics if before is not None else ()), before)
    ranked = without_maps(ranked, text, before, plain.place)
    back = choices(ranked)
    if before is not None and leads_on(text):
        ranked, back = led_on(ranked, back, before)
    if read_as != spoken and ranked[0][1] < _SURE_ELSEWHERE:
        back = back or tuple(topic for topic, _ in ranked[:3] if topic is not Topic.OUT_OF_SCOPE)[:2]
    found = replace(plain, ranked=ranked, choices=back)
    if ranked[0][0] is Topic.FOLLOW_UP and not back and before is not None and before.topics:
        return _following(replace(found, ranked=((before.topics[0], ranked[0][1]),)), before)
    wishes = wishes_of(text)
    listed = wishes.points or wishes.one_word or fields_of(text)  # so many reasons, a yes or no, fields by their names
    if reader is None or plain.evidence or plain.region is not None or listed:
        return found
    learned = reader(text, read_as, before.topics if before is not None else (), ranked, plain.detail)
    if learned.detail is not None and not (learned.detail in COURTESY and len(_WORD.findall(text)) > _FEW_WORDS):
        return replace(found, detail=learned.detail, learned=True, share=learned.share)
    return replace(found, maybe=learned.maybe)


def _following(asked: Asked, before: Before | None) -> Asked:
    """A follow-up with what it takes over from the turn before."""
    if before is None:
        return asked
    same = asked.topic in before.topics or asked.topic in (Topic.EVIDENCE_ITEM, Topic.FOLLOW_UP)
    pointed = asked.place is not None or bool(asked.features)
    return replace(
        asked,
        evidence=asked.evidence or (before.evidence if same and not pointed else ()),
        place=asked.place or (before.place if same and not asked.features else None),
        features=asked.features or (before.features if same else ()),
        follows=True,
    )


def _both(alone: Asked, whole: Asked) -> Asked:
    """A question and the message that it stands in, as one: their probabilities on average, what both name together."""
    if whole.named in _ACROSS:
        return whole
    if alone.follows or len(alone.ranked) == 1 or len(whole.ranked) == 1:
        bare = alone.detail is None and len(alone.text.split()) <= _BARE
        return whole if bare and whole.detail is not None else alone
    if alone.named is None and (whole.named is not None or alone.detail is None):
        alone = replace(alone, detail=whole.detail, learned=whole.learned, share=whole.share)
    share = dict(whole.ranked)
    ranked = tuple(sorted(((t, (p + share.get(t, 0.0)) / 2) for t, p in alone.ranked), key=lambda pair: -pair[1]))
    return replace(
        alone,
        text=whole.text,
        maybe=() if alone.detail is not None else tuple(dict.fromkeys((*alone.maybe, *whole.maybe))),
        ranked=ranked,
        choices=choices(ranked),
        evidence=alone.evidence or whole.evidence,
        box=alone.box or whole.box,
        place=alone.place or whole.place,
        features=alone.features or whole.features,
    )


def _with_letter(asked: list[Asked], said: str) -> list[Asked]:
    """The questions, with the whole message as what a letter is to hold; beside it stays what is clearly asked."""
    letter = next((one for one in asked if one.detail is Detail.LETTER), None)
    if letter is None or len(asked) == 1:
        return asked
    whole = replace(letter, text=said, choices=())
    return [whole if one is letter else one for one in asked if one is letter or _asks_by_itself(one)]


def _asks_by_itself(asked: Asked) -> bool:
    """Whether a question beside a wish for a letter is one of its own."""
    if asked.detail is Detail.LETTER or not asked.text.rstrip().endswith(("?", "？")):
        return False
    words = len(_WORD.findall(asked.text))
    elsewhere = asked.topic not in (Topic.SUMMARY, Topic.REPHRASE, Topic.OUT_OF_SCOPE)
    return asked.detail is not None or (words > _BARE and elsewhere and not asked.choices)


def _apart(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """Questions that ask for different things; thanks and wishes are left out beside a question."""
    kept: list[Asked] = []
    for each in asked:
        again = each.topic not in _BY_TEXT and any(_is_same(each, other) for other in kept)
        if not again:
            kept.append(each)
    asking = [each for each in kept if _asks_something(each)]
    return tuple(asking or kept[:1])


def _is_same(one: Asked, other: Asked) -> bool:
    """Whether two questions have the same answer."""
    named = (one.topic, one.features, one.evidence, one.region, one.detail)
    return named == (other.topic, other.features, other.evidence, other.region, other.detail)


def _asks_something(asked: Asked) -> bool:
    if asked.detail is not None:
        return asked.detail is not Detail.THANKS
    return asked.topic not in _ACCOMPANY and not only_a_wish(asked)


def only_a_wish(asked: Asked) -> bool:
    """Whether a question only says how the answer should be, as in “explain like I'm five”."""
    word = asked.topic is Topic.TERM and len(asked.ranked) == 1  # the meaning of a word, asked for beyond doubt
    return asked.topic in _WISHED and not word and wishes_of(asked.text) != Wishes()
