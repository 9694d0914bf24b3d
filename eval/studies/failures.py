"""Failure cases as one sheet of pictures.

    python -m telltale.eval.studies failures --work DIR --out SHEET.jpg [--most N] [--autoencoder TAEF2]

Photographs that scikit-image ships (public domain or CC0) are examined as they are, retouched, and altered by the
operations that make the pseudo-fakes. The verdict rests on the detectors, so the model is asked nothing. Pictures that
come out wrong go on the sheet, the surest mistakes first.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ...agent.console import DONE
from ...agent.evidence import Verdict
from ...finetune.commands.recipe_options import add_autoencoder_option, read_autoencoder
from ..sets import degradations
from ..sets.splits import seed_of
from .study import Study, add_out, add_work

if TYPE_CHECKING:
    from ...finetune.pseudo_fakes.alterations import Alteration, Generator

PHOTOGRAPHS = ("astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg", "hubble_deep_field.jpg", "retina.jpg")
COLUMNS, SIDE, CAPTION = 4, 220, 46


@dataclass(frozen=True, slots=True)
class Case:
    """A picture uint8 [H, W, 3] with what was done to it and the truth."""

    name: str
    pixels: NDArray[np.uint8]
    truth: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_work(parser)
    add_out(parser, "FILE", "where the sheet goes, as JPEG or PNG")
    add_autoencoder_option(parser)
    parser.add_argument("--most", type=int, default=12, metavar="N", help="pictures on the sheet (default 12)")


def run(arguments: argparse.Namespace) -> int:
    """Examine everything, print how much came out wrong, and draw the sheet."""
    from ...agent.investigator import Investigator
    from ...finetune.pseudo_fakes.generators import generators_in

    investigator = Investigator(explain=False, perceive=False)
    results: list[tuple[Case, Verdict]] = []
    for case in cases(photographs(), generators_in(arguments.work, read_autoencoder(arguments.autoencoder))):
        buffer = io.BytesIO()
        Image.fromarray(case.pixels).save(buffer, "JPEG", quality=92)
        results.append((case, investigator.examine(buffer.getvalue(), case.name).examination.verdict))
    for truth in ("real", "synthetic", "tampered"):
        labels = [verdict.label for case, verdict in results if case.truth == truth]
        decided = [label for label in labels if label != "inconclusive"]
        print(f"{truth}: {len(labels)} pictures, {len(decided)} with a label, {decided.count(truth)} of them correct")
    mistakes = wrong(results)
    print(f"likeliest hypothesis wrong: {len(mistakes)} of {len(results)}")
    sheet(mistakes[: arguments.most]).save(arguments.out, quality=85)
    return DONE


def photographs() -> dict[str, NDArray[np.uint8]]:
    """The photographs by name, at most 640 px a side."""
    import skimage

    pictures = {}
    for name in PHOTOGRAPHS:
        with Image.open(Path(skimage.__file__).parent / "data" / name) as image:
            picture = image.convert("RGB")
        picture.thumbnail((640, 640), Image.Resampling.LANCZOS)
        pictures[name.split(".")[0].split("_")[0]] = np.asarray(picture)
    return pictures


def cases(pictures: Mapping[str, NDArray[np.uint8]], generators: Mapping[Alteration, Generator]) -> Iterator[Case]:
    """Each photograph as it is, smoothed as portraits are, and altered in every way."""
    from ...finetune.pseudo_fakes.alterations import GENERATIVE, KINDS, make

    names = list(pictures)
    for number, (name, pixels) in enumerate(pictures.items()):
        yield Case(f"{name}, as it is", pixels, "real")
        smooth = np.asarray(Image.fromarray(degradations.denoise(degradations.blur(pixels, 1.5))))
        yield Case(f"{name}, smoothed", degradations.sharpen(smooth, 120), "real")
        for kind in KINDS:
            for region in (False, True) if kind in GENERATIVE else (False,):
                rng = np.random.default_rng(seed_of("failures", name, kind, int(region)))
                donor = pictures[names[(number + 1) % len(names)]]
                fake = make(kind, pixels, rng, donor=donor, generator=generators.get(kind), region=region)
                part = " of a region" if region else ""
                yield Case(f"{name}, {fake.detail if kind == 'control' else kind}{part}", fake.pixels, fake.truth)


def wrong(results: Sequence[tuple[Case, Verdict]]) -> list[tuple[Case, Verdict]]:
    """The results whose likeliest hypothesis is not the truth, the surest first."""
    mistakes = [(case, verdict) for case, verdict in results if _likeliest(verdict) != case.truth]
    return sorted(mistakes, key=lambda pair: -max(pair[1].probabilities.values()))


def _likeliest(verdict: Verdict) -> str:
    return max(verdict.probabilities, key=lambda hypothesis: verdict.probabilities[hypothesis])


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
        share = max(verdict.probabilities.values())
        lines = (case.name, f"is {case.truth}; {verdict.label}, {_likeliest(verdict)} {share:.0%}")
        for line, text in enumerate(lines):
            pen.text((left + 6, top + SIDE + 16 * line), text, fill="black", font=font)
    return drawn


STUDY = Study("failures", "a sheet of pictures that come out wrong", __doc__, add_arguments, run)
