"""Copied parts: two places of one picture that agree down to their fine detail, as a clone and its source do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..evidence import Facts, Quality
from ..locating.copy_finding import LEAST_SIDE, SURE, THRESHOLD, CopiedPair, CopyMove, copied
from ..sentences import Sentence
from ..text import Share
from .base import Detector, Reading, Weighing

MAP_BLOCK = 8  # pixels a value of the map
# Shares of pictures in which a pair is shown: photographs in which a part was copied, untouched ones, and pictures with
# two things of one print, each source weighing the same (`telltale finetune copies`, see MODEL_CARD.md); the second is
# rounded to its harm.
FOUND_COPIES, FALSELY, ONE_PRINT = 0.51, 0.01, 0.67
TURNED, SCALED = 2.0, 0.03  # degrees and share from which a turn or a change of size is mentioned

FOUND = Sentence(
    "clones.found",
    "Two places show the same fine detail, as a part and its copy do: {w}×{h} px at {x}, {y} and {w2}×{h2} px at {x2}, "
    "{y2} (score {score:.2f}; the threshold is {threshold:g}).",
)
TURNED_COPY = Sentence("clones.turned", "Between the two lies a turn of {turn:.0f}°.")
SCALED_COPY = Sentence("clones.scaled", "The second is {scale:.0%} of the size of the first.")
MIRRORED = Sentence("clones.mirrored", "One is a mirror image of the other.")
UNSURE = Sentence(
    "clones.unsure",
    "That is too little to speak for a copy: things that only look alike agree as closely now and then (a score of "
    "{sure:g} is needed).",
)
MORE = Sentence("clones.more", "Further pairs of this kind that were found: {count}.")
NONE = Sentence(
    "clones.none",
    "No part of the picture was found a second time in it (score {score:.2f}; the threshold is {threshold:g}).",
)
PLAIN = Sentence("clones.plain", "No search for copied parts was made: the picture has too little texture.")
DRAWN = Sentence(
    "clones.drawn",
    "No search for copied parts was made: large parts are perfectly plain, as in drawings and screenshots, where equal "
    "things repeat exactly anyway.",
)
NOT_SEARCHED = Sentence("clones.not_searched", "Not measured: nothing in the picture would show a copy.")
WHICH = Sentence("clones.which", "The pixels do not tell which of the two places is the copy.")
LIKE_THINGS = Sentence(
    "clones.like_things",
    "Things that are made or printed alike, repeating patterns, windows and reflections can agree without any copying: "
    "compare the two places at full size.",
)
RATES = Sentence(
    "clones.rates",
    "In tests a pair was shown in {hits:.0%} of the photographs in which a part had been copied, in {alarms:.0%} of "
    "the untouched ones, and in {prints:.0%} of pictures with two things of one print.",
)
MISSED = Sentence(
    "clones.missed",
    "Copies that are small, smooth, blurred or strongly compressed are often missed, and parts from another picture "
    "can't be found in this way.",
)


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Search for copied parts; a pair is shown from the threshold on, and speaks for tampering if it is sure."""
    found = copied(pixels, quality.jpeg_quality)
    if found.why_not is not None:
        return Reading(PLAIN() if found.why_not == "plain" else DRAWN(), caveats=(NOT_SEARCHED(),))
    if not found.pairs:
        text = NONE(score=found.score, threshold=THRESHOLD)
        return Reading(text, found.score, "score", caveats=(MISSED(),))
    best = found.pairs[0]
    return Reading(
        _described(found),
        found.score,
        "score",
        "tampered" if found.score >= SURE else "neutral",
        _map(found),
        best.one,
        (
            RATES(hits=Share(FOUND_COPIES), alarms=Share(FALSELY), prints=Share(ONE_PRINT)),
            WHICH(),
            LIKE_THINGS(),
        ),
        Facts(numbers=_numbers(best)),
    )


def _described(found: CopyMove) -> str:
    best = found.pairs[0]
    one = {"x": best.one.x, "y": best.one.y, "w": best.one.w, "h": best.one.h}
    other = {"x2": best.other.x, "y2": best.other.y, "w2": best.other.w, "h2": best.other.h}
    sentences = [FOUND(**one, **other, score=best.score, threshold=THRESHOLD)]
    if best.mirrored:
        sentences.append(MIRRORED())
    elif abs(best.turn) > TURNED:
        sentences.append(TURNED_COPY(turn=abs(best.turn)))
    if abs(best.scale - 1) > SCALED:
        sentences.append(SCALED_COPY(scale=best.scale))
    if found.score < SURE:
        sentences.append(UNSURE(sure=SURE))
    if len(found.pairs) > 1:
        sentences.append(MORE(count=len(found.pairs) - 1))
    return " ".join(sentences)


def _numbers(pair: CopiedPair) -> dict[str, float]:
    """Where the second place lies, and the way there."""
    other = {f"other_{name}": float(getattr(pair.other, name)) for name in ("x", "y", "w", "h")}
    way = {"shift_right": pair.shift[0], "shift_down": pair.shift[1], "turn": pair.turn, "scale": pair.scale}
    return {name: round(value, 2) for name, value in (other | way).items()}


def _map(found: CopyMove) -> NDArray[np.float32]:
    """The share of every block of 8×8 px that lies in a copied place, float32 [h, w]."""
    height, width = found.mask.shape
    padded = np.pad(found.mask, ((0, -height % MAP_BLOCK), (0, -width % MAP_BLOCK)))
    blocks = padded.reshape(padded.shape[0] // MAP_BLOCK, MAP_BLOCK, padded.shape[1] // MAP_BLOCK, MAP_BLOCK)
    return blocks.mean(axis=(1, 3)).astype(np.float32)


COPY_MOVE = Detector(
    name="clones",
    measures="how closely the two most alike places of the picture agree in their fine detail, 0 to 1",
    holds="textured photographs of 128 px or more; not for drawings and screenshots",
    reference=(
        "Cozzolino, Poggi and Verdoliva, “Efficient dense-field copy-move forgery detection”, IEEE TIFS 2015; "
        "Amerini et al., “A SIFT-based forensic method for copy–move attack detection”, IEEE TIFS 2011"
    ),
    measure=measure,
    min_side=LEAST_SIDE,
    weighing=Weighing("tampered", apart=True),
    called=("clone", "cloned", "copied", "copies", "duplicate", "duplicated", "stamp"),
    place=75,
)
DETECTORS = (COPY_MOVE,)
