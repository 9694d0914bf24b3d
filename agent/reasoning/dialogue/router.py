"""What a question asks for: topics with probabilities, by a linear head over a sentence embedding and its words.

The encoder knows English alone, so a question in another of the five languages is first put into English word by word.
The encoder itself was trained further on questions, by a low-rank change of its weights (Hu et al., “LoRA”, 2022).
Beside the embedding stand facts about the words, which concepts they name (what is learnt of one word of a concept then
holds for all of them), and what was answered in the turn before, after which a short question is meant. Both are
trained by `telltale finetune router` and ship in `models/router.safetensors`.

Letters: N questions, D features of a question, T topics.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ....prompts import cues
from ...detectors import registry
from ...models import heads
from ...perception.encoder import SIZE, Encoder, check
from ..weighing.claim import region_of
from . import language, word_tables
from .certain_topics import certain_topic
from .gloss import in_english, plain
from .topics import Topic

FILE = "router.safetensors"
_CHANGE = "encoder."  # before the names of the change of the encoder's weights, in the file
TOPICS: tuple[Topic, ...] = tuple(Topic)
CONCEPT_WEIGHT = 0.4  # of a concept or a fact, beside embeddings of unit length; chosen by folds
LONGEST = 600  # characters of a question that are looked at
# A topic is taken without asking back if its probability is at least so high; chosen by folds over the training part.
SURE = 0.5
SURE_REFUSAL = 0.4  # the same for a refusal
CERTAIN = 0.9  # probability of a topic that a question names beyond doubt
MOST_CHOICES = 3
LEAST_CHOICE = 0.04  # probability of a topic that is worth asking back with

Ranked = tuple[tuple[Topic, float], ...]

_BOX = re.compile(r"\d+\s*[, ]\s*\d+\s*[, ]\s*\d+\s*[,x× ]\s*\d+")
_ID = re.compile(r"\be ?\d{1,3}\b|\b(?:evidence|finding|item|entry|point|no\.?|number) ?(?:no\.? ?)?\d{1,3}\b")
_BEGINNINGS = (
    "who", "whose", "when", "where", "why", "how many", "how much", "how often", "how old", "how do i", "how can i",
    "how", "what does", "what is", "what's", "what", "which", "is it", "is this", "is the", "is there", "is",
    "are there", "are you", "are", "was", "were", "did", "does", "do you", "do", "has", "have", "can i", "can you",
    "can", "could", "may i", "should", "will", "would", "and", "so", "no", "you", "show", "tell", "give", "make",
    "write", "explain", "look", "zoom", "check", "compare", "draw", "the", "i", "he", "she", "they", "my",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Router:
    """The head.

    Attributes:
        weight: float32 [T, D], a row for each topic in the order of `TOPICS`.
        bias: float32 [T].
        change: of the encoder's weights, as `Encoder` takes it.
    """

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    change: Mapping[str, NDArray[np.floating]] = field(default_factory=dict)

    def ranked(
        self, question: str, encoder: Encoder, spoken: str | None = None, before: Sequence[Topic] = ()
    ) -> list[tuple[Topic, float]]:
        """All topics with their probabilities, the likeliest first; what is named beyond doubt comes before all.

        Args:
            question: in plain words; what is beyond `LONGEST` characters is not looked at.
            encoder: the sentence encoder.
            spoken: ISO 639-1 code of its language, if it is known.
            before: what was answered in the turn before.
        """
        text = question[:LONGEST]
        code = spoken or language.of(text)
        ranked = self.ranks(features([text], encoder, [code], [before]))[0]
        certain = certain_topic(text, code)
        if certain is None or ranked[0] == (certain, max(CERTAIN, ranked[0][1])):
            return ranked
        others = [(topic, share * (1 - CERTAIN)) for topic, share in ranked if topic is not certain]
        return [(certain, CERTAIN), *others]

    def ranks(self, matrix: NDArray[np.float32]) -> list[list[tuple[Topic, float]]]:
        """The same for the features of N questions, [N, D]."""
        shares = probabilities(matrix @ self.weight.T + self.bias)  # [N, T]
        return [[(TOPICS[i], float(row[i])) for i in np.argsort(-row, kind="stable")] for row in shares]


def probabilities(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The softmax of scores [N, K] over each row."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def choices(ranked: Sequence[tuple[Topic, float]]) -> tuple[Topic, ...]:
    """What to ask back with, two or three topics; empty if the likeliest topic is sure enough.

    A refusal needs to be surer than an answer would, and is never offered as a choice: “or something else” says it.
    """
    best, probability = ranked[0]
    if probability >= (SURE_REFUSAL if best is Topic.OUT_OF_SCOPE else SURE):
        return ()
    offered = [(topic, share) for topic, share in ranked if topic is not Topic.OUT_OF_SCOPE][:MOST_CHOICES]
    worth = [topic for topic, share in offered if share >= LEAST_CHOICE]
    return tuple(worth if len(worth) >= 2 else [topic for topic, _ in offered[:2]])


def features(
    questions: Sequence[str], encoder: Encoder, spoken: Sequence[str], before: Sequence[Sequence[Topic]]
) -> NDArray[np.float32]:
    """Features of N questions, float32 [N, D]: the embedding, then what `beside` gives.

    Args:
        questions: in plain words.
        encoder: the sentence encoder.
        spoken: ISO 639-1 codes of their languages.
        before: what was answered in the turns before; each may be empty.
    """
    texts = [in_english(question, code).lower() for question, code in zip(questions, spoken, strict=True)]
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))  # texts of like length encode faster
    embedded = np.zeros((len(texts), SIZE), np.float32)
    embedded[order] = encoder([texts[number] for number in order])
    return np.concatenate([embedded, beside(texts, before)], axis=1)


def beside(texts: Sequence[str], before: Sequence[Sequence[Topic]]) -> NDArray[np.float32]:
    """What stands beside the embeddings of N English texts: concepts, facts, and the topics of the turns before."""
    answered = np.array([[float(topic in topics) for topic in TOPICS] for topics in before], np.float32)
    return CONCEPT_WEIGHT * np.concatenate([word_features(texts), answered.reshape(-1, len(TOPICS))], axis=1)


def word_features(texts: Sequence[str]) -> NDArray[np.float32]:
    """The concepts that N English texts name, and facts about them, float32 [N, concepts + facts] of 0 and 1."""
    rows = [[*_concepts(text), *_facts(text)] for text in texts]
    return np.array(rows, np.float32).reshape(len(texts), -1)


def _concepts(text: str) -> list[float]:
    words = plain(text)
    return [float(pattern.search(words) is not None) for pattern in _concept_patterns()]


@cache
def _concept_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_any_of(words)) for words in word_tables.read("asked_concepts.toml").values())


def _any_of(words: str) -> str:
    """A pattern for words as `asked_concepts.toml` writes them."""
    each = [re.escape(word.rstrip("*").replace("_", " ")) + r"[\w'-]*" * word.endswith("*") for word in words.split()]
    return rf"(?<![\w'])(?:{'|'.join(each)})(?![\w'])"


def _facts(text: str) -> list[float]:
    text = plain(text).strip()
    words = re.findall(r"[a-z0-9']+", text)
    first = next((start for start in _BEGINNINGS if re.match(rf"{re.escape(start)}\b", text)), None)
    facts = [
        region_of(text, (1000, 1000)) is not None,
        _BOX.search(text) is not None,
        bool(cue_words() & words_of(text)),
        bool(set(registry.available()) & set(words)),
        _ID.search(text) is not None,
        len(words) <= 1,
        len(words) <= 3,
        len(words) <= 6,
        len(words) >= 14,
        "?" in text,
        re.search(r"[a-z]{3}", text) is None,
        any(len(word) > 4 and re.search(r"[aeiouy]", word) is None for word in words),
    ]
    return [*map(float, facts), *(float(start == first) for start in _BEGINNINGS)]


def words_of(text: str) -> set[str]:
    """The words of a text in small letters, with and without a final s."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    return words | {word.removesuffix("s") for word in words}


@cache
def cue_words() -> frozenset[str]:
    """Words for what cues are about, with and without a final s."""
    named = {word for cue in cues() for word in re.findall(r"[a-z]+", cue.id.partition(".")[2])}
    named |= {
        "eye", "hand", "finger", "light", "lighting", "shadow", "skin", "hair", "mouth", "teeth", "tooth", "background",
        "reflection", "text", "letter", "lettering", "writing", "perspective", "edge", "halo", "texture", "face",
    }  # fmt: skip
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


@cache
def question_encoder() -> Encoder:
    """The encoder that the shipped head was trained with, loaded once.

    Raises:
        ModelError: if the encoder is not set up.
    """
    return Encoder(check(), shipped().change)


def load(path: Path) -> Router:
    """Read a head.

    Raises:
        ValueError: if it was fitted for other topics.
    """
    arrays, header = heads.read(path, "head")
    if header["topics"] != TOPICS:
        raise ValueError(f"{path} was fitted for other topics; run `telltale finetune router` again")
    return Router(arrays["weight"].astype(np.float32), arrays["bias"].astype(np.float32), change_in(arrays))


def save(router: Router, path: Path) -> None:
    """Write a head."""
    arrays = {"weight": router.weight, "bias": router.bias, **stored(router.change)}
    heads.write(path, arrays, {"head": {"topics": list(TOPICS)}})


def change_in(arrays: Mapping[str, NDArray[np.floating]]) -> dict[str, NDArray[np.floating]]:
    """The change of the encoder's weights among the arrays of a file, as `Encoder` takes it."""
    return {name.removeprefix(_CHANGE): array for name, array in arrays.items() if name.startswith(_CHANGE)}


def stored(change: Mapping[str, NDArray[np.floating]]) -> dict[str, NDArray[np.float16]]:
    """A change of the encoder's weights as it stands in a file."""
    return {f"{_CHANGE}{name}": array.astype(np.float16) for name, array in change.items()}
