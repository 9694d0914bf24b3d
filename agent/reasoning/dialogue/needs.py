"""What somebody needs who tells of a misfortune: money sent to a stranger, a threat, bullying, an emergency.

Read by words in the five languages. A message that tells of one is answered with help first, whatever else it asks.
"""

from __future__ import annotations

import re
from enum import StrEnum

from .gloss import plain

LONGEST = 800  # characters of a message that are looked at


class Need(StrEnum):
    """What a message tells of."""

    EMERGENCY = "emergency"  # somebody is ill or hurt
    DESPAIR = "despair"  # somebody wants to die or to hurt themselves
    CHILD_ABUSE = "child_abuse"  # a sexual picture of a child or young person
    BLACKMAIL = "blackmail"  # a threat to publish pictures, a demand for money
    INTIMATE = "intimate"  # an intimate picture, real or made, is about
    PAID = "paid"  # money was sent to somebody who deceived
    ASKED_FOR_MONEY = "asked_for_money"  # somebody unproven wants money at once, or gift cards
    DATING = "dating"  # somebody met online
    BULLIED = "bullied"  # mocked or hunted with pictures, at school or work
    WORRIED = "worried"  # a parent or teacher about a child


_NUDE = (
    r"(?:\b(?:nudes?|naked|nackt\w*|intim\w*|nue?s?|denud\w*|desnud\w*|intimate|sex ?tape|sextape|sexual|topless|"
    r"deepfake porn|porn\w*)|裸照?|私密照|不雅)(?!\w)"
)
_CHILD = (
    r"(?:my (?:son|daughter|kid|child|boy|girl|niece|nephew|pupil|student|brother|sister)|\b1[0-7][- ]year|minors?|"
    r"under ?age\w*|mein\w* (?:sohn|tochter|kind|schuler\w*|bruder|schwester)|ma fille|mon fils|mon enfant|"
    r"mi (?:hij[oa]|"
    r"sobrin[oa]|alumn[oa])|我(?:的)?(?:儿子|女儿|孩子|学生)|未成年)"
)
_MONEY = (
    r"(?:money|\$ ?\d|€ ?\d|£ ?\d|\d ?[k$€£]|dollars?|euros?|pounds|bitcoin|crypto|gift ?cards?|deposit|savings|geld|"
    r"anzahlung|argent|acompte|dinero|plata|senal|钱|定金|押金|[万千百]元|\d+ ?(?:元|块|万|千|百))"
)
_SENT = (
    r"(?:sent(?! me| us)|paid|wired|transferred|gave|lost|uberwiesen|bezahlt|gezahlt|verloren|vire|verse|paye|perdu|"
    r"envie|"
    r"enviado|mande|mandado|di|deposite|depositado|pague|pagado|transferi(?:do)?|perdi(?:do)?)"
)
_SENT_ZH = r"(?:汇(?:了|过|款|给)|转(?:了|账|给)|付(?:了|过)|打(?:了|过)钱)"
_PATTERNS: dict[Need, str] = {
    Need.DESPAIR: (
        r"\b(?:want|wants|going|trying|feel like|think about|thinking (?:of|about)) (?:to )?(?:die|dying|kill(?:ing)? "
        r"(?:my|her|him|them)sel(?:f|ves)|end(?:ing)? (?:it all|my life))|\bsuicid\w+|\bself[- ]harm|\bhurt (?:my|"
        r"her|him)self|"
        r"\b(?:will|mochte|wollte|will nur) (?:nicht mehr leben|sterben)|\bmich umbringen|\bselbstmord|\bsuizid\w*|"
        r"\b(?:veux|voudrais|envie de) (?:mourir|me tuer)|\bme suicider|\bquiero (?:morir|matarme)|\bsuicid(?:arme|io)|"
        r"想死|自杀|不想活"
    ),
    Need.EMERGENCY: (
        r"\bchest pain|\bheart attack|\bcan'?t breathe|\bbleeding (?:badly|heavily)|\boverdos\w+|\bunconscious|"
        r"\bstroke\b"
        r"(?=.{0,30}(?:doctor|symptom|help|have))|\b(?:i|he|she|they) (?:have|has|had|feel\w*) .{0,20}(?:fever|pain|"
        r"sick|dizzy)\b|"
        r"\bbrustschmerz\w*|\bherzinfarkt|\bbekomme keine luft|\bdouleurs? (?:a la|dans la) poitrine|\bcrise cardiaque|"
        r"\bdolor (?:de|en el) pecho|\binfarto|胸痛|胸口疼|心脏病发|喘不过气"
    ),
    Need.CHILD_ABUSE: rf"{_CHILD}.{{0,90}}{_NUDE}|{_NUDE}.{{0,90}}{_CHILD}|\bchild (?:porn\w*|sexual)|\bcsam\b|"
    rf"儿童色情",
    Need.BLACKMAIL: (
        r"\bblackmail\w*|\bsextort\w*|\bextort\w*|\bthreaten\w*.{0,60}(?:post|publish|share|send|leak|pictures?|"
        r"photos?)|"
        r"\b(?:post|publish|share|send|leak)\b.{0,60}\bunless (?:i|we) (?:pay|send)|\bif i (?:do not|don'?t) (?:pay|"
        r"send)|"
        r"\berpress\w*|\bdroh\w+.{0,60}(?:bild|foto|veroffentlich|schick)|\bchantage\b|\bmaitre chanteur|"
        r"\bmenace\w*.{0,60}(?:publier|diffuser|photo|image)|\bchantaj\w*|\bextorsi\w*|"
        r"\bamenaz\w*.{0,60}(?:publicar|difundir|"
        r"foto|imagen)|勒索|敲诈|威胁.{0,20}(?:发|公开|照)|照.{0,8}威胁"
    ),
    Need.INTIMATE: (
        rf"{_NUDE}.{{0,50}}\b(?:of|von|de)\b (?:me|my|mich|mir|meine\w*|moi|mon|ma|mi)\b|\b(?:my|meine?|mes|"
        rf"mis) {_NUDE}|"
        rf"\b(?:ex|somebody|someone|he|she|they)\b.{{0,60}}\b(?:posted|shared|leaked|spread|made|"
        rf"sent)\b.{{0,40}}{_NUDE}|"
        rf"\b(?:undress\w*|nudif\w+) (?:me|my)|\brevenge porn|我的{_NUDE}|{_NUDE}.{{0,8}}是我"
    ),
    Need.PAID: (
        rf"\b(?:i|we|she|he|mum|mom|mother|father|victim|already|ich|wir|sie|je|j'ai|ai|a|he|hemos|ya|le|les|"
        rf"ha)\b.{{0,20}}\b{_SENT}\b"
        rf".{{0,24}}{_MONEY}|\b{_MONEY}.{{0,30}}\b{_SENT}\b|{_SENT_ZH}.{{0,12}}{_MONEY}|"
        r"\bmoney back\b|\bgot scammed|\b(?:been|was|were|am|is) (?:scammed|defrauded|conned|cheated|ripped off)|"
        r"\bgeld zuruck|\bbetrogen worden|\babgezockt|\bopfer\b.{0,40}\b(?:gezahlt|uberwiesen|bezahlt|geld)|"
        r"\bvictime\b.{0,40}"
        r"(?:vire|argent|paye|verse)|\b(?:recuperer|ravoir) .{0,15}argent|\bme suis fait (?:arnaquer|avoir)|"
        r"\barnaquee?\b|"
        r"\brecuperar .{0,15}dinero|\bme (?:han )?(?:estafa\w+|timado)|\bestafad[oa]|被骗|钱.{0,6}(?:要|拿|追)回"
    ),
    Need.ASKED_FOR_MONEY: (
        r"\b(?:pay|paid|send|buy|wants?|asks?|demands?|needs?)\b.{0,40}\b(?:gift ?cards?|bitcoin|crypto\w*|"
        r"western union|moneygram|steam cards?|itunes cards?)\b|\bnew number\b.{0,120}(?:"
        + _MONEY
        + r")|(?:"
        + _MONEY
        + r").{0,60}\b(?:today|right now|immediately|within the hour|urgent\w*)\b.{0,80}\b(?:picture|photo|pic)\b|"
        # for a journey, papers or an illness of theirs
        r"\b(?:asks?|asked|asking|wants?|begs?|needs?) (?:me |us |my \w+ )?(?:for )?.{0,12}"
        + _MONEY
        + r".{0,40}\b(?:flight|"
        r"plane|ticket|visa|passport|customs|hospital|surgery|operation|lawyer|fee)\b|"
        r"\b(?:me|nos|le|les) (?:pid\w+|ped\w+|exig\w+)\b(?=.{0,24}\d).{0,24}"
        + _MONEY
        + r"|\b(?:me|nous|lui) (?:demande|reclame)\w*\b(?=.{0,24}\d)"
        r".{0,24}" + _MONEY + r"|\b(?:von mir|von uns|von ihr|von ihm|mich um)\b(?=.{0,24}\d).{0,24}" + _MONEY + r"|"
        r"\b(?:bittet|verlangt|will)\b.{0,24}" + _MONEY + r".{0,30}\b(?:flug\w*|ticket|visum|krankenhaus|op|zoll)\b|"
        r"(?:向|跟|问)(?:我|我们|她|他|妈|爸).{0,4}(?:要|借).{0,12}" + _MONEY + r"|"
        r"\bgutscheinkarten?\b|\bneue nummer\b.{0,120}(?:euro|geld|€)|\bcartes? (?:cadeaux?|prepayees?)\b|"
        r"\bnouveau numero\b.{0,120}(?:euros?|argent|€)|\btarjetas? (?:de )?regalo\b|\bnumero nuevo\b.{0,120}(?:euros?|"
        r"dinero|€)|礼品卡|购物卡|新(?:的)?(?:号码|手机号|微信).{0,40}(?:钱|转账|汇款|元|万)"
    ),
    Need.DATING: (
        r"\bcat ?fish\w*|\b(?:met|meet|meeting|know|chat\w*|talk\w*|dating|love|date)\b.{0,40}\b(?:online|"
        r"on the internet|tinder|"
        r"bumble|hinge|instagram|facebook|dating (?:app|site)|whatsapp)\b|\b(?:dating|romance) (?:profile|scam)|"
        r"\btinder\b|"
        r"\bonline kennengelernt|\bim (?:internet|netz) kennengelernt|\bheiratsschwindl\w*|"
        r"\b(?:girl|guy|woman|man|lady|chica|chico|mujer|hombre|novi[oa]|fille|mec|femme|homme|frau|mann|"
        r"freundin)\b.{0,60}"
        rf"\b(?:asks?|asking|wants?|begs?|needs|pide|pidiendo|demande|reclame|"
        rf"bittet|verlangt|will)\b.{{0,24}}\b{_MONEY}|"
        r"\brencontre\w* (?:en ligne|sur "
        r"(?:internet|un site|tinder))|\bconoc\w+ (?:en|por) (?:internet|linea|tinder|una app)|网恋|网上认识|杀猪盘|"
        r"交友软件"
    ),
    Need.BULLIED: (
        r"\bbull(?:y|ied|ying)\b|\bmobb(?:ing|ed)?\b|\bgemobbt|\bmobben|\bharcel\w*|\bacos(?:o|ad\w*|"
        r"an)\b.{0,30}(?:escol|clase|"
        r"colegio)?|\b(?:classmates?|kids at school|my class)\b.{0,60}\b(?:laugh\w*|mock\w*|fake|made|shar\w*|"
        r"spread\w*)|霸凌|欺负|校园暴力"
    ),
    Need.WORRIED: (
        rf"{_CHILD}.{{0,60}}\b(?:shar\w*|spread\w*|going round|circulat\w*|cry\w*|scared|afraid|ashamed|school|"
        rf"chat group|group "
        r"chat|klasse|schule|classe|ecole|clase|escuela)\b|\bworried (?:about|for) (?:my|our)|\bmache mir sorgen um|"
        r"\bm'inquiete pour|\bpreocupad[oa] por (?:mi|nuestr)|担心我(?:的)?(?:孩子|女儿|儿子)"
    ),
}
_NEEDS = {need: re.compile(pattern) for need, pattern in _PATTERNS.items()}
# A question about how the tool works, or about others in general, is no call for help.
_IN_GENERAL = re.compile(
    r"\b(?:what is|what does|define|meaning of|was (?:ist|bedeutet)|qu'est-ce qu\w*|que (?:es|significa))\b|什么是"
)


# Money for something bought or ordered, without a word of a loss.
_BOUGHT = re.compile(
    r"\bpaid\b.{0,40}\bfor (?:an?|the|this|that|it|my|his|her|two|some)\b(?! deposit)|\b(?:bezahlt|gezahlt)\b.{0,30}"
    r"\bfur\b|\bfur\b.{0,40}\b(?:bezahlt|gezahlt)\b|\bpaye\b.{0,30}\bpour (?:une?|le|la|ce|cette)\b|"
    r"\b(?:pague|pagado)\b.{0,40}\bpor (?:una?s?|el|la|los|las|este|esta|fotos?|imagenes)\b|"
    r"花了?.{0,8}(?:元|块|钱).{0,4}(?:买|请|订)"
)
_LOST = re.compile(
    r"\b(?:scam\w*|fraud\w*|cheated|conned|deposit|advance|back|never|gone|vanished|blocked|disappeared|ghosted|silent|"
    r"refund\w*|lost|stolen|online|internet|gift ?cards?|bitcoin|crypto|betrug\w*|betrogen|zuruck|nie|anzahlung|weg|"
    r"verschwunden|arnaque\w*|acompte|jamais|rembours\w*|disparu\w*|estafa\w*|senal|nunca|reembols\w*|"
    r"desaparec\w*)\b|骗|退|定金|押金|消失|失联"
)


# Somebody else wants money back from whoever asks.
_THEIRS = re.compile(
    r"\b(?:customer|client|buyer|guest|tenant|claimant|patient|user|insured|policy ?holder|he|she|they)s?\b.{0,24}"
    r"\b(?:want(?:s|ed)?|ask(?:s|ed|ing)?|demand(?:s|ed|ing)?|request(?:s|ed)?|claim(?:s|ed|ing)?)\b.{0,24}"
    r"\b(?:(?:his|her|their|the) )?(?:money back|refund\w*)|"
    r"\b(?:kund\w+|kaufer\w*|gast|mieter\w*|er|sie)\b.{0,24}\b(?:will|wollen|verlangt|mochte|fordert)\b.{0,24}"
    r"\bgeld zuruck|\b(?:client\w*|acheteu\w+|locataire|il|elle)\b.{0,24}\b(?:veut|demande|exige|reclame)\b.{0,30}"
    r"\b(?:argent|rembours\w*)|\b(?:client\w*|comprador\w*|inquilin\w*|el|ella)\b.{0,24}\b(?:quiere|pide|exige|"
    r"reclama)\b.{0,30}\b(?:dinero|reembols\w*|devoluci\w*)|(?:客户|顾客|买家|客人|他|她).{0,6}(?:要|要求|想).{0,6}"
    r"(?:退款|退钱|退货)"
)


_IN_QUOTES = re.compile(r"[“„«\"][^“”„«»\"]{3,300}[”“»\"]")
_FRAUD = re.compile(
    r"\b(?:scam\w*|fraud\w*|cheated|conned|ripped off|gone|vanished|disappeared|ghosted|betrug\w*|betrogen|"
    r"verschwunden|arnaqu\w*|escroqu\w*|disparu\w*|estaf\w*|timad[oa]|desaparec\w*)\b|骗|失联|消失|跑路"
)


def tells_of_fraud(message: str) -> bool:
    """Whether a message calls what happened a fraud, and does not only name a payment."""
    return _FRAUD.search(plain(message[:LONGEST])) is not None


def need_of(message: str) -> Need | None:
    """The most pressing need that a message tells of; None if it tells of none."""
    words = _IN_QUOTES.sub(" ", plain(message[:LONGEST]))  # what somebody wants to write tells of nothing
    if _IN_GENERAL.search(words) and len(words.split()) <= 8:
        return None
    found = (need for need, pattern in _NEEDS.items() if pattern.search(words))
    bought = _THEIRS.search(words) or (_BOUGHT.search(words) and not _LOST.search(words))
    return next((need for need in found if not (bought and need is Need.PAID)), None)
