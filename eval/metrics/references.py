"""How close a text comes to texts that people wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

# Scripts that are written without spaces between words: every character of them is a word of its own.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"  # kana, Chinese characters
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


class _Words:
    """Words for ROUGE in any script; of plain English text the same as those of `rouge_score`.

    Its own tokenizer keeps the letters a to z and digits alone. Chinese text has no words for it, and every comparison
    scores 0. As is usual for Chinese, a character is a word here.
    """

    def __init__(self) -> None:
        """Take the stemmer that `rouge_score` uses."""
        from nltk.stem.porter import PorterStemmer

        self._stem = PorterStemmer().stem

    def tokenize(self, text: str) -> list[str]:
        """The words of a text, in lower case; English ones of more than three letters by their stem."""
        words = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
        return [self._stem(word) if word.isascii() and len(word) > 3 else word for word in words]


def rouge_l(text: str, references: Sequence[str]) -> float:
    """ROUGE-L F-measure with the stemmer against the best reference (Lin, 2004), by `rouge_score`.

    Text in ASCII has the words of `rouge_score` itself; other text is divided by `_Words`, as Chinese needs.
    """
    from rouge_score.rouge_scorer import RougeScorer

    plain = all(part.isascii() for part in (text, *references))
    scorer = RougeScorer(["rougeL"], use_stemmer=True, tokenizer=None if plain else _Words())
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
