"""Answers to what is not about the picture: terms from the glossary, and plain conversation."""

from __future__ import annotations

import re

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

from ....prompts import glossary
from ...evidence import Statement
from ...sentences import Sentence
from ...text import whole_sentences
from ..grounding.directions import calls_real, direction
from ..writing.chat_model import LocalChatModel
from ..writing.writer import notice

MAX_TOKENS = 160  # of a reply
OFF_TOPIC = Sentence(
    "small_talk.off_topic",
    "This tool can't answer that. You can ask about the picture and about what the examination found.",
)
_ASKS_MEANING = re.compile(r"\b(?:what|explain|define|mean\w*|how (?:do|does|is|are))\b", re.I)
_ABOUT_THE_PICTURE = re.compile(r"\b(?:this|the|your) (?:picture|image|photo\w*)\b", re.I)


def reply(model: BaseChatModel | None, question: str) -> Statement:
    """Answer without the picture, with the base model alone, which no training has changed.

    Terms are explained from the glossary. A reply that would judge the picture is not let through.
    """
    if _ASKS_MEANING.search(question) and (meaning := _meaning(question)):
        return notice(meaning)
    if model is None:
        return notice(OFF_TOPIC())
    local = isinstance(model, LocalChatModel)
    options = {"max_tokens": MAX_TOKENS, "bare": True} if local else {"max_completion_tokens": MAX_TOKENS}
    try:
        said = str(model.bind(**options).invoke([HumanMessage(question)]).content)
    except Exception:  # a model that fails must not end the conversation
        return notice(OFF_TOPIC())
    text = whole_sentences(" ".join(said.split()))
    if not text or calls_real(text) or (_ABOUT_THE_PICTURE.search(text) and direction(text)):
        return notice(OFF_TOPIC())
    return Statement(text=text, cites=(), grounding=0.0, written_by="model")


def _meaning(question: str) -> str | None:
    """The glossary's text on the longest of its terms in a question."""
    text = question.lower()
    terms = [term for term in glossary() if re.search(rf"\b{re.escape(term)}\b", text)]
    return glossary()[max(terms, key=len)] if terms else None
