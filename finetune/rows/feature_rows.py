"""Rows in the manner of X2-DFD: a picture, a detector's score in the prompt, and the features known to be there.

The strong features are the cues that the perception adapter was found reliable about; how the picture was made tells
which of them it shows. The score is drawn from what the detector said of such pictures of left-out sources. In a
quarter of the rows it speaks for the wrong side and in a quarter it is missing, so that the text learns to disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ...prompts import cues
from ..adapters.probe_data import Examples
from ..weighing.readings import ReadingRow as Reading
from .dialogues import Part, TrainingRow

ASK: dict[Part, tuple[str, ...]] = {
    "train": (
        "Is this picture real or fake, and what gives it away?",
        "Describe what looks real or fake about this picture.",
        "What do you see that speaks for or against this picture?",
        "Real or fake? Name the signs.",
    ),
    "held_out": ("Would you call this real or fake, and by which signs?",),
}
SCORE = "The CLIP score for generation is {score:+.1f}."
WRONG, MISSING = 0.25, 0.25


def rows(
    examples: Examples,
    readings: Sequence[Reading],
    reliable: Sequence[str],
    folder: Path,
    part: Part,
    count: int,
    seed: int = 0,
) -> Iterator[TrainingRow]:
    """Rows about freshly made pictures, which are kept as PNG.

    Args:
        examples: where pictures with known truth come from.
        readings: scores of left-out sources by truth.
        reliable: ids of the cues to speak of.
        folder: where the pictures go.
        part: which wording of the questions.
        count: how many rows.
        seed: decides each row.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scores = {
        made: np.array([r.scores["clip"] for r in readings if "clip" in r.scores and (r.truth == "synthetic") == made])
        for made in (True, False)
    }
    statements = {cue.id: cue.statement.rstrip(".") for cue in cues()}
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        example = examples.draw(rng)
        fake = example.truth.get("global.verdict")
        if fake is None:
            continue
        path = folder / f"{part}-{seed}-{number}.png"
        if not path.exists():
            Image.fromarray(example.pixels).save(path)
        draw, score = rng.random(), None
        if draw >= MISSING:
            score = float(rng.choice(scores[fake if draw >= MISSING + WRONG else not fake]))
        asked = str(rng.choice(ASK[part]))
        yield TrainingRow(
            kind="feature",
            prompt=[{"role": "user", "content": asked if score is None else f"{SCORE.format(score=score)} {asked}"}],
            completion=[{"role": "assistant", "content": _text(fake, score, example.truth, reliable, statements)}],
            image=str(path),
        )


def _text(fake: bool, score: float | None, truth, reliable: Sequence[str], statements: dict[str, str]) -> str:
    """What is known to be true, and whether the detector agrees."""
    said = [f"This picture looks {'fake' if fake else 'real'}."]
    shown = [statements[cue] for cue in reliable if truth.get(cue) and cue != "global.verdict"]
    absent = [cue for cue in reliable if truth.get(cue) is False and cue != "global.verdict"]
    said += [f"{text}." for text in shown[:3]]
    if not shown and absent and not fake:
        said.append("It has the plain look of a photograph.")
    if score is not None:
        agrees = (score > 0) == fake
        side = "generated" if score > 0 else "real"
        said.append(f"The CLIP score of {score:+.1f} speaks for a {side} picture{'' if agrees else ', against this'}.")
    return " ".join(said)
