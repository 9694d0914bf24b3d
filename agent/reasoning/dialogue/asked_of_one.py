"""Which of two pictures a message is about, by its words: the one in question or the one that was added."""

from __future__ import annotations

import re
from typing import Literal

from .asked_of_pair import of_pair
from .gloss import plain

One = Literal["this", "other"]
LONGEST = 400  # characters of a message that are looked at
_FEW_WORDS = 6  # of a message that stays with the picture that was spoken of last
_FEW_CHARACTERS = 12  # the same in Chinese
_LEAST_LETTERS = 4  # of a word by which a picture was introduced

_VERBS = ("hat", "ist", "war", "zeigt", "kommt", "enthalt", "stammt", "wurde")  # that may stand before the name
_THING = r"(?:one|pictures?|photos?|images?|pics?|files?|shots?|versions?|cop(?:y|ies)|screenshots?|selfie|photograph)"
_DING = r"(?:bild\w*|fotos?|aufnahmen?|dateien?|datei|version|fassung|kopie|screenshot)"
_CHOSE = r"(?:images?|photos?|fichiers?|versions?|copies?|cliches?|captures?)"
_COSA = r"(?:imagen|fotos?|fotografia|archivos?|version|copia|captura)"
_ENDS = (
    r"(?=\W*$|[,.;:?!]| (?:is|was|has|have|had|does|did|too|then|also|really|hat|ist|war|auch|dann|a|est|etait|aussi|"
    r"es|era|tiene|fue|tambien)\b)"
)
_ZH = r"(?:张|幅|个(?:图|文件|照片)|个(?=$|[?？，。,呢的是有]))(?:图片|照片|图|文件|相片)?"

_OTHER = re.compile(
    rf"\b(?:the|that|her|his|their|my|our|your) (?:other|second|2nd|new|latter|attached|added) {_THING}\b|"
    rf"\bthe (?:other|second|2nd|latter){_ENDS}|"
    rf"\bthe {_THING} (?:that |which )?(?:i|we) (?:just |have just |now )?(?:sent|added|attached|uploaded|gave|"
    rf"posted)\b|"
    rf"\b(?:das|dem|die|der|den|im|beim|vom|zum|mein\w*|ihr\w*|sein\w*) (?:andere[nmrs]?|zweite[nmrs]?|neue[nmrs]?|"
    rf"angehangte[nmrs]?) {_DING}\b|\b(?:das|dem|die|der|den|beim|vom) (?:andere[nmrs]?|zweite[nmrs]?){_ENDS}|"
    rf"\b(?:{'|'.join(_VERBS)}) (?:das|die) (?:andere|zweite)\b|"
    rf"\bl'autre(?: {_CHOSE}\b|{_ENDS})|\b(?:la|le|du|de la) (?:deuxieme|seconde?) {_CHOSE}\b|"
    rf"\b(?:la|le) (?:deuxieme|seconde?){_ENDS}|\bcelle que (?:je|j'|nous) \w+|"
    rf"\b(?:la|el|del|de la) (?:otr[oa]|segund[oa]|nuev[oa]) {_COSA}\b|\b(?:la|el|del) (?:otr[oa]|segund[oa]){_ENDS}|"
    rf"(?:另外?一?|第二|后面?那|新的?那|刚(?:才|刚)?(?:发|传|加)的?那?){_ZH}"
)
_THIS = re.compile(
    rf"\bthe (?:first|1st|former|earlier|previous) {_THING}\b|\bthe (?:first|former){_ENDS}|"
    rf"\bthe (?:one|picture|photo|image) (?:in question|from before|at the beginning|i (?:sent|asked about) first)\b|"
    rf"\b(?:das|dem|die|der|den|im|beim|vom|zum) (?:erste[nmrs]?|vorige[nmrs]?) {_DING}\b|"
    rf"\b(?:das|dem|die|der|den|beim|vom) erste[nmrs]?{_ENDS}|"
    rf"\b(?:{'|'.join(_VERBS)}) (?:das|die) erste\b|"
    rf"\b(?:la|le|du|de la) premiere? {_CHOSE}\b|\b(?:la|le) premiere?{_ENDS}|"
    rf"\b(?:la|el|del|de la) primer[oa]? {_COSA}\b|\b(?:la|el|del) primer[oa]{_ENDS}|"
    rf"(?:第一|前面?那|最早那|原来那|开头那){_ZH}"
)
_BY_ORIGIN = re.compile(
    rf"\bthe {_THING} (?:from|of|by|on|off|that|which|she|he|they|we|i|you) (?:(?:the|my|her|his|their|our) )?\w+|"
    rf"\b(?:das|die|dem|der) (?:{_DING} )?(?:von|vom|aus|auf) (?:(?:de[mrn]|mein\w*|ihr\w*|sein\w*) )?\w+|"
    r"\bcelle (?:de|du|des|que) (?:(?:la|le|les|ma|mon|sa|son) )?\w+|"
    r"\b(?:la|el) (?:de|del|que) (?:(?:la|el|mi|su) )?\w+"
)
_FIRST = re.compile(r"\bthe (?:first|former)\b|\b(?:das|die|dem) erste\w*|\bla premiere\b|\bla primera\b|第一")
# What makes a short message speak of the picture in question again.
_BACK = re.compile(
    r"\b(?:this|mine|ours|both|two|original|dieses|meine?s?|beide\w*|celle-ci|la mienne|les deux|esta|la mia|ambas|"
    r"las dos)\b|这张|两张|原图"
)
_WORD = re.compile(r"[^\W\d_]+")
# Words that ask for nothing beside the name of a picture, so that the question before is meant.
_BARE = re.compile(
    r"\W*(?:(?:and|so|but|then|what|how|about|is|with|for|und|was|ist|mit|bei|et|mais|pour|y|pero|que|pasa|con|e)\b\W*)*"
    r"[那呢\W]*"
)
_COMMON = frozenset(
    {
        "this", "that", "with", "from", "have", "does", "what", "where", "which", "file", "picture", "photo", "image",
        "version", "compare", "please", "same", "they", "here", "there", "them", "your", "dies", "diese", "bild",
        "foto", "eine", "einer", "haben", "bitte", "vergleich", "avec", "cette", "celle", "pour", "esta", "imagen",
        "para", "como", "when", "taken", "made", "real", "fake",
    }
)  # fmt: skip
_THE_PICTURE = {"en": "the picture", "de": "das Bild", "fr": "la photo", "es": "la foto", "zh": "这张照片"}


def one_meant(message: str, introduced: str = "", *, of_other: bool = False) -> One | None:
    """Which of two pictures a message is about; None if it names none, or both.

    Args:
        message: in the user's words.
        introduced: the message with which the other picture came.
        of_other: whether the last answer was about the other picture alone.
    """
    words = plain(message[:LONGEST])
    other, this = _OTHER.search(words), _THIS.search(words)
    if (other and (this or _FIRST.search(words))) or of_pair(message, shown=True) is not None:
        return None
    if other or this:
        return "other" if other else "this"
    if introduced and (named := _BY_ORIGIN.search(words)) and _words(named[0]) & _words(plain(introduced)):
        return "other"
    return "other" if of_other and _stays(words) else None


def about_it(message: str, language: str) -> str:
    """A message with “the picture” in place of the words that say which one; empty if it asks for nothing else.

    Args:
        message: that names one picture.
        language: ISO 639-1 code of the language that it is in.
    """
    words = plain(message)
    found = _OTHER.search(words) or _THIS.search(words) or _BY_ORIGIN.search(words)
    if found is None or len(words) != len(message):
        return message
    rest = message[: found.start()], message[found.end() :]
    if _BARE.fullmatch(plain(" ".join(rest))):
        return ""
    verb = found[0].split()[0] if found[0].split()[0] in _VERBS else ""
    return f"{verb} {_THE_PICTURE.get(language, _THE_PICTURE['en'])}".lstrip().join(rest)


def _stays(words: str) -> bool:
    """Whether a short message says nothing that leads away from the picture that was spoken of."""
    if _BACK.search(words):
        return False
    chinese = re.search(r"[\u4e00-\u9fff]", words) is not None
    return len(words) <= _FEW_CHARACTERS if chinese else len(words.split()) <= _FEW_WORDS


def _words(text: str) -> set[str]:
    """The longer words of a text, by which a picture can be known again."""
    return {word for word in _WORD.findall(text) if len(word) >= _LEAST_LETTERS} - _COMMON
