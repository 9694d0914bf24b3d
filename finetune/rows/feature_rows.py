"""Rows in the manner of X2-DFD: a picture, a detector's score in the prompt, and an answer that names what is there.

An answer speaks of the cues about which the perceive adapter is reliable; how the picture was made tells which of them
it shows. The score is drawn from those of pictures of the same truth from left-out sources. In a quarter of the rows it
is of the opposite truth and in a quarter there is none, so that the model learns to disagree with a detector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ...prompts import cues
from ..adapters.cue_questions import Truth
from ..adapters.probe_data import Examples
from ..weighing.readings import ReadingRow
from .training_row import Part, TrainingRow, assistant, user

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
WRONG, MISSING = 0.25, 0.25  # shares of the rows whose score is of the opposite truth, and without a score
VERDICT_CUE = "global.verdict"
_MOST_SIGNS = 3  # in an answer


def rows(
    examples: Examples,
    readings: Sequence[ReadingRow],
    reliable: Sequence[str],
    folder: Path,
    part: Part,
    count: int,
    seed: int = 0,
) -> Iterator[TrainingRow]:
    """Rows about freshly made pictures, which are kept as PNG.

    Args:
        examples: pictures with known truth.
        readings: with scores of left-out sources.
        reliable: ids of the cues to speak of.
        folder: where the pictures go.
        part: decides the wording of the questions.
        count: pictures to draw; one about whose verdict nothing is known gives no row.
        seed: decides each row.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scored = [row for row in readings if "clip" in row.scores]
    scores = {
        fake: np.array([row.scores["clip"] for row in scored if (row.truth == "synthetic") == fake])
        for fake in (True, False)
    }
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        example = examples.draw(rng)
        fake = example.truth.get(VERDICT_CUE)
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
            prompt=[user(asked if score is None else f"{SCORE.format(score=score)} {asked}")],
            completion=[assistant(_answer(fake, score, example.truth, reliable))],
            image=str(path),
        )


def _answer(fake: bool, score: float | None, truth: Truth, reliable: Sequence[str]) -> str:
    """What is known to be true, and whether the detector agrees."""
    statements = {cue.id: cue.statement for cue in cues()}
    signs = [cue for cue in reliable if cue != VERDICT_CUE]
    shown = [statements[cue] for cue in signs if truth.get(cue)]
    absent = [cue for cue in signs if truth.get(cue) is False]
    said = [f"This picture looks {'fake' if fake else 'real'}.", *shown[:_MOST_SIGNS]]
    if not shown and absent and not fake:
        said.append("It has the plain look of a photograph.")
    if score is not None:
        agrees = (score > 0) == fake
        side = "generated" if score > 0 else "real"
        said.append(f"The CLIP score of {score:+.1f} speaks for a {side} picture{'' if agrees else ', against this'}.")
    return " ".join(said)
