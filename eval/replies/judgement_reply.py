"""Whether a reply says yes or no to *Is it generated?* or *Is it real?*, or calls the picture real or generated.

Yes and no are read against the question, words by their own meaning. A reply whose yes or no says the opposite of its
words is not read: nobody knows which of them was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..items import Truth, opposite
from . import claim_polarity, no_answers, short_answers, stated_answers, stated_chances
from .clauses import segments, sentences
from .drawn_pictures import drawn
from .plain_reply import plain, shortened, unnumbered
from .read_reply import Reading, Unread, nothing
from .reasoning_spans import after_reasoning
from .reply_words import FAKE, REAL, TERM

_CONCLUDES = re.compile(
    r"^\W*(?:so|therefore|thus|hence|overall|on balance|all told|in conclusion|consequently|ultimately|in summary|to conclude|in short|all in all|taken together|"  # noqa: E501
    r"conclusion|final\w*|verdict|based on (?:this|these|the above|that|my)|given (?:this|these|all)|considering (?:this|these|all)|i conclude|因此|所以|综上|总之|结论)\b"  # noqa: E501
    r"|^(?:因此|所以|综上|总之|结论)|\bi (?:therefore |thus )?conclude\b|[,;] (?:so|therefore|thus|hence)\b",
    re.I,
)
_RETRACTS = re.compile(r"^\W*no\b[,.]?\s+(?=\w)", re.I)
_TOPIC = re.compile(
    r"^\W*(?:regarding|concerning|as to|as for|on|to)\s(?:whether|(?:your|the) question)\b[^.:,\n]{0,120}[:,]\s+", re.I
)
_LETTERED = re.compile(r"^\W{0,3}[a-e]\)\s+(?=\S)", re.I)
_NUMBER = re.compile(r"\bno\. ?(?=\d)", re.I)
_LABEL_OF_TRUTH = re.compile(rf"^\W*(?:is (?:it|this) )?(?:(?P<fake>{FAKE})|(?P<real>{REAL}))\s*\??\s*[:?=]\s*", re.I)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a part of a reply says: a truth, or the reason why it says none."""

    truth: Truth | None
    why: Unread = "no answer"


def judgement(text: str, asks: Truth) -> Reading:
    """Yes or no to the question whether a picture is what `asks` names.

    Args:
        text: the reply.
        asks: what the answer *yes* stands for.
    """
    said = truth_said(text, asks)
    if said.truth is None and said.why == "no answer" and asks == "real" and drawn(shortened(after_reasoning(text)[0])):
        return Reading("no")  # what is drawn was not photographed; who drew it, a person or a generator, is not said
    return nothing(said.why) if said.truth is None else Reading("yes" if said.truth == asks else "no")


def called(text: str) -> Reading:
    """Real or fake, from a reply to a question that is not answered by yes or no; yes and no alone say nothing."""
    said = truth_said(text, None)
    return nothing(said.why) if said.truth is None else Reading(said.truth)


def truth_said(text: str, asks: Truth | None) -> _Said:
    """Real or fake; `asks` is None where yes and no have no meaning."""
    rest, cut = after_reasoning(text)
    rest = shortened(rest)
    if not rest.strip():
        return _Said(None, "cut off" if cut else "empty")
    raw = plain(rest)
    if not re.search(r"\w", raw):
        return _Said(None, "cut off" if cut else "empty")
    for fragments in (stated_answers.tagged(rest), stated_answers.boxed(rest), stated_answers.entries(raw)):
        if fragments:
            return _stated(fragments, asks)
    if stated_answers.holds_object(raw):
        inner = raw.strip().strip("{}[]` \n")
        return _prose(inner, asks) if ":" not in inner and inner else _Said(None)
    said = _text(raw, asks)
    return _Said(None, "cut off") if cut and said.truth is None else said


def _stated(fragments: list, asks: Truth | None) -> _Said:
    """What the fragments of tags, boxes or objects say; several must agree."""
    heard = [
        _Said("fake" if part.fake else "real") if isinstance(part, stated_answers.Flag) else _text(plain(part), asks)
        for part in fragments
    ]
    truths: set[Truth] = {said.truth for said in heard if said.truth is not None}
    if len(truths) == 1:
        return _Said(truths.pop())
    return _Said(None, "both") if truths else heard[-1]


def _text(text: str, asks: Truth | None) -> _Said:
    """By a labelled answer if there is one, otherwise by its sentences."""
    if named := short_answers.name_alone(text):
        return _Said(named)
    text = stated_chances.in_words(unnumbered(_LETTERED.sub("", _NUMBER.sub("number", text))))
    text, offered = no_answers.without_pairs(text)
    alone = short_answers.words_alone(text)
    if alone and asks is not None:
        return _Said(_turned(alone[0], asks)) if len(set(alone)) == 1 else _Said(None, "both")
    labelled = stated_answers.labelled(text)
    if labelled:
        heard = [
            (_Said(named) if (named := short_answers.name_alone(line)) else _prose(line, asks), final)
            for line, final in labelled
            if line
        ]
        heard = [(said, final) for said, final in heard if said.truth or said.why != "no answer"]
        if heard:
            last, final = heard[-1]
            truths = {said.truth for said, _ in heard}
            corrected = final or len(segments(text)) > 1
            return last if len(truths) == 1 or corrected else _Said(None, "both")
    said = _prose(text, asks)
    return _Said(None, "both") if offered and said.truth is None and said.why == "no answer" else said


def _prose(text: str, asks: Truth | None) -> _Said:
    """By the last segment that decides; what a reply takes back does not count."""
    parts = segments(text)
    why: Unread = "no answer"
    for at, part in reversed(list(enumerate(parts))):
        said = _segment(_RETRACTS.sub("", part) if at else part, asks)  # *wait, no, it is real*: the no takes back
        if at and said.truth is None:
            said = _segment(part, asks)
        if said.truth is not None:
            return said
        if said.why != "no answer":
            return said
    return _Said(None, why)


@dataclass(slots=True)
class _Heard:
    """What the sentences of a segment say, gathered."""

    answers: list[Truth]
    claims: list[claim_polarity.Claim]
    both: bool = False
    undecided: bool = False
    withheld: bool = False
    refused: bool = False
    asked_back: bool = False


def _segment(text: str, asks: Truth | None) -> _Said:
    heard = _Heard([], [])
    concluded: _Said | None = None
    local = asks
    every = sentences(text)
    for at, sentence in enumerate(every):
        if at == 0 and len(every) > 1 and short_answers.polite(sentence):
            continue
        one = _Heard([], [])
        local = _hear(sentence, asks, local, one, heard.claims[-1] if heard.claims else None)
        if claim_polarity.contrasts(sentence) and any(
            not c.part and c.strength > claim_polarity.MAY for c in one.claims
        ):
            heard.claims = [claim for claim in heard.claims if claim.strength == claim_polarity.IS]
        if _CONCLUDES.search(sentence) and (said := _decided(one)).truth is not None:
            concluded = said
        heard.answers += one.answers
        heard.claims += one.claims
        heard.both |= one.both
        heard.undecided |= one.undecided
        heard.withheld |= one.undecided and not one.claims and no_answers.withholds(sentence)
        heard.refused |= one.refused
        heard.asked_back |= one.asked_back
    if concluded is not None:
        return _Said(None, "both") if set(heard.answers) - {concluded.truth} else concluded
    return _decided(heard)


def _hear(
    sentence: str, asks: Truth | None, local: Truth | None, heard: _Heard, before: claim_polarity.Claim | None
) -> Truth | None:
    """Take in one sentence; gives what yes stands for in the next one, which a question may turn."""
    labels = _LABEL_OF_TRUTH.match(sentence)
    rest = sentence[labels.end() :] if labels else ""
    if labels and (not rest.strip() or short_answers.leads(rest) or short_answers.stands_alone(rest)):
        local = _named(labels) if asks is not None else None
        sentence = sentence[labels.end() :]
        if not sentence.strip():
            return local
    sentence = short_answers.without_echo(_TOPIC.sub("", sentence))
    question = sentence.rstrip(" \"')").endswith("?")
    alone = short_answers.stands_alone(sentence)
    if question:
        heard.asked_back |= alone is not None
        kinds = {"fake" if term["fake"] else "real" for term in TERM.finditer(sentence)}
        return kinds.pop() if len(kinds) == 1 and asks is not None else asks  # type: ignore[return-value]
    heard.refused |= no_answers.refuses(sentence)
    unsure = no_answers.undecided(sentence)
    heard.undecided |= unsure
    short = claim_polarity.claims(sentence, before) if before and alone else ()
    if alone and not TERM.search(sentence) and not short:
        heard.answers.extend([_turned(alone, local)] if local else [])
        return asks
    led = short_answers.leads(sentence)
    if led:
        heard.answers.extend([_turned(led[0], local)] if local else [])
        sentence = led[1]
        inner = short_answers.announced(sentence) or short_answers.stands_alone(sentence)
        if inner and local and not TERM.search(sentence):
            heard.answers.append(_turned(inner, local))
    elif (told := short_answers.announced(sentence)) and local:
        heard.answers.append(_turned(told, local))
    for claim in claim_polarity.claims(sentence, before):
        if isinstance(claim, claim_polarity.Both):
            heard.both = True
        elif not (unsure and claim.strength == claim_polarity.MAY):
            heard.claims.append(claim)
    return asks


def _only_may(claims: list[claim_polarity.Claim]) -> bool:
    return all(claim.strength == claim_polarity.MAY for claim in claims)


def _named(match: re.Match[str]) -> Truth:
    return "fake" if match["fake"] else "real"


def _turned(word: str, asks: Truth | None) -> Truth:
    assert asks is not None
    return asks if word == "yes" else opposite(asks)


def _decided(heard: _Heard) -> _Said:
    """Weigh what was heard: the answer and the words must agree, and the firmest words count."""
    answers: set[Truth] = set(heard.answers)
    whole = [claim for claim in heard.claims if not claim.part and not claim.conceded]
    firm: set[Truth] = {claim.truth for claim in whole if claim.strength == claim_polarity.IS}
    if len(answers) > 1 and len(firm) == 1 and heard.answers[-1] in firm and not heard.asked_back:
        return _Said(heard.answers[-1])  # *No, it is not real; yes, it is generated*: each word with its own sentence
    if len(answers) > 1 or len(firm) > 1 or (heard.asked_back and len(heard.answers) == 1):
        return _Said(None, "both")
    words: set[Truth] = firm or {claim.truth for claim in whole}
    if answers:
        agree = answers & {claim.truth for claim in whole}
        return _Said(None, "both") if (words and not agree) or firm - answers else _Said(answers.pop())
    if len(words) > 1 or (heard.both and not firm):
        return _Said(None, "both" if words or not heard.undecided else "undecided")
    if not firm and words and {claim.truth for claim in heard.claims if claim.part and not claim.conceded} - words:
        return _Said(None, "both")
    if words and not firm and (heard.withheld or (heard.undecided and _only_may(whole))):
        return _Said(None, "undecided")  # *I can't say for certain. The text suggests that it might be generated*
    if words:
        return _Said(words.pop())
    conceded: set[Truth] = {
        claim.truth
        for claim in heard.claims
        if claim.conceded and not claim.part and claim.strength == claim_polarity.IS
    }
    if heard.refused or heard.undecided:
        return _Said(None, "refused" if heard.refused and not heard.undecided else "undecided")
    return _Said(conceded.pop()) if len(conceded) == 1 else _Said(None)
