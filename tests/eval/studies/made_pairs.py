"""A corpus of sources with copies to test, and features that tell the label or the source."""

from pathlib import Path

import numpy as np
from telltale.eval.sets.records import Record
from telltale.finetune.heads import clip_training, tower_features
from telltale.finetune.heads.tower_features import Sample

COUNT = 6  # pictures of a source and label


def sources(real=5, generated=4, both=3) -> list[Record]:
    """Sources of photographs, of generated pictures, and of both, the last of them kept as views."""
    found = []
    names = [("real", f"camera {n}") for n in range(real)] + [("generated", f"maker {n}") for n in range(generated)]
    names += [(label, f"both {n}") for n in range(both) for label in ("real", "generated")]
    for label, source in names:
        crops = range(3) if both and source == f"both {both - 1}" else range(1)
        for number in range(COUNT):
            name = f"{source}-{label}-{number}"
            found += [
                Record(
                    path=Path(f"set/{'native' if crop else 'whole'}/{label}/{name}-{crop}.jpg"),
                    label=label,
                    source=source,
                    group=name,
                    generator="flux" if label == "generated" else "",
                    picture=name if len(crops) > 1 else "",
                    crop=crop,
                )
                for crop in crops
            ]
    return found


def corpus(informative: float, by_source: float, size: int = 24, seed: int = 0, **counts: int):
    """Samples, with copies in both tiers, and features float32 [n, size].

    Args:
        informative: how far the first feature moves with the label; less far in copies.
        by_source: how far all the others move with the source.
        size: number of features.
        seed: of the rest, which is noise.
        counts: of sources, as for `sources`.
    """
    plain = tower_features.corpus(sources(**counts), degraded=1)
    whole = [s.record for s in plain if s.variant == 0 and s.record.crop <= 1]
    samples = [*plain, *(Sample(record, damage=tier) for tier in ("web", "hard") for record in whole)]
    rng = np.random.default_rng(seed)
    names = sorted({s.record.source for s in samples})
    places = {name: rng.normal(0, by_source, size) for name in names}
    rows = rng.normal(size=(len(samples), size)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):
        row += places[sample.record.source]
        left = {"web": 0.7, "hard": 0.4}.get(sample.damage, 1.0)
        row[0] += informative * left * (1 if sample.generated else -1)
    return samples, rows


def fitted(*given, **options):
    """Samples and the fit on them."""
    samples, rows = corpus(*given, **options)
    return samples, clip_training.fit(samples, rows)
