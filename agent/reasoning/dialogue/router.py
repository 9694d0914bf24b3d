"""What a question asks for, by a linear head over a sentence embedding and a few facts about its words.

Models that call tools decide that themselves; `small` can't, so its questions are routed here. The head is fitted by
`telltale finetune router` and ships as `models/router.safetensors`.

Letters: N questions, D features of a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ....prompts import cues
from ...detectors import registry
from ...models import heads
from ...perception.encoder import Encoder
from ..answer_items import INTENTS, Intent
from ..weighing.claim import region_of

FILE = "router.safetensors"
FACT_WEIGHT = 0.5  # of a fact about the words, beside embeddings of unit length
_BOX = re.compile(r"\b\d+\s*,\s*\d+(?:\s*,\s*\d+\s*[,x×]\s*\d+)?\b")
_GENERATORS = re.compile(
    r"\b(?:generators?|gans?|stylegan|diffusion|midjourney|dall-?e|firefly|flux|gemini|imagen|gpt|chatgpt|sdxl|prompts?)\b"
)
_TWO = re.compile(
    r"\b(?:compare|comparison|other|second|both|two|these|against|match|attached|attachment|identical|differ\w*|version|"
    r"copy|one from the other|same)\b"
)
_METADATA = re.compile(
    r"\b(?:exif|xmp|iptc|metadata|gps|c2pa|credentials?|sign(?:ed|ature)s?|camera|device|phone|lens|photoshop|lightroom|"
    r"software|provenance|when|date)\b"
)
_DRAW = re.compile(
    r"\b(?:maps?|heat ?maps?|overlay|saliency|draw|redraw|mark|highlight|outline|paint|plot|render|visual\w*|display)\b"
)
_SAYS = re.compile(
    r"\b(?:says?|said|claims?|claimed|alleges?|asserts?|insists?|states?|statement|caption|according|reports?|reportedly|"
    r"supposedly|told|prove|proof|confirm|verify|maintains?|true that)\b"
)
_FORM = re.compile(
    r"\b(?:png|jpe?g|format|resolution|pixels?|megapixels?|bytes|dimensions?|width|height|size|screenshot|compress\w*|"
    r"re-?saved|quality)\b"
)
_SIMILAR = re.compile(
    r"\b(?:similar|nearest|closest|neighbours?|look-?alikes?|resembl\w*|exemplars?|like (?:this|it))\b"
)


@dataclass(frozen=True, slots=True)
class Router:
    """The head.

    Attributes:
        weight: float32 [17, D], a row for each intent in the order of `INTENTS`.
        bias: float32 [17].
    """

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]

    def __call__(self, question: str, encoder: Encoder) -> tuple[Intent, float]:
        """The likeliest intent of a question, and its probability."""
        scores = features([question], encoder)[0] @ self.weight.T + self.bias
        shares = np.exp(scores - scores.max())
        best = int(scores.argmax())
        return INTENTS[best], float(shares[best] / shares.sum())


def features(questions: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
    """Features of N questions, float32 [N, D]: the embedding, then the facts."""
    facts = np.array([_facts(question) for question in questions], np.float32).reshape(len(questions), -1)
    return np.concatenate([encoder(questions), FACT_WEIGHT * facts], axis=1)


def _facts(question: str) -> list[float]:
    text = question.lower()
    words = set(re.findall(r"[a-z]+", text))
    return [
        float(fact)
        for fact in (
            region_of(question, (1000, 1000)) is not None,
            _BOX.search(text) is not None,
            bool(cue_words() & words_of(text)),
            bool(set(registry.available()) & words),
            re.search(r"\be\d+\b", text) is not None,
            *(p.search(text) is not None for p in (_GENERATORS, _TWO, _METADATA, _DRAW, _SAYS, _FORM, _SIMILAR)),
            len(words) <= 3,
            "?" in text,
        )
    ]


def words_of(text: str) -> set[str]:
    """The words of a text in small letters, with and without a final s."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    return words | {word.removesuffix("s") for word in words}


@cache
def cue_words() -> frozenset[str]:
    """Words for what cues are about, with and without a final s."""
    named = {word for cue in cues() for word in re.findall(r"[a-z]+", cue.id.partition(".")[2])}
    named |= {
        "eye",
        "hand",
        "finger",
        "light",
        "lighting",
        "shadow",
        "skin",
        "hair",
        "mouth",
        "teeth",
        "tooth",
        "background",
    }
    named |= {"reflection", "text", "letter", "lettering", "writing", "perspective", "edge", "halo", "texture", "face"}
    named -= {"look", "scene", "verdict", "structure", "direction", "uneven", "mismatch", "style", "synthetic"}
    return frozenset(named | {word.removesuffix("s") for word in named})


@cache
def shipped() -> Router:
    """The head that comes with the package.

    Raises:
        FileNotFoundError: if it is not installed.
    """
    head = heads.shipped(FILE, load)
    if head is None:
        raise FileNotFoundError(f"{FILE} is missing from the installation; install telltale again")
    return head


def load(path: Path) -> Router:
    """Read a head."""
    arrays, _ = heads.read(path)
    return Router(arrays["weight"], arrays["bias"])


def save(router: Router, path: Path) -> None:
    """Write a head."""
    heads.write(path, {"weight": router.weight, "bias": router.bias}, {"intents": ",".join(INTENTS)})
