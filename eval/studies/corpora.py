"""The corpus of the heads on tower features, as training sees it, for the studies of those heads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...agent.console import say
from ...finetune.heads import tower_features
from ...finetune.heads.ridge import Features
from ...finetune.heads.tower_features import Sample
from .pictures import records_of


def load_corpus(sets: Sequence[Path], work: Path, pseudo: float = 0.0) -> tuple[list[Sample], Features]:
    """Pictures as they are and degraded, with pseudo-fakes of a share, and the features of all.

    Features that the work folder lacks are computed.
    """
    from ...finetune.pseudo_fakes.generators import generators_in

    samples = tower_features.corpus(records_of(sets), degraded=1, pseudo=pseudo)
    generators = generators_in(work) if pseudo else {}
    return samples, tower_features.extract(samples, work / "features", generators, say)


def load_main_corpus(
    sets: Sequence[Path], work: Path, limit: int = tower_features.LIMIT
) -> tuple[list[Sample], Features]:
    """The corpus of the main detector, with hard copies of what has both labels to test on, and the features of all."""
    records = tower_features.limited(records_of(sets), limit)
    learned = tower_features.main_corpus(records)
    both = sources_with_both_labels(learned)
    tested = tower_features.copies([record for record in records if record.source in both], "hard")
    features = [tower_features.extract(part, work / "features", report=say) for part in (learned, tested) if part]
    return [*learned, *tested], np.concatenate(features)


def sources_with_both_labels(samples: Sequence[Sample]) -> set[str]:
    """Sources with both labels, which are tested against their own real pictures."""
    by_label = [{s.record.source for s in samples if s.record.label == label} for label in ("real", "generated")]
    return by_label[0] & by_label[1]
