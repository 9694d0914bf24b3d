"""Reliability diagrams and risk-coverage curves, drawn with Pillow.

Letters: n pictures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

SIDE, GAP = 260, 56  # pixels
COLUMNS = 4
INK = "#7a3db8"


@dataclass(frozen=True, slots=True)
class Diagram:
    """What is drawn about one question.

    Attributes:
        stated: probabilities float64 [n].
        truth: bool [n].
        risks: (coverage, share of wrong calls) pairs.
    """

    stated: NDArray[np.float64]
    truth: NDArray[np.bool_]
    risks: Sequence[tuple[float, float]]


def draw(by_name: Mapping[str, Diagram], file: Path, bins: int = 10) -> None:
    """A reliability diagram (bins of equal frequency) and a risk-coverage curve for each question, four in a row."""
    lines = -(-2 * len(by_name) // COLUMNS)
    picture = Image.new("RGB", (COLUMNS * (SIDE + GAP) + GAP, lines * (SIDE + GAP) + GAP), "white")
    pen = ImageDraw.Draw(picture)
    for number, (name, diagram) in enumerate(by_name.items()):
        parts = np.array_split(np.argsort(diagram.stated), bins)
        points = [(float(diagram.stated[part].mean()), float(diagram.truth[part].mean())) for part in parts]
        _frame(
            pen, 2 * number, f"share that is {name}", "0 to 1: stated probability, against real", points, joined=False
        )
        curve = [(coverage, 2 * risk) for coverage, risk in diagram.risks]
        _frame(pen, 2 * number + 1, "share of wrong calls, 0 to 50%", "0 to 1: coverage, the surest first", curve)
    picture.save(file)


def _frame(
    pen: ImageDraw.ImageDraw,
    number: int,
    title: str,
    below: str,
    points: Sequence[tuple[float, float]],
    joined: bool = True,
) -> None:
    left, top = (GAP + at * (SIDE + GAP) for at in (number % COLUMNS, number // COLUMNS))
    font = ImageFont.load_default(13)
    at = [(left + x * SIDE, top + (1 - y) * SIDE) for x, y in points]
    pen.rectangle((left, top, left + SIDE, top + SIDE), outline="black")
    if joined:
        pen.line(at, fill=INK, width=2)
    else:
        pen.line((left, top + SIDE, left + SIDE, top), fill="#999999")
        for x, y in at:
            pen.ellipse((x - 5, y - 5, x + 5, y + 5), fill=INK)
    pen.text((left, top - 22), title, fill="black", font=font)
    pen.text((left, top + SIDE + 6), below, fill="black", font=font)
