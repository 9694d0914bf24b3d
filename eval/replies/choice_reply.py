"""Which option a reply chooses: a letter that stands as an answer, an option in words, what is left after the others.

*A clear sign* does not choose A, and two options are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..items import Truth
from . import claim_polarity, no_answers, option_claims, picture_descriptions, pictures_in_rows, stated_answers
from .clauses import clauses, segments, sentences
from .option_mentions import LETTERS, Mention, are_places, mentions, words
from .plain_reply import plain, shortened, unnumbered
from .read_reply import Reading, nothing
from .reasoning_spans import after_reasoning

_ALL = re.compile(
    r"\b(?:both|neither|either|all (?:of (?:them|these|the above))?$|all of (?:them|these)|everything|none(?: of (?:them|these|the above))?$|they (?:both )?look the same|one of them)\b",  # noqa: E501
    re.I,
)
_NONE = re.compile(r"\b(?:none|neither|no) (?:of (?:them|these|the above|the options)\b|anomal|options?\b)", re.I)
_BARE = re.compile(
    r"^\W*(?:(?:option|choice|answer|image|picture|number|no|nr)\W{0,3})?(?P<key>[A-Za-z]|\d)(?:\W+(?P=key))*\W*$", re.I
)
_LEADING = re.compile(
    r"^\W*(?:(?:option|choice|answer)\W{0,2})?\(?(?P<key>[A-Za-z])(?:\s*[.):\],]|\s+-)\s*(?P<rest>\S.*)$", re.I | re.S
)
_LEAD_WORD = re.compile(r"^\W*(?P<key>[A-Z])\s+(?=because|since|as|due|\()", re.S)
_LISTED = re.compile(r"^(?:[\W_]|and|or|nor)*$", re.I)
_HEAD = re.compile(r"^[^\w\n]{0,4}([A-Z])[.):][^\S\n]+(?=\S)", re.M)
_CHOOSES = re.compile(
    r"\b(?:answer|choice|choose|chosen|pick|select|go with|going with|i'd say|conclude|verdict|the (?:fake|real|generated|ai-generated|anomaly|anomalous|genuine|"  # noqa: E501
    r"photograph|synthetic|real one|fake one)(?: \w+)? (?:is|one)|anomaly is|anomaly|so|therefore|thus|hence|definitely|certainly|it is|it's|it must be|i think it's|is (?:the )?(?:correct|right)(?: \w+)?$|is (?:the )?correct)\b|选|因此|所以|答案|是",  # noqa: E501
    re.I,
)
_THAN = re.compile(r"(?<=\w)\s+than\b.*$", re.I)
_CONCLUDES = re.compile(
    r"^\W*(?:so|therefore|thus|hence|overall|in conclusion|final\w*|conclusion|consequently|on balance)\b|\b(?:leaves|leaving)(?: us)?(?: with)?(?: only)?\b|,\s*(?:so|therefore|thus|hence)\b",  # noqa: E501
    re.I,
)
_STARTS = re.compile(r"^\W*(?:(?:it is|it\'s|i think|probably|the|option|image|picture|definitely)\s+)*$", re.I)
_STOPS = re.compile(r"^\s*(?:one|image|picture|photo|option)?\s*(?:[,.;:)-]|$|\b(?:because|since|as|due to)\b)", re.I)
_JOINED = re.compile(r"^(?!\W*[.!]\s*\()\W*(?:and|or|&|/|,|,? and|,? or|,? then|\+|versus|vs\.?)?\W*$", re.I)


def choice(text: str, options: Sequence[str], asks: Truth = "fake") -> Reading:
    """The letter of the option that a reply chooses.

    Args:
        text: the reply.
        options: what may be chosen, in the order of their letters.
        asks: what the option to choose is; for pictures of which one is described as the opposite.
    """
    rest, cut = after_reasoning(text)
    rest = shortened(rest)
    raw = plain(rest)
    if not re.search(r"\w", raw):
        return nothing("cut off" if cut else "empty")
    for fragments in (stated_answers.tagged(rest), stated_answers.boxed(rest), stated_answers.entries(raw)):
        said = [_text(plain(part), options, asks) for part in fragments if isinstance(part, str)]
        chosen = {one.answer for one in said} - {None}
        if said:
            return Reading(chosen.pop()) if len(chosen) == 1 else nothing("both") if chosen else said[-1]
    if are_places(options):
        raw = pictures_in_rows.in_words(raw)
    said = nothing("no answer") if stated_answers.holds_object(raw) else _text(raw, options, asks)
    return nothing("cut off") if cut and said.answer is None else said


def _text(text: str, options: Sequence[str], asks: Truth) -> Reading:
    text = pictures_in_rows.described(re.sub(r"\bN/A\b", "", text.strip()))
    if bare := _BARE.match(text):
        return _key(bare["key"], options)
    text = unnumbered(text) if mentions(unnumbered(text), options) else text
    labelled = [(line, final) for line, final in stated_answers.labelled(text, letters=True) if line]
    heard = [(_prose(line, options, asks), final) for line, final in labelled]
    heard = [(said, final) for said, final in heard if said.answer or said.unread != "no answer"]
    if heard:
        last, final = heard[-1]
        agreed = len({said.answer for said, _ in heard}) == 1
        return last if agreed or final or len(segments(text)) > 1 else nothing("both")
    return _prose(text, options, asks)


def _key(key: str, options: Sequence[str]) -> Reading:
    at = int(key) - 1 if key.isdigit() else LETTERS.find(key.upper())
    return Reading(LETTERS[at]) if 0 <= at < len(options) else nothing("no answer")


def _prose(text: str, options: Sequence[str], asks: Truth) -> Reading:
    if bare := _BARE.match(text):
        return _key(bare["key"], options)
    if named := option_claims.only_names(text, options, alone=True):
        return Reading(LETTERS[named.option])
    if led := _led(text, options, asks) or _begins(text, options):
        return led
    why = nothing("no answer")
    for part in reversed(segments(text)):
        said = _segment(part, options, asks)
        if said.answer is not None or said.unread != "no answer":
            return said
    return why


def _led(text: str, options: Sequence[str], asks: Truth) -> Reading | None:
    """The letter that leads a reply, unless it begins a list of the options; None where no letter leads."""
    match = _LEADING.match(text) or _LEAD_WORD.match(text)
    if match is None or (match["key"].islower() and not re.match(r"^\W*[(]?[a-z]\s*[):.]", text)):
        return None
    key = match["key"].upper()
    at = LETTERS.find(key)
    if at >= len(options):
        return nothing("no answer") if len(text) < 40 else None
    rest = text[match.end("key") :]
    others = [one for one in mentions(rest, options) if one.option != at]
    letters = [one for one in others if one.end - one.start == 1]
    if letters and _JOINED.match(rest[: letters[0].start]):
        return nothing("both")
    heads = re.findall(rf"(?:^|[\n.;,]\s*|\s)\(?([A-{LETTERS[len(options) - 1]}])\s*(?:[.):]|-\s)", text)
    if len(set(heads)) > 1:
        last = text.rstrip().rsplit("\n", 1)[-1]
        if not _HEAD.match(last) and _CHOOSES.search(last) and mentions(last, options):
            return None  # a list, and an answer below it
        full = [one for one in others if words(rest[one.start : one.end]) == words(options[one.option].rstrip("."))]
        return (
            nothing("both")
            if full and len(set(heads)) == len(options) and not option_claims.by_polarity(text, options, asks)
            else None
        )
    if re.match(r"\W*\b(?:no|wait)\b", rest) or len(segments(text)) > 1:
        return None
    if re.match(r"^\W*\?", rest):
        return None
    return Reading(key)


def _begins(text: str, options: Sequence[str]) -> Reading | None:
    """The option in words that a reply begins with, before a reason: *The first, since the second …*."""
    found = mentions(text, options)
    if (
        not found
        or not _STARTS.match(text[: found[0].start])
        or not _STOPS.match(text[found[0].end :])
        or len(segments(text)) > 1
    ):
        return None
    others = [one for one in found[1:] if one.option != found[0].option]
    if not others:
        return None
    reason = re.search(
        r"\b(?:because|since|as|though|although|due to|unlike|not|rather than|instead of)\b",
        text[found[0].end : others[0].start],
        re.I,
    )
    return Reading(LETTERS[found[0].option]) if reason else None


def _headed(text: str) -> str:
    """A text whose lines that begin with the letters of several options name them as such, and don't choose them."""
    several = len(set(_HEAD.findall(text))) > 2
    return _HEAD.sub(r"Option \1: ", text) if several else text


def _segment(text: str, options: Sequence[str], asks: Truth) -> Reading:
    strong: list[int] = []
    concluded: list[int] = []
    excluded: set[int] = set()
    named: list[int] = []
    described: list[int] = []
    neutral: set[int] = set()  # pictures that are described, and not chosen
    speaking = both = judged = refused = undecided = (
        False  # judged: what is said of both is that they are real or generated
    )
    for sentence in sentences(_headed(text)):
        if sentence.rstrip(" \"')").endswith("?"):
            continue
        refused |= no_answers.refuses(sentence)
        unsure = no_answers.undecided(sentence)
        undecided |= unsure
        concludes = _CONCLUDES.search(sentence)
        subject: int | None = None
        excluding = False
        for clause in picture_descriptions.apart(clauses(sentence)):
            clause = _THAN.sub("", clause)  # what it is compared with is not named
            found = mentions(clause, options)
            if (one := option_claims.only_names(sentence, options)) and not sentence.endswith(".."):
                concluded.append(one.option)
                continue
            if not found and subject is not None and (picks := option_claims.polar(clause, [subject], options, asks)):
                described += picks
                continue
            if _ALL.search(clause) and not any(option_claims.is_whole(clause, one, options) for one in found):
                none = [at for at, option in enumerate(options) if re.match(r"(?i)\W*(?:none|no )", option)]
                if none and _NONE.search(clause):
                    found = [Mention(none[0], 0, len(clause))]
                else:
                    both = True
                    judged |= claim_polarity.TERM.search(clause) is not None
                    continue
            chosen_yet = claim_polarity.contrasts(clause) and _CHOOSES.search(clause)  # *hard to tell, but I'd pick A*
            if not found or (unsure and not chosen_yet):
                continue
            out, kept = option_claims.divided(clause, found, options)
            if excluding and _LISTED.match(option_claims.without(clause, found)):  # *I rule out A, B and C*
                out, kept = {one.option for one in found}, []
            excluding = bool(out) and not kept and (excluding or bool(option_claims.EXCLUDES.search(clause)))
            excluded |= out
            if not kept:
                continue
            subject = kept[0] if len(set(kept)) == 1 else None
            picks = option_claims.polar(clause, kept, options, asks)
            described += picks
            if concludes and sentence.find(clause) + len(clause) > concludes.end():
                concluded += picks or kept
            elif _CHOOSES.search(clause):
                strong += picks or kept
            if are_places(options) and picture_descriptions.neutral(clause, found, asks):
                neutral.update(kept)
            else:
                named += kept
                speaking |= picture_descriptions.speaks(clause, asks)
    if both and not concluded and not strong and (judged or not described):
        return nothing("both")
    if neutral - set(named) and not speaking:
        named = []
    for chosen in (concluded, strong, described, named):
        left = set(chosen) - (excluded if len(set(chosen)) > 1 else set())
        if len(left) == 1:
            return Reading(LETTERS[left.pop()])
        if len(left) > 1:
            return nothing("both")
    remaining = set(range(len(options))) - excluded
    if excluded and len(remaining) == 1:
        return Reading(LETTERS[remaining.pop()])
    return nothing("refused" if refused else "undecided" if undecided else "both" if excluded else "no answer")
