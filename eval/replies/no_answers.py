"""Sentences that refuse, that can't tell, or that only repeat what was asked."""

from __future__ import annotations

import re
from functools import lru_cache

_HELPLESS = (
    r"\b(?:can't|cannot|can not|unable to|not able to|don't|do not|won't|not possible to) (?:\w+ )?(?:assist|help|process|view|analy[sz]e|access|open|fulfill?|"  # noqa: E501
    r"comply|provide|speculate|answer|look at|do that|identify people|(?:see|have|find) (?:an?|any|the|your) (?:image|picture|photo|attachment))\b"  # noqa: E501
)
_REFUSES = re.compile(
    r"\b(?:sorry|apologi[sz]e|unfortunately)\b|\bas an? (?:[\w-]+ )?(?:ai|language|text)\b|"
    rf"{_HELPLESS}|"
    r"\bplease (?:provide|upload|share|attach)\b|\bno (?:image|picture)s? (?:is |was |were |has been )?(?:attached|provided|given|visible|here)\b|"  # noqa: E501
    r"\b(?:there is|i see) no (?:image|picture)\b|\bno comment\b|\bno answer\b",
    re.I,
)
_WITHHELD = (
    r"\b(?:not|n't) (?:\w+ )?comfortable (?:giving|making|offering|drawing) (?:an? |any )?(?:\w+ )?"
    r"(?:answers?|verdicts?|judge?ments?|calls?|conclusions?|guess\w*)\b|"
    r"\b(?:mixed|conflicting|contradictory) (?:signals|evidence|indications|indicators|cues|clues)\b"
)
_UNDECIDED = re.compile(
    r"\b(?:can't|cannot|can not|could not|couldn't|unable to|impossible to|not possible to|difficult to|hard to|no (?:definitive )?way (?:to|of)|not able to) "  # noqa: E501
    r"(?:\w+ )?(?:tell(?! me\b)|telling|say|know|knowing|determine|decide|judge|verify|confirm|assess|conclude|be determined|be sure|be certain|be 100% sure|be verified|be said)\b|"  # noqa: E501
    r"\b(?:not|isn't|n't) (?:\w+ )?(?:sure|certain|clear|necessarily|know|enough)\b|\bunclear\b|\buncertain\b|\bunsure\b|\binconclusive\b|\bundetermined\b|"  # noqa: E501
    r"\bindeterminate\b|\bunknown\b|\bmaybe\b|^\W*(?:perhaps|possibly)\W*$|\bno (?:idea|clue)\b|\bit depends\b|\bdepends (?:on )?(?:what|how|who)\b|\bwho knows\b|\b50\s?[-/:]\s?50\b|\bfifty-fifty\b|\bcoin (?:toss|flip)\b|\btoss-?up\b|\btorn between\b|"  # noqa: E501
    rf"{_WITHHELD}|"
    r"\bmay or may not\b|\bone cannot\b|\bneed more\b|"
    r"无法|不确定|不知道|不清楚|判断できません|わかりません|分かりません|모르겠|알 수 없|\bне (?:знаю|уверен\w*|могу)|\bweiß (?:es )?nicht|"  # noqa: E501
    r"\bnicht (?:sicher|beurteilen|sagen)|keine ahnung|\bne sais pas|\bpas (?:sûr|certain|déterminer)|impossible (?:à|de)|\bne peux pas|\bno (?:lo )?sé\b|\bno estoy segur|"  # noqa: E501
    r"\bno (?:se |me )?(?:puedo|puede|podemos|es posible|logro) (?:\w+ )?(?:determin|deci|saber|asegur|confirm|distingu|evalua|verific|analiz)\w*|"  # noqa: E501
    r"\bnon (?:si |mi )?(?:posso|può|è possibile|riesco a) (?:\w+ )?(?:determin|stabili|dir|sapere|conferm|disting|valuta|verific|analizz)\w*|"  # noqa: E501
    r"\bnão (?:se )?(?:posso|pode|consigo|é possível) (?:\w+ )?(?:determin|dizer|saber|confirm|disting|avali|verific|analis)\w*|"  # noqa: E501
    r"\b(?:nicht (?:\w+ )?(?:feststellen|erkennen|bestimmen|entscheiden|bestätigen)|kan (?:\w+ )?niet (?:\w+ )?(?:bepalen|zeggen|vaststellen|beoordelen))\b|"  # noqa: E501
    r"\bnie (?:mogę|można|potrafię|da się|jestem w stanie) (?:\w+ )?(?:określi|stwierdzi|powiedzie|oceni|potwierdzi)\w*|невозможно (?:определить|сказать)|"  # noqa: E501
    r"\b(?:belirleyem|söyleyem|bilem)\w+|\bemin değilim|판단할 수 없|확인할 수 없|لا (?:أستطيع|يمكنني|يمكن) (?:تحديد|الجزم|القول|معرفة)|नहीं (?:बता|कह) सक|"  # noqa: E501
    r"\bnon (?:lo )?so\b|\bnão sei|\bnie wiem|\bweet (?:ik )?(?:het )?niet|لا أعرف|bilmiyorum|पता नहीं|"
    r"\bkhông (?:thể )?(?:biết|chắc|xác định|khẳng định)|"
    r"\b(?:tidak|kurang) (?:tahu|yakin)|\btidak (?:bisa|dapat) (?:memastikan|menentukan|mengetahui)",
    re.I,
)
_WORD = r"yes|no|ja|nein|oui|non|sí|si|sì|sim|não|nee|tak|nie|да|нет|是|否|はい|いいえ|네|예|아니요|evet|hayır|نعم|لا|हाँ|नहीं"  # noqa: E501
_SIDE = r"real|fake|ai[- ]generated|generated|authentic|synthetic"
_FAKE_SIDES = ("fake", "ai-generated", "ai generated", "generated", "synthetic")
_PAIR = re.compile(
    rf"\(?(?<!\w)(?:both |either |with )?(?P<one>{_WORD}|{_SIDE})[\"']?\s*(?:/|\||\bor\b|\band\b|\boder\b|\bou\b|\bo\b|или|或|か|또는)\s*[\"']?(?P<two>{_WORD}|{_SIDE})(?!\w)\)?|(?<!\w)(?P<alone>{_SIDE}|ai) or not\b",  # noqa: E501
    re.I,
)


@lru_cache(maxsize=512)
def refuses(sentence: str) -> bool:
    """Whether a sentence refuses to answer, or says that there is nothing to look at."""
    return _REFUSES.search(sentence) is not None


def helpless(sentence: str) -> bool:
    """Whether a sentence says that the model can't or won't do what it was asked."""
    return re.search(_HELPLESS, sentence, re.I) is not None


@lru_cache(maxsize=512)
def undecided(sentence: str) -> bool:
    """Whether a sentence says that the question can't be decided."""
    return _UNDECIDED.search(sentence) is not None


def withholds(sentence: str) -> bool:
    """Whether a sentence gives no answer though it has looked at the picture, so that no appearance in it counts."""
    return re.search(_WITHHELD, sentence, re.I) is not None


def without_pairs(text: str) -> tuple[str, bool]:
    """A text without the pairs of answers that it offers, such as *yes or no*, and whether there were any."""
    kept = _PAIR.sub(
        lambda match: match[0] if not match["alone"] and _alike(match["one"].lower(), match["two"].lower()) else " ",
        text,
    )
    return kept, kept != text


def _alike(one: str, two: str) -> bool:
    """Whether two words offered side by side name the same answer: *real/authentic*."""
    return one == two or {one, two} <= {"real", "authentic"} or {one, two} <= set(_FAKE_SIDES)
