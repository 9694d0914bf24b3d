"""A message to whoever sent or posted a picture: what its file says or a polite beginning, and what is asked for."""

from __future__ import annotations

import re

from ...foreign import Foreign
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..dialogue.needs import need_of
from ..stance import Role
from .answer_case import Answered, Case, of_record
from .file_case import said
from .worded_facts import worded

DECLARED = Sentence(
    "message_answers.declared",
    "You could write: “The file of your picture declares that AI made or altered it. Please explain that, and send the "
    "original file with its earlier stages.”",
)
MEASURED = Sentence(
    "message_answers.measured",
    "You could write: “A check by software, which can be wrong, found signs in your picture that it was made or "
    "altered by AI or an editing program. Please send the original file, and tell how it was made.”",
)
OPEN = Sentence(
    "message_answers.open",
    "You could write: “This copy does not show whether your picture is unaltered. Please send the original file "
    "straight from the device, and tell when, where and with what it was taken.”",
)
THANKS = Sentence(
    "message_answers.thanks",
    "You could write: “Thank you for the picture. Before I go on, I check every picture, this one as well.”",
)
DECLINED = Sentence(
    "message_answers.declined",
    "You could write: “Thank you for the picture. Its file says that AI made or altered it, so I can't take it as it "
    "is.”",
)
NOT_TAKEN = Sentence(
    "message_answers.not_taken",
    "You could write: “Thank you for the picture. I can't take it as it is, because it can't be checked where it comes "
    "from.”",
)
RAW = Sentence(
    "message_answers.raw",
    "And: “Please send the original file, as the camera or program saved it, as a document and not through a chat.”",
)
LAYERS = Sentence(
    "message_answers.layers", "And: “Please send the file with its layers, or your sketches and earlier stages.”"
)
PLACE = Sentence("message_answers.place", "And: “Please tell me where and when it was taken.”")
NEW = Sentence(
    "message_answers.new", "And: “Please send new pictures of it, taken today and from several sides, unedited.”"
)
BEFORE = Sentence("message_answers.before", "And: “I will go on, and pay, as soon as they are here.”")
NAMED = Sentence(
    "message_answers.named",
    "You named something else to ask for: {thing:80}. Whether to ask for it is for you to decide.",
)
NO_LETTER = Sentence(
    "message_answers.no_letter", "This tool writes no letters. These facts and requests can go into yours."
)
NO_MORE = Sentence(
    "message_answers.no_more",
    "Accuse nobody with it: the result shows neither who did something nor why, and a file's data can be forged.",
)
# What a message is to ask for, by the words of whoever wants it written.
_ASKS: tuple[tuple[re.Pattern[str], Sentence], ...] = (
    (
        re.compile(
            r"\b(?:raws?|originals?|un-?edited|un-?altered|unbearbeitet\w*|sans retouche|sin editar|"
            r"negatives?|nef|dng|camera file|originaldatei\w*|rohdatei\w*|fichier d'origine|"
            r"originaux|archivos? original\w*)\b|原片|原图|原文件|没修过"
        ),
        RAW,
    ),
    (
        re.compile(
            r"\b(?:layers?|psd|sketch\w*|drafts? (?:of|version)|ebenen\w*|skizze\w*|entwurf\w*|calques?|croquis|"
            r"esquisses?|capas?|bocetos?)\b|分层|草图"
        ),
        LAYERS,
    ),
    (
        re.compile(
            r"\bwhere (?:it|he|she|they|that|this|exactly)\b|\bwo(?:'s| es| das| er| sie| genau)? (?:war|ist|"
            r"aufgenommen|gefunden|genau)\b|\bwo's\b|\bou (?:c'etait|elle|il|exactement|la photo)\b|"
            r"\bdonde (?:fue|la|lo|se|estaba)\b|"
            r"\b(?:the )?(?:place|fundort|lieu|lugar)\b|在哪(?:里|儿)?拍|拍摄地点"
        ),
        PLACE,
    ),
    (
        re.compile(
            r"\b(?:another|ein anderes|ein weiteres|ein neues|une autre|une nouvelle|otra|una nueva) (?:photo|picture|"
            r"pic|shot|image|foto|bild|imagen)\b|\b(?:real|new|other|more|better|fresh|proper) (?:photos?|pictures?|"
            r"pics?|shots?|images?)\b|"
            r"\b(?:echte|neue|andere|weitere|bessere) (?:fotos?|bilder|aufnahmen?)\b|"
            r"\b(?:vraies?|nouvelles?|autres|de meilleures) (?:photos?|images?)\b|"
            r"\b(?:fotos?|imagenes) (?:reales|nuevas|de verdad|sin editar)\b|\b(?:otras|nuevas) (?:fotos|imagenes)\b|"
            r"(?:补|重新|再)拍|新照片|实拍"
        ),
        NEW,
    ),
    (
        re.compile(
            r"\b(?:before|until|unless)\b.{0,24}\b(?:i|we)\b.{0,16}\b(?:print|pay|publish|ship|buy|go on|transfer)\b|"
            r"\bhold(?:ing)? (?:back|off)\b|\b(?:bevor|ehe) (?:ich|wir)\b|\bavant (?:de|d'|que)\b|\bantes de\b|"
            r"先不(?:付|给|打|转)|尾款|再付"
        ),
        BEFORE,
    ),
)
# The thing that somebody wants to ask for, in their own words, where they say so of the message that is to be written.
_THING = re.compile(
    r"(?:^|\b(?:and|please|pls)[\s,]+|\b(?:write|draft|need|want|compose|send)\b.{0,60}?\b(?:to|and|that|mail|e-?mail|"
    r"message|note|letter|lines?|sentences?|reply|text|customer|polite|please|calm)[\s,]+)"
    r"ask(?:s|ing)?(?: (?:him|her|them))?(?: (?:very )?\w+ly)? for (.{3,80}?)(?=[.?!;,]|$)|"
    r"\bum (.{3,80}?) (?:zu )?bitten\b|"
    r"\b(?:pour|et) (?:lui |leur )?demander (.{3,80}?)(?=[.?!;,]|$)|"
    r"\bdemandez?-(?:lui|leur) (.{3,80}?)(?=[.?!;,]|$)|"
    r"\b(?:pidiendo(?:l[ea]s?)?|p[ií]d[ae]l[ea]s?|para pedir(?:l[ea]s?)?) (.{3,80}?)(?=[.?!;,]|$)|"
    r"写[^对他她]{0,12}(?:索要|要回|要求)(.{2,30}?)(?=[。？！，,]|$)",
    re.I,
)
_NOT = re.compile(r"\b(?:not|n't|never|without|nicht|kein\w*|pas|sans|no|sin)\b|n't\b|不要|不想|别(?!处|的)", re.I)
_SMALL = re.compile(
    r"\b(?:the|an?|his|her|their|d(?:ie|as|en|er)|ihr\w*|sein\w*|l[ae]|les|s(?:on|a|es)|un[ae]?|el|los|sus?|or|und|and|"
    r"files?|photos?|pictures?|fotos?|please|bitte|svp|straight|direkt|from|camera|de|la|original\w*)\b"
)
_POLITE = re.compile(
    r"\b(?:accus\w*|polite\w*|nice\w*|friendly|kind\w*|soft\w*|gentle|gently|crazy|liar|rude|nett\w*|hoflich\w*|"
    r"freundlich\w*|beschuldig\w*|luge\w*|poli\w*|gentil\w*|aimable\w*|accuser|menteu\w*|amable\w*|educad\w*|acusar\w*|"
    r"mentiros\w*)\b|客气|礼貌|委婉|别得罪"
)
_DECLINES = re.compile(
    r"\b(?:reject\w*|declin\w*|refus\w*|turn(?:ing)? (?:it|him|her|them) down|cancel\w*|ablehn\w*|absag\w*|absage|"
    r"stornier\w*|annul\w*|rechaz\w*|cancelar\w*|anular\w*|ecart\w*|exclu\w*|disqualif\w*|"
    r"not (?:be )?(?:accept|tak)\w*|"
    r"nicht (?:an|auf)?nehmen|nicht zulassen|descart\w*|descalific\w*)\b|拒绝|取消|退订|婉拒|不采用|不录用|不收"
)


def message_to(case: Case) -> Answered:
    """A message to somebody, what it asks for, the finding that it rests on, and what must not be written."""
    words = plain(case.asked.text)
    declared = case.file.declared[:1]
    wanted: list[Item] = [of_record(sentence(), Role.NEXT_STEP) for asks, sentence in _ASKS if asks.search(words)]
    if _DECLINES.search(words):
        first = DECLINED if declared else NOT_TAKEN
    elif wanted or _POLITE.search(words):
        first = THANKS
    elif declared:
        first = DECLARED
    else:
        first = OPEN if case.verdict.label in ("inconclusive", "real") else MEASURED
    if first is THANKS and not wanted:
        wanted = [of_record(RAW(), Role.NEXT_STEP)]
    if thing := _named(case.asked.text):
        wanted.append(of_record(NAMED(thing=Foreign(thing)), Role.NEXT_STEP))
    about_date = worded(case)
    opening = about_date if about_date and first in (OPEN, THANKS) else [said(first())]
    return Answered(
        [*opening, *wanted, *case.file.cited(declared), of_record(NO_MORE(), Role.RESERVATION)], about=declared
    )


def _named(text: str) -> str:
    """What somebody wants to ask for beside what a message here asks for anyway; empty if nothing is named.

    Nothing is named by who tells of a misfortune, and nothing that is not wanted.
    """
    found = _THING.search(text)
    if found is None or need_of(text) is not None or _NOT.search(text[max(0, found.start() - 16) : found.start() + 12]):
        return ""
    thing = next((group for group in found.groups() if group), "").strip()
    rest = _SMALL.sub("", plain(thing))
    for asks, _ in _ASKS:
        rest = asks.sub("", rest)
    return thing if re.search(r"\w{3}|[\u4e00-\u9fff]{2}", rest) else ""
