"""Pairs of left-out sources: how the main detector does on pictures from places that it never saw.

    python -m telltale.eval.studies source-pairs --data SET… --work DIR [--limit N] [--error-rate P]

The unit is the source. One source of photographs and one of generated pictures are left out together, from training,
from calibration and from the thresholds, and are then told apart. Sources that hold both labels of like content come
first: there, content can't help. Two kinds of copies are tested beside the pictures as they are: *web* is at most 768
px at JPEG quality 60, *hard* at most 512 px at quality 40. Web copies were learned from, of other sources. The
figures by size and by year give each source the same weight, and leave out each source by itself.
"""

from __future__ import annotations

import argparse

from ...agent.console import DONE
from ..tables import show
from .study import Study, add_data, add_limit, add_work


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_work(parser)
    add_limit(parser)
    parser.add_argument("--error-rate", type=float, default=0.05, metavar="P", help="of the labels (default 0.05)")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    from ...finetune.heads import clip_training
    from . import pair_slices, pair_tables
    from .corpora import load_main_corpus
    from .pair_scores import LeftOutPairs

    samples, features = load_main_corpus(arguments.data, arguments.work, arguments.limit)
    pairs = LeftOutPairs(samples, clip_training.fit(samples, features))
    header = ("source", "real / generated", *(f"AUROC, {tier}" for tier in pair_tables.TIERS))
    show("Sources with both labels of like content, each left out", header, pair_tables.like_content(pairs))
    header = ("pairs", "copies", "number", "AUROC, mean", "10th percentile")
    show("Pairs of a real and a generated source, both left out", header, pair_tables.areas(pairs))
    limits = pair_tables.Limits(pairs, arguments.error_rate)
    header = ("pairs", "copies", "labelled", "*synthetic* that are wrong", "*real* that are wrong")
    show(f"Labels at an error rate of {arguments.error_rate:g}", header, pair_tables.labels(pairs, limits))
    pictures = pair_slices.pictures_of(pairs, limits)
    of_slices = ("real pictures, sources", "generated", "AUROC", "real ones called synthetic", "generated ones")
    show("By the short side of the original", ("short side", *of_slices), pair_slices.by_size(pictures))
    show("By the year of the generator", ("first offered", *of_slices), pair_slices.by_year(pictures))
    header = ("sources", "AUROC", "ECE, 15 of equal width", "ECE, 10 of equal frequency", "Brier", "Cllr")
    show("Stated log-odds, pictures as they are", header, pair_tables.calibration(pairs, limits))
    return DONE


STUDY = Study("source-pairs", "the main detector on pairs of sources left out", __doc__, add_arguments, run)
