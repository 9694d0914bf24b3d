"""Does context move the verdict? `python -m telltale.eval.studies.claims --data SET…`.

Every picture is examined with no claim, with a true one and with a false one (the comparison of none, relevant and
misleading context that retrieval benchmarks such as RAGuard make). The second table is of what the claims are judged
to be, with pictures altered in a known part and claims about that part and about another. Printed as Markdown.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.evidence import Region
from ...agent.investigator import Investigator
from ...finetune.pseudo_fakes.alterations import LOCAL, make, seed_of
from ..sets.records import Record, read, read_pixels
from .attacks import chosen
from .localisation import png
from .transfer import TableRow, show

CAMERA = "This photograph was taken with a camera and shows what happened."
MADE = "This picture was made by a computer and shows nothing that happened."
DAMAGE = "The parcel arrived with damage in this part."


def contexts(record: Record) -> dict[str, str | None]:
    """No claim, a true one, a false one."""
    true, false = (CAMERA, MADE) if record.label == "real" else (MADE, CAMERA)
    return {"none": None, "true": true, "false": false}


def context_rows(investigator: Investigator, records: Sequence[Record]) -> list[TableRow]:
    """(claim, pictures, verdicts that differ from those without a claim, bearings on real, on generated pictures)."""
    differ: Counter[str] = Counter()
    bearings: dict[tuple[str, str], Counter[str]] = {}
    for record in records:
        plain = None
        for name, claim in contexts(record).items():
            found = investigator.examine(record.path, claim=claim).examination
            plain = plain or found
            differ[name] += found.verdict != plain.verdict
            if found.claim is not None:
                bearings.setdefault((name, record.label), Counter())[found.claim.bearing] += 1
    return [
        (name, str(len(records)), str(differ[name]), *(_said(bearings.get((name, x))) for x in ("real", "generated")))
        for name in contexts(records[0])
    ]


def _said(count: Counter[str] | None) -> str:
    return ", ".join(f"{n} {bearing}" for bearing, n in sorted(count.items())) if count else "–"


def box(mask: NDArray[np.bool_]) -> Region:
    """The rectangle around a mask bool [H, W]."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    x, y = int(columns[0]), int(rows[0])
    return Region(x=x, y=y, w=int(columns[-1]) - x + 1, h=int(rows[-1]) - y + 1)


def opposite(region: Region, shape: tuple[int, ...]) -> Region:
    """A quarter of the picture in the corner that is farthest from a region."""
    height, width = shape[:2]
    left = region.x + region.w / 2 < width / 2
    top = region.y + region.h / 2 < height / 2
    return Region(x=width * 3 // 4 if left else 0, y=height * 3 // 4 if top else 0, w=width // 4, h=height // 4)


def region_rows(investigator: Investigator, records: Sequence[Record]) -> list[TableRow]:
    """Bearings of claims about the altered part, about another, and about the same part of the untouched picture."""
    count: dict[str, Counter[str]] = {}
    for number, record in enumerate(records):
        pixels = read_pixels(record.path)
        rng = np.random.default_rng(seed_of(record.path.name, "claim"))
        donor = read_pixels(records[number - 1].path)
        fake = make(LOCAL[number % len(LOCAL)], pixels, rng, donor=donor)
        if fake.mask is None or not fake.mask.any():
            continue
        inside = box(fake.mask)
        cases = {
            "about the altered part": (fake.pixels, inside),
            "about another part of it": (fake.pixels, opposite(inside, pixels.shape)),
            "about that part of the untouched picture": (pixels, inside),
        }
        for name, (shown, region) in cases.items():
            found = investigator.examine(png(shown), record.path.name, claim=DAMAGE, claim_region=region)
            judged = found.examination.claim
            assert judged is not None  # a claim was given
            count.setdefault(name, Counter())[judged.bearing] += 1
    return [(name, str(sum(c.values())), _said(c)) for name, c in count.items()]


def main(argv: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.claims", description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--count", type=int, default=25, help="pictures of either label (default 25)")
    arguments = parser.parse_args(argv)
    records = chosen([record for where in arguments.data for record in read(where)], arguments.count)
    investigator = Investigator(explain=False)
    header = ("claim", "pictures", "verdicts that differ", "on real ones it is judged", "on generated ones")
    show("Context", header, context_rows(investigator, records))
    real = [record for record in records if record.label == "real"]
    show("The claimed part", ("claim", "pictures", "judged"), region_rows(investigator, real))
    return 0


if __name__ == "__main__":
    sys.exit(main())
