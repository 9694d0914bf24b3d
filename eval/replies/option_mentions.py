"""Where a text names an option: by its letter, its number, its place or its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AFTER = (
    r"(?:is|was|are|were|does|has|looks|could|can)n't|is|was|are|were|both|look|seem|appear|have|looks?|seems?|appears?|has|shows?|contains?|because|since|and|or|but|as|rather|instead|not|then|for|due|would|"
    r"should|must|might|may|could|can|does|fits|in|with|from|that|makes|given|based|being|over|versus|vs|than|too|alone|it|I|only|applies|matches|describes|corresponds"
)
_NAMED = r"option|choice|answer|image|picture|photo|letter|bild|imagen|imagem|immagine|obraz|afbeelding|изображение|选项|图|选择?"  # noqa: E501
_FIRST = r"first|1st|former|left|left-hand|erste[sn]?|première?|premier|primer[ao]?|prim[ao]|primeir[ao]|eerste|pierwsz\w+|перв\w+"  # noqa: E501
_SECOND = r"second|2nd|latter|right-hand|right(?! (?:answer|choice|option|one is(?! (?:ai|fake|real|generated|synthetic|artificial|authentic|genuine|not|an?)\b)|direction))|zweite[sn]?|deuxième|seconde?|segund[ao]|second[ao]|tweede|drug\w|втор\w+"  # noqa: E501
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_THING = (
    r"ones?|images?|pictures?|photos?|photographs?|option|choice|video|bild|imagen|immagine|imagem|afbeelding|obraz|изображение|foto|фото|"
    r"is|was|looks|seems|appears|has|contains|shows|ist|est|es|è|é"
)
_ARTICLE = r"the|das|der|die|la|le|el|il|lo|de|het|by"
_FIRST_CJK, _SECOND_CJK = r"第一|1つ目|1番目|첫\s?번째|左", r"第二|2つ目|2番目|두\s?번째|右"


@dataclass(frozen=True, slots=True)
class Mention:
    """An option by its number, and where it is named."""

    option: int
    start: int
    end: int


def words(text: str) -> str:
    """The letters and digits of a text, in words."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def are_places(options: Sequence[str]) -> bool:
    """Whether the options are the first and the second of what is shown."""
    return len(options) == 2 and "first" in options[0].lower() and "second" in options[1].lower()


def mentions(text: str, options: Sequence[str], *, alone: bool = False) -> list[Mention]:
    """Every option that a text names, in order, the longest name where several overlap.

    *First* or *right* without an article and a noun is a name only if `alone`, where it is all of a reply.
    """
    return list(_mentions(text, tuple(options), alone))


@lru_cache(maxsize=512)
def _mentions(text: str, options: tuple[str, ...], alone: bool) -> tuple[Mention, ...]:
    found: list[Mention] = []
    count = len(options)
    letters = LETTERS[:count]
    loose = r"(?<![Pp]lan )(?<![Vv]itamin )(?<![Gg]rade )(?<![Tt]ype )(?<![Cc]lass )(?<![Gg]roup )(?<![Ff]igure )"
    loose += rf"(?<![\w'.-])(?P<l>[{letters}])(?=\s*(?:$|[^\w\s'])|\s+(?:{_AFTER})\b|\n|\s+[{letters}]\b|\s*[\u3040-\u9fff\uac00-\ud7af])(?!-\w)"  # noqa: E501
    named = rf"\b(?:{_NAMED}|number)\s*[#(\"']{{0,2}}(?P<n>[{letters}{letters.lower()}]|[1-{min(count, 9)}])(?![\w'])"
    announced = rf"\b(?:answer|choice|pick|choose|select|verdict)\s+(?:is|would be|should be|:)?\s*[\"'(]?(?P<a>[{letters.lower()}])[\"')]?(?=\W*$|[.,;]\s)"  # noqa: E501
    bracket = rf"[(\[](?P<b>[{letters}{letters.lower()}])[)\]]"
    verb = rf"\b(?:choose|pick|select|it's|say|go with|going with|think|was|is|so|therefore|thus|not|no,|be|guess|between|believe)\s+[\"'(]?(?P<v>[{letters}])(?![\w'])(?!\s+[a-z]{{2,}}(?<!is)(?<!was)(?<!because)(?<!and)(?<!or)(?<!since)(?<!that))"  # noqa: E501
    cjk = rf"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]\s?(?P<c>[{letters}])(?![\w'])|(?<![A-Za-z])(?P<d>[{letters}])(?=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af])"  # noqa: E501
    number = "|".join(_NUMBERS[:count])
    spelt = rf"\b(?:{_NAMED}|number)\s+(?P<w>{number})\b"
    for match in re.finditer(spelt, text, re.I):
        found.append(Mention(_NUMBERS.index(match["w"].lower()), *match.span("w")))
    for pattern in (re.compile(loose, 0), re.compile(named, re.I), re.compile(announced, re.I), bracket, verb, cjk):
        for match in re.finditer(pattern, text):
            key = next(group for group in match.groups() if group)
            at = int(key) - 1 if key.isdigit() else letters.find(key.upper())
            span = match.span(match.lastindex or 0)
            found.append(Mention(at, *span))
    if are_places(options):
        digit = r"(?<![\w./])[12](?=\s(?:is|isn't|was|wasn't|looks?|seems?|appears?|has)\b)"
        digit += r"|(?<=\bit's )[12](?=\W*$)|(?<=\bit is )[12](?=\W*$)|(?<=\bsay )[12](?=\W*$)|(?<=\bpick )[12](?=\W*$)"
        found += [Mention(int(match[0]) - 1, *match.span()) for match in re.finditer(digit, text)]
        for at, western, eastern in ((0, _FIRST, _FIRST_CJK), (1, _SECOND, _SECOND_CJK)):
            pattern = (
                rf"(?<![\w-])(?P<x>{western})(?=[\s-]*(?:ai[- ]generated |generated |real |fake )?(?:{_THING})\b)|"
                rf"\b(?:{_ARTICLE})\s(?P<y>{western})(?=\s*(?:$|[.,;:)!\"?]|\b(?:because|since|as|and|or)\b))|"
                rf"^\W*(?P<z>{western})\W*$|(?P<u>{eastern})"
            )
            for match in re.finditer(pattern, text, re.I):
                if match["z"] and not alone:
                    continue
                found.append(Mention(at, *match.span(match.lastgroup or 0)))
    else:
        found += _by_words(text, options)
        for at, word in enumerate(("first", "second", "third", "fourth")[:count]):
            found += [Mention(at, *m.span()) for m in re.finditer(rf"\b{word} (?:option|choice|answer)\b", text, re.I)]
    return tuple(_longest(found))


def _by_words(text: str, options: Sequence[str]) -> list[Mention]:
    found = []
    for at, option in enumerate(options):
        for name in _names(option):
            parts = re.findall(r"[^\W\d_]+|\d+", name)
            if not parts:
                continue
            if 2 <= len(parts) <= 4:  # *the shadows are inconsistent* for the option *inconsistent shadows*
                turned = r"\s".join(map(re.escape, parts[1:]))
                seems = r"\s(?:is|are|was|were|looks?|appears?|seems?)\s(?:\w+ly\s)?"
                pattern = rf"(?<![^\W_]){turned}{seems}{re.escape(parts[0])}(?![^\W_])"
                found += [Mention(at, *match.span()) for match in re.finditer(pattern, text, re.I)]
            gap = r"[\s\W_]*"
            pattern = rf"(?<![^\W_]){gap.join(map(re.escape, parts))}(?![^\W_])"
            found += [Mention(at, *match.span()) for match in re.finditer(pattern, text, re.I)]
    return found


def _names(option: str) -> list[str]:
    """The words of an option, and what is left without its article or the number of its version."""
    full = option.strip().rstrip(".")
    bare = re.sub(r"^(?:the|an?)\s+", "", full, flags=re.I)
    names = [full, bare, re.sub(r"[\s-]*v?\d+(?:\.\d+)*$", "", full)]
    spelt = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", full)
    if re.match(r"(?i)none of", full):
        names += ["none of these", "none of them"]
    return [name for name in dict.fromkeys([*names, spelt]) if len(words(name)) > 2]


def _longest(found: list[Mention]) -> list[Mention]:
    found = sorted(set(found), key=lambda one: (one.start, -one.end))
    kept: list[Mention] = []
    for one in found:
        inside = [other for other in found if other.start <= one.start and one.end <= other.end and other != one]
        longer = [other for other in inside if other.end - other.start > one.end - one.start]
        if not longer and one not in kept:
            kept.append(one)
    return kept
