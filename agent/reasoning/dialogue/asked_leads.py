"""What a question wants a yes or a no to, whatever it is about: does that prove it, could that have been added?

The patterns are over small letters without accents, in the five languages. The answer to such a question begins with
one sentence, and the facts follow.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from .gloss import plain
from .topics import Topic

LONGEST = 300  # characters of a question that are looked at
_OF_DATA = frozenset(
    {
        Topic.METADATA, Topic.CAMERA, Topic.SOFTWARE, Topic.PARAMETERS, Topic.MAKER, Topic.WHERE_TAKEN,
        Topic.WHEN_TAKEN, Topic.ORIGINAL,
    }
)  # fmt: skip
_SIGNED = frozenset({Topic.SIGNER, Topic.CREDENTIALS})
_MEASURED = frozenset(
    {
        Topic.CLONED, Topic.ALTERATION, Topic.WHERE_EDITED, Topic.FEATURE, Topic.GEOMETRY, Topic.AI_PART, Topic.REGION,
        Topic.EVIDENCE_ITEM, Topic.DETECTOR, Topic.NEIGHBOURS, Topic.LIKELIHOOD,
    }
)  # fmt: skip


class Lead(StrEnum):
    """What a question wants a yes or a no to."""

    DATA_PROVE = "data_prove"  # does the camera that is named prove it
    TEXT_PROVES = "text_proves"
    SIGNATURE_PROVES = "signature_proves"
    FINDING_PROVES = "finding_proves"
    CLOCK = "clock"  # could the date be set wrong
    ADDED = "added"  # could somebody have put that in afterwards
    TAKEN_OUT = "taken_out"  # could they have removed it on purpose
    RENAMED = "renamed"  # could the file have been renamed


_PROVES = re.compile(
    r"^(?!.*\b(?:nothing|anything|what|how|who|same)\b).*(?:"
    r"\b(?:does|do|did|would|wouldn'?t|doesn'?t|don'?t)(?: not)? (?:that|this|it|those|these|they|the \w+|"
    r"his \w+|her \w+)\b.{0,24}\bprove\b|\b(?:is|isn'?t|are|aren'?t) (?:that|this|it|the \w+)\b.{0,24}\bproof\b|"
    r"^\W*(?:(?:so|and|then|oh|but|surely)\W+)*(?:that|which|this|it|the \w+) proves\b)|"
    r"^(?!.*\b(?:was|nichts)\b).*\bbeweis(?:t|en) (?:das|es|dies|die|der|sie)\b|\bist (?:das|es|dies) (?:denn |nun )?"
    r"(?:ein|der) beweis\b|"
    r"^(?!.*\b(?:quoi|koi|rien)\b).*(?:\b(?:ca|cela|ceci)(?: ne)?(?: le)? prouve\b|\bprouve-t-(?:il|elle|on)\b|"
    r"\best-ce (?:que (?:ca|cela) prouve|(?:une|la) preuve)\b)|"
    r"^(?!.*\b(?:nada|que prueba)\b).*(?:\b(?:eso|esto)(?: lo| no)* (?:prueba|demuestra)\b|\bes (?:eso|esto) "
    r"(?:una|la) prueba\b)|"
    r"^(?!.*(?:什么|谁)).*(?:能|可以|就)?证明.{0,12}[吗么]"
)
_ONE = r"(?:someone|somebody|anyone|anybody|he|she|they|you|one|people|the \w+|an? \w+|his \w+|her \w+|my \w+)"
_MIGHT = (
    r"\b(?:could|couldn'?t|couldnt|might|mightn'?t|may|can|can'?t|cant|isn'?t it possible|is it possible|possible)\b"
)
_DATA = (
    r"\b(?:meta ?data|exif|gps|data|date|time|clock|timestamp|coordinates?|position|camera|tags?|field|caption|stuff|"
    r"entry|label|metadaten|daten|datum|uhr(?:zeit)?|kamera\w*|angabe\w*|donnees|metadonnees|date|heure|horloge|"
    r"appareil|"
    r"datos|metadatos|fecha|hora|reloj|camara)\b|元数据|数据|日期|时间|时钟|相机|信息|标识|标签"
)
_CLOCK = re.compile(
    r"\b(?:date|clock|time|camera)\b.{0,30}\b(?:never set|was reset|resets?|wasn'?t set|not set|battery)\b.{0,80}"
    r"\b(?:plausible|possible|true|believ\w*|can that|could that)\b|"
    rf"{_MIGHT}.{{0,40}}\b(?:date|time|clock|timestamp|year|hour)\b.{{0,24}}\b(?:set wrong\w*|wrong\w* set|"
    r"be (?:set )?wrong|been (?:set )?wrong|be off|been off|incorrect|mis-?set|not (?:be )?set)\b|"
    rf"{_MIGHT} (?:not )?{_ONE} (?:just |also |not )*(?:have )?set (?:the |his |her |that )?(?:clock|date|time|"
    r"camera)\b|\b(?:datum|uhr|uhrzeit|zeit|kamera)\b.{0,40}\b(?:falsch (?:ein)?gestellt|falsch gehen|verstellt|"
    r"falsch sein)\b|"
    r"\b(?:date|heure|horloge|appareil)\b.{0,40}\b(?:mal (?:reglee?|mise)|deregle\w*|fausse)\b|"
    r"\b(?:fecha|hora|reloj|camara)\b.{0,40}\b(?:mal (?:puest[oa]|ajustad[oa]|configurad[oa])|equivocad[oa])\b|"
    r"(?:日期|时间|时钟|相机).{0,10}(?:设错|调错|设置错|不准|错了)"
)
_ADDED = re.compile(
    rf"{_MIGHT} (?:not )?(?:it be )?(?:that )?{_ONE}\b.{{0,16}}\b(?:put|add(?:ed)?|past(?:e|ed)|insert(?:ed)?|"
    r"writ(?:e|ten)|typed?|plant(?:ed)?|stuck|edit(?:ed)?)\b.{0,40}\b(?:afterwards?|later|on purpose|"
    r"deliberately|intentionally|"
    r"after the fact|by hand|in themselves)\b|"
    rf"{_MIGHT} (?:that|this|it|they|those|the \w+|all that)\b.{{0,24}}\b(?:been |be )(?:put|added|pasted|inserted|"
    r"written|planted)\b.{0,24}\b(?:afterwards?|later|on purpose|deliberately|intentionally|by (?:some|"
    r"any)(?:one|body)|"
    r"by hand)\b|\b(?:kann|konnte|konnten|hat|wurde)\b.{0,40}\b(?:nachtraglich|absichtlich|"
    r"spater)\b.{0,24}\b(?:eingetragen|"
    r"hinein\w*|reingeschrieben|hinzugefugt|eingefugt|geschrieben)\b|"
    r"\b(?:a pu|aurait pu|a-t-on pu|ont pu|aurait-on pu)\b.{0,24}\b(?:ajoute\w*|mettre|inscrire|ecrire|coller)\b.{0,30}"
    r"\b(?:apres(?: coup)?|expres|volontairement)\b|"
    r"\b(?:pudo|podria|pudieron|pueden|puede)\b.{0,24}\b(?:anadi\w*|poner\w*|puesto|meter\w*|metido|escri\w*)\b.{0,30}"
    r"\b(?:despues|a proposito|adrede)\b|"
    r"(?:会不会|可能|是不是|能不能).{0,10}(?:故意|后来|事后|人为)(?:地)?.{0,4}(?:加|写|添|放|改)"
)
_TAKEN_OUT = re.compile(
    r"^(?!.*\bwould (?:you|u|it)\b)(?!.*\b(?:hattest|hatten sie|aurai[st]|auriez|habria\w*)\b).*(?:"
    rf"{_MIGHT}.{{0,40}}\b(?:removed?|deleted?|stripped|wiped|hid|hidden|cleaned|erased?)\b.{{0,24}}\b(?:on purpose|"
    r"deliberately|intentionally)\b|"
    r"\babsichtlich\b.{0,24}\b(?:entfernt|geloscht|versteckt)\b|\b(?:supprim\w*|efface\w*|enleve\w*|cache\w*)\b.{0,24}"
    r"\b(?:expres|volontairement)\b|\b(?:borr\w*|quita\w*|elimina\w*|oculta\w*)\b.{0,24}\b(?:a proposito|adrede)\b|"
    r"故意.{0,4}(?:删|去掉|抹|隐藏))"
)
_RENAMED = re.compile(
    rf"{_MIGHT}.{{0,40}}\b(?:re-?named|changed? the (?:file ?)?name)\b|\b(?:kann|konnte)\b.{{0,40}}\bumbenannt\b|"
    r"\bpu\b.{0,24}\b(?:renommee?|renommer)\b|\b(?:pudo|podria|pudieron)\b.{0,24}\brenombr\w+|"
    r"(?:会不会|可能).{0,8}改(?:过|了)?(?:文件)?名"
)
_SET_IT = re.compile(
    rf"{_MIGHT} (?:not )?{_ONE} (?:just |also |not )*(?:have )?(?:set|changed?|turned) (?:it|that|this|them)\b|"
    rf"{_MIGHT} (?:that|this|it) (?:have been|be) set\b|\b(?:he|she|they) might have set\b"
)  # after a date
_TEXT_WORDS = re.compile(r"\b(?:letters?|sign|lettering|writing|schrift|inscription|letrero)\b|文字|字")
_SEAL_WORDS = re.compile(r"\b(?:seal|signatures?|credentials?|signer|signatur|firma)\b|签名|凭证")
_MISSING = re.compile(
    r"\bno (?!lo\b|demuestra|prueba|es\b)\w|\b(?:missing|without|lack\w*|kein\w*|ohne|fehl\w*|sans|aucun\w*|falta\w*|"
    r"sin)\b|没有|缺少"
)
_FINDING_WORDS = re.compile(r"\b(?:patch\w*|fingers?|shadows?|ratio|score|test|reflections?)\b|影子|得分")


def lead_of(text: str, before: Collection[Topic] = ()) -> Lead | None:
    """What a question wants a yes or a no to; None if it asks for none that is known here.

    Args:
        text: one question.
        before: the topics of the turn before.
    """
    words = plain(text[:LONGEST]).strip()
    of_data = not _OF_DATA.isdisjoint(before) or not _SIGNED.isdisjoint(before) or re.search(_DATA, words) is not None
    if _PROVES.search(words):
        return _proving(words, before)
    if _RENAMED.search(words):
        return Lead.RENAMED
    if _CLOCK.search(words) or (Topic.WHEN_TAKEN in before and _SET_IT.search(words)):
        return Lead.CLOCK
    if of_data and _TAKEN_OUT.search(words):
        return Lead.TAKEN_OUT
    return Lead.ADDED if of_data and _ADDED.search(words) else None


def _proving(words: str, before: Collection[Topic]) -> Lead | None:
    """By which kind of fact something is asked to be proven: one that the question names, else the answer before."""
    if _SEAL_WORDS.search(words):
        return Lead.SIGNATURE_PROVES
    if _FINDING_WORDS.search(words):
        return Lead.FINDING_PROVES
    if _MISSING.search(words):
        return Lead.FINDING_PROVES
    if re.search(_DATA, words) and Topic.TEXT_IN_PICTURE not in before:
        return Lead.DATA_PROVE
    if Topic.TEXT_IN_PICTURE in before:
        return Lead.TEXT_PROVES
    if not _SIGNED.isdisjoint(before):
        return Lead.SIGNATURE_PROVES
    if not _OF_DATA.isdisjoint(before):
        return Lead.DATA_PROVE
    if not _MEASURED.isdisjoint(before):
        return Lead.FINDING_PROVES
    return Lead.TEXT_PROVES if before and _TEXT_WORDS.search(words) else None
