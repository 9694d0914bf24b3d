"""Follow-ups: short messages that mean something only after the turn before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...evidence import Region
from .asked_features import Feature
from .gloss import plain
from .topics import Topic


@dataclass(frozen=True, slots=True)
class Before:
    """The turn before, as far as a follow-up needs it.

    Attributes:
        topics: what was answered, in its order.
        evidence: ids of the evidence that the answer cited, in its order.
        place: the place that it was about.
        features: the features that it was about.
        language: the language of the question.
        choices: what was asked back, if it was.
        points: whether the answer was about a part of the picture that differs.
    """

    topics: tuple[Topic, ...] = ()
    evidence: tuple[str, ...] = ()
    place: Region | None = None
    features: tuple[Feature, ...] = ()
    language: str = "en"
    choices: tuple[Topic, ...] = ()
    points: bool = False


# In English, German, French, Spanish, Chinese, and what is usual in some other languages.
_WHY = re.compile(
    r"^\W*(?:(?:and|but|und|aber|et|mais|y|pero|e|ma|и|а)\W+)?(?:why(?: (?:is that|so|not|though))?|"
    r"how so|how come|wieso|warum|weshalb|"
    r"pourquoi(?: ca)?|por que|porque|perche|waarom|dlaczego|varfor|neden|nicin|почему|чому|为什么|为啥|"
    r"なぜ|왜)\W*$"
)
_MEANING = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|und|et|y|e|en|i|и|а|та|och|ve|那|那么)\W+)*(?:now )?(?:what (?:does|do|"
    r"did|would) (?:that|this|it|these|those) "
    r"(?:mean|tell me|imply)(?: (?:now|exactly|for me))?|meaning(?: what)?|what(?:'s| is) (?:that|"
    r"this) mean|was (?:heisst|bedeutet) "
    r"(?:das|dies|es)(?: (?:jetzt|nun|genau))?|qu'?est-ce que (?:ca|cela) (?:veut dire|signifie)|(?:ca|"
    r"cela) veut dire quoi|"
    r"que (?:significa|quiere decir)(?: (?:eso|esto))?|(?:che )?cosa significa(?: (?:questo|cio))?|"
    r"(?:o )?que (?:isso |isto )?"
    r"(?:significa|quer dizer)(?: isso| isto)?|wat betekent (?:dat|dit)|co to (?:znaczy|oznacza)|"
    r"vad betyder det|bu ne demek|"
    r"что это (?:значит|означает)|що це (?:значить|означає)|(?:这|那)?是?什么意思|どういう意味(?:ですか)?|"
    r"무슨 뜻(?:이에요|인가요|입니까)?)\W*$"
)
_MORE = re.compile(
    r"^\W*(?:(?:and|please|ok|und|bitte|et|y)\W+)*(?:so(?: what)?|and|then|more|go on|continue|elaborate|"
    r"explain(?: (?:that|this|it))?|tell me more(?: about (?:it|that))?|"
    r"(?:some )?more (?:details?|on (?:this|that))|details?|in what (?:way|sense)|how (?:exactly|"
    r"do you mean)|for example|such as|like what|what of it|"
    r"anything else|what else|does (?:it|that) matter|is that (?:bad|good|a lot|normal|important|unusual)|"
    r"na und|und|mehr(?: dazu)?|weiter|erklar(?:e)? (?:das|es)|"
    r"et alors|et|alors|plus|dis-m'en plus|continue[zr]?|explique(?: ca)?|y que|y|mas|cuentame mas|sigue|"
    r"explica(?:lo)?|"
    r"и|ещ[её]|подробнее|дальше|объясни|所以呢|然后呢|继续|多说一点|解释一下|\?+|？+)\W*$"
)
_WHERE = re.compile(
    r"^\W*(?:(?:and|und|et|y|e|и|那)\W+)?(?:where(?: exactly| is (?:it|that))?|wo(?: genau)?|"
    r"ou(?: exactement| ca| donc)?|donde(?: exactamente)?|dove|onde|waar|gdzie|где|在?哪里?|哪儿)\W*$"
)
_WHEN = re.compile(
    r"^\W*(?:(?:and|und|et|y|e|и|那)\W+)?(?:when(?: exactly| precisely| was (?:it|that|this))?|"
    r"(?:at |on )?(?:what|which) (?:time|date|day|year)(?: was (?:it|that))?|wann(?: genau| war das)?|wie spat|"
    r"um wie ?viel uhr|an welchem tag|quand(?: exactement)?|(?:a )?quelle (?:heure|date)|"
    r"cuando(?: exactamente)?|"
    r"(?:a )?que (?:hora|dia|fecha)|quando|wanneer|kiedy|"
    r"когда|(?:具体)?(?:是)?什么时候|"
    r"几点|哪天)\W*$"
)
_WHO = re.compile(
    r"^\W*(?:(?:and|und|et|y|e|и|那)\W+)?(?:(?:by )?who(?:m)?|wer|qui|quien|chi|quem|wie is het|kto|кто|"
    r"谁)\W*$"
)
_OTHER_ONE = re.compile(
    r"^\W*(?:(?:and|but|so|what about|how about|und|was ist mit|et|y|что насчет|那)\W*)+(?:(?:for|with|"
    r"on) )?(?:the |that |this |these |those )?(?:\w+ ){0,3}?(?:one|ones|other|that|this|here|there|these|"
    r"those|"
    r"him|her|them|der|die|das|da|andere[rn]?|hier|celle|celui|l'autre|ca|la|ese|esa|este|esta|otro|otra|"
    r"eso|то|呢)\W*$|"
    r"^\W*(?:and|und|et|y|那)\W.{0,60}$|^\W*(?:what|how) about\b.{0,60}$|^.{1,12}呢\W*$"
)
_WHICH = re.compile(
    r"^\W*(?:(?:and|und|et|y)\W+)?(?:which|welche[srn]?|lequel|laquelle|cual(?:es)?|哪(?:个|一个|"
    r"张))(?: (?:one|ones))?(?: ?(?:of (?:them|the two|these|both|the \w+)|von (?:beiden|ihnen)|des deux|"
    r"de (?:los|las) dos))?\W*$|^两个?[中里]的?哪一?个\W*$"
)
_IS_IT_FAKE = re.compile(
    r"^\W*(?:(?:and|so|then|ok|und|also|et|donc|alors|y|entonces|pues|所以|那么?)\W*)*(?:is it|it is|it's|its|"
    r"ist (?:es|das)|das ist|es ist|"
    r"c'est|est-ce|es|esta)?\W*(?:really |a |an |also |then |wirklich |bien |un |une |una )*(?:fake|forged|forgery|"
    r"faked|gefalscht|falschung|"
    r"fake|truquee?|faux|fausse|un faux|falsa|falso|trucada|假的|伪造的|真的假的)(?: (?:then|right|or not|ou pas|"
    r"oder nicht|o no))?\W*(?:吗|吧)?\W*$"
)
# “And which one?” after the question whether it is AI asks for the program.
_WHICH_MAKER = re.compile(
    r"^\W*(?:(?:and|und|et|y)\W+)?(?:if (?:so|yes|it is),? |wenn ja,? |falls ja,? |si oui,? |si es asi,? )?(?:then )?"
    r"(?:(?:by |with )?(?:which|what) (?:one|ai|generator|program|tool|model|software)|(?:von |"
    r"mit )?welche[rsmn]?(?: (?:ki|"
    r"generator|programm))?|(?:par |avec )?(?:laquelle|lequel|quelle? (?:ia|logiciel|generateur))|(?:con )?(?:cual|que "
    r"(?:ia|programa|generador))|(?:是)?哪(?:个|一个|种)(?:ai|模型|软件)?|"
    r"by whom?|von wem|par qui|por quien|(?:被)?谁)\W*$"
)
_SURE = re.compile(
    r"^\W*(?:(?:and|but|so|und|aber|et|mais|y|pero)\W+)*(?:really |quite |absolutely )?(?:sure|certain|really|for real|"
    r"seriously|honestly|sicher|wirklich|echt jetzt|im ernst|sure?|vraiment|serieusement|segur[oa]|de verdad|"
    r"en serio|真的吗|"
    r"确定吗|当真)\W*$"
)
# A request to say it again more simply.
_TOO_HARD = re.compile(
    r"^\W*(?:(?:sorry|ok|hm|but|what|huh)\W+)*(?:i (?:do ?n[o']?t|did ?n[o']?t|don t|"
    r"can'?t) (?:really )?(?:understand|get|follow)"
    r"(?: (?:any of (?:this|that|it)|a (?:word|thing)|it|this|that|you|anything|all (?:this|that)))?|(?:too|very|so) "
    r"(?:complicated|technical|long|hard)(?: for me)?|(?:what|huh)|(?:das |ich )?versteh\w*(?: ich)?(?: das| es|"
    r" kein wort)? ?(?:nicht|"
    r"kein wort)?|zu (?:kompliziert|technisch)|je (?:ne )?comprends (?:pas|rien)(?: .{0,20})?|trop (?:complique|"
    r"technique)|"
    r"no (?:lo )?entiendo(?: nada)?|demasiado (?:complicado|tecnico)|"
    r"(?:我)?(?:看|听|弄)?不(?:太)?(?:懂|明白)|太(?:复杂|专业)了?)\W*$"
)
_ORDINALS = (
    {"1", "first", "the first", "the first one", "a", "das erste", "le premier", "la primera", "第一个", "the former"},
    {
        "2",
        "second",
        "the second",
        "the second one",
        "b",
        "das zweite",
        "le deuxieme",
        "la segunda",
        "第二个",
        "the latter",
    },
    {"3", "third", "the third", "the third one", "c", "das dritte", "le troisieme", "la tercera", "第三个", "the last"},
)
_WHICH_IS_IT = re.compile(
    r"^\W*(?:(?:and|so|then|but|ok)\W+)*(?:which (?:one |of (?:them|these|the two|those) )?(?:is|does) (?:this|it|that|"
    r"mine)(?: one| picture| apply| here)?(?: then)?|so which(?: is it)?|und was ist (?:es|das hier)|"
    r"welches davon ist (?:es|das)|et celle-ci|lequel est-ce|cual es (?:esta|este)|那这(?:张|个)(?:呢|是哪个))\W*$"
)
_OF_TWO = re.compile(
    r"\b(?:which (?:of (?:them|the two|these|both|those)|one)|the (?:other|second|first) (?:one|picture|photo)|"
    r"welches von beiden|laquelle des deux|cual de (?:las|los) dos)\b|哪一张"
)
_NTH = re.compile(
    r"^\W*(?:(?:and|what about|how about|und|et|y|was ist mit)\W+)*(?:the |der |die |das |le |la |el )?"
    r"(first|second|third|last|other|1st|2nd|3rd|erste|zweite|dritte|andere|premiere?|deuxieme|troisieme|autre|"
    r"primer[oa]?|segund[oa]|tercer[oa]|otr[oa])(?: one| finding)?\W*$"
)
_NUMBERS = {
    "first": 0, "1st": 0, "second": 1, "other": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1, "erste": 0, "zweite": 1,
    "andere": 1, "dritte": 2, "premier": 0, "premiere": 0, "deuxieme": 1, "autre": 1, "troisieme": 2, "primer": 0,
    "primero": 0, "primera": 0, "segundo": 1, "segunda": 1, "otro": 1, "otra": 1, "tercero": 2, "tercera": 2,
}  # fmt: skip
_BACK = re.compile(
    r"\b(?:that|this|the same|said) (?:region|part|area|box|spot|corner|place|section|bit|square|patch|crop)\b|"
    r"\b(?:diese[nrms]?|dieselbe) (?:stelle|bereich|teil|ecke)|\b(?:cette|la meme) (?:zone|partie|region)|"
    r"\b(?:esa|esta|la misma) (?:zona|parte|region)|(?:那|这)个?(?:区域|部分|地方)"
)
_LEAN = 1.5  # by how much a topic of the turn before is likelier than the words alone say
_ABOUT_A_FINDING = frozenset(
    {
        Topic.EVIDENCE_ITEM, Topic.DETECTOR, Topic.FEATURE, Topic.GEOMETRY, Topic.REGION, Topic.MAP, Topic.MAP_MEANING,
        Topic.CLAIM, Topic.CLONED, Topic.WHERE_EDITED, Topic.COMPARE, Topic.SECOND_LOOK,
    }
)  # fmt: skip
_ABOUT_EDITS = frozenset(
    {
        Topic.ALTERATION, Topic.CLONED, Topic.AI_PART, Topic.FOR_FAKE, Topic.REASONS, Topic.FEATURE, Topic.WHERE_EDITED,
        Topic.DETECTOR, Topic.EVIDENCE_ITEM, Topic.MAP, Topic.GEOMETRY,
    }
)  # fmt: skip
_BY_PLACE = frozenset(
    {
        Topic.REGION, Topic.FEATURE, Topic.CLONED, Topic.MAP_MEANING, Topic.WHERE_EDITED, Topic.AI_PART,
        Topic.ALTERATION, Topic.DESCRIBE, Topic.PERSON, Topic.TEXT_IN_PICTURE, Topic.GEOMETRY,
    }
)  # fmt: skip
_BY_EVIDENCE = frozenset(
    {Topic.VERDICT, Topic.REASONS, Topic.FEATURE, Topic.GEOMETRY, Topic.DETECTOR, Topic.FOR_FAKE, Topic.FOR_REAL}
)
_OF_AI = frozenset({Topic.VERDICT, Topic.MAKER, Topic.AI_PART})
# What is asked about by “where?”, “when?” or “why not?” after one of these is the thing itself.
_WITH_A_PLACE = frozenset({Topic.WATERMARK, Topic.PUBLISHED, Topic.TEXT_IN_PICTURE, Topic.SIGNER, Topic.COMPARE})
_WITH_A_TIME = frozenset({Topic.SOFTWARE, Topic.SIGNER, Topic.PUBLISHED, Topic.CREDENTIALS})
_REFUSING = frozenset(
    {
        Topic.COURT, Topic.PUBLISHED, Topic.PERSON, Topic.LEGAL, Topic.CREDENTIALS, Topic.WHERE_TAKEN, Topic.EVENT,
        Topic.DESCRIBE, Topic.TRUST_TOOL, Topic.HOW_TO, Topic.WATERMARK, Topic.MAKER,
    }
)  # fmt: skip
_WORDS_OF_ANOTHER = 5  # of “and the other eye?”; a longer question says by itself what it asks for
_TOPIC_OF: dict[Feature, Topic] = {
    Feature.SHADOW: Topic.GEOMETRY, Feature.LIGHT: Topic.GEOMETRY, Feature.REFLECTION: Topic.GEOMETRY,
    Feature.PERSPECTIVE: Topic.GEOMETRY, Feature.TEXT: Topic.TEXT_IN_PICTURE,
}  # fmt: skip


def resolved(text: str, before: Before | None, place: Region | None, features: tuple[Feature, ...]) -> Topic | None:
    """The topic of a follow-up, or None if a message is none.

    Args:
        text: one question.
        before: the turn before; without it, only what stands by itself is resolved.
        place: the place that the question names in words.
        features: the features that it names.
    """
    words = plain(text[:200]).strip()
    if before is not None and before.choices and (chosen := _chosen(words, before.choices)) is not None:
        return chosen
    earlier = before.topics[0] if before is not None and before.topics else None
    of_two = _OF_TWO.search(words) is not None
    if (earlier is Topic.COMPARE and (of_two or _NTH.match(words))) or (earlier is Topic.PERSON and of_two):
        return Topic.COMPARE
    if (earlier is not None and _WHICH_IS_IT.match(words)) or _IS_IT_FAKE.match(words):
        return Topic.VERDICT
    if before is not None and _nth(words, before.evidence):
        return Topic.EVIDENCE_ITEM
    if _WHY.match(words):
        itself = earlier in _ABOUT_A_FINDING or earlier is Topic.ABSTENTION
        return earlier if earlier is not None and (itself or earlier in _REFUSING) else Topic.REASONS
    if _TOO_HARD.match(words):
        return Topic.REPHRASE
    if _SURE.match(words):
        return Topic.CONFIDENCE
    if earlier in _OF_AI and _WHICH_MAKER.match(words):
        return Topic.MAKER
    if _WHEN.match(words):
        return earlier if earlier in _WITH_A_TIME else Topic.WHEN_TAKEN
    if _WHERE.match(words):
        if earlier in _WITH_A_PLACE:
            return earlier
        of_part = earlier in _OF_AI and before is not None and before.points
        return Topic.WHERE_EDITED if earlier in _ABOUT_EDITS or of_part else Topic.WHERE_TAKEN
    if _WHO.match(words):
        return Topic.SIGNER if earlier in (Topic.CREDENTIALS, Topic.SIGNER) else Topic.PERSON
    if _MEANING.match(words) or _MORE.match(words) or _WHICH.match(words):
        return Topic.FOLLOW_UP if earlier is None else _further(earlier, before, which=_WHICH.match(words) is not None)
    if not _OTHER_ONE.match(words) or len(words.split()) > _WORDS_OF_ANOTHER:
        return None
    if features:
        return _TOPIC_OF.get(features[0], Topic.FEATURE)
    if place is not None:
        return earlier if earlier in _BY_PLACE else Topic.REGION
    return None


def pointed_at(text: str, before: Before | None) -> tuple[str, ...]:
    """The evidence of the turn before that a message points at by its place, as in “what about the second one?”."""
    return _nth(plain(text[:200]).strip(), before.evidence) if before is not None and not before.choices else ()


def _nth(words: str, evidence: tuple[str, ...]) -> tuple[str, ...]:
    match = _NTH.match(words)
    if match is None or len(evidence) < 2:
        return ()
    place = _NUMBERS[match[1]]
    return evidence[place:][:1] if place < len(evidence) else ()


def points_back(text: str) -> bool:
    """Whether a text means the place of the turn before, as in “compare that region with the rest”."""
    return _BACK.search(plain(text[:400])) is not None


def leaning(ranked: Sequence[tuple[Topic, float]], before: Before | None) -> tuple[tuple[Topic, float], ...]:
    """The ranking of a question with the topics of the turn before made likelier, so that it still adds up to 1."""
    if before is None or not before.topics or ranked[0][1] >= 0.5:
        return tuple(ranked)
    shares = [(topic, share * (_LEAN if topic in before.topics else 1.0)) for topic, share in ranked]
    total = sum(share for _, share in shares)
    return tuple(sorted(((topic, share / total) for topic, share in shares), key=lambda pair: -pair[1]))


def _further(earlier: Topic, before: Before | None, *, which: bool) -> Topic:
    """What “explain that” asks for: the evidence that the answer cited, or else the same again."""
    if which or earlier not in _BY_EVIDENCE or before is None or not before.evidence:
        return earlier
    return Topic.EVIDENCE_ITEM


def _chosen(words: str, choices: tuple[Topic, ...]) -> Topic | None:
    said = words.strip(" .!?,，。")
    return next((topic for topic, names in zip(choices, _ORDINALS, strict=False) if said in names), None)
