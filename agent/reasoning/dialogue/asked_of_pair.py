"""What a message asks of two pictures: whether they are the same, where they differ, or which of them came first."""

from __future__ import annotations

import re
from typing import Literal

from .gloss import plain

Wanted = Literal["same", "differs", "first", "derived"]
LONGEST = 400  # characters of a message that are looked at

_PICTURE = (
    r"(?:pic|picture|photo|image|photograph|shot|file|one|thing|scene|bild|foto|aufnahme|datei|image|imagen|archivo)s?"
)
_TWO = (
    r"\b(?:the two|these two|those two|both|them|they|each other|between|the (?:other|second|first) (?:one|\w+)|"
    r"beide\w*|"
    r"zwei|einander|les deux|entre|l'autre|las dos|los dos|ambas|ambos|la otra|el otro)\b|两|另一|它们"
)
_FIRST = re.compile(
    r"\b(?:which|what) (?:one |of (?:the two|the 2|them|these|those|both) |(?:pic|picture|photo|image|file|"
    r"version)s? )*(?:\w+ )?"
    r"(?:is|was|came|comes|were|would be|do you think is)\b.{0,16}\b(?:original|first|earlier|older|source|real one|"
    r"copy|"
    r"edited|altered|changed|doctored)\b|"
    r"\b(?:mine|yours|his|hers|theirs|ours|this(?: one)?|that(?: one)?|the (?:first|second|other)(?: one)?)\b.{0,24}"
    r"\b(?:is|was|would be)\b.{0,12}\b(?:the )?(?:original|real one|genuine one|unedited one|fake)\b|"
    r"\b(?:wer|was|welche[srn]?)\b.{0,12}\b(?:von )?(?:den )?beiden\b.{0,24}\b(?:original|zuerst|bearbeitet\w*|"
    r"verandert\w*|echt\w*|gefalscht\w*)\b|"
    r"\bwelche[srn]?\b.{0,24}\b(?:original|zuerst|erste[srn]?|altere[srn]?|fruher|kopie|bearbeitet\w*|verandert\w*)\b|"
    r"\b(?:laquelle|lequel)\b.{0,24}\b(?:originale?|premiere?|d'abord|modifiee?|copie|retouchee?)\b|"
    r"\bcual\b.{0,24}\b(?:original|primer[oa]?|antes|copia|editad[oa]|modificad[oa]|retocad[oa])\b|"
    r"哪(?:一)?(?:张|个|幅).{0,6}(?:原图|原片|原始|原件|在先|更早|先|改过|修过|副本)"
)
_DIFFERS = re.compile(
    r"\b(?:differ\w*|discrepanc\w*|what(?:'s| is| was| has been| have they)? (?:\w+ )?(?:changed|removed|erased|added|"
    r"missing|"
    r"altered|edited out|gone)|spot the|"
    r"unterschied\w*|unterscheid\w*|anders\b|difference\w*|differen\w*|change (?:entre|dans)|diferen\w*|distint[oa]s?|"
    r"cambi\w*|"
    r"que falta|was fehlt|ce qui manque)\b|不同|区别|差别|差异|不一样|改了什么|少了什么|多了什么"
)
_SAME = re.compile(
    rf"\b(?:the )?(?:same|identical|equal|matching) (?:\w+ )?{_PICTURE}\b|"
    rf"\b(?:are|is|do|does|both|these|they|it|this|that)\b.{{0,30}}\b(?:the same|identical|match|duplicates?|"
    rf"a duplicate|"
    r"belong together|a (?:copy|version|crop)|copies|versions)\b|\bcompar\w*|\bvergleich\w*|\bdasselbe\b|\bdieselbe\b|"
    r"\bdas gleiche\b|"
    r"\bdie gleiche\b|\bidentisch\w*|\bla meme\b|\bles memes\b|\bidentiques?\b|\bcomparer?\w*|\bla misma\b|"
    r"\bel mismo\b|"
    r"\blas mismas\b|\biguales\b|\bidentic[oa]s?\b|同一|一样|相同|比较|对比|比对"
)
# Of a picture that comes with the message: whether the one in question was made from it.
_DERIVED = re.compile(
    r"\b(?:made|derived|generated|created|edited|copied|adapted|cut|taken|built|drawn|painted|came|comes|cropped) "
    r"(?:out )?(?:from|of|after|with|using) (?:this|that|the other|it|mine|ours|my \w+|our \w+|the first)\b|"
    r"\bbased on (?:this|that|the other|it|mine|ours|my \w+|our \w+|the first)\b|"
    r"\b(?:template|basis|starting point|source picture|source image|model) for (?:it|that|the (?:other|first))\b|"
    r"\boriginal (?:of|for) (?:it|that|the (?:other|first))\b|\bits (?:original|template|source)\W*$|"
    r"\b(?:how|are|do) (?:do )?(?:the two|they|these two|both) (?:relate|related|connected)\b|"
    r"\b(?:daraus|aus (?:diesem|dem hier|dem anderen)|danach|nach diesem)\b.{0,24}\b(?:gemacht|erzeugt|entstanden|"
    r"generiert|erstellt)\b|\b(?:vorlage|grundlage|ausgangsbild)\b|\b(?:faite?|tiree?|issue|creee?|generee?) "
    r"(?:a partir de|de) (?:celle-ci|celui-ci|cette|ca)\b|\b(?:modele|point de depart) (?:de|pour)\b|"
    r"\b(?:hech[oa]|sacad[oa]|cread[oa]|generad[oa]) (?:a partir de|de|con) (?:est[ae]|es[ae]|la otra)\b|"
    r"(?:由|从|用|根据|基于)(?:这|那)(?:张|幅|个)(?:图|照片)?.{0,8}(?:做|生成|改|来)|原型|底图"
)
_OF_TWO = re.compile(_TWO)


def of_pair(message: str, *, shown: bool) -> Wanted | None:
    """What a message asks of two pictures; None if it does not name it.

    Args:
        message: in the user's words.
        shown: whether a second picture came with it, or the last answer was about two; without that, only words that
            name both pictures are taken for such a question.
    """
    words = plain(message[:LONGEST])
    both = shown or _OF_TWO.search(words) is not None
    if not both:
        return None
    kinds: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
        ("first", _FIRST), ("derived", _DERIVED), ("differs", _DIFFERS), ("same", _SAME),
    )  # fmt: skip
    return next((kind for kind, pattern in kinds if pattern.search(words)), None)


def names_both(message: str) -> bool:
    """Whether a message that comes with a new picture wants it compared with the one before."""
    return of_pair(message, shown=True) in ("same", "first", "derived") or of_pair(message, shown=False) is not None
