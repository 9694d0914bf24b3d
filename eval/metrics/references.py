"""How close a text comes to texts that people wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def rouge_l(text: str, references: Sequence[str]) -> float:
    """ROUGE-L F-measure with the stemmer against the best reference (Lin, 2004), by `rouge_score`."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rougeL"], use_stemmer=True)
    return float(scorer.score_multi(list(references), text)["rougeL"].fmeasure)


def css(texts: Sequence[str], references: Sequence[Sequence[str]], encoder: Any) -> list[float]:
    """Cosine of sentence embeddings with the best reference, one number for each text; report the encoder with it.

    Args:
        texts: [n].
        references: of each text [n].
        encoder: a `SentenceTransformer`.
    """
    ours = encoder.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
    flat = [text for group in references for text in group]
    theirs = encoder.encode(flat, normalize_embeddings=True, show_progress_bar=False)
    starts = np.cumsum([0, *map(len, references)])
    return [float((theirs[a:b] @ mine).max()) for mine, a, b in zip(ours, starts, starts[1:], strict=False)]


def sentence_encoder() -> Any:
    """all-MiniLM-L6-v2 as `telltale model setup` stores it, as a `SentenceTransformer`.

    Raises:
        ModelError: if it is not set up.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    from ...agent.perception.encoder import SIZE, check

    return SentenceTransformer(modules=[Transformer(str(check())), Pooling(SIZE, "mean")], device="cpu")
