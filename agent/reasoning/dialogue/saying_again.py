"""A message that asks for the last answer once more: shorter, simpler, in another language, or with more of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ...evidence import Statement
from .detail_names import Detail
from .gloss import plain
from .knowledge import ID
from .topics import Topic
from .understanding import Asked, Understood, only_a_wish
from .wishes import Wishes

_SIMPLE = frozenset({Topic.VERDICT, Topic.REASONS, Topic.SUMMARY, Topic.CONFIDENCE, Topic.FOR_FAKE, Topic.FOR_REAL})
_VERDICT = re.compile(r"\b(?:verdict|result|conclusion|urteil|ergebnis|veredicto|resultado)\b|结论|判定", re.I)
# “Put that in two sentences for the file” means what was just said, and not the examination as a whole.
_THAT = re.compile(
    r"\b(?:put|say|phrase|word|write|turn|make|give(?: (?:me|us))?|rephrase|rewrite|formulate|summari[sz]e|shorten|"
    r"boil|sum|condense|compress) (?:all (?:of )?)?(?:that|those)\b(?! (?:you|it|the|he|she|they|this)\b)|"
    r"\b(?:formulier\w*|schreib\w*|sag\w*|fass\w*|kurz\w*)\b (?:mir |bitte )*das\b|"
    r"\b(?:dis|dites|ecri\w*|formule\w*|resume\w*|reformule\w*)[ -](?:moi )?(?:ca|cela)\b|"
    r"\b(?:di|pon|escrib\w*|resum\w*|formula\w*)\b (?:me )?eso\b|"
    r"(?:把)?(?:这些|那些|刚才的)(?:话)?.{0,4}(?:写|说|概括|总结)"
)
_MORE_OF_IT = re.compile(
    r"^\W*(?:(?:and|please|ok(?:ay)?|yes|und|bitte|ja|et|oui|y|si)\W+)*(?:more|go on|continue|carry on|keep going|"
    r"elaborate|tell me more(?: about (?:it|that|this))?|(?:some )?more (?:details?|please|on (?:this|that)|info\w*)|"
    r"details?|anything else|what else|mehr(?: dazu)?|weiter|erzahl mehr|noch mehr|plus|encore|dis-m'en plus|"
    r"continuez?|mas|sigue|cuentame mas|mas detalles|继续|多说一点|还有吗|还有呢)"
    r"(?:\W+(?:please|bitte|svp|por favor))?\W*$"
)
_TO_SOMEBODY = re.compile(
    r"^\W*(?:(?:please|now|ok(?:ay)?|and|can you|could you|bitte|und) )*(?:explain|tell|say|put|erklar\w*|explique\w*|"
    r"explica\w*) (?:(?:it|this|that|the result|es|das|ca|cela|eso|esto|lo) )?(?:to|for|like|fur|"
    r"wie|a (?:mon|ma|mes|mi|mis|une?|una)|pour|comme|para|"
    r"como)\b.{1,40}$"
)
# A message that is a wish and nothing else.
_WISH = re.compile(
    r"^\W*(?:(?:and|now|ok(?:ay)?|please|again|once more|a bit|much|even|make it|make that|say it|say that|und|jetzt|"
    r"bitte|nochmal|et|maintenant|y|ahora|un peu|un poco|in|auf|en|dans|as|als|with|mit|再|请|更|用|用最)\W*)*"
    r"(?:short(?:er)?|brief(?:ly|er)?|simpl(?:er|y|ify)|short(?:er)? version|fewer words|"
    r"(?:plain|simple|easy) (?:words|english|terms|language)|no jargon|bullet points|bullets|(?:a )?(?:numbered )?list|"
    r"numbered(?: points)?|nummeriert|numerotee?s?|numerad[oa]s?|编号|"
    r"one sentence|kurz(?:er)?|einfach(?:er)?|"
    r"einfachen worten|stichpunkte\w*|(?:als )?liste|einem satz|(?:plus )?court\w*|bref|(?:plus )?simple(?:ment)?|"
    r"mots simples|une phrase|(?:mas )?(?:corto|breve|sencillo|simple)|palabras sencillas|una frase|lista|"
    r"(?:简短|短|简单|通俗)(?:一?点|一?些|的话说?(?:一下)?|地?说?)|一句话(?:说)?|列表)"
    r"(?:\W*(?:please|bitte|svp|s'il te plait|s'il vous plait|por favor|then|now|again|吧|好吗))*\W*$"
)
_LONG = 9  # words of a message that asks for something else beside simpler words, unless that is what it asks for most
FEW = 2  # sentences of an answer from which a shorter one has one


def said_again(
    question: str, understood: Understood, last: Understood | None, topics: Sequence[Topic], told: Sequence[Statement]
) -> Understood:
    """What is to be answered: the message itself, or the last one with the wishes of this one.

    Args:
        question: the message as it was typed.
        understood: the same, understood.
        last: the last message that was answered; None at the beginning.
        topics: what the last answer was about.
        told: the last answer.
    """
    if last is not None and goes_on(question, told):
        wishes = replace(last.wishes, long=True, short=False, one_word=False, sentences=None, words=None)
        return replace(last, wishes=wishes)
    asked = understood.asked
    if any(one.detail is Detail.LETTER for one in asked):  # the letter is to be short, which is put together here
        return replace(understood, wishes=replace(understood.wishes, short=False, sentences=None))
    if len(asked) != 1:
        return understood
    if last is not None and understood.wishes != Wishes() and _THAT.search(plain(question[:300])):
        return rephrased(last, understood, len(told))
    verdict_alone = len(told) == 1 and not _SIMPLE.isdisjoint(topics)
    if understood.wishes.short and verdict_alone:  # nothing can be left out of it but the words around the label
        last = verdict_asked(question, replace(last or understood, wishes=Wishes()))
    possible: Collection[Topic] = {asked[0].topic, *asked[0].choices}
    wished = only_a_wish(asked[0]) or (understood.wishes.language and Topic.OUT_OF_SCOPE in possible)
    words = plain(question[:200]).strip()
    simply = understood.wishes.register == "simple" and _TO_SOMEBODY.match(words) is not None
    bare = simply or (_WISH.match(words) is not None and understood.wishes != Wishes())
    again_meant = asked[0].topic is Topic.REPHRASE or (Topic.REPHRASE in possible and len(words.split()) <= _LONG)
    if not (bare or again_meant or wished) or (asked[0].detail is not None and not bare):
        return understood
    dull = understood.wishes.register == "simple" and _SIMPLE.isdisjoint(topics)  # it has no simpler words
    again = None if _VERDICT.search(question) or dull else last
    return rephrased(again or verdict_asked(question, understood), understood, len(told) if again is not None else 0)


def goes_on(question: str, told: Sequence[Statement]) -> bool:
    """Whether a message only asks for more of an answer from the knowledge base."""
    from_base = bool(told) and any(cite.startswith(ID) for cite in told[0].cites)
    return from_base and _MORE_OF_IT.match(plain(question[:200]).strip()) is not None


def rephrased(last: Understood, understood: Understood, told: int = 0) -> Understood:
    """The last message once more, with the wishes of this one; it stays simple, or for a report, if it was so.

    Args:
        last: the last message.
        understood: this one.
        told: how many sentences the last answer had; an answer that is wished shorter has fewer.
    """
    wishes = understood.wishes
    if replace(wishes, language=None) == Wishes():  # another language alone: as long and in the form of the last one
        wishes = replace(last.wishes, language=wishes.language)
    elif wishes.register == "plain":
        wishes = replace(wishes, register=last.wishes.register)
    if wishes.short and understood.wishes.short and told:
        wishes = replace(wishes, sentences=1 if told <= FEW else FEW, one_word=told == 1)
    return replace(last, wishes=wishes, language=wishes.language or last.language)


def verdict_asked(question: str, understood: Understood) -> Understood:
    """The same message as a question for the verdict, which is what is said again if nothing was said before."""
    return replace(understood, asked=(Asked(question, ((Topic.VERDICT, 1.0),)),))
