"""A message cut into its questions: “is it real? and who made it?”, “when and where was it taken”."""

from __future__ import annotations

import re

_STOPS = re.compile(r"(?<=[.!?？！。;；])\s+|(?<=[？！。；])|\n+")
_QUESTION_WORD = (
    r"who|whose|when|where|why|how|what|which|is|was|were|are|does|did|do|can|could|has|have|wer|wann|wo|"
    r"warum|wie|was|welche\w*|"
    r"ist|wurde|kann|qui|quand|ou|où|pourquoi|comment|quel\w*|est-ce|quién|quien|cuándo|cuando|dónde|"
    r"donde|por qué|cómo|qué|cuál"
)
_AND = re.compile(
    rf"(?:,\s*|\s+)(?:and|und|et|y|also|plus)\s+(?=(?:{_QUESTION_WORD}|show|tell|give|explain|zoom|compare|"
    rf"draw|list)\b)",
    re.I,
)
_WORDS = "who|when|where|why|how|wer|wann|wo|warum|wie|qui|quand|où|pourquoi|comment|quién|cuándo|dónde|por qué|cómo"
_BOTH = re.compile(rf"^((?:\W|[¿])*)({_WORDS})\s*(?:,|and|und|et|y|or|oder|ou|o)\s*({_WORDS})\b\s*(.+)$", re.I | re.S)
_BOTH_CHINESE = re.compile(
    r"^(.{0,16}?)((?:是|在)?(?:什么时候|何时|哪里|哪儿|什么地方|谁))(?:、|和|，|跟|以及|还有)((?:是|在)?(?:什么时候|何时|哪里|哪儿|什么地方|谁))(.{1,16})$"
)
_ASKS = re.compile(
    rf"[?？]|^\W*(?:{_QUESTION_WORD}|whats|wheres|whos|hows|show|tell|give|explain|zoom|compare|draw|list|describe|read|look|check|"
    rf"find|write|name|"
                       r"summari\w+|zeig|nenn|erklär\w*|montre|explique|dis|muestra|muéstr\w+|dime|explica)\b|"
                       r"[吗呢]\W*$", re.I)  # fmt: skip
LEAST = 2  # words on either side of an “and” that parts two questions


def parts(message: str, most: int) -> list[str]:
    """The questions of a message on one line each, at most so many.

    Sentences that ask nothing are context: they are left out if another sentence asks something, unless the question
    leans on what was said, as in “He says it is new. Is that true?”.
    """
    sentences = [sentence.strip() for sentence in _STOPS.split(message) if re.search(r"\w", sentence)]
    if len(sentences) <= 1:
        return _cut(message.strip())[:most]
    asking = [bool(_ASKS.search(sentence)) for sentence in sentences]
    if not any(asking):
        return [" ".join(sentences)]
    found: list[str] = []
    context = ""
    for sentence, asks in zip(sentences, asking, strict=True):
        if not asks:
            context = f"{context} {sentence}".strip()
            continue
        cut = _cut(sentence)
        if found and _BELONGS.match(sentence):
            found[-1] = f"{found[-1]} {sentence}"
            continue
        found += [f"{context} {cut[0]}".strip() if context and leans(cut[0]) else cut[0], *cut[1:]]
        context = ""
    return list(dict.fromkeys(found))[:most]


_LEANS = re.compile(
    r"\b(?:true|right|correct|that|this|so|accurate|possible|hold|check out|he|she|they|wahr|stimmt|vrai|"
    r"verdad|cierto)\b|真的|可能|对吗",
    re.I,
)


# A request that asks for nothing by itself, so that it belongs to the question before: “Give me the command.”
_BELONGS = re.compile(
    r"^\W*(?:(?:please|and|so|just|bitte|und|et|y|por favor)\W+)*(?:"
    r"(?:give|show|tell|send) me (?:(?:the|an?|some|your) )?(?:\w+ )?"
    r"(?:commands?|examples?|answers?|numbers?|figures?|details?|steps?|links?|lines?|exact \w+)|"
    r"(?:number|numbers|figures?|examples?|details?) please|(?:explain|why|how so|be (?:honest|specific|brief|exact))|"
    r"(?:made|built|written|developed|trained|owned) by (?:whom?|which \w+)|"
    r"(?:gib|nenn\w*|zeig\w*) mir (?:\w+ )?(?:den befehl|ein beispiel|die zahl\w*)|"
    r"donne[zr]?-moi (?:la commande|un exemple|le chiffre)|dame (?:el comando|un ejemplo|la cifra)"
    r")\W*$",
    re.I,
)


def leans(question: str) -> bool:
    """Whether a short question can't be understood without the sentence before."""
    return len(question.split()) <= 6 and _LEANS.search(question) is not None


def _cut(sentence: str) -> list[str]:
    if chinese := _BOTH_CHINESE.match(sentence):
        before, first, second, after = chinese.groups()
        return [f"{before}{first}{after}", f"{before}{second}{after}"]
    if both := _BOTH.match(sentence):
        return [f"{both[2]} {both[4]}", f"{both[3]} {both[4]}"]
    cut = [part.strip(" ,") for part in _AND.split(sentence)]
    if len(cut) > 1 and all(len(part.split()) >= LEAST for part in cut) and _ASKS.search(cut[0]):
        return cut
    return [sentence]
