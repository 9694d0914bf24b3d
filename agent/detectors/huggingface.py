"""Any image classifier in the Hugging Face format as a detector: `hf:ID` or `hf:FOLDER`.

Only local files are read: `telltale model setup hf:ID` fetches a model once, on request.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..evidence import Quality
from ..sentences import Sentence
from .base import Detector, Reading

_SYNTHETIC = re.compile(r"(?<![a-z])(ai|fake|artificial|generated|synthetic|deepfake|diffusion|gan|machine)(?![a-z])")
_REAL = re.compile(r"(?<![a-z])(real|human|hum|natural|authentic|photo|nature|camera)(?![a-z])")

PROBABILITY = Sentence(
    "huggingface.probability",
    "The classifier {model} gives a probability of {score:.0%} that the picture is synthetic.",
)
UNCALIBRATED = Sentence(
    "huggingface.uncalibrated",
    "This is the model's own probability; it was not calibrated on pictures like this one.",
)


class NotADetectorError(ValueError):
    """The classifier can't be loaded, or its labels do not tell real from synthetic; one line with a fix."""


def synthetic_labels(labels: dict[int, str]) -> list[int]:
    """Indices of the labels that mean synthetic, by whole words ("unreal" does not hold "real").

    Raises:
        NotADetectorError: if no label, or every label, means synthetic, or a label can't be told.
    """
    words = {index: re.sub(r"[_\-]+", " ", label.lower()) for index, label in labels.items()}
    synthetic = [index for index, word in words.items() if _SYNTHETIC.search(word)]
    real = [index for index, word in words.items() if _REAL.search(word) and index not in synthetic]
    if not synthetic or not real or len(synthetic) + len(real) != len(words):
        raise NotADetectorError(f"its labels {sorted(labels.values())} do not tell real from synthetic")
    return synthetic


@cache
def wrap(model_id: str) -> Detector:
    """Load a classifier and wrap it as a detector.

    Raises:
        NotADetectorError: if it is not on this machine, or is no classifier of real and synthetic pictures.
    """
    import torch
    from transformers import AutoImageProcessor, AutoModelForImageClassification

    try:
        processor = AutoImageProcessor.from_pretrained(model_id, local_files_only=True)
        model = AutoModelForImageClassification.from_pretrained(model_id, local_files_only=True).eval()
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        fetch = f"`telltale model setup hf:{model_id}` fetches a model of the hub"
        raise NotADetectorError(f"hf:{model_id} can't be loaded ({reason}); {fetch}") from None
    try:
        synthetic = synthetic_labels(model.config.id2label)
    except NotADetectorError as error:
        raise NotADetectorError(f"hf:{model_id} can't be used: {error}") from None

    def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
        with torch.inference_mode():
            inputs = processor(images=pixels, return_tensors="pt")
            logits = model(**inputs).logits[0]  # [labels]
            score = float(logits.softmax(-1)[synthetic].sum())
        supports = "synthetic" if score > 0.9 else "real" if score < 0.1 else "neutral"
        text = PROBABILITY(model=model_id, score=score)
        return Reading(text, score, "probability", supports, caveats=(UNCALIBRATED(),))

    return Detector(
        name=f"hf:{model_id}",
        measures="the probability of a synthetic picture, by a classifier trained on real and synthetic ones",
        holds="pictures like those that its authors trained it on; see its model card",
        reference=model_id,
        measure=measure,
        min_side=32,
    )
