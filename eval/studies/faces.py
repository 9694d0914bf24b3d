"""Faces: `python -m telltale.eval.studies.faces [--data SET… --work DIR] [--video DDVQA]`.

The first table is of face collections with both labels, a fifth of whose groups was kept from training. The second is
of face crops from compressed video (FaceForensics++ as DD-VQA released it), by the heads that ship: what the gate lets
through, and how often either head raises an alarm. Method 5 are the originals; the others altered them.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...agent.detectors import clip
from ...agent.detectors import clip_heads as shipped
from ...agent.detectors import portrait as portraits
from ...agent.perception import tower
from ...finetune.heads import clip_training, portrait_training
from ...finetune.heads.ridge import Features
from ...finetune.heads.tower_features import Sample
from ..metrics import auroc
from ..sets import degradations
from ..sets.records import read_pixels
from ..sets.splits import in_share
from .transfer import TableRow, load, paired, show

METHODS = {"0": "Deepfakes", "1": "Face2Face", "3": "FaceSwap", "5": "original", "6": "NeuralTextures"}


def kept_table(samples: Sequence[Sample], rows: Features) -> list[TableRow]:
    """(set, source, held-out pictures, AUROC of the head of generation, of that for portraits).

    Of sources with both labels, one in five of the groups is held out; the rest is in training.
    """
    apart = paired(samples)
    held = [s.record.source in apart and in_share(s.record.group, 0.2, "faces") for s in samples]
    chosen = [i for i, out in enumerate(held) if not out]
    kept, x = [samples[i] for i in chosen], rows[chosen]
    head = clip_training.fit(clip_training.ridge(kept, x), tuple(dict.fromkeys(clip_training.cells(kept))))
    expert = portrait_training.train(kept, x)
    tested = [i for i, out in enumerate(held) if out and samples[i].variant == 0 and samples[i].kind is None]
    truth, table = np.array([samples[i].generated for i in tested]), []
    scores = head(rows[tested]), expert.log_odds(rows[tested].astype(np.float32))
    where = [(samples[i].record.place, samples[i].record.source) for i in tested]
    for name in sorted(set(where)):
        of = np.array([here == name for here in where])
        found = [auroc(score[of & ~truth], score[of & truth]) for score in scores]
        table.append((*name, f"{of.sum()}", *(f"{area:.3f}" if area is not None else "–" for area in found)))
    return table


def video_table(folder: Path, limit: int) -> list[TableRow]:
    """(method, pictures, share let through the gate, alarms among those, alarms of the head of generation)."""
    head, general = portraits.shipped(), shipped.shipped()
    if head is None or general is None:
        raise ValueError("the trained heads are not installed")
    by: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(folder.glob("utils/DDVQA_images/c40/*/*.jpg")):
        by[file.stem.split("_")[0]].append(file)
    table = []
    for method, every in sorted(by.items()):
        chosen = every[:: -(-len(every) // limit)]
        batches = [chosen[start : start + 16] for start in range(0, len(chosen), 16)]
        views = ([degradations.view(read_pixels(file)) for file in batch] for batch in batches)
        vectors = np.concatenate([tower.embed(np.stack(batch)).vectors for batch in views])
        through = head.portrait(vectors)
        alarms = head.log_odds(vectors)[through] > portraits.NEUTRAL
        all_alarms = general.log_odds(vectors) > clip.NEUTRAL
        shares = (through.mean(), alarms.mean() if len(alarms) else 0.0, all_alarms.mean())
        table.append((METHODS.get(method, method), f"{len(chosen)}", *(f"{share:.0%}" for share in shares)))
    return table


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.faces", description=__doc__)
    parser.add_argument("--data", nargs="+", default=[], type=Path, metavar="SET")
    parser.add_argument("--work", type=Path, default=Path("work"), help="the folder that the training used")
    parser.add_argument("--video", type=Path, metavar="DIR", help="DD-VQA as released")
    parser.add_argument("--limit", type=int, default=75, help="video faces a method (default 75)")
    arguments = parser.parse_args(argv)
    if arguments.data:
        samples, rows = load(arguments.data, arguments.work)
        header = ("set", "source", "held-out pictures", "AUROC, head of generation", "AUROC, head for portraits")
        show("Held-out pictures of sources with both labels", header, kept_table(samples, rows))
    if arguments.video:
        header = ("method", "pictures", "through the gate", "alarms of those", "alarms of the head of generation")
        show("Faces from compressed video", header, video_table(arguments.video, arguments.limit))
    return 0


if __name__ == "__main__":
    sys.exit(main())
