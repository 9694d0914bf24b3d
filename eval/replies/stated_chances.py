"""Chances that a reply states: *the likelihood that it is generated is 4%* says that it is real.

Every statement of a chance is put into the words that it stands for, in a sentence of its own. A chance of one half, a
low one beside nothing else, and a low confidence in an answer say nothing.
"""

from __future__ import annotations

import re

from ..items import Truth, opposite
from .reply_words import FAKE, NEGATION, REAL

_FAKE_SIDE = rf"{FAKE}|(?<![\w-])(?:ai|a\.i\.|ai[- ](?:generation|origin|image)|generation)(?![\w-])"
_SIDE = rf"(?:(?P<fake>{_FAKE_SIDE})|(?P<real>{REAL}|(?<![\w-])(?:authenticity|genuineness)(?![\w-])))"
_PHOTO = rf"(?:(?P<fake>{_FAKE_SIDE})|(?P<real>{REAL}|(?<![\w-])(?:authenticity|genuineness|photo(?:graph)?)(?![\w-])))"
_CHANCE = r"(?:probability|likelihood|chances?|odds|possibility|risk)"
_PERCENT = r"(?:\d{1,3}(?:\.\d{1,4})?\s?-\s?)?\d{1,3}(?:\.\d{1,4})?\s?(?:%|per ?cent\b)"
_OUT_OF = r"\d{1,3}(?:\.\d{1,2})?\s?(?:/|out of)\s?(?:100?|5|ten)\b"
_FRACTION = r"(?<![\d.])(?:0?\.\d{1,6}|[01]\.0{1,6}|1(?=\W*$))"
_FIRM = r"(?:very |extremely |quite |fairly |rather |relatively |pretty |really )?"
_LOW = r"(?:low|small|slim|minimal|negligible|remote|tiny|slight|faint|minuscule|near[- ]zero|close to zero|zero)"
_HIGH = r"(?:high|strong|large|great|substantial|considerable|significant|overwhelming)"
_MIDDLE = r"(?:moderate|medium|(?:about )?even|fifty-fifty|50\s?[-/:]\s?50)"
_THAN = (
    r"(?:(?P<under>less than|under|below|at most|no more than|up to|<=?|fewer than|lower than)|"
    r"(?P<over>more than|over|above|at least|>=?|upwards? of|higher than|greater than))?\s*"
)
_ABOUT = r"(?:about|around|approximately|roughly|only|just|maybe|perhaps|nearly|almost|merely|at|~|≈|a)?\s*"
_NUMBER = rf"(?P<value>{_PERCENT}|{_OUT_OF}|{_FRACTION})"
_DEGREE = rf"(?:{_FIRM}(?:(?P<low>{_LOW})|(?P<high>{_HIGH})|(?P<middle>{_MIDDLE})))\b(?! than)"
_IS = (
    r"\s*(?:[:=]|->|\b(?:is|are|seems?|looks?|appears?|remains?)\b"
    r"|\bat\b|\bto be\b|\bof\b|~|≈|\s-\s)\s*(?:(?:is|estimated at|therefore|thus|clearly)\s+)?"
)
_FORMS = (
    # the probability that it is generated is 4%; P(fake) = 0.02
    rf"\b(?:(?P<sure>confidence)|{_CHANCE}|score|(?:p|pr|prob)(?=\())\b(?P<mid>[^.:;\n%\d]{{0,70}}?){_PHOTO}"
    rf"(?P<tail>[^.:;=,\n%\d]{{0,30}}?){_IS}{_ABOUT}{_THAN}(?:{_NUMBER}|{_DEGREE})",
    # AI likelihood: 9/10; authenticity score: low
    rf"{_SIDE}[ _-]{{1,2}}(?:{_CHANCE}|score|rating|"
    rf"(?P<sure>confidence))(?:\s\([^()\n]{{1,30}}\))?{_IS}{_ABOUT}{_THAN}(?:{_NUMBER}|{_DEGREE})",
    # less than a 5% chance that this is a photo; 90% likely to be generated
    rf"{_THAN}{_ABOUT}(?:{_NUMBER}|\b{_FIRM}(?P<low>{_LOW}|almost no|virtually no|next to no|hardly any|barely any)\b|"
    rf"\b(?P<middle>fifty-fifty|50\s?[-/:]\s?50|even)\b)[ -]{{1,2}}"
    rf"(?:{_CHANCE}|likely|probable)\b(?P<mid>[^.;\n%\d]{{0,70}}?){_PHOTO}",
    # AI: 88%; real 12%
    rf"(?P<bare>){_SIDE}(?P<sep> ?[:=] ?| ?\(| - | )(?:about |around |~|≈)?{_THAN}(?P<value>{_PERCENT}|"
    rf"(?<=[:= ]){_OUT_OF}|(?:(?<=[:=])|(?<=[:=] )){_FRACTION})"
    r"(?!\s*(?:sure|confiden|certain))",
    # AI: no / photo: yes
    rf"(?:^|(?<=[\n|/;,]))[ \t]*(?:is (?:it |this )?)?{_PHOTO}\s?[:=]\s?(?:(?P<high>yes|true)|(?P<low>no|"
    rf"false))(?![\w'])(?=\W*(?:$|[\n|/;,]))",
    # 98% real
    rf"(?P<bare>)(?<![\d.(]){_THAN}(?P<value>{_PERCENT})(?P<sep> )(?:an? )?{_SIDE}",
)  # fmt: skip
_PATTERNS = [re.compile(form, re.I) for form in _FORMS]
_HINT = re.compile(r"[\d:=]|chance|likel|probab|odds|risk|possib|score|confidence", re.I)
UNDECIDED = 0.2  # a bare fraction within this of one half names no side unless the other side's stands beside it
UNCLEAR = ". It is unclear. "


def in_words(text: str) -> str:
    """A text in which each chance stands as the sentence that it amounts to."""
    if not _HINT.search(text):
        return text
    for pattern in _PATTERNS:
        heard = [(match, *_side(match)) for match in pattern.finditer(text)]
        sure = {truth for _, truth, doubtful in heard if truth and not doubtful}
        parts, at = [], 0
        for match, truth, doubtful in heard:
            if doubtful and truth is not None:
                truth = truth if sure == {truth} else None
            parts += [text[at : match.start()], f". It is {truth}. " if truth else UNCLEAR]
            at = match.end()
        text = "".join([*parts, text[at:]])
    return text


def _side(match: re.Match[str]) -> tuple[Truth | None, bool]:
    """Which side a statement is for, None for neither, and whether it says so only beside the other side's chance."""
    found = match.groupdict()
    named: Truth = "fake" if found["fake"] else "real"
    if len(NEGATION.findall(found.get("mid") or "")) % 2:
        named = opposite(named)
    share = _share(found)
    if share is None:
        return None, False
    low = share < 0.5
    lone = low and found.get("bare") is not None and found["sep"].strip() not in (":", "=")
    doubtful = low and (lone or bool(found.get("sure")))
    if found.get("bare") is not None and re.fullmatch(_FRACTION, found["value"] or ""):
        doubtful = abs(share - 0.5) <= UNDECIDED
    return (opposite(named) if low else named), doubtful


def _share(found: dict[str, str | None]) -> float | None:
    """The chance that is stated, between 0 and 1; None where it is one half, or can't be one."""
    if found.get("low") or found.get("high") or found.get("middle"):
        return 0.1 if found.get("low") else 0.9 if found.get("high") else None
    value = (found["value"] or "").lower().replace("ten", "10")
    numbers = [float(number) for number in re.findall(r"\d*\.?\d+", value)]
    if "/" in value or "out" in value:
        share = numbers[0] / numbers[1]
    elif "%" in value or "cent" in value:
        share = sum(numbers) / len(numbers) / 100
    else:
        share = numbers[0]
    if share == 0.5:
        return 0.4 if found.get("under") else 0.6 if found.get("over") else None
    return share if share <= 1 else None
