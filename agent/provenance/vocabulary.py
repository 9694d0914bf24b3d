"""Words with which files name what made them: generators, editors, and the IPTC digital source types."""

from __future__ import annotations

import re

from ..evidence import Evidence, Supports
from ..sentences import Sentence
from ..text import one_line

FORGEABLE = Sentence("vocabulary.forgeable", "Anyone can write metadata with free tools.")
HONEST_EDITS = Sentence(
    "vocabulary.honest_edits", "Most edits are harmless, such as a change of exposure, cropping or an export."
)
NAMES_GENERATOR = Sentence("vocabulary.names_generator", "{field} names the generator {generator}: {value}.")
NAMES_EDITOR = Sentence("vocabulary.names_editor", "{field} names editing software: {value}.")
GENERATED_PARTS = Sentence("vocabulary.generated_parts", "parts made by a generative model")

_GENERATORS = (
    "midjourney", "dall-?e", "stable diffusion", "stability ai", "novelai", "adobe firefly", "comfyui", "invokeai",
    "automatic1111", "fooocus", "imagen", "google ai", "gpt-4o", "gpt-image", "chatgpt", "openai", "flux\\.1",
    "black forest labs", "ideogram", "leonardo\\.?ai", "bing image creator", "image creator", "grok", "draw things",
    "easy diffusion", "dreamstudio", "playground ?ai", "seedream", "qwen-image", "recraft", "nightcafe", "artbreeder",
)  # fmt: skip
_EDITORS = (
    "photoshop", "lightroom", "gimp", "affinity photo", "pixelmator", "snapseed", "picsart", "facetune", "faceapp",
    "paint\\.net", "canva", "luminar", "capture one", "darktable", "rawtherapee", "photopea", "photoscape", "remini",
    "meitu", "vsco", "corel", "paintshop", "acdsee", "picasa", "imagemagick", "irfanview", "xnview", "krita",
    "photodirector", "polarr", "topaz",
)  # fmt: skip
GENERATOR = re.compile(r"(?<![a-z])(" + "|".join(_GENERATORS) + r")(?![a-z])", re.IGNORECASE)
EDITOR = re.compile(r"(?<![a-z])(" + "|".join(_EDITORS) + r")(?![a-z])", re.IGNORECASE)

# https://cv.iptc.org/newscodes/digitalsourcetype/: term, what it supports, what it means.
_SOURCE_TYPES: tuple[tuple[str, Supports, str], ...] = (
    ("trainedAlgorithmicMedia", "synthetic", "made by a generative model"),
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
)
SOURCE_TYPES: dict[str, tuple[Supports, Sentence]] = {
    term: (supports, Sentence(f"vocabulary.{term}", text)) for term, supports, text in _SOURCE_TYPES
}


def source_type(value: str) -> tuple[str, Supports, str] | None:
    """The IPTC digital source type of a URI or a bare term: (term, what it supports, meaning), or None."""
    named = value.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    for term, (supports, meaning) in SOURCE_TYPES.items():
        if term.lower() == named.lower():
            return term, supports, meaning()
    return None


def software(source: str, field: str, value: object, editors: bool = True) -> list[Evidence]:
    """Evidence from a field that names software: synthetic for a generator, neutral for an editor, else none.

    Args:
        source: of the evidence, as in `exif`.
        field: what the field is called, as in `EXIF field Software`.
        value: its content.
        editors: whether an editor's name in this field means that the editor saved the file.
    """
    raw, text = str(value), one_line(value)
    if match := GENERATOR.search(raw):
        statement = NAMES_GENERATOR(field=field, generator=match.group(0), value=text)
        return [forgeable(source, statement, "synthetic")]
    if editors and EDITOR.search(raw):
        return [forgeable(source, NAMES_EDITOR(field=field, value=text), "neutral", HONEST_EDITS())]
    return []


def forgeable(source: str, statement: str, supports: Supports, *caveats: str) -> Evidence:
    """Evidence from metadata that anyone could have written; that caveat comes first."""
    return Evidence(
        source=source, kind="provenance", statement=statement, supports=supports, caveats=(FORGEABLE(), *caveats)
    )
