"""False alarms of what locates altered parts: on camera files, copies, screenshots and retouched photographs.

    python -m telltale.eval.studies false-parts --files PATH… [--count N]

The files are camera originals: nothing in them was altered in a part. Each is examined as it is, and after every
processing of `telltale.eval.sets.camera_processing` that is named here: as a messenger delivers it, as a screenshot,
saved again several times, and as apps and people retouch the whole of a picture. Before these it is scaled to at most
1600 px, and afterwards saved as a JPEG file of quality 92. The table gives the share of pictures of which a detector
names a part, the share of which any of them does, and the share that gets the label *tampered*; the intervals are
95%, by picture.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...agent.console import DONE, say
from ...agent.investigator import Investigator
from ..sets.camera_processing import PROCESSINGS, draws
from ..sets.degradations import resize
from ..sets.records import pictures_below, read_pixels
from ..tables import show
from .pictures import jpeg_file
from .study import Study, add_count

AS_IT_IS = "as the camera saved it"
KINDS = (
    "messenger copy", "screenshot of a photograph", "repeated resaves", "clarity", "colour filter", "HDR tone mapping",
    "portrait blur", "smoothed surfaces",
)  # fmt: skip
LOCATING = ("clones", "altered_part", "jpeg", "noise")
LONGEST, QUALITY = 1600, 92  # px of the long side before a processing, and of the JPEG file after it


def forms(file: Path) -> Iterator[tuple[str, bytes]]:
    """The picture in a file as it is, and after each processing, as files."""
    yield AS_IT_IS, file.read_bytes()
    pixels = read_pixels(file)
    factor = LONGEST / max(pixels.shape[:2])
    pixels = resize(pixels, factor) if factor < 1 else pixels
    for kind in KINDS:
        yield kind, jpeg_file(PROCESSINGS[kind](pixels, draws(kind, file.name)), QUALITY)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", nargs="+", type=Path, required=True, metavar="PATH", help="folders of camera files")
    add_count(parser, 40, "files")


def _run(arguments: argparse.Namespace) -> int:
    files = [file for place in arguments.files for file in pictures_below(place)][: arguments.count]
    investigator = Investigator(perceive=False, explain=False)
    found: dict[str, list[frozenset[str]]] = {kind: [] for kind in (AS_IT_IS, *KINDS)}
    for number, file in enumerate(files, 1):
        for kind, data in forms(file):
            found[kind].append(named(investigator, data))
        say(f"{number} of {len(files)} pictures")
    columns = (*LOCATING, "any", "tampered")
    header = ("picture", "pictures", *(f"`{name}`" for name in LOCATING), "any of them", "label *tampered*")
    rows = [(kind, str(len(each)), *_shares(each, columns)) for kind, each in found.items()]
    show("False alarms of a part", header, rows)
    return DONE


def named(investigator: Investigator, data: bytes) -> frozenset[str]:
    """The detectors that name a part of a picture, *any* if one does, and *tampered* if that is its label."""
    record = investigator.examine(data, "picture.jpg").examination
    parts = {item.source for item in record.evidence if item.source in LOCATING and item.region is not None}
    parts |= {"any"} if parts else set()
    return frozenset(parts | ({"tampered"} if record.verdict.label == "tampered" else set()))


def _shares(found: Sequence[frozenset[str]], columns: Sequence[str]) -> Iterator[str]:
    from scipy.stats import binomtest

    for name in columns:
        count = sum(name in each for each in found)
        between = binomtest(count, len(found)).proportion_ci(method="wilson")
        yield f"{count / len(found):.0%} [{between.low:.0%}, {between.high:.0%}]"


STUDY = Study(
    name="false-parts",
    what="false alarms of what locates altered parts, on originals, copies, screenshots and retouched photographs",
    about=__doc__,
    add_arguments=_add_arguments,
    run=_run,
)
