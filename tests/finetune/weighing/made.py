"""Tables and rows with known truth."""

import numpy as np
from telltale.finetune.weighing.evidence_table import Table
from telltale.finetune.weighing.readings import ReadingRow


def made_table(n=600, seed=0, gap=2.0) -> Table:
    """Two informative sources, one that is noise, missing values, six real and four other sources."""
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % 2 == 1
    sign = np.where(truth, 0.5, -0.5)
    scores = {
        "clip": sign * gap + rng.normal(0, 1, n),
        "nearest": np.where(rng.random(n) < 0.3, np.nan, sign * gap / 2 + rng.normal(0, 1, n)),
        "spectral": rng.normal(0, 1, n),
    }
    source = np.array([f"{'g' if t else 'r'}{i // 2 % (4 if t else 6)}" for i, t in enumerate(truth)])
    return Table(scores, np.zeros((n, 3)), truth, source, np.where(truth, source, ""))


def made_row(number: int, truth: str, **scores: float) -> ReadingRow:
    source = f"{'r' if truth != 'synthetic' else 'g'}{number % 5}"
    return ReadingRow(
        name=f"{truth}-{number}",
        truth=truth,
        way="as it is",
        place="set",
        source=source,
        generator="",
        group=str(number),
        short_side=256,
        jpeg_quality=90,
        recompressed=False,
        scores=scores,
    )


def half(pixels, rng):
    return pixels // 2, "half"


GENERATORS = dict.fromkeys(("autoencoder", "super-resolution", "style"), half)
