"""The language of a question, and the sentence in that language that says that answers come in English.

Short questions are told by their words, because statistics over letters guess wildly there; a language is named for
two words only if one of them belongs to it and to no other.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Any

from ...sentences import Sentence

ENGLISH = "en"
SURE, LIKELY = 0.9, 0.6  # least probability of another language, with and without an English word in the text
LEAST_WORDS = 3
LONGEST = 1_000  # characters that are looked at
LEAST_ACCENTED = 5  # words of a text with a letter that English has not, from which that is more than a name
LONGEST_SHORT = 6  # words of a text in which one word of a language is enough
_ENGLISH_WORDS = {
    "the", "this", "that", "these", "it", "its", "are", "what", "why", "how", "who", "which", "where", "when", "does",
    "did", "do", "can", "could", "would", "should", "you", "your", "there", "any", "of", "with", "from", "and", "or",
    "not", "be", "been", "has", "have", "had", "show", "tell", "look", "looks", "is", "a", "to", "my", "for",
    "please", "picture", "fake", "about", "one", "more", "explain", "give", "made", "taken",
}  # fmt: skip
# Words that tell four languages from each other and from English; those that two of them share are left out.
_LISTS = {
    "de": (
        "auch auf auflösung augen aus bearbeitet bearbeitungsverlauf bedeutet bei belichtungszeit bild "
        "bildschirmfoto bist bitte danke darf das datei dateigröße datenschutz dein deine dem der dich diese "
        "dieser dieses dir du echt ein eine einem einen einfacher entferne erkläre es farben fälschung für "
        "gefunden gefälscht gibt guten haben hallo hat heißt hilfe hände ich ist jetzt kamera kann kannst karte "
        "kein keine kürzer mach mache mehr mein meine mich mir mit moin nachbarn nicht noch nochmal nächste oder "
        "quatsch rückwärtssuche schatten schon schreib schreibe sehr servus sie sind soll stimmt tag tschüss und "
        "unsinn vielen vom von wann warum wasserzeichen welche welcher welches wer weshalb wie wieso wir wo womit "
        "woran wurde wurden zeig zum zur über "
    ),
    "fr": (
        "a-t-elle a-t-il aide alors appareil au aux avec bonjour bonsoir c' c'est ce cela celle celui ces cet "
        "cette cherche combien comment coucou d' dans des deuxième donne-moi du elle encore envoyée est est-ce "
        "est-elle est-il et existe-t-elle existe-t-il explique fait faite fausse faux fichier filigrane il j' je "
        "l' l'image laquelle lequel les logiciel merci moi mon montre métadonnées n' n'importe nous objectif ou "
        "oui où pas peut-on peux pour pourquoi puis-je qu' qu'est-ce quand quel quelle quelles quels qui quoi "
        "recherche regarde remplacé retouchée résolution s' s'il salut ses sont sous svp t' toi ton trouvé très "
        "tu une vignette visage vous vrai vraie y-a-t-il zoome été "
    ),
    "es": (
        "adiós al archivo ayuda buenas buenos búsqueda cabeza cambia cuál cuándo cuánto cuántos cámara cómo "
        "decisión dedos del delito dime duele días dónde el entonces equivocas eres es esa ese eso esta este esto "
        "está están explícalo falsa falso fue gracias hay haz hola imagen las lo los manos mapa mi muy muéstrame "
        "más ojos otra otro para pero piso por porque puedes puedo quiero quita quién qué resolución se ser sin "
        "sistema sombras su también tiene tú una verdad veredicto y yo "
    ),
}
_WORDS = {code: frozenset(words.split()) for code, words in _LISTS.items()}
NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# How an English answer to a question in another language begins, in the language of the question.
_IN_ENGLISH = {
    "cs": "Odpověď je v angličtině.",
    "da": "Svaret er på engelsk.",
    "fi": "Vastaus on englanniksi.",
    "hu": "A válasz angol nyelvű.",
    "it": "La risposta è in inglese.",
    "ja": "回答は英語です。",
    "ko": "답변은 영어로 제공됩니다.",
    "nl": "Het antwoord is in het Engels.",
    "no": "Svaret er på engelsk.",
    "pl": "Odpowiedź jest po angielsku.",
    "pt": "A resposta está em inglês.",
    "ro": "Răspunsul este în limba engleză.",
    "ru": "Ответ на английском языке.",
    "sv": "Svaret är på engelska.",
    "tr": "Yanıt İngilizcedir.",
    "uk": "Відповідь англійською мовою.",
}
APOLOGIES = {code: Sentence(f"language.apology_{code}", text) for code, text in _IN_ENGLISH.items()}
APOLOGY = Sentence("language.apology", "The answer is in English.")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(NAMES))
    return identifier


def of(text: str) -> str:
    """The ISO 639-1 code of a text's language; English if the text is too short or the language is too uncertain."""
    text = text[:LONGEST]
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return ENGLISH
    if (script := _by_script(letters)) is not None:
        return script
    words = re.findall(r"(?<!\w)[^\W\d_]+(?:['-][^\W\d_]+)*(?!\w)", text.lower().replace("’", "'"))
    latin = all(ord(c) < 0x250 for c in letters)
    if latin and (told := _by_words(words, text)) is not None:
        return told
    if latin and len(words) < LEAST_WORDS:
        return ENGLISH
    code, probability = _identifier().classify(text)
    english = not _ENGLISH_WORDS.isdisjoint(words)
    return str(code) if probability >= (SURE if english else LIKELY) else ENGLISH


def is_certain(text: str) -> bool:
    """Whether the script or known words tell the language of a text, and not statistics over its letters."""
    text = text[:LONGEST]
    letters = [c for c in text if c.isalpha()]
    words = re.findall(r"(?<!\w)[^\W\d_]+(?:['-][^\W\d_]+)*(?!\w)", text.lower().replace("’", "'"))
    foreign = any(ord(c) >= 0x250 for c in letters)
    accented = len(words) >= LEAST_ACCENTED and any(0xC0 <= ord(c) < 0x250 for c in letters)
    return foreign or accented or _by_words(words, text) is not None or has_english_words(text)


def has_english_words(text: str) -> bool:
    """Whether a text has a word that English alone of the five languages has."""
    return not _ENGLISH_WORDS.isdisjoint(re.findall(r"[a-z]+", text[:LONGEST].lower()))


def _by_script(letters: list[str]) -> str | None:
    """The language that a script alone tells, if most letters are of it."""
    least = len(letters) / 3
    if sum("\u3040" <= c <= "\u30ff" for c in letters) >= max(1, len(letters) / 8):
        return "ja"
    if sum("\uac00" <= c <= "\ud7af" for c in letters) >= least:
        return "ko"
    return "zh" if sum("\u4e00" <= c <= "\u9fff" for c in letters) >= least else None


def _belongs(known: frozenset[str], word: str) -> bool:
    """Whether a word, or the article before its apostrophe, is one of a language's; a letter by itself is none."""
    begins, apostrophe, _ = word.partition("'")
    return len(word) > 1 and (word in known or (bool(apostrophe) and begins + apostrophe in known))


def _by_words(words: list[str], text: str) -> str | None:
    """The one language whose words a text has most of; None if two have as many, or none has any.

    A text that has as many English words as those of another language is English.
    """
    if not words:
        return ENGLISH
    counts = {code: sum(map(partial(_belongs, known), words)) for code, known in _WORDS.items()}
    if "¿" in text or "¡" in text:
        counts["es"] += 2
    accented = any(ord(letter) > 0x7F for word in words for letter in word)  # then an “a” is hardly English
    english = sum(word in _ENGLISH_WORDS and not (accented and word == "a") for word in words)
    best = max(counts, key=lambda code: counts[code])
    rivals = sorted(counts.values())[-2]
    if english and english >= counts[best]:
        return ENGLISH
    if counts[best] > rivals and (counts[best] >= 2 or len(words) <= LONGEST_SHORT):
        return best
    return None


def apology(code: str) -> str:
    """That answers come in English, in the language with this code."""
    return APOLOGIES.get(code, APOLOGY)()
