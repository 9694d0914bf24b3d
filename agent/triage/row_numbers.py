"""From what was measured of a picture to the numbers in its row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..detectors.family import FAMILY
from ..evidence import Evidence, ExhibitFacts, Flag, Hypothesis
from ..provenance.contents import Contents
from .batch_measuring import Measured
from .triage_rows import Credentials, Family, Numbers, Picture, Provenance

_REDUCED = 256  # pixels of the short side that the perceptual hash is made from; it keeps 32


def numbers(measured: Measured) -> Numbers:
    """The numbers of a picture; the verdict's sentences are their keys already."""
    evidence, verdict = measured.evidence, measured.verdict
    detectors = [item for item in evidence if item.kind == "detector"]
    ratios = [item for item in evidence if item.kind != "provenance"]
    family = next((item for item in detectors if item.source == FAMILY.name and item.facts.family), None)
    return Numbers(
        label=verdict.label,
        lean=verdict.lean,
        headline=verdict.headline,
        reasons=verdict.abstained_because,
        probabilities={name: round(share, 6) for name, share in verdict.probabilities.items()},
        likelihood_ratio=verdict.likelihood_ratio,
        propositions=verdict.propositions,
        log_odds={item.source: item.log_lr for item in ratios if item.log_lr is not None},
        scores={item.source: item.score for item in detectors if item.score is not None},
        family=Family(name=str(family.facts.family), share=family.score or 0.0) if family is not None else None,
        flags={item.source: item.facts.flags for item in detectors if item.facts.flags},
        looked_again=measured.looked_again,
        asked=measured.asked,
        hash=perceptual_hash(measured.received.exhibit.pixels),
        picture=_picture(measured.received.exhibit.facts),
        provenance=_provenance(measured.received.contents, evidence),
    )


def perceptual_hash(pixels: NDArray[np.uint8]) -> str:
    """The perceptual hash (pHash; Zauner, 2010) of a picture, uint8 [H, W, 3]: 64 bits as 16 hexadecimal digits."""
    import imagehash

    image = Image.fromarray(pixels).convert("L")
    factor = min(image.size) // _REDUCED
    return str(imagehash.phash(image.reduce(factor) if factor > 1 else image))


def _picture(facts: ExhibitFacts) -> Picture:
    quality = facts.quality
    return Picture(
        media_type=facts.media_type,
        width=facts.width,
        height=facts.height,
        frames=facts.frames,
        short_side=quality.short_side,
        jpeg_quality=quality.jpeg_quality,
        recompressed=quality.recompressed,
        screenshot=bool(quality.screenshot),
        metadata_stripped=quality.metadata_stripped,
        warnings=len(facts.warnings),
    )


def _provenance(contents: Contents, evidence: tuple[Evidence, ...]) -> Provenance:
    said = [item for item in evidence if item.kind == "provenance"]
    declares: list[Hypothesis] = [
        item.supports for item in said if item.has(Flag.DECLARES) and item.supports in ("synthetic", "tampered")
    ]  # type: ignore[misc]  # neutral is left out
    decisive: list[Hypothesis] = [item.supports for item in said if item.decisive and item.supports != "neutral"]
    return Provenance(
        declares=tuple(dict.fromkeys(declares)),
        contradicts=any(item.has(Flag.CONTRADICTS) for item in said),
        credentials=_credentials(contents, said),
        proves=decisive[0] if decisive else None,
    )


def _credentials(contents: Contents, said: list[Evidence]) -> Credentials:
    manifest = contents.credentials
    if manifest is None:
        return "none"
    if any(item.has(Flag.MISMATCH) for item in said):
        return "mismatch"
    if not manifest.intact:
        return "faulty"
    return "trusted" if manifest.trusted else "intact"
