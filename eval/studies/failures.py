"""Failure cases as one sheet of pictures: `python -m telltale.eval.studies.failures --work DIR --out SHEET.jpg`.

Photographs that scikit-image ships (public domain or CC0) are examined as they are, retouched, and altered by the
same operations that make the pseudo-fakes. What comes out wrong goes on the sheet, the surest mistakes first.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ...agent.evidence import Verdict
from ...agent.investigator import Investigator
from ...finetune.pseudo_fakes.alterations import GENERATIVE, KINDS, Alteration, Generator, make, seed_of
from ..sets import degradations

PHOTOGRAPHS = ("astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg", "hubble_deep_field.jpg", "retina.jpg")
COLUMNS, SIDE, CAPTION = 4, 220, 46


@dataclass(frozen=True, slots=True)
class Case:
    """A picture uint8 [H, W, 3] with what was done to it and the truth."""

    name: str
    pixels: NDArray[np.uint8]
    truth: str


def photographs() -> dict[str, NDArray[np.uint8]]:
    """The photographs by name, at most 640 px a side."""
    import skimage

    found = {}
    for name in PHOTOGRAPHS:
        with Image.open(Path(skimage.__file__).parent / "data" / name) as image:
            picture = image.convert("RGB")
        picture.thumbnail((640, 640), Image.Resampling.LANCZOS)
        found[name.split(".")[0].split("_")[0]] = np.asarray(picture)
    return found


def cases(pictures: Mapping[str, NDArray[np.uint8]], generators: Mapping[Alteration, Generator]) -> Iterator[Case]:
    """Each photograph as it is, smoothed as portraits are, and altered in every way."""
    names = list(pictures)
    for number, (name, pixels) in enumerate(pictures.items()):
        yield Case(f"{name}, as it is", pixels, "real")
        smooth = np.asarray(Image.fromarray(degradations.denoise(degradations.blur(pixels, 1.5))))
        yield Case(f"{name}, smoothed", degradations.sharpen(smooth, 120), "real")
        for kind in KINDS:
            for region in (False, True) if kind in GENERATIVE else (False,):
                rng = np.random.default_rng(seed_of("failures", name, kind, int(region)))
                donor = pictures[names[(number + 1) % len(names)]]
                done = make(kind, pixels, rng, donor=donor, generator=generators.get(kind), region=region)
                where = " of a region" if region else ""
                yield Case(f"{name}, {done.detail if kind == 'control' else kind}{where}", done.pixels, done.truth)


def wrong(found: Sequence[tuple[Case, Verdict]]) -> list[tuple[Case, Verdict]]:
    """Those whose likeliest hypothesis is not the truth, the surest first."""
    mistakes = [(case, v) for case, v in found if max(v.probabilities, key=lambda h: v.probabilities[h]) != case.truth]
    return sorted(mistakes, key=lambda pair: -max(pair[1].probabilities.values()))


def sheet(mistakes: Sequence[tuple[Case, Verdict]]) -> Image.Image:
    """Thumbnails with captions, four in a row."""
    rows = max(1, -(-len(mistakes) // COLUMNS))
    drawn = Image.new("RGB", (COLUMNS * SIDE, rows * (SIDE + CAPTION)), "white")
    font, pen = ImageFont.load_default(12), ImageDraw.Draw(drawn)
    for number, (case, verdict) in enumerate(mistakes):
        left, top = number % COLUMNS * SIDE, number // COLUMNS * (SIDE + CAPTION)
        picture = Image.fromarray(case.pixels)
        picture.thumbnail((SIDE - 8, SIDE - 8))
        drawn.paste(picture, (left + (SIDE - picture.width) // 2, top + (SIDE - picture.height) // 2))
        best = max(verdict.probabilities, key=lambda h: verdict.probabilities[h])
        lines = (case.name, f"is {case.truth}; {verdict.label}, {best} {verdict.probabilities[best]:.0%}")
        for line, text in enumerate(lines):
            pen.text((left + 6, top + SIDE + 16 * line), text, fill="black", font=font)
    return drawn


def main(argv: Sequence[str] | None = None) -> int:
    """Examine everything, say how much came out wrong, and draw the sheet."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.failures", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="holds the autoencoders")
    parser.add_argument("--out", type=Path, required=True, help="the sheet, JPEG or PNG")
    parser.add_argument("--most", type=int, default=12, help="pictures on the sheet (default 12)")
    arguments = parser.parse_args(argv)
    from ...finetune.commands import generators_in

    investigator = Investigator(explain=False)
    found = []
    for case in cases(photographs(), generators_in(arguments.work)):
        buffer = io.BytesIO()
        Image.fromarray(case.pixels).save(buffer, "JPEG", quality=92)
        verdict = investigator.examine(buffer.getvalue(), case.name).examination.verdict
        found.append((case, verdict))
    for truth in ("real", "synthetic", "tampered"):
        those = [(case, verdict) for case, verdict in found if case.truth == truth]
        decided = [verdict.label for _, verdict in those if verdict.label != "inconclusive"]
        right = decided.count(truth)
        print(f"{truth}: {len(those)} pictures, {len(decided)} decided, {right} of them rightly")
    mistakes = wrong(found)
    print(f"likeliest hypothesis wrong: {len(mistakes)} of {len(found)}")
    sheet(mistakes[: arguments.most]).save(arguments.out, quality=85)
    return 0


if __name__ == "__main__":
    sys.exit(main())
