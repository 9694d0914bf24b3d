"""How the main detector does by the size of the original and by the year of the generator, on left-out sources.

Letters: n pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...finetune.weighing.source_reference import even_sources
from ..metrics import auroc
from ..tables import TableRow
from .judged_pictures import at_even_steps
from .pair_scores import LeftOutPairs, PictureKey
from .pair_tables import Limits

# Years in which generators were first offered to the public, by how their names in the sets begin.
YEARS: Mapping[str, tuple[str, ...]] = {
    "2018–2021": ("stylegan", "glide", "latent-diffusion", "disco"),
    "2022": ("dalle-mini", "dalle-2", "simulacra", "midjourney-2022", "stable-diffusion-1"),
    "2023–2024": (
        *("sdxl", "dalle-3", "dall-e-3", "pixart", "playground", "stable-cascade", "kolors", "hunyuan-dit", "auraflow"),
        *("sd3.5", "flux.1", "imagen-3", "midjourney-6"),
    ),
    "2025–2026": (
        *("gpt-4o", "gpt-image", "nano-banana", "qwen-image", "z-image", "hunyuan-image", "midjourney-7", "chroma"),
        *("flex", "f-lite", "sana", "lumina", "omnigen", "hidream", "cogview", "cosmos", "wan", "bria", "flux.2"),
        *("seedream", "krea", "ernie", "fibo"),
    ),
}
UNKNOWN = "not known"
SIZES = ((1, 512), (512, 1024), (1024, 2048), (2048, 10**9))  # pixels of the short side, from and below
LEAST = 3  # sources that a slice needs


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is, by a head and limits that never saw its source."""

    source: str
    generated: bool
    generator: str
    short_side: int
    score: float
    called: bool


def by_size(pictures: Sequence[Picture]) -> list[TableRow]:
    """A row for each range of the short side of the original, real and generated pictures alike."""
    rows = []
    for low, high in SIZES:
        title = f"{low} px and more" if high == SIZES[-1][1] else f"{low}–{high - 1} px"
        rows.append(_row(title, [p for p in pictures if low <= p.short_side < high]))
    rows.append(_row(UNKNOWN, [p for p in pictures if not p.short_side]))
    return [row for row in rows if row is not None]


def by_year(pictures: Sequence[Picture]) -> list[TableRow]:
    """A row for each range of years: pictures by generators of these years against all real pictures."""
    real = [p for p in pictures if not p.generated]
    made = {
        years: [p for p in pictures if p.generated and year_of(p.generator) == years] for years in (*YEARS, UNKNOWN)
    }
    rows = [_row(years, [*real, *part]) for years, part in made.items()]
    return [row for row in rows if row is not None]


def year_of(generator: str) -> str:
    """The range of years in which a generator was first offered."""
    return next((years for years, begins in YEARS.items() if generator.startswith(begins)), UNKNOWN)


def pictures_of(pairs: LeftOutPairs, limits: Limits) -> list[Picture]:
    """Every picture as it is, judged without its source."""
    pictures = []
    for name in sorted({*pairs.real, *pairs.generated}):
        upper, _ = limits.between(name)
        for generated, scores in enumerate(pairs.pair(name, name).scores[""]):
            views = pairs.pictures[PictureKey(name, bool(generated), "")]
            for score, indices in zip(scores, views, strict=True):
                record = pairs.samples[indices[0]].record
                side = min(record.original)
                called = bool(score >= upper)
                pictures.append(Picture(name, bool(generated), record.generator, side, float(score), called))
    return pictures


def _row(title: str, pictures: list[Picture]) -> TableRow | None:
    """(title, pictures and sources of either label, AUROC, called synthetic of the real and of the generated)."""
    of = [[p for p in pictures if p.generated is label] for label in (False, True)]
    origins = [len({p.source for p in part}) for part in of]
    if min(origins) < LEAST:
        return None
    truth = np.array([p.generated for p in pictures])
    drawn = at_even_steps(even_sources(truth, [p.source for p in pictures]))
    scores = np.array([p.score for p in pictures])
    area = auroc(scores[drawn][~truth[drawn]], scores[drawn][truth[drawn]])
    shares = [_share(part, lambda p: p.called) for part in of]
    counts = (f"{len(part)} of {origin}" for part, origin in zip(of, origins, strict=True))
    return (title, *counts, f"{area:.3f}", *(f"{share:.1%}" for share in shares))


def _share(pictures: list[Picture], chosen: Callable[[Picture], bool]) -> float:
    """The share of chosen pictures, each source with the same weight."""
    by_source: dict[str, list[bool]] = {}
    for picture in pictures:
        by_source.setdefault(picture.source, []).append(chosen(picture))
    return float(np.mean([np.mean(values) for values in by_source.values()]))
