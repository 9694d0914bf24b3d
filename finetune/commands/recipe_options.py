"""The options that recipes share, and the records that they name."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...agent.console import Command, at_least_one, guarded

if TYPE_CHECKING:
    from ...eval.sets.records import Record
    from ..pseudo_fakes.taef2 import Taef2

DATA_HELP = "a CSV manifest, FakeClue's JSON, a folder by label, or a saved Hugging Face dataset"
_FOR_PSEUDO_FAKES = ("ncnn", "onnxruntime")  # packages of the extra pseudo-fakes


def guarded_recipe(run: Command) -> Command:
    """The command with wrong calls answered in one line; a missing package is named with its extra."""
    return guarded(run, lambda module: "pseudo-fakes" if module in _FOR_PSEUDO_FAKES else "finetune")


def add_data_options(parser: argparse.ArgumentParser) -> None:
    """Add --data, --work and --out."""
    parser.add_argument("--data", nargs="+", required=True, metavar="DATA", help=DATA_HELP)
    add_folder_options(parser)


def add_folder_options(parser: argparse.ArgumentParser) -> None:
    """Add --work and --out."""
    parser.add_argument(
        "--work", type=Path, default=Path("work"), metavar="DIR", help="caches and checkpoints (default ./work)"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the result goes")


def add_limit_option(parser: argparse.ArgumentParser, default: int | None = None) -> None:
    """Add --limit for pictures."""
    parser.add_argument(
        "--limit",
        type=at_least_one,
        default=default,
        metavar="N",
        help=f"pictures at most of each source and generator in each set (default {default or 'all'})",
    )


def add_base_options(parser: argparse.ArgumentParser, *, faces: bool = True) -> None:
    """Add --model and --load-in for the base of an adapter, and --faces where they are learned from."""
    parser.add_argument(
        "--model", default="small", help="small (default), or a hub id or folder of a LLaVA-style model"
    )
    parser.add_argument("--load-in", choices=("4bit", "8bit"), help="quantise the model with bitsandbytes")
    if not faces:
        return
    parser.add_argument(
        "--faces", type=Path, metavar="DIR", help="DD-VQA as released, for people's answers about faces"
    )


def add_autoencoder_option(parser: argparse.ArgumentParser) -> None:
    """Add --autoencoder."""
    parser.add_argument(
        "--autoencoder",
        type=Path,
        metavar="DIR",
        help="weights of TAEF2, for artifacts made in its latent space (left out without)",
    )


def add_start_option(parser: argparse.ArgumentParser) -> None:
    """Add --from for an adapter."""
    parser.add_argument(
        "--from",
        dest="start",
        choices=("shipped", "base"),
        help="train the shipped adapter further, at half the rate, or begin with a fresh one (base); by default the "
        "shipped one if one ships for the model",
    )


def add_bundle_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of a recipe that writes a bundle with limits of one's own."""
    parser.add_argument(
        "--error-rate",
        type=float,
        default=0.05,
        metavar="RATE",
        help="the error rate that the printed figures are for; the bundle serves others too (default 0.05)",
    )
    parser.add_argument("--name", metavar="NAME", help="how records call the bundle (default: the name of its folder)")
    parser.add_argument(
        "--work", type=Path, default=Path("work"), metavar="DIR", help="caches and checkpoints (default ./work)"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder of the bundle")


def check_bundle_options(arguments: argparse.Namespace) -> None:
    """Check what such a recipe is given, its limit of pictures too.

    Raises:
        ValueError: if a number is out of its range, or the folder of the bundle holds something else.
        OSError: if nothing can be written there.
    """
    from ..bundle_writing import check_writable, strange

    if not 0 < arguments.error_rate < 1:
        raise ValueError(f"--error-rate {arguments.error_rate:g}: must be between 0 and 1; 0.05 is usual")
    if arguments.limit < 1:
        raise ValueError(f"--limit {arguments.limit}: must be 1 or more")
    if (other := strange(arguments.out)) is not None:
        raise ValueError(f"--out {arguments.out}: holds other files, such as {other}; name an empty or a new folder")
    for folder in (arguments.out, arguments.work):
        check_writable(folder)


def read_autoencoder(folder: Path | None) -> Taef2 | None:
    """The autoencoder in a folder; None without one.

    Raises:
        ValueError: if the folder doesn't hold its weights.
    """
    if folder is None:
        return None
    from ..pseudo_fakes import taef2

    return taef2.load(folder)


def ready_generators(work: Path, records: Sequence[Record], published: Taef2 | None = None) -> dict:
    """Every generator of pseudo-fakes; the autoencoders are trained on the real pictures if there are none yet.

    Args:
        work: its subfolder `autoencoders` holds those that were trained.
        records: pictures with known truth.
        published: one more autoencoder, with which there need not be others.

    Raises:
        MissingToolError: if a package that a generator needs is not installed.
        ValueError: if there are no real pictures to train on.
    """
    from ..pseudo_fakes import generators

    more = () if published is None else (published,)
    try:
        return generators.generators_in(work, *more)
    except generators.NoAutoencoderError:
        from ..pseudo_fakes.made_autoencoders import make

        for other in (generators.super_resolution, generators.style):
            other()  # what is missing is told before the training
        make(records, work / "autoencoders")
        return generators.generators_in(work, *more)


def read_records(places: Sequence[str]) -> list[Record]:
    """The labelled pictures of several sets.

    Raises:
        ValueError, OSError: if a set can't be read.
    """
    from ...eval.sets import records

    return [record for place in places for record in records.read(Path(place))]


def limited_records(arguments: argparse.Namespace, records: list[Record] | None = None) -> list[Record]:
    """The pictures of --data, or those given, at most --limit of each source and generator in each set.

    Raises:
        ValueError, OSError: if a set can't be read.
    """
    from ..heads.tower_features import limited

    found = read_records(arguments.data) if records is None else records
    return found if arguments.limit is None else limited(found, arguments.limit)


def check_sources(records: Sequence[Record], sources: Sequence[str]) -> None:
    """Check that there are pictures of each source.

    Raises:
        ValueError: if a source has none.
    """
    present = {record.source for record in records}
    if missing := sorted(set(sources) - present):
        raise ValueError(f"{', '.join(missing)}: no picture is of this source; there are {', '.join(sorted(present))}")


def without_sources(records: list[Record], sources: Sequence[str]) -> list[Record]:
    """The pictures of other sources, less the groups that they share with the sources left out.

    Raises:
        ValueError: if a source has no pictures.
    """
    check_sources(records, sources)
    groups = {record.group for record in records if record.source in sources}
    return [record for record in records if record.source not in sources and record.group not in groups]
