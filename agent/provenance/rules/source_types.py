"""The IPTC digital source types: what a file declares about how its picture came to be.

Reference: https://cv.iptc.org/newscodes/digitalsourcetype/, with the additions of the C2PA specification and the names
that schema.org gives to the same terms.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from ...evidence import Supports
from ...sentences import Sentence

_LONGEST = 300  # characters of a value that are looked at
_NOT_LETTERS = re.compile(r"[\W_]+")
_ADDRESS_END = re.compile(r"[/#:]")
_SCHEMA_ORG = "digitalsource"  # the end of schema.org's names, as in `TrainedAlgorithmicMediaDigitalSource`

# Term, what it supports, what it means.
_SOURCE_TYPES: tuple[tuple[str, Supports, str], ...] = (
    ("trainedAlgorithmicMedia", "synthetic", "made by a generative model"),
    ("trainedAlgorithmicData", "synthetic", "data made by a generative model"),
    ("algorithmicMedia", "synthetic", "made by an algorithm without training data"),
    ("compositeWithTrainedAlgorithmicMedia", "tampered", "a composite that holds parts made by a generative model"),
    ("compositeSynthetic", "tampered", "a composite that holds synthetic parts"),
    ("digitalCapture", "real", "captured by a digital camera"),
    ("computationalCapture", "real", "captured by a digital camera with computational processing"),
    ("negativeFilm", "real", "scanned from negative film"),
    ("positiveFilm", "real", "scanned from positive film"),
    ("print", "real", "scanned from a print"),
    ("compositeCapture", "neutral", "a composite of captures"),
    ("composite", "neutral", "a composite"),
    ("algorithmicallyEnhanced", "neutral", "enhanced by an algorithm"),
    ("humanEdits", "neutral", "edited by a person"),
    ("minorHumanEdits", "neutral", "a capture with minor edits by a person"),
    ("digitalArt", "neutral", "drawn by a person with software"),
    ("digitalCreation", "neutral", "created by a person with software"),
    ("dataDrivenMedia", "neutral", "rendered from data"),
    ("screenCapture", "neutral", "a capture of a screen"),
    ("virtualRecording", "neutral", "a recording of a virtual event"),
    ("softwareImage", "neutral", "created by software"),
    ("empty", "neutral", "started as an empty canvas"),
)
SOURCE_TYPES: dict[str, tuple[Supports, Sentence]] = {
    term: (supports, Sentence(f"source_types.{term}", text)) for term, supports, text in _SOURCE_TYPES
}
# The vocabulary's names for people, of now and of earlier versions; programs write them instead of the address.
_LABELS = {
    "Created using Generative AI": "trainedAlgorithmicMedia",
    "Made with Generative AI": "trainedAlgorithmicMedia",
    "Pure algorithmic media": "algorithmicMedia",
    "Edited using Generative AI": "compositeWithTrainedAlgorithmicMedia",
    "Edited with Generative AI": "compositeWithTrainedAlgorithmicMedia",
    "Composite including generative AI elements": "compositeSynthetic",
    "Composite including synthetic elements": "compositeSynthetic",
    "Composite with trained algorithmic media": "compositeWithTrainedAlgorithmicMedia",
    "Digital capture sampled from real life": "digitalCapture",
    "Original digital capture sampled from real life": "digitalCapture",
    "Original digital capture of a real life scene": "digitalCapture",
    "Multi-frame computational capture sampled from real life": "computationalCapture",
    "Multi-frame computational capture": "computationalCapture",
    "Digitised from a transparent negative": "negativeFilm",
    "Digitised from a negative on film": "negativeFilm",
    "Digitised from a transparent positive": "positiveFilm",
    "Digitised from a positive on film": "positiveFilm",
    "Digitised from a non-transparent medium": "print",
    "Digitised from a print on non-transparent medium": "print",
    "Composite of captured elements": "compositeCapture",
    "Composite of elements": "composite",
    "Algorithmically-altered media": "algorithmicallyEnhanced",
    "Algorithmically-enhanced media": "algorithmicallyEnhanced",
    "Algorithmic enhancement": "algorithmicallyEnhanced",
    "Human-edited media": "humanEdits",
    "Original media with minor human edits": "minorHumanEdits",
    "Data-driven media": "dataDrivenMedia",
    "Virtual event recording": "virtualRecording",
    "Screen capture": "screenCapture",
    "Created by software": "softwareImage",
    "multiFrameComputationalCapture": "computationalCapture",
}


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


_KNOWN = {_letters(term): term for term in SOURCE_TYPES} | {_letters(label): t for label, t in _LABELS.items()}


def source_type(value: str) -> tuple[str, Supports, str] | None:
    """The digital source type that a value names: (term, what it supports, meaning), or None.

    The value may be the term's address, with or without a slash at the end, the bare term in any case, a name with a
    prefix such as `digsrctype:`, the label for people, or schema.org's name.
    """
    text = unquote(value[:_LONGEST]).strip().strip("<>\"'“”").rstrip("/")
    ending = _letters(_ADDRESS_END.split(text)[-1])
    for name in (ending, ending.removesuffix(_SCHEMA_ORG), _letters(text)):
        if (term := _KNOWN.get(name)) is not None:
            supports, meaning = SOURCE_TYPES[term]
            return term, supports, meaning()
    return None
