"""Words by which files name their makers: generators, editors, and the IPTC digital source types."""

from __future__ import annotations

import re

from ..evidence import Evidence, Supports
from ..text import one_line

FORGEABLE = "Metadata can be written by anyone with free tools."
HONEST_EDITS = "Most edited pictures are honest: exposure, cropping, export."

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

# https://cv.iptc.org/newscodes/digitalsourcetype/: term -> (what it supports, what it means).
SOURCE_TYPES: dict[str, tuple[Supports, str]] = {
    "trainedAlgorithmicMedia": ("synthetic", "made by a generative model"),
    "algorithmicMedia": ("synthetic", "made by an algorithm without training data"),
    "compositeWithTrainedAlgorithmicMedia": (
        "tampered",
        "a composite that holds parts made by a generative model",
    ),
    "compositeSynthetic": ("tampered", "a composite that holds synthetic parts"),
    "digitalCapture": ("real", "captured by a digital camera"),
    "computationalCapture": ("real", "captured by a digital camera with computational processing"),
    "negativeFilm": ("real", "scanned from negative film"),
    "positiveFilm": ("real", "scanned from positive film"),
    "print": ("real", "scanned from a print"),
    "compositeCapture": ("neutral", "a composite of captures"),
    "composite": ("neutral", "a composite"),
    "algorithmicallyEnhanced": ("neutral", "enhanced by an algorithm"),
    "humanEdits": ("neutral", "edited by a person"),
    "minorHumanEdits": ("neutral", "a capture with minor edits by a person"),
    "digitalArt": ("neutral", "drawn by a person with software"),
    "digitalCreation": ("neutral", "created by a person with software"),
    "dataDrivenMedia": ("neutral", "rendered from data"),
    "screenCapture": ("neutral", "a capture of a screen"),
    "virtualRecording": ("neutral", "a recording of a virtual event"),
    "softwareImage": ("neutral", "created by software"),
}


def source_type(value: str) -> tuple[str, Supports, str] | None:
    """Look up an IPTC digital source type by URI or bare term: (term, what it supports, meaning), else None."""
    term = value.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    for known, (supports, meaning) in SOURCE_TYPES.items():
        if known.lower() == term.lower():
            return known, supports, meaning
    return None


def software(source: str, where: str, value: object, editors: bool = True) -> list[Evidence]:
    """What a field that names software says: a generator is synthetic, an editor neutral, anything else nothing.

    Args:
        source: of the evidence, as in `exif`.
        where: the field, as in `EXIF field Software`.
        value: what stands in it.
        editors: whether the field is one in which an editor's name means that it saved the file.
    """
    raw, text = str(value), one_line(value)
    if match := GENERATOR.search(raw):
        return [forgeable(source, f"{where} names the generator {match.group(0)}: {text}.", "synthetic")]
    if editors and EDITOR.search(raw):
        return [forgeable(source, f"{where} names editing software: {text}.", "neutral", HONEST_EDITS)]
    return []


def forgeable(source: str, statement: str, supports: Supports, *more: str) -> Evidence:
    """Evidence from metadata that anyone could have written, with that caveat first."""
    return Evidence(
        source=source, kind="provenance", statement=statement, supports=supports, caveats=(FORGEABLE, *more)
    )
