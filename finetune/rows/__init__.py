"""Rows of prompt and completion that the explain adapter learns from.

`build` puts the training set together from its sources: `dialogues` about examinations (`examinations`, worded by
`wordings` and asked by `question_bank`), `feature_rows` about pictures, `people`'s own descriptions, and `everyday`
chat. `row_files` reads and writes rows, `corruptions` makes faulty sentences, and `prose` is general text.
"""

from .row_files import read, sample, take, write
from .training_row import ROW_KINDS, Message, Part, RowKind, TrainingRow

__all__ = ["ROW_KINDS", "Message", "Part", "RowKind", "TrainingRow", "read", "sample", "take", "write"]
