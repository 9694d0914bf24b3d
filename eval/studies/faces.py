"""Face collections, and faces from compressed video.

    python -m telltale.eval.studies faces [--data SET… --work DIR] [--video DDVQA]

The first table is of face collections with both labels, of which a fifth of the groups was kept from training. The
second is of face crops from compressed video (FaceForensics++ as DD-VQA released it), by the heads that ship: how many
pass the gate of the portrait head, and how often either head raises an alarm. The file names tell how a face was made.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...agent.console import DONE
from ..sets import degradations
from ..sets.records import read_pixels
from ..sets.splits import held_out
from ..tables import TableRow, show
from .study import Study, add_data, add_work

if TYPE_CHECKING:
    from ...finetune.heads.ridge import Features
    from ...finetune.heads.tower_features import Sample

# The first number in a file's name; 5 is the original, the others altered it.
METHODS = {"0": "Deepfakes", "1": "Face2Face", "3": "FaceSwap", "5": "original", "6": "NeuralTextures"}
BATCH = 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser, required=False)
    add_work(parser, default="work")
    parser.add_argument("--video", type=Path, metavar="DIR", help="DD-VQA as released")
    parser.add_argument("--limit", type=int, default=75, metavar="N", help="video faces of each method (default 75)")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables that were asked for."""
    if arguments.data:
        from .corpora import load_corpus

        samples, rows = load_corpus(arguments.data, arguments.work)
        header = ("set", "source", "held-out pictures", "AUROC, general head", "AUROC, portrait head")
        show("Held-out pictures of sources with both labels", header, held_out_table(samples, rows))
    if arguments.video:
        header = ("method", "pictures", "through the gate", "of those, alarms", "alarms of the general head")
        show("Faces from compressed video", header, video_table(arguments.video, arguments.limit))
    return DONE


def held_out_table(samples: Sequence[Sample], rows: Features) -> list[TableRow]:
    """(set, source, held-out pictures, AUROC of the general head, of the portrait head).

    One in five groups of the sources with both labels is held out; the rest is in training.
    """
    from ...finetune.heads import clip_training, portrait_training
    from ..metrics import auroc
    from .corpora import sources_with_both_labels

    both = sources_with_both_labels(samples)
    out = [s.record.source in both and held_out(s.record.group, "study of faces") for s in samples]
    chosen = [i for i in range(len(samples)) if not out[i]]
    kept, x = [samples[i] for i in chosen], rows[chosen]
    general = clip_training.fit(kept, x).head()
    portrait = portrait_training.train(kept, x)
    tested = [i for i, s in enumerate(samples) if out[i] and s.variant == 0 and s.kind is None]
    truth, table = np.array([samples[i].generated for i in tested]), []
    scores = general(rows[tested]), portrait.log_odds(rows[tested].astype(np.float32))
    sources = [(samples[i].record.place, samples[i].record.source) for i in tested]
    for source in sorted(set(sources)):
        inside = np.array([other == source for other in sources])
        areas = [auroc(score[inside & ~truth], score[inside & truth]) for score in scores]
        table.append((*source, f"{inside.sum()}", *(f"{area:.3f}" if area is not None else "–" for area in areas)))
    return table


def video_table(folder: Path, limit: int) -> list[TableRow]:
    """(method, pictures, share through the gate, alarms among those, alarms of the general head).

    Raises:
        ValueError: if the trained heads, or the faces, are missing.
    """
    from ...agent.detectors import clip_heads, portrait
    from ...agent.detectors.base import NEUTRAL
    from ...agent.perception import tower

    portrait_head, general = portrait.shipped(), clip_heads.shipped()
    if portrait_head is None or general is None:
        raise ValueError("the trained heads are missing; install telltale with its models")
    by_method: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(folder.glob("utils/DDVQA_images/c40/*/*.jpg")):
        by_method[file.stem.split("_")[0]].append(file)
    if not by_method:
        raise ValueError(f"{folder}: no face crops in utils/DDVQA_images/c40; give DD-VQA as released")
    table = []
    for method, files in sorted(by_method.items()):
        chosen = files[:: -(-len(files) // limit)]
        batches = [chosen[start : start + BATCH] for start in range(0, len(chosen), BATCH)]
        views = ([degradations.view(read_pixels(file)) for file in batch] for batch in batches)
        vectors = np.concatenate([tower.embed(np.stack(batch)).vectors for batch in views])
        through = portrait_head.portrait(vectors)
        alarms = portrait_head.log_odds(vectors)[through] > NEUTRAL
        general_alarms = general.log_odds(vectors) > NEUTRAL
        shares = (through.mean(), alarms.mean() if len(alarms) else 0.0, general_alarms.mean())
        table.append((METHODS.get(method, method), f"{len(chosen)}", *(f"{share:.0%}" for share in shares)))
    return table


STUDY = Study("faces", "face collections, and faces from compressed video", __doc__, add_arguments, run)
