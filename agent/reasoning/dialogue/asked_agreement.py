"""What a message asserts of the record and wants agreed to: “it has no metadata, right?”, “so it is signed, yes?”.

Only what the record can settle is recognised. The patterns are over small letters without accents, in the five
languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from .gloss import plain

LONGEST = 300  # characters of a message that are looked at


class Fact(StrEnum):
    """What the record can settle."""

    METADATA = "metadata"
    GPS = "gps"
    SIGNED = "signed"
    TRUSTED = "trusted"
    AI_DECLARED = "ai_declared"  # the file itself declares AI
    LABEL = "label"  # the verdict has this label
    FORMAT = "format"


@dataclass(frozen=True, slots=True)
class Stated:
    """One assertion.

    Attributes:
        fact: what it is about.
        holds: whether it says that this is so.
        value: the label or the format that it names; empty for the others.
    """

    fact: Fact
    holds: bool = True
    value: str = ""


_TAG = re.compile(
    r"(?:[,.;!?]|\s[-–])\s*(?:that'?s |is that |am i )?(?:right|correct|yes|yeah|yep|no|true|isn'?t it|is it not|is it|"
    r"does it|doesn'?t it|does it not|hasn'?t it|has it|wasn'?t it|aren'?t they|isn'?t that (?:so|right|true)|innit|eh|"
    r"huh|agreed?|oder|ja|nein|richtig|stimmt'?s?|nicht wahr|korrekt|gell|n'est-ce pas|non|oui|hein|exact|vrai|verdad|"
    r"cierto|correcto|no es asi|no|si)\W*$|(?:对吧|是吧|对吗|对不对|是不是|没错吧)\W*$|"
    r"^\W*(?:so|then|also|dann|donc|alors|entonces|asi que|那么?|所以)\b[^?]{3,120}\?\W*$"
)
_ASKS = re.compile(
    r"^\W*(?:and |but |so )?(?:what|why|how|where|when|who|which|is|are|can|could|does|do|did|would|will|was|wie|warum|"
    r"wo|wann|wer|ist|hat|pourquoi|comment|est-ce|que|por que|como|es|tiene)\b"
)
_NO = (
    r"(?:no|not any|without|lacks?|(?:has|have|does|do|is)(?:n'?t| not)(?: (?:have|hold|contain|got))?(?: any)?|zero|"
    r"keine?n?|ohne|pas d[e']|sans|aucune?s?|sin|ningun[oa]?|没有?|无)"
)
_DATA = r"(?:meta ?data|exif(?: data)?|metadaten|metadonnees|metadatos|元数据)"
_PLACE = r"(?:gps(?: data| position| coordinates)?|coordinates|koordinaten|coordonnees|coordenadas|坐标)"
_SEAL = r"(?:(?:digital )?signature|credentials?|c2pa|signatur|firma|内容凭证|签名)"
_NEGATED = re.compile(r"\b(?:not|n't|nicht|pas|no|never|un(?:signed|trusted))\b|isn'?t|不|没")
_HELD = tuple(
    (fact, re.compile(rf"{_NO}\W{{0,3}}(?:\w+ )?{words}"), re.compile(words))
    for fact, words in ((Fact.METADATA, _DATA), (Fact.GPS, _PLACE), (Fact.SIGNED, _SEAL))
)
_SIGNED = re.compile(r"\b(?:is|it'?s|was|file is|ist|est|esta) (?:not |digitally |nicht |pas |no )?(?:un)?"
                     r"(?:signed|signiert|signee?|firmad[oa])\b")  # fmt: skip
_TRUSTED = re.compile(
    r"\b(?:signer|signature|certificate|credentials?|unterzeichner|signataire|firmante)\b.{0,24}\b(?:un)?(?:trusted|"
    r"trustworthy|known|vertrauenswurdig|de confiance|de confianza)\b|\btrusted (?:signer|signature)\b"
)
_DECLARES = re.compile(
    r"\b(?:file|it|metadata|credentials?|datei|fichier|archivo) (?:itself )?(?:declares?|says?|admits?|states?|"
    r"does not (?:declare|say|mention)|doesn'?t (?:declare|say|mention)|mentions?|never mentions)\b.{0,30}\b(?:ai|"
    r"generated|"
    r"synthetic)\b"
)
_LABELS = {
    "real": r"(?:real|genuine|authentic|echt|vraie?|reelle)",
    "synthetic": r"(?:synthetic|fake|ai|generated|synthetisch|gefalscht|synthetique|sintetic[oa]|fals[oa])",
    "tampered": r"(?:tampered|altered|manipulated|edited|manipuliert|manipulee?|manipulad[oa])",
}
_VERDICTS = tuple(
    (
        label,
        re.compile(
            rf"\b(?:label|verdict|result|tool|telltale|urteil|ergebnis|resultat|veredicto|resultado|you) (?:clearly |"
            rf"now |just )?(?:says?|is|said|shows?|calls? it|lautet|ist|sagt|dit|est|dice|es|gave|gives?)\b.{{0,16}}"
            rf"(?<!not )\b{words}\b"
        ),
    )
    for label, words in _LABELS.items()
)
_FORMATS = re.compile(
    r"\b(?:it'?s|it is|this is|that is|file is|das ist|es ist|c'est|es) (?:an? |eine? |une? |una? )?(?P<not>not |no |"
    r"kein |pas )?(?:an? )?(?P<form>jpe?g|png|webp|heic|tiff?|gif|bmp|avif)\b"
)


def stated(message: str) -> list[Stated]:
    """What a message asserts that the record can settle, if it asks for agreement; empty if it does not.

    Args:
        message: in the user's words.
    """
    words = plain(message[:LONGEST]).strip()
    if not _TAG.search(words) or _ASKS.match(words):
        return []
    found = [Stated(fact, holds=not without.search(words)) for fact, without, held in _HELD if held.search(words)]
    found = [one for one in found if one.holds is False or _asserts(words)]
    if (signed := _SIGNED.search(words)) is not None and Fact.SIGNED not in {one.fact for one in found}:
        found.append(Stated(Fact.SIGNED, holds=_NEGATED.search(signed[0]) is None and "unsigned" not in signed[0]))
    if (trusted := _TRUSTED.search(words)) is not None:
        found = [one for one in found if one.fact is not Fact.SIGNED]
        found.append(Stated(Fact.TRUSTED, holds=_NEGATED.search(trusted[0]) is None and "untrusted" not in trusted[0]))
    if (declares := _DECLARES.search(words)) is not None:
        found.append(Stated(Fact.AI_DECLARED, holds=re.search(r"\bnot\b|n'?t\b|never", declares[0]) is None))
    found += [Stated(Fact.LABEL, value=label) for label, pattern in _VERDICTS if pattern.search(words)]
    if (form := _FORMATS.search(words)) is not None:
        name = {"jpg": "jpeg", "tif": "tiff"}.get(form["form"], form["form"])
        found.append(Stated(Fact.FORMAT, holds=form["not"] is None, value=name))
    return list(dict.fromkeys(found))


def _asserts(words: str) -> bool:
    """Whether something is said to be there, and not only mentioned, as in “he could have faked the EXIF”."""
    if re.search(r"\b(?:could|can|might|may|would|must|should)(?:n'?t)? (?:\w+ )?have\b", words):
        return False
    return re.search(
        r"\b(?:has|have|holds?|contains?|there(?:'s| is| are)|includes?|comes with|hat|enthalt|es gibt|gibt es|"
        r"contient|il y a|a des|tiene|contiene|hay)\b|有|含",
        words,
    ) is not None  # fmt: skip
