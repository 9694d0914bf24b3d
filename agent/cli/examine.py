"""`telltale examine`: examine pictures, and print what was found."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, Commands, add_command, guarded, note, print_json
from ..environment import prepare as prepare_environment
from .case_options import region_of
from .model_options import investigator_of
from .picture_loop import each
from .report_options import ReportWriter, add_report_options, particulars_of
from .server_options import add_examining_options, examining_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dossier import Document
    from ..evidence import ClaimJudgement, Region
    from ..investigator import Investigation, Investigator
    from ..reasoning.chain import Maps

_WIDTH = 110  # columns, if the output is no terminal
_EXAMPLES = (
    (
        "telltale examine photo.jpg --report photo.pdf --maps maps",
        "examine one picture, and write a report and the maps",
    ),
    (
        'telltale examine parcel.jpg --claim "the parcel arrived with a cracked screen"',
        "also say whether the evidence supports the claim",
    ),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "examine", "examine pictures and print what was found", _EXAMPLES, guarded(_examine))
    parser.add_argument("images", nargs="+", metavar="IMAGE", help="a picture file, or a folder of them")
    add_examining_options(parser)
    parser.add_argument(
        "--training-free",
        action="store_true",
        help="for a general model without adapters: let it describe the picture and judge its descriptions",
    )
    parser.add_argument(
        "--claim", metavar="TEXT", help="what the pictures are said to show; the evidence is compared with it"
    )
    parser.add_argument("--claim-region", metavar="X,Y,W,H", help="the part that the claim is about, in pixels")
    parser.add_argument("--json", action="store_true", help="print one JSON record per line")
    parser.add_argument(
        "--maps",
        type=Path,
        metavar="DIR",
        help="write maps as PNG files: where detectors found traces, and where the model saw cues; an altered part "
        "that is shown is also written as a mask and as COCO JSON",
    )
    parser.add_argument(
        "--report",
        metavar="FILE",
        help="write a report (.pdf, .html or .json); a folder such as reports/ gets one for each picture, and an index",
    )
    add_report_options(parser)


def _examine(arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..file_bytes import IntakeError

    images = list(_files(arguments.images))
    if not any(map(os.path.exists, images)):  # nothing to load a model or a library for
        each(images, _missing, (IntakeError, OSError), "examined", "pictures")
        return FAILED
    from ..perception.models import ModelError

    claim, claim_region = _claim(arguments)
    writer = ReportWriter(arguments.report, arguments, len(images)) if arguments.report else None
    investigator = investigator_of(arguments, training_free=arguments.training_free, **examining_options(arguments))
    judgements, stems = [], Counter[str]()

    def examine(number: int, image: str) -> None:
        investigation = investigator.examine(image, claim=claim, claim_region=claim_region)
        if investigation.examination.claim is not None:
            judgements.append(investigation.examination.claim)
        _print(investigation, as_json=arguments.json, first=number == 0)
        if arguments.maps:
            stem = Path(image).stem
            stems[stem] += 1
            name = stem if stems[stem] == 1 else f"{stem}-{stems[stem]}"
            _write_maps(investigation, investigator.trace(investigation), arguments.maps, name)
        if writer is not None:
            writer.write(investigation.examination, _document(investigation, investigator, arguments))

    failures = each(images, examine, (IntakeError, ModelError, OSError), "examined", "pictures")
    if writer is not None:
        writer.finish()
    if len(judgements) > 1 and not arguments.json:
        _print_joint(judgements)
    return FAILED if failures else DONE


def _missing(number: int, image: str) -> None:
    from ..file_bytes import read_file

    read_file(Path(image))


def _files(images: Iterable[str]) -> Iterator[str]:
    """The pictures: those that are named, and the files in the folders that are named, in the order of their names."""
    for image in images:
        if Path(image).is_dir():
            inside = sorted(file for file in Path(image).iterdir() if file.is_file() and not file.name.startswith("."))
            yield from map(str, inside)
        else:
            yield image


def _document(investigation: Investigation, investigator: Investigator, arguments: argparse.Namespace) -> Document:
    from ..dossier import copy_scores, of_investigation

    exhibit, full = investigation.exhibit, arguments.report_pages == "full"
    copies = copy_scores(exhibit.pixels, exhibit.facts.quality, investigator.detectors) if full else ()
    command = _command(arguments, exhibit.facts.name)
    return of_investigation(
        investigation,
        particulars_of(arguments, created=datetime.now(UTC), command=command),
        pages=arguments.report_pages,
        language=arguments.report_language,
        copies=copies,
    )


def _command(arguments: argparse.Namespace, name: str) -> str:
    """The call that examines one of the pictures in this way; of files that it needs only the names are given."""
    from ..dossier.method_sections import shown_name

    words = ["telltale", "examine", shown_name(name)]
    given = {
        "--model": re.sub(r"//[^/@]*@", "//", arguments.model) if arguments.model != "small" else None,
        "--second-model": re.sub(r"//[^/@]*@", "//", arguments.second_model or "") or None,
        "--bundle": arguments.bundle and arguments.bundle.name,
        "--adapter": arguments.adapter and arguments.adapter.name,
        "--load-in": arguments.load_in,
        "--trust-anchors": arguments.trust_anchors and Path(arguments.trust_anchors).name,
        "--claim": arguments.claim,
        "--claim-region": arguments.claim_region,
        "--error-rate": None if arguments.error_rate == 0.05 else f"{arguments.error_rate:g}",
    }
    for option, value in given.items():
        words += [option, value] if value else []
    for detector in arguments.detector or ():
        words += ["--detector", detector]
    flags = {"--no-explain": arguments.no_explain, "--no-perceive": arguments.no_perceive}
    words += [flag for flag, on in {**flags, "--training-free": arguments.training_free}.items() if on]
    return shlex.join(words)


def _claim(arguments: argparse.Namespace) -> tuple[str | None, Region | None]:
    """The claim and the part that it is about.

    Raises:
        ValueError: if the claim can't be judged, the part is no rectangle, or there is a part without a claim.
    """
    from ..reasoning.weighing.claim import checked

    if arguments.claim is not None:
        given = arguments.claim_region
        return checked(arguments.claim), None if given is None else region_of(given, "--claim-region")
    if arguments.claim_region:
        raise ValueError("--claim-region needs a claim; say with --claim what that part is said to show")
    return None, None


def _print(investigation: Investigation, *, as_json: bool, first: bool) -> None:
    if as_json:
        print_json(investigation.examination.model_dump_json(by_alias=True))
        return
    from rich.console import Console

    from ..report.terminal import show

    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    if not first:
        console.print()
    show(console, investigation.examination)


def _print_joint(judgements: Sequence[ClaimJudgement]) -> None:
    from ..reasoning.weighing.claim import joint
    from ..report.wording import BEARINGS, CLAIM_OVERALL

    overall = joint(judgements)
    print(f"\n{CLAIM_OVERALL(bearing=BEARINGS[overall.bearing](), because=' '.join(overall.because))}")


def _write_maps(investigation: Investigation, traced: Maps, folder: Path, stem: str) -> None:
    from ..report.map_files import draw, save, save_parts

    pixels, evidence = investigation.exhibit.pixels, investigation.examination.evidence
    drawn = draw(pixels, {**investigation.maps, **traced}, evidence)
    written = save({name: picture for name, (picture, _) in drawn.items()}, folder, stem)
    name = investigation.exhibit.facts.name
    for file in [*written, *save_parts(investigation.maps, evidence, pixels.shape, folder, stem, name)]:
        note(f"wrote {file}")
