"""The language of a question, and the sentence in that language that says that answers come in English."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ...sentences import Sentence

ENGLISH = "en"
SURE, LIKELY = 0.9, 0.6  # least probability of another language, with and without an English word in the text
LEAST_WORDS = 3
_ENGLISH_WORDS = {
    "the", "this", "that", "these", "it", "its", "are", "what", "why", "how", "who", "which", "where", "when", "does",
    "did", "do", "can", "could", "would", "should", "you", "your", "there", "any", "of", "with", "from", "and", "or",
    "not", "be", "been", "has", "have", "had", "show", "tell", "look", "looks",
}  # fmt: skip
NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# How an answer begins if the model writes English alone, in the language of the question.
_ENGLISH_ONLY = {
    "cs": "Tento model odpovídá jen anglicky.",
    "da": "Denne model svarer kun på engelsk.",
    "de": "Dieses Modell antwortet nur auf Englisch.",
    "es": "Este modelo solo responde en inglés.",
    "fi": "Tämä malli vastaa vain englanniksi.",
    "fr": "Ce modèle ne répond qu'en anglais.",
    "hu": "Ez a modell csak angolul válaszol.",
    "it": "Questo modello risponde solo in inglese.",
    "ja": "このモデルは英語でのみ回答します。",
    "ko": "이 모델은 영어로만 답합니다.",
    "nl": "Dit model antwoordt alleen in het Engels.",
    "no": "Denne modellen svarer bare på engelsk.",
    "pl": "Ten model odpowiada tylko po angielsku.",
    "pt": "Este modelo só responde em inglês.",
    "ro": "Acest model răspunde doar în engleză.",
    "ru": "Эта модель отвечает только по-английски.",
    "sv": "Den här modellen svarar bara på engelska.",
    "tr": "Bu model yalnızca İngilizce yanıt verir.",
    "uk": "Ця модель відповідає лише англійською.",
    "zh": "该模型只能用英文回答。",
}
APOLOGIES = {code: Sentence(f"language.apology_{code}", text) for code, text in _ENGLISH_ONLY.items()}
APOLOGY = Sentence("language.apology", "This model answers in English only.")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(NAMES))
    return identifier


def of(text: str) -> str:
    """The ISO 639-1 code of a text's language; English if the text is too short or the language is too uncertain."""
    latin = re.search(r"[^\W\d_]", text) is None or all(ord(c) < 0x250 for c in text if c.isalpha())
    if latin and len(re.findall(r"[^\W\d_]+", text)) < LEAST_WORDS:
        return ENGLISH
    code, probability = _identifier().classify(text)
    english = not _ENGLISH_WORDS.isdisjoint(re.findall(r"[a-z]+", text.lower()))
    return str(code) if probability >= (SURE if english else LIKELY) else ENGLISH


def apology(code: str) -> str:
    """That answers come in English, in the language with this code."""
    return APOLOGIES.get(code, APOLOGY)()
