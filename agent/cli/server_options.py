"""The options that say how pictures are examined, for the commands that examine one and those that serve programs."""

from __future__ import annotations

import argparse
from typing import Any

from .model_options import add_model_options
from .trust_commands import add_trust_anchors, anchors_of


def add_examining_options(parser: argparse.ArgumentParser) -> None:
    """Add what says how pictures are examined: the model, the detectors, the error rate, the trusted signers."""
    add_model_options(parser)
    add_measuring_options(parser)
    add_wording_options(parser)


def add_measuring_options(parser: argparse.ArgumentParser) -> None:
    """Add what a measurement takes: the detectors, the error rate, the trusted signers."""
    parser.add_argument(
        "--detector",
        action="append",
        metavar="NAME",
        help="run only this detector (may be repeated); `telltale detectors` lists them",
    )
    parser.add_argument(
        "--error-rate",
        type=float,
        default=0.05,
        metavar="RATE",
        help="share of the labels that may be wrong, as expected on a new source (default 0.05)",
    )
    add_trust_anchors(parser)


def add_wording_options(parser: argparse.ArgumentParser) -> None:
    """Add what leaves the model out: of the explanation, and of the visual cues."""
    parser.add_argument(
        "--no-explain", action="store_true", help="explain in the evidence's own words, without the language model"
    )
    parser.add_argument("--no-perceive", action="store_true", help="do not ask the model about visual cues")


def examining_options(arguments: argparse.Namespace) -> dict[str, Any]:
    """The keyword arguments of `Investigator` beside those of the model.

    Raises:
        ValueError, OSError: if the trusted signers can't be read.
    """
    return {
        "detectors": arguments.detector,
        "perceive": not arguments.no_perceive,
        "explain": not arguments.no_explain,
        "error_rate": arguments.error_rate,
        "trust_anchors": anchors_of(arguments),
    }
