"""The semantic grounding index (SGI): is a text closer to what it cites or to the question?

    SGI = θ(response, question) / (θ(response, context) + 1e-8),    θ(a, b) = arccos(a · b)

over normalised sentence embeddings; above 1 the response is closer to its context than to the question. It measures how
much a text engages with the evidence and not whether it is true, so it is reported and never decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...evidence import Statement
from ...perception import encoder, weights
from ..answer_items import Item
from .check import uncited


def index(
    response: NDArray[np.float32], question: NDArray[np.float32], context: NDArray[np.float32]
) -> NDArray[np.float32]:
    """SGI [N] of N responses [N, D] to a question [D], each with its context [N, D]."""
    to_question = np.arccos(np.clip(response @ question, -1, 1))
    to_context = np.arccos(np.clip((response * context).sum(1), -1, 1))
    return to_question / (to_context + 1e-8)


def with_index(statements: Sequence[Statement], question: str, items: Sequence[Item]) -> list[Statement]:
    """The statements, those of a model with their index; unchanged if no sentence encoder is set up."""
    written = [n for n, statement in enumerate(statements) if statement.written_by == "model"]
    if not written or not weights.is_set_up(weights.encoder_folder()):
        return list(statements)
    contexts = [" ".join(item.text for item in items if item.cite in statements[n].cites) for n in written]
    texts = [uncited(statements[n].text) for n in written]
    vectors = encoder.load()([question, *texts, *contexts])
    values = index(vectors[1 : 1 + len(texts)], vectors[0], vectors[1 + len(texts) :])
    indexed = list(statements)
    for n, value in zip(written, values, strict=True):
        indexed[n] = statements[n].model_copy(update={"sgi": round(float(min(value, 100.0)), 3)})
    return indexed
