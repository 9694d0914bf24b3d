"""Maps against masks of what was altered: `python -m telltale.eval.studies.localisation --data SET… --work DIR [--pairs DIR…]`.

For every altered picture and every map: the AUROC of the map's values inside the mask against outside, and whether the
map's highest place lies inside (the pointing game), beside the share of the picture that the mask covers, which is what
a blind guess would hit. A map that knows nothing has an AUROC of .5.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...agent.detectors.registry import BUILT_IN
from ...agent.intake import receive
from ...agent.perception import saliency
from ...agent.perception.models import LocalModel, load
from ...finetune.adapters.assess import held_out
from ...finetune.pseudo_fakes.alterations import GENERATIVE, LOCAL, Alteration, Generator, make, seed_of
from ...prompts import cues
from ..metrics import auroc
from ..sets.manifest import altered
from ..sets.records import Record, read, read_pixels
from .transfer import show

Map = NDArray[np.float32]
CUES = ("edges.blend", "global.synthetic_look")  # whose answers are traced back to places


@dataclass(frozen=True, slots=True)
class Case:
    """An altered picture uint8 [H, W, 3] with its mask bool [H, W]."""

    kind: str
    pixels: NDArray[np.uint8]
    mask: NDArray[np.bool_]


def made(records: Sequence[Record], generators: dict[Alteration, Generator], count: int) -> Iterator[Case]:
    """`count` pseudo-fakes with masks of each kind, from real pictures kept from the adapter's training."""
    real = [record for record in records if record.label == "real" and held_out(record)]
    kinds: tuple[Alteration, ...] = (*GENERATIVE, *LOCAL)
    for kind in kinds:
        for number in range(count):
            rng = np.random.default_rng(seed_of("localisation", kind, number))
            one, other = (read_pixels(real[int(rng.integers(len(real)))].path) for _ in range(2))
            done = make(kind, one, rng, donor=other, generator=generators.get(kind), region=kind in GENERATIVE)
            if done.mask is not None and done.mask.any():
                yield Case(f"{kind} of a region" if kind in GENERATIVE else kind, done.pixels, done.mask)


def pairs(folder: Path) -> Iterator[Case]:
    """Altered pictures with masks, laid out as `telltale.eval.sets.manifest.altered` says."""
    for _, file, mask in altered(folder):
        pixels = receive(file).pixels
        with Image.open(mask) as image:
            size = (pixels.shape[1], pixels.shape[0])
            where = np.asarray(image.convert("L").resize(size, Image.Resampling.NEAREST)) > 127
        yield Case(folder.name, pixels, where)


def maps(case: Case, model: LocalModel | None) -> Iterator[tuple[str, Map]]:
    """The maps of every detector that draws one, and of the model's answers."""
    facts = receive(png(case.pixels)).facts.quality
    for name, detector in BUILT_IN.items():
        reading = detector.read(case.pixels, facts)
        if reading is not None and reading.map is not None:
            yield name, reading.map
    if model is not None:
        for cue in (cue for cue in cues() if cue.id in CUES):
            drawn = saliency.saliency(model, case.pixels, cue)
            if drawn is not None:
                yield f"adapter, {cue.id}", drawn


def png(pixels: NDArray[np.uint8]) -> bytes:
    """A picture as a file that loses nothing."""
    import io

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def against(drawn: Map, mask: NDArray[np.bool_]) -> tuple[float, bool, float] | None:
    """AUROC inside against outside, whether the highest place is inside, and the mask's share, at the map's size."""
    size = drawn.shape[1], drawn.shape[0]
    small = np.asarray(Image.fromarray(mask).convert("L").resize(size, Image.Resampling.BOX)) > 127
    area = auroc(drawn[~small], drawn[small])
    if area is None:
        return None
    top = drawn == drawn.max()
    return area, bool(np.mean(small[top]) >= 0.5), float(small.mean())


def table(cases: Sequence[Case], look: Callable[[Case], Iterator[tuple[str, Map]]]) -> list[tuple[str, ...]]:
    """Means by map and kind: (map, kind, pictures, AUROC, pointing game, share of the picture that is altered)."""
    found: dict[tuple[str, str], list[tuple[float, bool, float]]] = defaultdict(list)
    for number, case in enumerate(cases, 1):
        for name, drawn in look(case):
            if (result := against(drawn, case.mask)) is not None:
                found[name, case.kind].append(result)
        print(f"{number} of {len(cases)}", end="\r", file=sys.stderr)
    rows = []
    for (name, kind), values in sorted(found.items()):
        area, hit, share = np.mean(np.array(values, float), axis=0)
        rows.append((name, kind, str(len(values)), f"{area:.3f}", f"{hit:.0%}", f"{share:.0%}"))
    return rows


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.localisation", description=__doc__)
    parser.add_argument("--data", nargs="*", default=[], type=Path, metavar="SET", help="pictures to alter")
    parser.add_argument("--work", type=Path, default=Path("work"), help="holds the autoencoders")
    parser.add_argument("--pairs", nargs="*", default=[], type=Path, metavar="DIR", help="altered pictures with masks")
    parser.add_argument("--count", type=int, default=40, help="pseudo-fakes of each kind (default 40)")
    parser.add_argument("--model", default="small", help="whose answers are traced; `none` for detectors alone")
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="its adapter; by default the shipped one")
    arguments = parser.parse_args(argv)
    from ...finetune.commands import generators_in

    cases = [case for folder in arguments.pairs for case in pairs(folder)]
    if arguments.data:
        records = [record for where in arguments.data for record in read(where)]
        cases += made(records, generators_in(arguments.work), arguments.count)
    model = None if arguments.model == "none" else load(arguments.model, arguments.adapter)
    header = ("map", "altered by", "pictures", "AUROC in the mask", "highest place inside", "altered share")
    show("Maps against masks", header, table(cases, lambda case: maps(case, model)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
