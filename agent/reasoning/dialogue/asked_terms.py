"""Whether a question asks what a word means, by its form: “what is a mask”, “what does “splice” mean”.

The word has to be one that the knowledge base explains, or a code of content credentials; then nothing else is meant.
"""

from __future__ import annotations

import re
from functools import cache

from ...provenance.credentials.validation_codes import MEANINGS
from .gloss import plain
from .guide_search import normal
from .knowledge import entries
from .topics import Topic

_EXPLAINING = frozenset({Topic.TERM, Topic.CREDENTIALS, Topic.SIGNER, Topic.WATERMARK})  # topics of entries about words
LONGEST = 300  # characters of a question that are looked at
_OPENING = r"^\W*(?:(?:and|but|so|ok(?:ay)?|hm+|um|sorry|please|und|also|et|y|aber|mais|pero)\W+)*"
_WHAT_IS = (
    r"(?:what(?:'s|s| is| are| does)|was (?:ist|sind|bedeutet|heisst)|qu'est[- ]ce qu(?:e|'|')? ?(?:c'est qu(?:e |'))?|"
    r"c'est quoi|que (?:es|son|significa)) ?(?:(?:an?|eine?n?|une?|una?|du) )?(.{2,40}?)"
    r"(?: (?:mean|means|anyway|exactly|then|genau|eigentlich|exactement|exactamente))?\W*$"
)
_EXPLAIN = (
    r"(?:please |bitte )?(?:explain|define|erklar\w*(?: sie)?|expli\w+)(?: (?:to )?(?:me|us|mir|uns|moi))?"
    r" (?:what )?(?:(?:an?|eine?n?|une?|una?) )?(.{2,40}?)(?: (?:is|means?|ist|bedeutet))?"
    r"(?: (?:for|to|in|like|as|please|simply|fur|einem|bitte|pour|para|a un|en|wie|comme|como)\b.*)?\W*$"
)
_TERM = r"(?:(?:the|an?|eine?n?|la|le|les|une?|el|los|una?) )?[\"“„«'‘]?\W?(.{2,40}?)[\"”“»'’]?"
_MEANING_OF = (
    r"(?:what is meant by|what do(?:es)? (?:they|you|people) mean by|(?:the )?meaning of|definition of|"
    r"was (?:heisst|bedeutet|ist|sind) (?:denn |eigentlich |genau )+|was versteht man unter|was meint|"
    r"bedeutung von|que (?:veut dire|veulent dire|"
    r"signifie|signifient)|qu'entend-on par|definition de|que quiere decir|que se entiende por|significado de) "
) + _TERM
_AFTER = (
    r"(?:(?:an?|eine?|une?|una?) )?[\"“„«'‘]?\W?(.{2,40}?)[\"”“»'’]?[ ,:;.!?¿-]+"
    r"(?:(?:what|wat) (?:is|does) (?:that|this|it)(?: mean)?|what's (?:that|this)|meaning|"
    r"(?:is|are|means) what(?: exactly)?|was (?:ist|heisst|bedeutet) das(?: denn| genau)?|c'est quoi(?: ca)?|"
    r"qu'est[- ]ce que c'est(?: que ca)?|ca veut dire quoi|que es(?: eso| esto)?|que significa(?: eso| esto)?)"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        _OPENING + _WHAT_IS,
        _OPENING + _EXPLAIN,
        _OPENING + _MEANING_OF + r"\W*$",
        _OPENING + _AFTER + r"\W*$",
        r"^\W*什么(?:是|叫)(.{2,20}?)\W*$",
        r"^\W*(.{2,20}?)(?:是|指)?什么(?:意思|东西)?\W*$",
    )
)
_QUOTED = re.compile(r"[\"“”„«»‘’']([^\"“”„«»‘’']{2,80})[\"“”„«»‘’'](?!\w)")
_MEANS = re.compile(
    r"\b(?:mean|means|meaning|explain|define|definition|stands? for|bedeut\w*|heisst|erklar\w*|signifi\w*|veut dire|"
    r"expli\w*|quiere decir)\b|意思|解释|含义"
)
_WHAT = re.compile(r"\b(?:what|was ist|qu'est|c'est quoi|que es)\b|什么")
_CODE = re.compile(r"\b[a-zA-Z]+(?:\.[a-zA-Z]+)+\b")


def asks_a_meaning(question: str, language: str) -> bool:
    """Whether a question asks for the meaning of a word that is explained, or of a code of content credentials."""
    text = question[:LONGEST]
    words = plain(text)
    explained = _explained(language)
    if any((match := form.match(words)) and normal(match[1]) in explained for form in _FORMS):
        return True
    means = _MEANS.search(words) is not None
    if means and any(normal(plain(passage)) in explained for passage in _QUOTED.findall(text)):
        return True
    return (means or _WHAT.search(words) is not None) and code_in(text) is not None


def code_in(text: str) -> str | None:
    """The first code of the C2PA specification in a text that is explained here; None if there is none."""
    return next((code for code in _CODE.findall(text[:LONGEST]) if code in MEANINGS), None)


@cache
def _explained(language: str) -> frozenset[str]:
    """The normal forms, without accents, of all words that an entry of the knowledge base explains."""
    explaining = [entry for entry in entries(language) if entry.topic in _EXPLAINING and entry.terms]
    return frozenset(normal(plain(term)) for entry in explaining for term in (*entry.terms, entry.slug))
