"""The picture that another one was compared with, and questions about it alone.

It was examined for the comparison. A question about it is answered from that examination, each sentence cited as the
other picture's, since the ids of the evidence belong to the picture in question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...evidence import Statement
from ...foreign import Foreign, file_name
from ...sandbox import Received, receive
from ...sentences import Sentence
from ..answers.file_case import FileCase
from ..writing.writer import notice
from . import language
from .asked_of_one import about_it, one_meant
from .saying import spoken

if TYPE_CHECKING:
    from .conversation import Answer, Conversation

OF_OTHER = Sentence("other_picture.of_other", "Of the other picture, {name:60}:")
CITED = "other picture"  # what a sentence about it cites
_CITATION = re.compile(r"\[(?:E\d+|verdict|file|claim)\]")


class OtherPicture:
    """A picture that came with a question, to be compared.

    Attributes:
        file: what its file holds.
        introduced: the question that it came with.
    """

    def __init__(self, received: Received, introduced: str) -> None:
        """Keep the bytes of the file, and not the pixels."""
        self.file = FileCase(received.contents, received.exhibit.facts)
        self.introduced = introduced
        self._data = received.exhibit.data
        self._talk: Conversation | None = None
        self._spoken_of = False  # whether the last answer was about it alone

    def received(self) -> Received:
        """The picture, decoded again."""
        return receive(self._data, self.file.facts.name)

    def is_same(self, other: Received) -> bool:
        """Whether a file has the same bytes."""
        return other.exhibit.facts.sha256 == self.file.facts.sha256

    def of_this(self, question: str) -> str:
        """A question that is not about this picture alone, without the words that say which one it is about."""
        meant = one_meant(question, self.introduced, of_other=False)
        return about_it(question, language.of(question)) or question if meant == "this" else question

    def asked(
        self, question: str, told: Sequence[str], turn_to: Callable[[Received], Conversation] | None
    ) -> Iterator[Answer] | None:
        """The answer to a question about this picture alone; None if a question is about something else.

        Args:
            question: in the user's words.
            told: what was asked before, for a question that only names the picture.
            turn_to: begins a conversation about a picture; None if nothing can examine one here.
        """
        meant = one_meant(question, self.introduced, of_other=self._spoken_of)
        wanted = about_it(question, language.of(question)) or (told[-1] if told else self.introduced)
        self._spoken_of = turn_to is not None and meant == "other" and wanted != self.introduced
        if turn_to is None or not self._spoken_of:
            return None
        self._talk = self._talk or turn_to(self.received())
        return self._answers(self._talk, wanted)

    def _answers(self, talk: Conversation, question: str) -> Iterator[Answer]:
        answers = [_cited(one) if isinstance(one, Statement) else one for one in talk.ask(question)]
        if any(isinstance(one, Statement) and CITED in one.cites for one in answers):
            name = Foreign(file_name(self.file.facts.name))
            yield notice(spoken(OF_OTHER(name=name), talk.language))
        yield from answers


def _cited(statement: Statement) -> Statement:
    """A statement about this picture, cited as that."""
    text, count = _CITATION.subn(f"[{CITED}]", statement.text)
    return statement.model_copy(update={"text": text, "cites": (CITED,)}) if count else statement
