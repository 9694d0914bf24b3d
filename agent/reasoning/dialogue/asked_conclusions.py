"""Conclusions that a message draws and wants confirmed: “it is a screenshot, so the picture in it is fake, right?”.

Such a message is no question whether something is so: a yes would confirm the conclusion. What is recognised is a
premise that shows neither that a picture is real nor that it is a fake, and a conclusion that is stated, not asked for.
The patterns are over small letters without accents, in the five languages.
"""

from __future__ import annotations

import re
from enum import StrEnum

from .gloss import plain

LONGEST = 400  # characters of a message that are looked at


class Premise(StrEnum):
    """From what a message concludes that a picture is real or a fake."""

    SCREENSHOT = "screenshot"
    SIGNED = "signed"  # its signature is valid
    NO_DATA = "no_data"  # it has no metadata, no watermark, no credentials
    NOTHING_FOUND = "nothing_found"  # the verdict is inconclusive, nothing was found
    EDITED = "edited"  # a program was used on it
    DATA = "data"  # it names a camera, a time, a place
    LOOKS = "looks"  # it is blurred, too perfect, its hands or letters are odd
    COPY = "copy"  # it is small, compressed, from a messenger


_NO = (
    r"(?:no|not any|without|missing|lacks?|lacking|has(?:n'?t| not)(?: got)?(?: any)?|doesn'?t have(?: any)?|zero|"
    r"empty|stripped)"
)
_PREMISES: tuple[tuple[Premise, re.Pattern[str]], ...] = tuple(
    (premise, re.compile(words))
    for premise, words in (
        (
            Premise.SCREENSHOT,
            r"\bscreen ?(?:shot|grab|cap)\w*|\bbildschirmfoto\w*|\bcaptures? d'ecran|\bcaptura\w*(?: de pantalla)?|"
            r"截[图屏]",
        ),
        (
            Premise.NO_DATA,
            rf"\b{_NO}\b.{{0,16}}\b(?:meta ?data|exif|gps|data|infos?|information|credentials|c2pa|watermarks?|"
            rf"synthid|camera|date|"
            r"label|signature)\b|\b(?:meta ?data|exif|gps|data|credentials|watermark)\b.{0,12}\b(?:is|are|was|were|"
            r"been|got)?"
            r" ?(?:missing|gone|empty|stripped|removed|deleted)\b|\b(?:keine?n?|ohne|fehl\w*)\b.{0,16}\b(?:metadaten|"
            r"exif|gps|"
            r"daten|kameradaten|wasserzeichen|signatur|credentials)|\b(?:metadaten|exif|daten)\b.{0,8}\bfehl\w*|"
            r"\b(?:pas d\w*|sans|aucune?s?)\b.{0,12}(?:metadonnees?|exif|donnees|filigrane|signature)|"
            r"\b(?:sin|no (?:hay|tiene|trae)|faltan?)\b.{0,12}\b(?:metadatos|exif|datos|marca de agua|firma)\b|"
            r"(?:没有|没|缺少|无)(?:任何)?.{0,4}(?:元数据|exif|水印|信息|数据|签名)",
        ),
        (
            Premise.NOTHING_FOUND,
            r"\b(?:inconclusive|(?:found|finds|find|detected|shows?) (?:nothing|no (?:signs?|traces?|edit\w*|ai|"
            r"alteration\w*))|"
            r"(?:didn'?t|did not|couldn'?t|could not|can'?t|can ?not|cannot) (?:find|detect|see|prove|say|tell|"
            r"decide)|no (?:signs?|traces?|label|verdict)\b|"
            r"nothing (?:was )?found|unentschieden|nichts gefunden|keine (?:spuren|anzeichen)|indecis|rien trouve|"
            r"aucune trace|inconcluso|no (?:encontr\w+|hay) (?:nada|rastros?|senales))\b|无法判断|没(?:有)?(?:找到|"
            r"发现)",
        ),
        (
            Premise.SIGNED,
            r"\b(?:signed|signature|credentials?|c2pa|sealed|certificate|signiert|signatur|siegel|signee?|certificat|"
            r"firmad[oa]|firma|firmo)\b|签名|内容凭证",
        ),
        (
            Premise.EDITED,
            r"\b(?:edit(?:ed|s|ing)?|photo ?shop\w*|lightroom|gimp|snapseed|facetune|filter(?:s|ed)?|retouch\w*|"
            r"crop(?:ped|ping)?|"
            r"bearbeite\w*|bearbeitung|retuschier\w*|retouche\w*|modifiee?s?|recadr\w*|editad[oa]s?|retocad[oa]s?|"
            r"recortad[oa]s?)\b|"
            r"(?:编辑|修|p|改)过|用了?(?:ps|photoshop)",
        ),
        (
            Premise.DATA,
            r"\b(?:exif|meta ?data|gps|coordinates?|camera (?:data|name|model)|(?:names?|has|says?|shows?|"
            r"lists?) (?:a |the |an )?"
            r"(?:camera|canon|nikon|sony|iphone|pixel|date|time|place|location)|metadaten|koordinaten|kameradaten|"
            r"metadonnees|"
            r"coordonnees|metadatos|coordenadas)\b|元数据|坐标|相机信息",
        ),
        (
            Premise.LOOKS,
            r"\b(?:blurr?\w*|hands?|fingers?|teeth|eyes|skin|letters|text|words|shadows?|reflections?|too (?:perfect|"
            r"good|smooth|clean|sharp)|"
            r"pixelated|grainy|noise|looks? (?:so |too |very |really )?(?:real|fake|weird|odd|strange|natural|smooth|"
            r"plastic)|"
            r"unscharf|verschwommen|hande?|finger|haut|buchstaben|zu (?:glatt|perfekt)|floue?|mains?|doigts|peau|"
            r"trop (?:lisse|parfait\w*)|"
            r"borros[oa]|manos?|dedos|piel|demasiado (?:perfect[oa]|lis[oa]))\b|模糊|手指|手|皮肤|太(?:完美|光滑)|乱码",
        ),
        (
            Premise.COPY,
            r"\b(?:compress\w*|low[- ]?(?:res\w*|quality)|small|tiny|whatsapp|facebook|telegram|resized|komprimier\w*|"
            r"klein|niedrige\w* aufl\w*|"
            r"compressee?|petite|basse (?:resolution|qualite)|comprimid[oa]|pequen[oa]|baja (?:resolucion|calidad))\b|"
            r"压缩|分辨率低|太小|微信",
        ),
    )
)
# Hands by which a thing is made, and which are no hands in a picture.
_BY_HAND = re.compile(
    r"\bhand[- ]?(?:made|painted|crafted|sewn|book\w*)|\b(?:by|second|first|old|on the other|at) hands?\b|"
    r"\bhandgemacht\w*|\bhandarbeit|\b(?:fait|peint|cousu)\w* (?:a la )?mains?\b|\b(?:hech|pintad|cosid)\w+ a mano|"
    r"\bsegunda mano|手工|手机|手绘|二手"
)
# What links a premise with a conclusion, or asks for a confirmation at the end.
_LINK = re.compile(
    r"\b(?:so|since|because|cause|cuz|therefore|thus|hence|then|mean(?:s|ing)?|must be|has to be|have to be|proves?|"
    r"proof|"
    r"also|da|weil|deshalb|folglich|heisst|bedeutet|beweist|muss|donc|alors|puisque|comme|parce que|signifie|prouve|"
    r"veut dire|"
    r"entonces|asi que|porque|como|ya que|por (?:lo )?tanto|significa|demuestra)\b|=|→|->|所以|因为|既然|那(?:么)?就|"
    r"说明|证明|意味着|"
    r"\b(?:right|correct|yeah|yes|no|huh|innit|eh|isn'?t it|is it not|ja|oder|richtig|stimmt'?s?|nicht wahr|gell|"
    r"n'est-ce pas|hein|non|"
    r"verdad|cierto|no es asi)\W*$|(?:对吧|是吧|对吗|对不对|吧)\W*$"
)
_FAKE = (
    r"(?:fakes?|faked|false|forged|a forgery|ai|a\.i\.|generated|synthetic|manipulated|tampered|doctored|altered|"
    r"bogus|a lie|lies|lying|lied|"
    r"a liar|a hoax|not real|unreal|staged|photoshopped|a deep ?fake|worthless)"
)
_REAL = (
    r"(?:real|genuine|authentic|legit\w*|true|original|untouched|unedited|unaltered|not (?:ai|fake|edited|altered)|"
    r"a (?:real )?photo\w*)"
)
_CONCLUSION = re.compile(
    r"(?:\b(?:it|this|that|he|she|they|which|(?:the|this|that|my|his|her) (?:\w+ )?(?:pic|picture|photo|image|shot|"
    r"one|thing|file|story|claim|"
    r"seller|guy|man|woman)s?(?: (?:inside|in it|itself|within|shown))?)\s?(?:'s|s|is|are|was|were|'re|must be|"
    r"has to be|have to be|can only be)"
    r"|\bits|\bthats|\bmust be|\bhas to be|=|\bproves?(?: that)?(?: it'?s?| it is| this is)?|"
    r"\bmeans?(?: that)?(?: it'?s?| it is| this is| that)?"
    r"|\bmakes it|\b(?:so|then|therefore|thus|hence))"
    rf"\s*(?:(?:definitely|clearly|obviously|certainly|probably|100%|really|just|also|a|an|all|by|made by|"
    rf"of course) ){{0,3}}(?:{_FAKE}|{_REAL})\b|"
    r"(?:\b(?:nothing|no (?:part|bit|pixel)|nobody|no ?one)\b.{0,24}\b(?:can|could|is|was|has)|"
    r"\b(?:it|this|that) (?:can'?t|can ?not|couldn'?t|could not)) (?:possibly |really )?(?:be |been |have been |have )?"
    r"(?:fakes?|faked|forged|edited|altered|manipulated|changed|tampered(?: with)?|photoshopped|doctored|wrong|false)"
    r"\b|\b(?:nichts|kein\w*)\b.{0,30}\b(?:gefalscht|verandert|manipuliert|bearbeitet)\b|"
    r"\brien\b.{0,30}\b(?:truque|falsifie|modifie|faux)|"
    r"\bnada\b.{0,30}\b(?:falso|falsificad[oa]|manipulad[oa]|editad[oa])|"
    r"(?:不|没)(?:会|可能|能).{0,4}(?:造假|伪造|被改|是假)|"
    r"\bproves? (?:it|that)\b(?! (?:is|was|can|could))|\bcan be (?:trusted|relied on|believed)\b|"
    r"\b(?:ist|sind|war|bleibt|beweist|heisst|bedeutet|muss)\b.{0,24}\b(?:gefalscht\w*|falschung|fake|ki|manipuliert|"
    r"gelogen|luge|echt|"
    r"authentisch|unecht|generiert)\b|"
    r"\b(?:c'est|est|sont|prouve|signifie|veut dire)\b.{0,24}\b(?:fausse?|faux|fake|truquee?|ia|mensonge|generee?|"
    r"vraie?|authentique|reelle?)\b|"
    r"\b(?:es|esta|son|demuestra|prueba|significa)\b.{0,24}\b(?:fals[oa]|fake|ia|mentira|trucad[oa]|manipulad[oa]|"
    r"generad[oa]|real|"
    r"autentic[oa]|verdader[oa])\b|"
    r"(?:是|就是|肯定|一定|说明|证明|意味着|等于).{0,6}(?:假|伪造|ai|合成|生成|造假|谎|真)"
)
# Who asks openly wants no confirmation.
_ASKS = re.compile(
    r"^\W*(?:and |but )?(?:what|why|how|where|when|who|which|is (?:it|this|that)|are (?:they|these)|can|could|does|do|"
    r"did|would|will|should|"
    r"was|wie|warum|wo|wann|wer|kann|pourquoi|comment|est-ce|que|por que|como (?:puedo|se)|为什么|怎么|什么)\b"
)


def premise_of(message: str) -> Premise | None:
    """From what a message concludes that a picture is real or a fake, wanting it confirmed; None if it does not.

    Args:
        message: in the user's words.
    """
    words = _BY_HAND.sub(" ", plain(message[:LONGEST]).strip())
    if _ASKS.match(words) or not _LINK.search(words):
        return None
    if (stated := _CONCLUSION.search(words)) is None:
        return None
    links = [link.start() for link in _LINK.finditer(stated[0])]
    inner = stated[0][: links[-1]] if links else ""  # a premise can stand in it, before the last word that links
    rest = f"{words[: stated.start()]} {inner} {words[stated.end() :]}"  # what is concluded is no premise of itself
    return next((premise for premise, pattern in _PREMISES if pattern.search(rest)), None)


_POSSIBLE = re.compile(
    r"\b(?:can|could|might|may|is it (?:possible|easy)|possible|possibly|kann|konn\w+|lasst|lassen|moglich|peut|"
    r"peuvent|pourrait|possibles?|"
    r"puede\w*|podria\w*|posible|se pueden?)\b|能|可以|可能|会不会"
)
_NEGATED = re.compile(
    r"\b(?:can'?t|can ?not|couldn'?t|could not|impossible|not possible|never|nicht|kein\w*|unmoglich|ne peu\w+ pas|"
    r"pas|impossible|"
    r"no (?:se )?puede\w*|imposible|nunca)\b|不能|不可能|无法"
)


def asks_whether_possible(message: str) -> bool:
    """Whether a message asks if something can be done, so that a plain yes is understood as that it can.

    Args:
        message: in the user's words.
    """
    words = plain(message[:LONGEST])
    return _POSSIBLE.search(words) is not None and _NEGATED.search(words) is None
