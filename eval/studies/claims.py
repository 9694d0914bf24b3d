"""Does context move the verdict, and how are claims judged?

    python -m telltale.eval.studies claims --data SET… [--count N]

Every picture is examined with no claim, with a true one and with a false one (the comparison of none, relevant and
misleading context that retrieval benchmarks such as RAGuard make). The second table is of claims about a part of a
picture: pictures are altered in a known part, and claims are made about that part and about another.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE
from ...agent.evidence import Region
from ..sets.records import Record, read_pixels
from ..sets.splits import seed_of
from ..tables import TableRow, show
from .pictures import drawn_by_label, png, records_of
from .study import Study, add_count, add_data

if TYPE_CHECKING:
    from ...agent.investigator import Investigator

CAMERA = "This photograph was taken with a camera and shows what happened."
MADE = "This picture was made by a computer and shows nothing that happened."
DAMAGE = "The parcel arrived with damage in this part."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_count(parser, 25, "pictures of each label")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    from ...agent.investigator import Investigator

    records = drawn_by_label(records_of(arguments.data), arguments.count)
    investigator = Investigator(explain=False)
    header = ("claim", "pictures", "verdicts that differ", "judged on real pictures", "judged on generated pictures")
    show("Claims about the whole picture", header, context_rows(investigator, records))
    real = [record for record in records if record.label == "real"]
    show("Claims about a part", ("claim", "pictures", "judged"), region_rows(investigator, real))
    return DONE


def contexts(record: Record) -> dict[str, str | None]:
    """No claim, a true one, a false one."""
    true, false = (CAMERA, MADE) if record.label == "real" else (MADE, CAMERA)
    return {"none": None, "true": true, "false": false}


def context_rows(investigator: Investigator, records: Sequence[Record]) -> list[TableRow]:
    """(claim, pictures, verdicts that differ from those without a claim, bearings on real, on generated pictures)."""
    differ: Counter[str] = Counter()
    bearings: dict[tuple[str, str], Counter[str]] = {}
    for record in records:
        without = None
        for name, claim in contexts(record).items():
            examination = investigator.examine(record.path, claim=claim).examination
            without = without or examination
            differ[name] += examination.verdict != without.verdict
            if examination.claim is not None:
                bearings.setdefault((name, record.label), Counter())[examination.claim.bearing] += 1
    return [
        (name, str(len(records)), str(differ[name]), *(_counts(bearings.get((name, x))) for x in ("real", "generated")))
        for name in contexts(records[0])
    ]


def _counts(bearings: Counter[str] | None) -> str:
    return ", ".join(f"{n} {bearing}" for bearing, n in sorted(bearings.items())) if bearings else "–"


def box(mask: NDArray[np.bool_]) -> Region:
    """The rectangle around a mask bool [H, W]."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    x, y = int(columns[0]), int(rows[0])
    return Region(x=x, y=y, w=int(columns[-1]) - x + 1, h=int(rows[-1]) - y + 1)


def opposite_corner(region: Region, shape: tuple[int, ...]) -> Region:
    """The corner of the picture that is farthest from a region, a quarter of the height and of the width."""
    height, width = shape[:2]
    left = region.x + region.w / 2 < width / 2
    top = region.y + region.h / 2 < height / 2
    return Region(x=width * 3 // 4 if left else 0, y=height * 3 // 4 if top else 0, w=width // 4, h=height // 4)


def region_rows(investigator: Investigator, records: Sequence[Record]) -> list[TableRow]:
    """Bearings of claims about the altered part, about another, and about the same part of the untouched picture."""
    from ...finetune.pseudo_fakes.alterations import LOCAL, make

    bearings: dict[str, Counter[str]] = {}
    for number, record in enumerate(records):
        pixels = read_pixels(record.path)
        rng = np.random.default_rng(seed_of(record.path.name, "claim"))
        donor = read_pixels(records[number - 1].path)
        fake = make(LOCAL[number % len(LOCAL)], pixels, rng, donor=donor)
        if fake.mask is None or not fake.mask.any():
            continue
        altered = box(fake.mask)
        cases = {
            "about the altered part": (fake.pixels, altered),
            "about another part of it": (fake.pixels, opposite_corner(altered, pixels.shape)),
            "about that part of the untouched picture": (pixels, altered),
        }
        for name, (shown, region) in cases.items():
            done = investigator.examine(png(shown), record.path.name, claim=DAMAGE, claim_region=region)
            judged = done.examination.claim
            assert judged is not None  # a claim was given
            bearings.setdefault(name, Counter())[judged.bearing] += 1
    return [(name, str(count.total()), _counts(count)) for name, count in bearings.items()]


STUDY = Study("claims", "whether claims move the verdict, and how claims are judged", __doc__, add_arguments, run)
