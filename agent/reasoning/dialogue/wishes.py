"""How an answer should be: how many points or sentences, in which language, and for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .gloss import plain

Register = Literal["plain", "simple", "report"]
MOST = 20  # points or sentences that a wish can ask for


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an answer should be.

    Attributes:
        points: how many reasons or points are wanted ("three strongest reasons"); None if no number was said.
        sentences: how many sentences at most ("in two sentences"); None if no number was said.
        words: how many words at most, Chinese characters in Chinese ("in 50 words"); None if no number was said.
        bullets: whether the sentences should stand in a list of points.
        numbered: whether the sentences should be numbered ("list your reasons 1. 2. 3.").
        one_word: whether one word is wanted ("yes or no", "in one word").
        short: whether the answer should be short.
        long: whether the answer should tell everything.
        register: `simple` for somebody without any knowledge, `report` for a report; `plain` otherwise.
        language: ISO 639-1 code that the message asks to be answered in ("in English, please"); None if it doesn't.
    """

    points: int | None = None
    sentences: int | None = None
    words: int | None = None
    bullets: bool = False
    numbered: bool = False
    one_word: bool = False
    short: bool = False
    long: bool = False
    register: Register = "plain"
    language: str | None = None

    @property
    def is_short(self) -> bool:
        """Whether less than everything is wanted, however that is said."""
        return self.short or self.one_word or bool(self.points or self.sentences or self.words)


_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "a single": 1, "single": 1, "a couple of": 2, "ein": 1, "eine": 1, "einem": 1, "einen": 1, "zwei": 2, "drei": 3,
    "vier": 4, "funf": 5, "sechs": 6, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "una": 1,
    "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5,
}  # fmt: skip
_NUMBER = "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True)) + r"|\d{1,2}"
_POINT = (
    r"reasons?|points?|clues?|arguments?|findings?|facts?|signs?|indications?|bullets?|things|"
    r"pieces of evidence|grunde?|"
    r"punkte?|argumente?|hinweise?|raisons?|indices?|razones|razon|motivos?|puntos?|indicios?"
)
_BEFORE = (
    r"(?:(?:the|main|most|numbered|nummerierten?|short|strongest|best|top|important|decisive|clearest|key|wichtigsten|starksten|"
    r"meilleures?|plus|fortes|mas|fuertes|principales|biggest|single)\s+){0,4}"
)
_POINTS = re.compile(
    rf"\b({_NUMBER})\s+{_BEFORE}(?:{_POINT})\b|\btop ({_NUMBER})\b|(?<![a-z])([一两二三四五]|"
    rf"\d)\s*[个条]\S{{0,4}}(?:理由|原因|证据)"
)
_SENTENCES = re.compile(
    rf"\b({_NUMBER})(?:\s+(?:short|simple|formal|clear|plain|neat|careful|cautious|kurzen?|formellen?|einfachen?|"
    r"or two|or three))*\s+(?:sentences?|lines?|satz(?:en|e)?|"
    rf"phrases?|lignes?|frases?|oraciones)\b"
    r"|([一两二三四五]|\d)\s*句"
)
_WORDS = re.compile(r"\b(\d{1,3})[ -]*(?:words?|wort(?:ern?|en|es?)?|mots?|palabras?)\b|(\d{1,3})\s*(?:个)?(?:字|词)")
_FEWEST_WORDS = 5
_BULLETS = re.compile(
    r"\bbullet(?:s|ed)?\b|\bas a (?:short )?list\b|\bin list form\b|\bstichpunkt\w*|\bstichwortartig\b|\bals liste\b|"
    r"\ba puces\b|\ben puces\b|\bsous forme de liste\b|\ben forma de lista\b|\bvinetas\b|要点|列表形式|分点"
)
_NUMBERED = re.compile(
    r"\bnumbered\b|\b(?:durch)?nummeriert\w*|\bnumerote\w*|\bnumerad[oa]s?\b|编号|逐条|"
    r"\b(?:number|nummeriere|numerote) (?:(?:the|your|these) (?:points|reasons|findings)|them|"
    r"die (?:punkte|grunde)|les (?:points|raisons))\b|"
    r"(?<![\d.])1[.)]? ?[,，、]? ?2[.)]?(?: ?[,，、]? ?3\b|[.)])"
)
_ONE_WORD = re.compile(
    r"\b(?:in|with|just|only)?\s*(?:one|a single) word\b|\byes or (?:a )?no\b|\bja oder (?:ein )?nein\b|"
    r"\boui ou (?:un )?non\b|\bsi o (?:un )?no\b|\byes/no\b|\by/n\b|"
    r"\bin einem wort\b|\bja oder nein\b|"
    r"\ben un mot\b|\boui ou non\b|\ben una palabra\b|\bsi o no\b|一个字|一个词|是或否|是还是不是"
)
_SHORT = re.compile(
    r"\b(?:briefly|in short|short(?:en|er|ly)?|"
    r"(?:boil|sum) (?:it|that|this|all that|everything) (?:down|up)|keep it (?:short|brief)|"
    r"tl;?dr|be brief|quick(?:ly)? answer|"
    r"fewer words|concise(?:ly)?|"
    r"in a nutshell|kurz(?:er|e|fassung)?|knapp|"
    r"(?:plus|tres|assez|reponse|version|phrase|sois|soyez|fais|faites|faire) courte?|bref|brievement|en resume|"
    r"corto|corta|breve(?:mente)?)\b|简短|短一点|简单说"
)
_LONG = re.compile(
    r"\b(?:in (?:full )?detail|detailed|everything|in depth|at length|full (?:report|list|analysis)|"
    r"ausfuhrlich|im detail|alles|"
    r"en detail|detaille|tout(?:es)?|detalladamente|en detalle|todo)\b|详细|全部"
)
_SIMPLE = re.compile(
    r"\blike i'?m (?:a )?(?:\d+|five|ten|child|kid)|\blike i (?:am|was|were) (?:an? |your |my )?\w+|"
    r"\b(?:\d+|five|six|ten|twelve)[- ]?years?[- ]?olds?\b.{0,6}\b(?:gets?|understands?|can|could)\b|"
    r"\b(?:for|to) (?:an? )?(?:\d+|five|six|ten|twelve)[- ]?years?[- ]?olds?\b|"
    r"\b(?:wie|fur) (?:einem?|ein) (?:\w+ )?kind\b|\b\d+[- ]?jahrig\w*|\bcomme a un enfant\b|\bcomo a un nino\b|"
    r"(?:给|让|跟)(?:小孩|孩子|奶奶|老人).{0,6}(?:说|解释|听|懂)|\beli5\b|\bplain (?:english|words|language)\b|"
    r"\bsimpl(?:e|er|y|ify)\b|"
    r"\bfor (?:my |a |an )?(?:grandma|grandmother|granny|grandpa|mum|mom|dad|mother|father|kid|child|"
    r"children|kids|layman|laymen|lay\w*|dummies|"
    r"beginners?|non-?experts?|six[- ]year[- ]old)\b|\bto (?:my |a )(?:grandma|grandmother|child|kid|mum|"
    r"mom|layman|friend)\b|\blayman'?s\b|"
    r"\b(?:no|without|don'?t give me|spare me(?: the)?|dont give me) (?:any )?(?:percent\w*|numbers|figures|"
    r"statistics)\b|"
    r"\b(?:ohne|keine) (?:zahlen|prozente?)\b|\bsans (?:chiffres|pourcentages?)\b|"
    r"\bsin (?:numeros|cifras|porcentajes)\b|(?:不要|别).{0,2}(?:数字|百分比)|"
    r"\b(?:no|less|without|cut the) (?:technical )?jargon\b|\bdumb it down\b|\bnot (?:too )?technical\b|"
    r"\bnon-?technical\b|\beinfacher\b|\beinfachen (?:worten|satzen)\b|^\W*(?:\w+ ){0,4}einfach(?: bitte)?\W*$|"
    r"\beinfach (?:erklar\w*|gesagt|ausgedruckt|formulier\w*)|\berklar\w*.{0,24}\beinfach\b|"
    r"\bfur (?:laien|kinder|meine oma)\b|\bplus simple(?:ment)?\b|\bmots simples\b|\bpour (?:un enfant|"
    r"ma grand-mere)\b|"
    r"\bmas (?:sencillo|facil|simple)\b|\bpalabras (?:sencillas|simples)\b|\bpara (?:un nino|mi abuela)\b|"
    r"\bi (?:do ?n[o']?t|did ?n[o']?t|can'?t) (?:really )?(?:understand|get|follow)\b|\btoo (?:complicated|"
    r"technical)\b|"
    r"\bso (?:that )?(?:my \w+|anyone|everyone|i) (?:can )?(?:gets?|understands?)\b|\bin a way (?:that )?(?:my \w+|"
    r"anyone|i) "
    r"(?:can )?(?:gets?|understands?)\b|\bversteh\w*\b.{0,12}\bnicht\b|\bcomprends (?:pas|rien)\b|"
    r"\bno (?:lo )?entiendo\b|"
    r"不(?:太)?(?:懂|明白)|"
    r"简单(?:一?点|一?些|的话)|更简单|通俗"
)
_REPORT = re.compile(
    r"\b(?:for|in|into) (?:my |a |the |our |an )?(?:\w+ )?(?:report|case file|file|expert opinion|"
    r"affidavit|records|statement|appendix)\b|"
    r"\b(?:formal(?:ly)?|officially worded)\b|\b(?:to|for) (?:a |the |my )?(?:judge|jury|court)\b|\bfur (?:den|"
    r"meinen|einen|die) (?:bericht|akte|gutachten)\b|"
    r"\bpour (?:le|mon|un) (?:rapport|dossier)\b|\bpara (?:el|mi|un) (?:informe|expediente|archivo|acta)\b|报告"
)
_LANGUAGES = {
    "en": r"(?:in|auf|en|into|to) (?:plain |simple )?(?:english|englisch|anglais|ingles)\b|english(?:,)? please|"
    r"用英[文语]|译成英[文语]|英[文语](?:回答|版)",
    "de": r"(?:in|auf|en|into|to) (?:german|deutsch|allemand|aleman)\b|german(?:,)? please|用?德[文语]",
    "fr": r"(?:in|auf|en|into|to) (?:french|franzosisch|francais|frances)\b|french(?:,)? please|用?法[文语]",
    "es": r"(?:in|auf|en|into|to) (?:spanish|spanisch|espagnol|espanol|castellano)\b|spanish(?:,)? please|"
    r"西班牙[文语]",
    "zh": r"(?:in|auf|en|into|to) (?:chinese|mandarin|chinesisch|chinois|chino)\b|chinese(?:,)? please|用?中[文]|"
    r"汉语",
}


def wishes_of(text: str) -> Wishes:
    """What a text says about how the answer should be."""
    words = plain(text)
    return Wishes(
        points=_count(_POINTS.search(words)),
        sentences=_count(_SENTENCES.search(words)),
        words=_most_words(words),
        bullets=_BULLETS.search(words) is not None,
        numbered=_NUMBERED.search(words) is not None,
        one_word=_ONE_WORD.search(words) is not None,
        short=_SHORT.search(words) is not None,
        long=_LONG.search(words) is not None,
        register="simple" if _SIMPLE.search(words) else "report" if _REPORT.search(words) else "plain",
        language=next((code for code, asks in _LANGUAGES.items() if re.search(rf"(?<![a-z])(?:{asks})", words)), None),
    )


def _most_words(words: str) -> int | None:
    found = _WORDS.search(words)
    number = int(next(group for group in found.groups() if group)) if found is not None else 0
    return number if number >= _FEWEST_WORDS else None


def _count(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    said = next(group for group in match.groups() if group)
    number = _NUMBERS.get(said) or int(said)
    return number if 1 <= number <= MOST else None
