"""What the words of a label mean: real, generated, or neither, which is an error and never a guess."""

from __future__ import annotations

from typing import Literal

Label = Literal["real", "generated"]
REAL = {"real", "0_real", "nature", "natural", "authentic"}  # as folders of published sets are called
GENERATED = {"fake", "1_fake", "ai", "generated", "synthetic"}
_REAL_WORDS = REAL | {"genuine", "photo", "photograph"}
_GENERATED_WORDS = GENERATED | {"ai-generated", "ai_generated", "ai generated", "full_synthetic"}


class DataError(ValueError):
    """A set that can't be read; one line that names a fix."""


def label_of(word: object, where: str) -> Label:
    """Whether a label says real or generated, in whatever case it is written.

    Numbers say neither: 0 is a fake in FakeClue and a real picture in Community Forensics. The readers of such sets
    translate their numbers themselves.

    Args:
        word: as the set has it.
        where: the file and the row, for the message.

    Raises:
        DataError: if it means neither.
    """
    text = "" if word is None else str(word).strip().lower()
    if text in _REAL_WORDS:
        return "real"
    if text in _GENERATED_WORDS:
        return "generated"
    what = f"the label {str(word).strip()!r} means neither real nor generated" if text else "the label is empty"
    why = ", since 0 and 1 mean opposite things in different sets" if text in ("0", "1", "true", "false") else ""
    raise DataError(f"{where}: {what}{why}; write real or generated")
