"""The question that each detail answers, as it stands above an answer where it isn't sure which of two was asked."""

from __future__ import annotations

from collections.abc import Mapping

from ....prompts import table
from ...sentences import Sentence
from .detail_names import Detail

_WRITTEN = table("detail_questions.toml")

QUESTIONS: Mapping[Detail, Sentence] = {
    detail: Sentence(f"detail_questions.{detail}", _WRITTEN[detail.value]) for detail in Detail
}
