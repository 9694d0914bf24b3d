"""The ways that pictures of a corpus go before they are measured: as they are, saved anew, altered in part, or passed.

Each way gives a file, the same on every run, and a truth.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...agent.intake import Exhibit, receive
from ...eval.sets import degradations
from ...eval.sets.records import Record, read_pixels
from ...eval.sets.splits import seed_of
from ..pseudo_fakes.alterations import GENERATIVE, LOCAL, Alteration, Generator, control, fit, make

Way = Literal["as it is", "saved", "altered", "passed"]
Truth = Literal["real", "synthetic", "tampered", "laundered"]
SHARES: dict[Way, float] = {"as it is": 1.0, "saved": 0.4, "altered": 0.6, "passed": 0.3}
GENERATED = 2.5  # the limit of a source of generated pictures, in limits of a real one, since there are fewer sources


def plan(records: Sequence[Record], limit: int) -> list[tuple[Record, Way]]:
    """Which pictures go which way: at most `limit` of a source as they are, and shares of that the other ways.

    Generated pictures stay as they are or are saved anew, and their limit is 2.5 times as high.
    """
    sources: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for record in records:
        sources[record.place, record.source, record.label].append(record)
    planned: list[tuple[Record, Way]] = []
    for (_, source, label), members in sorted(sources.items()):
        rng = np.random.default_rng(seed_of(source, label, "plan"))
        most = limit if label == "real" else round(GENERATED * limit)
        ways: list[Way] = list(SHARES) if label == "real" else ["as it is", "saved"]
        for way in ways:
            count = min(len(members), round(most * SHARES[way]))
            planned.extend((members[i], way) for i in sorted(rng.permutation(len(members))[:count]))
    return planned


def exhibit(
    record: Record, way: Way, generators: dict[Alteration, Generator], donors: Sequence[Record]
) -> tuple[Exhibit, str]:
    """The file that a picture becomes, received like any other, and the operation on it."""
    name = f"{record.path.name}|{way}"
    if way == "as it is":
        return receive(record.path), ""
    rng = np.random.default_rng(seed_of(record.path.name, way))
    pixels, kind = read_pixels(record.path), ""
    if way == "saved":
        if rng.random() < 0.5:
            pixels, kind = control(pixels, rng)
    elif way == "altered":
        choices: tuple[Alteration, ...] = (*LOCAL, *LOCAL, *GENERATIVE)
        chosen = choices[int(rng.integers(len(choices)))]
        donor = fit(read_pixels(donors[int(rng.integers(len(donors)))].path), pixels.shape)
        donor = degradations.jpeg(donor, int(rng.integers(50, 96)))  # what is pasted was a file of its own
        pixels = make(chosen, pixels, rng, donor=donor, generator=generators.get(chosen), region=True).pixels
        kind = chosen
    else:
        chosen = GENERATIVE[int(rng.choice(3, p=[0.65, 0.2, 0.15]))]
        pixels, kind = make(chosen, pixels, rng, generator=generators[chosen]).pixels, chosen
    return receive(saved(pixels, rng), name), kind


def saved(pixels: NDArray[np.uint8], rng: np.random.Generator) -> bytes:
    """One file: PNG, JPEG of 85–97, or, as shared pictures are, scaled and saved once more as JPEG of 60–90."""
    draw, quality = rng.random(), int(rng.integers(85, 98))
    if draw < 0.35 and min(pixels.shape[:2]) >= 256:
        pixels = degradations.resize(degradations.jpeg(pixels, quality), rng.uniform(0.6, 0.95))
        quality = int(rng.integers(60, 91))
    buffer = io.BytesIO()
    if draw > 0.75:
        Image.fromarray(pixels).save(buffer, "PNG")
    else:
        Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def name_of(record: Record, way: Way) -> str:
    """The name of a picture that goes a way."""
    return f"{record.place}/{record.label}/{record.path.name}|{way}"


def truth_of(record: Record, way: Way) -> Truth:
    """What the file is."""
    if record.label == "generated":
        return "synthetic"
    truths: dict[Way, Truth] = {"altered": "tampered", "passed": "laundered"}
    return truths.get(way, "real")
