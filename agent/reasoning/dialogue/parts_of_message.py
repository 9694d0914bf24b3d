"""A message cut into its questions: “is it real? and who made it?”, “when and where was it taken”."""

from __future__ import annotations

import re

_STOPS = re.compile(r"(?<=[.!?？！。;；])\s+|(?<=[？！。；])|\n+")
_QUESTION_WORD = (
    r"who|whose|whom|when|where|why|how|what|which|whats|wheres|whos|hows|whens|is|was|were|are|does|did|do|can|could|has|have|must|may|should|shall|"
    r"would|will|wer|wen|wem|wann|wo|muss|soll|darf|faut-il|dois-je|puis-je|peut-on|debo|puedo|hay que|"
    r"womit|wodurch|kannst|können|könnten|peux-tu|pouvez-vous|puedes|warum|wie|was|welche\w*|ist|sind|wurde|hat|kann|qui|quand|ou|où|pourquoi|comment|quel\w*|est-ce|"
    r"a-t-\w+|y a-t-il|pourri?ez-vous|pourrais-tu|"
    r"quién|quien|cuándo|cuando|dónde|donde|por qué|cómo|qué|cuál\w*|cu[áa]nt\w*|"
    r"(?:je|on|nous) (?:peux|peut|pouvons|dois|doit)"
)
# Before a question word in a second half, as in “and with which lens”, “and if so which one”.
_LED = (
    r"(?:(?:if (?:so|not|yes)|wenn ja|falls ja|si oui|si es así|en ese caso|then|dann|alors|entonces),?\s+)?"
    r"(?:(?:with|by|from|on|at|in|under|since|for|to|of|mit|von|bei|aus|auf|in|seit|avec|par|de|depuis|à|dans|sur|con|"
    r"por|desde|en|a)\s+)?"
)
# A text that is wanted: “one neutral line for the minutes”, “zwei Sätze”.
_TEXT = (
    r"(?:an?|one|two|three|some|[1-4]|ein(?:en|e)?|zwei|drei|une?|deux|trois|una?|dos|tres) (?:\S+ ){0,2}?"
    r"(?:lines?|sentences?|paragraphs?|captions?|notes?|messages?|e-?mails?|texts?|statements?|liners?|zeilen?|"
    r"s[aä]tz\w*|absatz|notiz|nachricht|phrases?|lignes?|paragraphe|l[ée]gende|mots?|frases?|l[ií]neas?|p[aá]rrafos?|"
    r"mensajes?|nota)"
)
# What such a text is for: “a note on the back” and “a line to the left” are wanted by nobody.
_FOR = r"(?=\W+(?:for|please|pls|f[uü]rs?|zum|zur|bitte|pour|svp|para|por favor)\b)"
_NO_SENTENCE = (
    r"(?!.{0,80}\b(?:says|said|is|was|were|arrived|came|hat|ist|war|sagt|steht|dit|est|était|dice|es|era|dec[ií]a)\b)"
)
_REQUEST = (
    r"show|tell|give|explain|zoom|compare|draw|list|whether|kindly|let me have|quote|"
    r"please (?:give|write|tell|show|make|send|draft|explain)|write (?:me|him|her|them|us|an?|the)|"
    r"i(?:'d like| would like| need| also need| want) (?:to know|an?\b|one|two|some)|sagen sie|"
    r"sag mir|nennen sie|nenn mir|zeigen? sie|zeig mir|schreib(?:e|en sie)?(?: mir)?|formulieren sie|geben sie|gib mir|"
    r"donne[rz]?|dites|dis-moi|[ée]cri(?:s|vez)|r[ée]digez?|d[ií]game|dime|dame|d[eé]me|escr[ií]ba(?:me)?|escr[ií]beme|"
    rf"red[aá]cta(?:me)?|{_TEXT}{_FOR}"
)
_AND = re.compile(
    rf"(?:,\s*|\s+)(?:and|n|und|et|y(?! a-t-)|also|plus)\s+(?={_LED}(?:{_QUESTION_WORD}|{_REQUEST})\b)|"
    r"(?<!when)(?<!where)(?<!who)(?<!how)(?<!wo)(?<!wann),?\s+(?:or|oder|ou|o)\s+(?=(?:where|when|who|wo|wann|wer|où|quand|"
    r"qui|d[oó]nde|cu[aá]ndo|qui[eé]n)\b)",
    re.I,
)
_WANTS_TEXT = re.compile(
    r"(?:^\W*(?:(?:and|also|then|right|fine|ok(?:ay)?|und|dann|gut|et|alors|bon|y|entonces|bueno)\W+){0,2}"
    r"(?:(?:please|kindly|pls|bitte|svp|por favor) )?(?:give |gimme |make |"
    r"write |draft |gib |schreib\w* |formulier\w* |hace(?:me)? |h[aá]game )?|"
    r"\b(?:need|want|i'd like|i would like|let me have|draft|must (?:minute|write)|brauch\w*|br[aä]uchte|h[aä]tte gern|"
    r"necesit\w*|quiero|il (?:me |nous )?faut|voudrais|besoin d)\W+)"
    rf"(?:(?:me|mir|uns|us|also|noch|aussi|tambi[eé]n)\W+){{0,2}}{_TEXT}(?:{_FOR}|(?=\W*$)|(?=\W+(?:to|about|that|sur|sobre|[uü]ber)\b)){_NO_SENTENCE}|"
    r"^\W*(?:and|also|und|et|y) (?:the|den|die|das|le|la|les|el|los|las) \S+(?: \S+)?\W*$|"
    r"[写给来要][^。？！]{0,12}[一两三](?:句(?:话)?|行)",
    re.I,
)
# A question word within a half, after what it is about: “headmaster tomorrow, what do I say”.
_ASKS_WITHIN = re.compile(
    r"\b(?:what|wat|how|why) (?:do|does|did|should|can|could|shall|is|are|to) (?:i|we|you|he|she|it|they|that|this)\b|"
    r"\b(?:was|wie|warum|wieso) (?:mach\w*|soll\w*|muss|kann|ist|tu[en]?) (?:ich|wir|man|das|es)\b|"
    r"\b(?:qu[eé]|c[oó]mo) (?:puedo|debo|hago|le digo)\b|\b(?:quoi|comment|pourquoi) (?:je|on|faire)\b|\bc'est quoi\b",
    re.I,
)
# A comma parts questions if a question word follows, and what comes before asks by itself: “is he real, how old is he”.
_COMMA = re.compile(
    rf",\s*(?={_LED}(?:{_QUESTION_WORD})\b)|[，,](?=(?:用|是|在|有|被)?(?:谁|什么|哪|怎|多少|为什么|有没有|是不是|何))",
    re.I,
)
_TAG = re.compile(
    r"^(?:is|isn't|was|wasn't|does|doesn't|did|didn't|can|can't|has|hasn't|are|aren't|do|don't|could|have)(?:n't)? "
    r"(?:it|that|this|he|she|they|you|there)\W*$",
    re.I,
)
_LIST = re.compile(r"^\W*(?:tell|give|show|list|name|say|nenn\w*|sag\w*|donne\w*|dis|dime|dame)\b", re.I)
# What comes before a comma and asks nothing by itself: “when I zoom in”, “can you tell me”.
_CLAUSE = re.compile(
    r"^\W*(?:(?:and|but|so|und|aber|et|y) )?(?:when|where|while|wenn|wann immer|quand|"
    r"cuando) (?:i|you|we|they|he|she|it|ich|man|wir|je|on|nous|yo)\b",
    re.I,
)
_TELL_ME = re.compile(
    r"^\W*(?:can|could|will|would) you (?:please )?(?:tell|say|explain|show)(?: (?:me|us))?\W*$", re.I
)
_ASKS_CHINESE = re.compile(r"谁|什么|哪|怎|多少|为什么|有没有|是不是|何时|能不能|会不会|可不可以|是否|要不要|算不算")
# A question word that stands late, as in “c'est signé par qui”, “con qué móvil”.
_ASKS_LATE = re.compile(
    r"\b(?:by|from|with|for) (?:whom?|what|which)\b|\b(?:par|de|avec|pour|à|chez) (?:qui|quoi|quel\w*)\b|"
    r"\b(?:quand|combien|comment)\b|\boù\b|\b(?:con|de|en|por|para|a) (?:qu[ée]|qui[ée]n|d[óo]nde|cu[áa]l\w*)\b|"
    r"\b(?:von|mit|bei|für) (?:wem|wen|was|welche\w*)\b|\bwomit\b",
    re.I,
)
# What begins a message that corrects the one before.
_CORRECTS = re.compile(
    r"^\W*(?:(?:no|nope|nah|sorry|my bad|my mistake|wait|actually|well|oh|nein|non|pardon|perdon|perdón|"
    r"不|不是|不对)\W+)*"
    r"(?:i (?:actually |really )?(?:meant|mean|was asking (?:about|for)|wanted|am asking (?:about|for))\b|"
    r"what i (?:meant|mean) (?:is|was)|ich (?:meinte?|meine)|(?:je|j['’])\s?(?:veux|voulais) dire|je parlais de|"
    r"(?:me refer[íi]a?|quer[íi]a decir|me refiero)(?: a)?|我(?:是)?(?:说|指|问)的?(?:是)?)\W*|"
    r"^\W*(?:(?:not|nicht|pas) (?:the|that|this|das|die|den|le|la)\b|不是)[\w ]{1,24}[,;，] ?"
    r"(?:but |sondern |mais |而是|是)?",
    re.I,
)
# A half that is a question word alone leans on the half before: “was it edited, and where?”.
_BARE = re.compile(
    r"^\W*(?:(?:by|with|from) )?(?:when|where|whom?|what|wann|wo|von wem|womit|quand|où|par qui|avec quoi|cu[áa]ndo|"
    r"d[óo]nde|por qui[ée]n|con qu[ée]|什么时候|在?哪里?)\W*$",
    re.I,
)
_BOX = r"\d+(?:\s*[,;x×]\s*|\s+)\d+(?:\s*[,;x×]\s*|\s+)\d+(?:\s*[,;x×]\s*|\s+)\d+"
_TWO_BOXES = re.compile(rf"({_BOX})\s*(?:[;]|and|und|et|y|vs\.?|with|mit|和|与)\s*({_BOX})", re.I)
_SIDE = r"(?:the )?((?:top|upper|bottom|lower|left|right|middle|cent(?:re|er))[a-z -]*?)"
_TWO_SIDES = re.compile(
    rf"^\W*(?:(?:please|can you|could you|and|now) )*compare {_SIDE} (?:with|and|to|against) {_SIDE}\W*$", re.I
)
_IF_SO = re.compile(
    r"^\W*(?:if (?:so|yes|it is)|wenn ja|falls ja|si oui|si es así)\b.{0,30}$|^\W*(?:by |with )?which (?:one|ai)\W*$",
    re.I,
)
_WORDS = "who|when|where|why|how|wer|wann|wo|warum|wie|qui|quand|où|pourquoi|comment|quién|cuándo|dónde|por qué|cómo"
_BOTH = re.compile(rf"^((?:\W|[¿])*)({_WORDS})\s*(?:,|and|und|et|y|or|oder|ou|o)\s*({_WORDS})\b\s*(.+)$", re.I | re.S)
_BOTH_CHINESE = re.compile(
    r"^(.{0,16}?)((?:是|在)?(?:什么时候|何时|哪里|哪儿|什么地方|谁))(?:、|和|，|跟|以及|还有)((?:是|在)?(?:什么时候|何时|哪里|哪儿|什么地方|谁))(.{1,16})$"
)
_ASKS = re.compile(
    rf"[?？]|^\W*(?:(?:and|und|et|y|so|but|aber|mais|pero)\s+)?{_LED}(?:{_QUESTION_WORD}|que|cual\w*|whats|wheres|whos|hows|"
    rf"show|tell|give|explain|zoom|compare|draw|list|describe|"
    rf"read|look|check|"
    rf"find|write|name|"
                       r"summari\w+|zeig|nenn|erklär\w*|montre|explique|dis|muestra|muéstr\w+|dime|explica)\b|"
                       r"[吗呢]\W*$", re.I)  # fmt: skip
LEAST = 2  # words on either side of an “and” that parts two questions
_LEAST_CHINESE = 3  # characters, likewise


def parts(message: str, most: int) -> list[str]:
    """The questions of a message on one line each, at most so many.

    Sentences that ask nothing are context: they are left out if another sentence asks something, unless the question
    leans on what was said, as in “He says it is new. Is that true?”.
    """
    message = re.sub(r"[^\S\n]+", " ", message)  # runs of blanks take long to search
    sentences = [sentence.strip() for sentence in _STOPS.split(message) if re.search(r"\w", sentence)]
    if len(sentences) <= 1:
        return _cut(message.strip())[:most]
    asking = [any(asks.search(sentence) for asks in (_ASKS, _ASKS_CHINESE, _WANTS_TEXT)) for sentence in sentences]
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
    r"\b(?:true|right|correct|that|this|those|these|so|accurate|possible|hold|check out|he|she|they|wahr|stimmt|vrai|"
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


def without_correction(message: str) -> str:
    """A message without the words that correct the one before: “no, I meant the file date” asks for the file date."""
    found = _CORRECTS.match(message)
    rest = message[found.end() :].strip() if found is not None else ""
    return rest if re.search(r"\w", rest) else message


_SHORTHAND = tuple(
    (re.compile(rf"(?<![\w'’.]){short}(?![\w'’])", re.I), words)
    for short, words in (
        (r"(?:r|are) u", "are you"), (r"u(?!\.\w)", "you"), ("ur", "your"), (r"pl[sz]", "please"),
        (r"(?:smth|sth)", "something"),
        (r"signature(?= (?:dish|look|style|move|drink|cocktail|recipe|plate|cake|meal)\b)", "own"),
        (r"(?:cuz|bc|bcoz)", "because"), ("tho", "though"), ("dunno", "don't know"), ("gonna", "going to"),
        ("wanna", "want to"),
    )
)  # fmt: skip


def spelt_out(message: str) -> str:
    """An English message without the short forms of chats: “do u see it” asks “do you see it”."""
    for pattern, words in _SHORTHAND:
        message = pattern.sub(words, message)
    return message


_MANNER = (
    r"(?:(?:in|with|using|mit|en|avec|con) (?:(?:very|more|your own|ganz|mes|des|tes|vos|sus|tus) )*"
    r"(?:plain|simple|easy|other|own|normal|einfachen|anderen|eigenen|mots simples|termes simples|"
    r"palabras sencillas|palabras simples|otras palabras)"
    r"(?: (?:words|english|terms|language|worten))?|"
    r"用(?:简单|通俗|大白话)(?:易懂)?(?:的话|的语言)?(?:说|讲|解释)?(?:一下)?)"
)
_AROUND = re.compile(
    rf"^\W*{_MANNER}\s*[:,，：]\s*|[ ,，]*{_MANNER}(?:\W+(?:please|bitte|svp|s'il vous plaît|por favor))?(?=\W*$)", re.I
)


def without_manner(question: str) -> str:
    """A question without how it should be answered: “what is a score, in plain words” asks what a score is."""
    return _AROUND.sub("", question)


def is_bare(question: str) -> bool:
    """Whether a part of a message is a question word alone, which means something only after the part before."""
    return _BARE.match(question) is not None or _IF_SO.match(question) is not None


# A half that only asks for the version of what the half before asks for.
_VERSION = re.compile(
    r"(?:\b(?:and|und|et|y)\s+|,\s*)(?:in )?(?:which|what|welche\w*|quelle|que|qué|cuál|cual) (?:version|versión)\W*$",
    re.I,
)
# “How many copies, and where” asks for the places that were found, and not for that of the shot.
_COUNT_AND_PLACE = re.compile(
    r"^\W*(?:(?:and|so|und|et|y)\s+)?(?:how many|wie viele|combien|cuánt[oa]s|cuant[oa]s)(?: [\w'’]+){0,3},? "
    r"(?:and|und|et|y) (?:where|wo|où|ou|dónde|donde)(?: \w+){0,2}\W*$|"
    r"^\W*(?:一共|总共)?有?(?:几|多少)[\u4e00-\u9fff]{1,4}[，,].{0,8}(?:哪|位置).{0,4}$",
    re.I,
)


def _cut(sentence: str) -> list[str]:
    if _VERSION.search(sentence) or _COUNT_AND_PLACE.match(sentence):
        return [sentence]
    if boxes := _TWO_BOXES.search(sentence):
        return list(boxes.groups())
    if sides := _TWO_SIDES.match(sentence):
        return [f"look at the {side}" for side in sides.groups()]
    if chinese := _BOTH_CHINESE.match(sentence):
        before, first, second, after = chinese.groups()
        return [f"{before}{first}{after}", f"{before}{second}{after}"]
    if both := _BOTH.match(sentence):
        return [f"{both[2]} {both[4]}", f"{both[3]} {both[4]}"]
    cut = [piece for part in _AND.split(sentence) for piece in _by_commas(part.strip(" ,"))]
    asks = cut and any(one.search(cut[0]) for one in (_ASKS, _ASKS_CHINESE, _ASKS_LATE, _ASKS_WITHIN, _WANTS_TEXT))
    return cut if len(cut) > 1 and asks and all(map(_stands, cut)) else [sentence]


def _by_commas(part: str) -> list[str]:
    """A half that holds several questions between commas; a tag such as “isn't it” belongs to what it follows."""
    cut = [piece.strip() for piece in _COMMA.split(part) if piece and piece.strip() and not _TELL_ME.match(piece)]
    if len(cut) < 2 or _LIST.match(cut[0]) or _CLAUSE.match(cut[0]) or any(map(_TAG.match, cut[1:])):
        return [part]
    asks = _ASKS.search(cut[0]) or _ASKS_CHINESE.search(cut[0])
    return cut if asks and all(map(_stands, cut)) else [part]


def _stands(part: str) -> bool:
    """Whether a part is long enough to be a question, or a question word alone."""
    return len(part.split()) >= LEAST or is_bare(part) or len(re.findall(r"[\u3400-\u9fff]", part)) >= _LEAST_CHINESE
