"""Which error rate a question asks for: false alarms, misses, of the label real, of altered parts, of groups of people.

The patterns are over a question in small letters without accents, followed by its words in English.
"""

from __future__ import annotations

import re
from enum import StrEnum

from .gloss import LANGUAGES, in_english, plain

LONGEST = 400  # characters of a question that are looked at


class Rate(StrEnum):
    """A kind of error rate, by the entry of the knowledge base that tells it."""

    ALTERED = "errors-on-alterations"
    GROUPS = "errors-on-portraits"  # of people: not measured, so what is known about faces
    FALSE_ALARMS = "false-alarms"
    REAL = "errors-of-real"
    MISSED = "missed-fakes"
    LABELS = "how-often-wrong"


_MADE = r"(?:ai|ki|fakes?|fakers?|generated|synthetic|made by (?:ai|a machine|computers?)|computer-made|machine-made)"
_TRUE = r"(?:real|true|truthful|genuine|authentic|honest|innocent|untouched)"
_PICTURES = r"(?:photos?|pictures?|images?|photographs?|people|photographers?)"
_ACCUSED = r"(?:flag\w*|accus\w*|call\w*|label\w*|report\w*|judged?|suspect\w*|taken for|declared|said to be)"
_PATTERNS: dict[Rate, str] = {
    Rate.ALTERED: (
        r"\bcopied\b(?! from)|\bcloned\b|\b(?:splic|past(?:e|ed|ing)\b|eras|clon|retouch|photoshop|inpaint|remov|"
        r"alter(?:ed|ation)|tamper|edit(?:ed|s|ing)\b|"
        r"copy-move|einmontier|eingefugt|retuschier|wegretuschier|entfernt|effac|colle\b|supprim|borrad|pegad|retocad|"
        r"eliminad)|擦除|拼接|抹掉|抹去|修图|篡改"
    ),
    Rate.GROUPS: (
        r"\bskin|\bethnic\w*|\brac(?:e|es|ial|ist|ism)\b|\bgender|\b(?:men|women) (?:and|or|than)\b|\bages?\b|"
        r"\bbias\w*|"
        r"\bhautfarbe\w*|\bgeschlecht\w*|\bcouleurs? de peau|\bcolor de (?:la )?piel|\bedad(?:es)?\b|"
        r"\bsesgo|\b(?:young|old) (?:and|or|faces|people)|肤色|种族|性别|年龄|偏见"
    ),
    Rate.REAL: (
        rf"\b(?:label|verdict|result|word) [\"“']?real\b|\breal\b[\"”']? (?:is |be |to be )?(?:wrong|false|mistaken)|"
        rf"\b(?:wrong|false|reliable) (?:is|are) (?:the label )?[\"“']?real\b|\b(?:call\w*|label\w*|pass\w* (?:as|for)|"
        rf"taken for) [\"“']?real\b|\b{_MADE}\b.{{0,20}}\b(?:as|for|called) real\b|"
        r"\b(?:einstufung|urteil|label) [„\"]?echt\b|\b(?:als|fur) echt\b|\bqualification «? ?reelle|"
        r"\bdit\w* reel|\bcalificacion «?real\b|\bllam\w+ real|判(?:定)?为真|当成真|说成真"
    ),
    Rate.FALSE_ALARMS: (
        rf"\bhonest\b|\binnocent\b|\b{_TRUE} {_PICTURES}\b.{{0,40}}\b(?:{_ACCUSED}|{_MADE}|wrong\w*)\b|"
        rf"\b{_ACCUSED}\b.{{0,30}}\b{_TRUE} {_PICTURES}\b|\bfalse (?:alarm|positive|accus)|\bspecificity\b|\bflag\b|"
        rf"\bwrongly (?:accus|call|flag|suspect)|\b{_ACCUSED} (?:a|an|my|our) (?:\w+ )?(?:photo|picture)\w* {_MADE}\b|"
        r"\behrlich\w*|\bfehlalarm\w*|\bunschuldig\w*|\becht\w* (?:fotos?|bilder|aufnahmen)\b.{0,40}\b(?:ki|falsch\w*|"
        r"verdacht\w*|unrecht|synthetisch)|\bhonnetes?\b|\bfausses alertes|"
        r"\bvraies? photos?\b.{0,40}\b(?:fausses?|ia|accus\w*|a tort)|"
        r"\bhonest[oa]s\b|\bfalsas alarmas|\bfotos? (?:reales|verdaderas)\b.{0,40}\b(?:falsas|ia|acus\w*|por error)|"
        r"误报|诚实|冤枉|真(?:实的)?照片.{0,12}(?:误判|当成|判为|判成)"
    ),
    Rate.MISSED: (
        rf"\bmiss(?:es|ed)?\b|\bfalse negatives?\b|\b(?:slip|slips|get|gets|pass|let|go) "
        rf"(?:past|through|by|undetected|unnoticed|pass)\b|\bundetected\b|\bunnoticed\b|\boverlook\w*|\bescape\w*|"
        rf"\b(?:catch|notice|detect|find|spot)\b.{{0,30}}\b{_MADE}\b|\b{_MADE}\b.{{0,40}}\b(?:catch|caught|notice|"
        rf"noticed|"
        rf"detect|detected|find|found|spot|spotted|let pass)\b|\bsensitivity\b|\brecall\b|"
        r"\bubers(?:ehen|iehst|ieht)|\bentgeh\w+|"
        r"\bdurchrutsch|\brutsch\w+|\bunerkannt|\bechapp\w+|\bmanqu\w+|\binapercu|\blaisses? passer|\bescapan?\b|"
        r"\bdesapercibid|\bdejas? pasar|漏(?:掉|报|检|过)|没(?:有)?(?:被)?发现"
    ),
    Rate.LABELS: r"\b(?:label|verdict|result|word) [\"“']?synthetic\b|"
    r"\b(?:often|reliable) is (?:the (?:label|word) )?[\"“']?synthetic\b|"
    r"\bsynthetisch\b|\bsynthetique\b|\bsintetica\b|判(?:定)?为合成",
}  # fmt: skip
_ASKED = tuple((rate, re.compile(words)) for rate, words in _PATTERNS.items())
# A kind of picture or of maker that has figures of its own, which are found by the wording.
_OF_A_KIND = re.compile(
    r"\b(?:screen|portrait|selfie|faces?\b|deep ?fake|swap|small|compress|copy\b|copies|whatsapp|messenger|video|night|"
    r"thumbnail|scan|drawing|painting|medical|x-ray|midjourney|flux|dall|grok|chatgpt|new (?:ai|model|generator)|famil|"
    r"gesicht|portrat|visage|rostro|caras?\b|retrato)|人脸|截图|肖像"
)


def rate_of(question: str, language: str) -> Rate | None:
    """The error rate that a question asks for; None for that of all labels, or of a kind of picture.

    Args:
        question: in plain words.
        language: ISO 639-1 code.
    """
    text = question[:LONGEST]
    words = f"{plain(text)} {in_english(text, language).lower() if language in LANGUAGES else ''}"
    found = next((rate for rate, pattern in _ASKED if pattern.search(words)), None)
    own = _OF_A_KIND.search(words) is not None and found in (Rate.FALSE_ALARMS, Rate.MISSED, Rate.REAL)
    return None if own else found
