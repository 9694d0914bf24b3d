"""Maps of detectors and of the model against masks of what was altered.

    python -m telltale.eval.studies localisation [--data SET… --work DIR] [--pairs DIR…] [--count N]

For every altered picture and every map: the AUROC of the map's values inside the mask against outside, and whether the
map's highest place lies inside (the pointing game), beside the share of the picture that the mask covers, which is what
a blind guess would hit. A map that knows nothing has an AUROC of .5.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...agent.console import DONE, say
from ...agent.intake import receive
from ...prompts import cues
from ..sets.manifest import altered
from ..sets.records import Record, read_pixels
from ..sets.splits import seed_of
from ..tables import TableRow, show
from .pictures import png, records_of
from .study import Study, add_count, add_data, add_work

if TYPE_CHECKING:
    from ...agent.perception.models import LocalModel
    from ...finetune.pseudo_fakes.alterations import Alteration, Generator

Map = NDArray[np.float32]
CUES = ("edges.blend", "global.synthetic_look")  # whose answers are traced back to places
EVERY = 25  # pictures, between lines of progress


@dataclass(frozen=True, slots=True)
class Case:
    """An altered picture uint8 [H, W, 3] with its mask bool [H, W]."""

    kind: str
    pixels: NDArray[np.uint8]
    mask: NDArray[np.bool_]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser, required=False, what="sets whose real pictures are altered")
    add_work(parser, default="work")
    parser.add_argument("--pairs", nargs="*", default=[], type=Path, metavar="DIR", help="altered pictures with masks")
    add_count(parser, 40, "pseudo-fakes of each kind")
    parser.add_argument("--model", default="small", help="whose answers are traced; `none` for detectors alone")
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="adapters to use instead of the shipped ones")


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    from ...agent.perception.models import load
    from ...finetune.pseudo_fakes.generators import generators_in

    cases = [case for folder in arguments.pairs for case in pairs(folder)]
    if arguments.data:
        cases += made_cases(records_of(arguments.data), generators_in(arguments.work), arguments.count)
    model = None if arguments.model == "none" else load(arguments.model, arguments.adapter)
    header = ("map", "altered by", "pictures", "AUROC in the mask", "highest place inside", "altered share")
    show("Maps against masks", header, maps_table(cases, lambda case: maps(case, model)))
    return DONE


def made_cases(records: Sequence[Record], generators: Mapping[Alteration, Generator], count: int) -> Iterator[Case]:
    """`count` pseudo-fakes with masks of each kind, from real pictures kept from the adapter's training."""
    from ...finetune.adapters.assess import held_out
    from ...finetune.pseudo_fakes.alterations import GENERATIVE, LOCAL, make

    real = [record for record in records if record.label == "real" and held_out(record)]
    kinds: tuple[Alteration, ...] = (*GENERATIVE, *LOCAL)
    for kind in kinds:
        for number in range(count):
            rng = np.random.default_rng(seed_of("localisation", kind, number))
            pixels, donor = (read_pixels(real[int(rng.integers(len(real)))].path) for _ in range(2))
            fake = make(kind, pixels, rng, donor=donor, generator=generators.get(kind), region=kind in GENERATIVE)
            if fake.mask is not None and fake.mask.any():
                yield Case(f"{kind} of a region" if kind in GENERATIVE else kind, fake.pixels, fake.mask)


def pairs(folder: Path) -> Iterator[Case]:
    """Altered pictures with masks, laid out as `telltale.eval.sets.manifest.altered` says."""
    for _, file, mask_file in altered(folder):
        pixels = receive(file).pixels
        with Image.open(mask_file) as image:
            size = (pixels.shape[1], pixels.shape[0])
            mask = np.asarray(image.convert("L").resize(size, Image.Resampling.NEAREST)) > 127
        yield Case(folder.name, pixels, mask)


def maps(case: Case, model: LocalModel | None) -> Iterator[tuple[str, Map]]:
    """The maps of every detector that draws one, and of the model's answers."""
    from ...agent.detectors.registry import BUILT_IN
    from ...agent.perception import saliency

    quality = receive(png(case.pixels)).facts.quality
    for name, detector in BUILT_IN.items():
        reading = detector.read(case.pixels, quality)
        if reading is not None and reading.map is not None:
            yield name, reading.map
    if model is not None:
        for cue in (cue for cue in cues() if cue.id in CUES):
            drawn = saliency.saliency(model, case.pixels, cue)
            if drawn is not None:
                yield f"adapter, {cue.id}", drawn


def against_mask(drawn: Map, mask: NDArray[np.bool_]) -> tuple[float, bool, float] | None:
    """AUROC inside against outside, whether the highest place is inside, and the mask's share, at the map's size.

    None if the mask covers nothing, or everything, at that size.
    """
    from ..metrics import auroc

    size = drawn.shape[1], drawn.shape[0]
    small = np.asarray(Image.fromarray(mask).convert("L").resize(size, Image.Resampling.BOX)) > 127
    area = auroc(drawn[~small], drawn[small])
    if area is None:
        return None
    top = drawn == drawn.max()
    return area, bool(np.mean(small[top]) >= 0.5), float(small.mean())


def maps_table(cases: Sequence[Case], maps_of: Callable[[Case], Iterator[tuple[str, Map]]]) -> list[TableRow]:
    """Means by map and kind: (map, kind, pictures, AUROC, pointing game, share of the picture that is altered)."""
    results: dict[tuple[str, str], list[tuple[float, bool, float]]] = defaultdict(list)
    for number, case in enumerate(cases, 1):
        for name, drawn in maps_of(case):
            if (result := against_mask(drawn, case.mask)) is not None:
                results[name, case.kind].append(result)
        if number % EVERY == 0:
            say(f"{number} of {len(cases)} pictures")
    rows = []
    for (name, kind), values in sorted(results.items()):
        area, hit, share = np.mean(np.array(values, float), axis=0)
        rows.append((name, kind, str(len(values)), f"{area:.3f}", f"{hit:.0%}", f"{share:.0%}"))
    return rows


STUDY = Study("localisation", "maps against masks of what was altered", __doc__, add_arguments, run)
