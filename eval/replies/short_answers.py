"""Yes and no as answers: a word that stands alone, one that leads a sentence, one that is announced."""

from __future__ import annotations

import re
from typing import Literal

from ..items import Truth
from .no_answers import helpless
from .reply_words import NEGATION, NO, TERM, YES

YesNo = Literal["yes", "no"]
_WORDS = {**dict.fromkeys(YES, "yes"), **dict.fromkeys(NO, "no")}
_TOKEN = re.compile(r"[^\s.,;:!?。，、！？；：()\[\]{}\"'*`~|<>/\\=_…-]+")
_FILLERS = re.compile(
    r"^(?:so|therefore|thus|hence|well|h+m+|ok|okay|then|and|but|also|overall|finally|in conclusion|in summary|in short|consequently|ultimately|"  # noqa: E501
    r"my|the|final|correct|right|best|answer|guess|response|verdict|conclusion|choice|is|would|should|be|will|must|that|"
    r"i|i'd|i'll|i'm|i am|say|answering|respond|go|going|with|lean|leaning|towards?|to|guess|vote|think|believe|conclude|"  # noqa: E501
    r"definitely|certainly|absolutely|clearly|obviously|simply|just|most|likely|probably|almost|very|highly|surely|sure|it's|it|a|an|"
    r"tl|dr|tldr|short|lol|haha|lmao|bro|dude|man|honestly|frankly|surprisingly|unfortunately|fortunately|regrettably|luckily|thankfully|tbh|imo|imho|um|uh|erm|sadly|sorry|nice|try|wahrscheinlich|vermutlich|sicherlich|eindeutig|probablement|sûrement|certainement|probablemente|seguramente|"
    r"probabilmente|sicuramente|provavelmente|certamente|waarschijnlijk|zeker|prawdopodobnie|raczej|скорее|всего|вероятно|"
    r"наверное|конечно|определённо|muhtemelen|kesinlikle|大概|可能|おそらく|多分|아마|아마도|"
    r"of|course|hence|question|this|please|here|ah|oh|result|definite|clear|firm|resounding|strong)$"
)
_TAIL = re.compile(
    r"^(?:it|is|does|was|isn't|doesn't|not|indeed|sir|please|of|course|to|that|the|question|i|think|believe|guess|say|really|for|sure|so|my|final|probably|likely|definitely|certainly|most|almost|honestly|obviously|clearly)$"
)
_WHOLE: dict[str, YesNo] = {
    **dict.fromkeys(
        (
            "probably", "likely", "very likely", "most likely", "quite likely", "highly likely", "i think so", "i believe so", "i would say so", "it is",  # noqa: E501
            "sure is", "sure does", "it sure is", "it does", "it certainly is", "it definitely is", "it was", "it probably is", "that is correct", "that's correct", "that is right", "that's right",  # noqa: E501
            "certainly", "of course", "absolutely", "definitely", "sure", "surely", "almost certainly", "without a doubt", "undoubtedly", "exactly", "yes it is",  # noqa: E501
            "without question", "without any doubt", "for sure", "obviously", "clearly", "evidently", "totally",
            "undeniably", "very much so", "looks like it", "it looks like it", "seems so", "it seems so",
            "it appears so", "appears so", "looks that way", "it looks that way", "seems like it", "i'd say so",
            "beyond doubt", "no doubt", "no doubt about it",
        ),
        "yes",
    ),
    **dict.fromkeys(
        (
            "not at all", "probably not", "definitely not", "most likely not", "likely not", "of course not", "i don't think so", "i do not think so", "i don't believe so",  # noqa: E501
            "i do not believe so", "i think not", "i believe not", "i doubt it", "i doubt that", "unlikely", "highly unlikely", "very unlikely", "not likely", "hardly", "not really",  # noqa: E501
            "sure isn't", "sure is not", "it sure isn't", "no way", "absolutely not", "certainly not", "almost certainly not", "surely not", "it is not", "it isn't", "it's not", "it does not", "it doesn't", "it was not",  # noqa: E501
            "it wasn't", "nothing indicates that", "nothing suggests that", "that is incorrect", "that's incorrect", "that is not correct",  # noqa: E501
            "sadly not", "unfortunately not", "i'm afraid not", "afraid not", "apparently not", "obviously not",
            "clearly not", "evidently not", "doesn't look like it", "it doesn't look like it", "doesn't seem so",
            "it doesn't seem so", "i wouldn't say so", "not that i can see", "not as far as i can tell",
            "not in my opinion", "not in my view", "not to my eye", "not to me",
            "far from it", "by no means", "in no way", "not in the least", "not a chance", "no chance", "not in the slightest",  # noqa: E501
            "wahrscheinlich nicht", "vermutlich nicht", "eher nicht", "sicher nicht", "probablement pas", "sans doute pas",  # noqa: E501
            "certainement pas", "waarschijnlijk niet", "zeker niet", "вряд ли",
        ),
        "no",
    ),
}  # fmt: skip
_LEADS = re.compile(
    r"^[\W_]*(?P<word>yes|yep|yeah|yup|yea|no|nope|nah|ja|jawohl|nein|oui|non|sí|sì|si|sim|não|nao|nee|tak|nie|да|нет|evet|hayır|vâng|đúng|không|ya|tidak|bukan|نعم|لا|हाँ|हां|नहीं)"
    r"(?:(?=\s*(?:[,;:.!()|\[\"'*\]]|-(?!\w)|$))|(?P<subject>(?=\s+(?:it|this|that|there|the|i|because|since|he|she|we|they)\b)))",
    re.I,
)
_HEDGED = re.compile(
    r"^(?P<head>(?:[\w']+\W{1,3}){1,5}?(?:yes|no|not))\s*(?:[,;:(]|-\s|(?=\s(?:though|although|but|because)\b))", re.I
)
_LEADS_CJK = re.compile(
    r"^[\W_]*(?P<word>是的|对的|不是|不对|不|否|对|是|はい|いいえ|네|예|아니요|아니오|아뇨)(?=\s*(?:[,.!。，、！]|$))"
)
_ANNOUNCED = re.compile(
    r"\b(?:answer|response|verdict|conclusion|guess)\b[^.\n]{0,100}?\b(?:is|would be|should be|must be|be|:)\s*(?:therefore |thus |clearly |probably |a |an |definite |clear )*[\"']?(?P<word>yes|no)\b(?![ -](?!(?:it|the|this|because|since|as|due|and|with)\b)\w)|"  # noqa: E501
    r"\b(?:say|answer|respond|conclude|vote|go with|lean(?:ing)?(?: towards?)?)\s*(?:with )?(?:a )?[\"']?(?P<word2>yes|no)\b(?! (?:sign|evid|indic|trac|artif))|"  # noqa: E501
    r"\b(?:dirais (?:que )?|diría (?:que )?|direi (?:di )?|diria (?:que )?|würde sagen,? |würde eher |"
    r"zou zeggen(?: van)?,? |zou |powiedziałbym,? (?:że )?|бы сказал,? (?:что )?)(?P<word7>oui|non|sí|si|no|sì|sim|não|"
    r"ja|nein|nee|tak|nie|да|нет)\b(?=\W*$|[,.;:]| sagen| zeggen)|"
    r"\b(?:revis\w+|chang\w+|switch\w*|correct\w*|amend\w*)(?: it| that| this| my \w+|"
    r" my \w+ answer)?(?: from \w+)? to\s*(?:a )?[\"']?(?P<word5>yes|no)\b|"
    r"\bbut\b[^.:\n]{1,100}:\s*[\"']?(?P<word6>yes|no)[\"']?\W*$|"
    r"(?:,|\bso\b|\bthus\b|\bhence\b|\btherefore\b|\bbut\b)[\s,:]*[\"']?(?P<word3>yes|no)[\"']?\W*$|答案(?:是|为)\s*(?P<word4>是|否|不是)",
    re.I,
)


_OFFERS = re.compile(
    r"\W*(?:i can|i'll|i will|let me|let's|here(?:'s| is| are)|please|(?:i'm )?happy to|i'd be|allow me|i see the)\b(?!'t)",  # noqa: E501
    re.I,
)
_GENERATORS = (
    "midjourney", "stable diffusion", "sdxl", "dall e", "dalle", "flux", "imagen", "ideogram", "adobe firefly", "firefly",  # noqa: E501
    "grok", "sora", "chatgpt", "gpt 4o", "gpt image", "nano banana", "stylegan", "leonardo ai", "a diffusion model",
)  # fmt: skip
_CERTAINTY = re.compile(
    r"^(?:(?:100|definitely|clearly|certainly|obviously|surely|pure|straight|straight up|probably|likely|looks like|"
    r"this is|that's|it's|a|an|ganz klar|eindeutig|definitiv|sicher|clairement|claramente) )+|"
    r"(?: (?:no doubt|for sure|no question|without a doubt|100|obviously|clearly|definitely|i'm (?:\w+ )?(?:sure|certain)|"  # noqa: E501
    r"i am (?:\w+ )?(?:sure|certain)|i think|i'd say|imo|all the way))+$"
)
_ALONE: dict[str, Truth] = {
    **dict.fromkeys(("photo", "photograph", "original", "pristine", "natural", "untouched", "unedited", "unmodified", "unretouched", "camera", "untouched photo", "snapshot", "真", "本物", "진짜"), "real"),  # noqa: E501
    **dict.fromkeys(("a i", "ai", "tampered", "spliced", "rendered", "generative", "genai", "aigc", *_GENERATORS, "假", "伪", "가짜"), "fake"),  # noqa: E501
}  # fmt: skip
_ECHO = re.compile(r",\s*(?:no|nope)\W*$", re.I)
_POLITE = frozenset(("sure", "certainly", "of course", "absolutely", "ok", "okay", "surely", "definitely"))


def polite(sentence: str) -> bool:
    """Whether a sentence may only open a reply politely, and is an answer only if it is all of the reply."""
    return " ".join(re.findall(r"[\w']+", sentence.lower())) in _POLITE


def name_alone(text: str) -> Truth | None:
    """The truth that a reply names which holds nothing else: *Photograph.*, *Tampered*."""
    if len(text) > 60:
        return None
    name = " ".join(re.findall(r"[\w']+", text.lower()))
    if _CERTAINTY.sub("", name) in _GENERATORS:
        return "fake"
    return _ALONE.get(name) or _ALONE.get(re.sub(r"^an? ", "", name))


def without_echo(sentence: str) -> str:
    """A sentence without a last *no* that only repeats its negation, as in *it is no fake, no*."""
    echo = _ECHO.search(sentence)
    if echo is None or not NEGATION.search(sentence, 0, echo.start()) or not TERM.search(sentence, 0, echo.start()):
        return sentence
    return sentence[: echo.start()]


def tokens(text: str) -> list[str]:
    """The words of a text, without marks around them."""
    return _TOKEN.findall(text.lower())


def words_alone(text: str) -> list[YesNo]:
    """The answers of a text that holds nothing else; empty where it does."""
    found = tokens(text)
    said = [_WORDS.get(token) or _WORDS.get(re.sub(r"([a-z])\1{2,}$", r"\1", token)) for token in found]
    return [word for word in said if word] if said and all(said) else []  # type: ignore[misc]


def stands_alone(sentence: str) -> YesNo | None:
    """Yes or no, from a sentence that consists of the answer and of words that carry it."""
    whole = " ".join(re.findall(r"[\w']+", sentence.lower()))
    if whole in _WHOLE:
        return _WHOLE[whole]
    words = tokens(sentence.replace("'", "\u2019"))
    words = [word.replace("\u2019", "'") for word in words]
    while words and _FILLERS.match(words[0]):
        words.pop(0)
    if not words or words[0] not in _WORDS:
        return _WHOLE.get(" ".join(words)) if words else None
    said = _WORDS[words[0]]
    rest = words[1:]
    return said if all(_TAIL.match(word) for word in rest) and len(rest) <= 6 else None  # type: ignore[return-value]


def leads(sentence: str) -> tuple[YesNo, str] | None:
    """The answer that leads a sentence, hedged or not (*Probably not, though …*), and the rest of the sentence."""
    match = _LEADS.match(sentence) or _LEADS_CJK.match(sentence)
    if match is None:
        hedged = _HEDGED.match(sentence)
        word = stands_alone(hedged["head"]) if hedged else None
        return (word, sentence[hedged.end("head") :]) if hedged and word else None
    if _OFFERS.match(sentence, match.end()) or helpless(sentence[match.end() :]):
        return None
    return _WORDS[match["word"].lower()], sentence[match.end() :]  # type: ignore[return-value]


def announced(sentence: str) -> YesNo | None:
    """The last answer that a sentence announces: *the answer is no*, *I would say yes*, *…, so yes*."""
    found = None
    for match in _ANNOUNCED.finditer(sentence):
        word = next(word for word in match.groups() if word)
        found = _WORDS[word.lower()]
    return found  # type: ignore[return-value]
