"""The wordings by which entries of the knowledge base are found, as vectors: a file beside the texts, made from them.

    python -m telltale.agent.reasoning.dialogue.guide_wordings

writes the file anew, for all languages. A wording that is not in the file, because its text changed since, is embedded
when it is first needed, so a stale file costs time and nothing else.

Letters: N wordings, E entries; the size of a vector is 384.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .... import prompts
from ...models import heads
from ...perception.encoder import Encoder
from . import knowledge

FILE = "wordings.safetensors"
_FIGURE = re.compile(r"\d[\d.,]*%?")
_SCALE = 127  # of a component in int8; vectors are brought back to unit length


@dataclass(frozen=True, slots=True)
class Wordings:
    """What the questions of people are compared with.

    Attributes:
        entries: the entry of each wording, as a place in `knowledge.entries(language)` [N].
        vectors: float32 [N, 384], of unit length.
        answers: float32 [E, 384], of the English answer of each entry.
        names: float32 [E, 384], of the English terms of each entry, or of its slug.
    """

    entries: NDArray[np.int64]
    vectors: NDArray[np.float32]
    answers: NDArray[np.float32]
    names: NDArray[np.float32]


def of_language(language: str, encoder: Encoder) -> Wordings:
    """The wordings of a language and of English, embedded once and then kept in memory."""
    if (known := _known.get(language)) is None:
        owners, texts = wordings(language)
        slugs = [entry.slug for entry in knowledge.entries(language)]
        answers, names = zip(*(_about(knowledge.by_slug(slug)) for slug in slugs), strict=True)
        arrays = (_vectors(part, encoder) for part in (texts, answers, names))
        known = _known.setdefault(language, Wordings(np.array(owners), *arrays))
    return known


def wordings(language: str) -> tuple[list[int], list[str]]:
    """For each wording the place of its entry, and the wording; those of English are among those of every language."""
    owners: list[int] = []
    texts: list[str] = []
    for place, entry in enumerate(knowledge.entries(language)):
        english = knowledge.by_slug(entry.slug).asks
        for text in dict.fromkeys((*entry.asks, *english)):
            owners.append(place)
            texts.append(text)
    return owners, texts


def every_text() -> list[str]:
    """What is embedded: the wordings of all languages, and the answer and the names of each English entry."""
    found = [text for code in knowledge.languages() for text in wordings(code)[1]]
    return list(dict.fromkeys([*found, *(text for entry in knowledge.entries() for text in _about(entry))]))


def stored() -> frozenset[str]:
    """The keys of the wordings that the file holds."""
    return frozenset(_stored())


def key(text: str) -> str:
    """Under which a wording stands in the file."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write(file: Path, encoder: Encoder) -> int:
    """Write the vectors of every text, those of new texts embedded now; return how many texts there are."""
    texts = every_text()
    numbers = np.array([int(key(text), 16) for text in texts], np.uint64)
    rows = np.rint(_vectors(texts, encoder) * _SCALE).astype(np.int8)
    heads.write(file, {"keys": numbers, "rows": rows}, {})
    return len(texts)


_known: dict[str, Wordings] = {}


@cache
def _stored() -> dict[str, NDArray[np.int8]]:
    """The rows of the file by key; none if it is not there."""
    with as_file(files(prompts).joinpath(knowledge.FOLDER, FILE)) as file:
        if not file.exists():
            return {}
        arrays, _ = heads.read(file)
    return {f"{int(number):016x}": row for number, row in zip(arrays["keys"], arrays["rows"], strict=True)}


def _about(entry: knowledge.Entry) -> tuple[str, str]:
    """The answer of an entry, and its names, without figures, which change."""
    return _FIGURE.sub("", " ".join(entry.answer)), ", ".join(entry.terms) or entry.slug.replace("-", " ")


def _vectors(texts: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
    rows = _stored()
    missing = [text for text in texts if key(text) not in rows]
    new = dict(zip(missing, encoder(missing), strict=True)) if missing else {}
    vectors = np.array([new[text] if text in new else rows[key(text)] for text in texts], np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def main() -> None:
    """Write the file beside the texts anew."""
    from ...perception import encoder

    with as_file(files(prompts).joinpath(knowledge.FOLDER)) as folder:
        count = write(folder / FILE, encoder.load())
    print(f"{count} texts")


if __name__ == "__main__":
    main()
