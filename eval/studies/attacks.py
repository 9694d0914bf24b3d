"""Does an attack on one detector carry the verdict? `python -m telltale.eval.studies.attacks --data SET… [--count N]`.

The attacker knows the strongest detector, the head on the CLIP tower, with all its weights, and moves each pixel of a
224 px view by at most ε so that the score turns (projected gradient descent, Madry et al., 2018, ten steps). Pictures
on which the label was right before are then examined again, by everything. Printed as Markdown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ...agent.detectors import clip, clip_heads
from ...agent.evidence import Examination, Flag
from ...agent.investigator import Investigator
from ...agent.perception import tower
from ..sets import degradations
from ..sets.records import Record, read, read_pixels
from .localisation import png
from .transfer import TableRow, show

STEPS = 10
Pixels = NDArray[np.uint8]


def attack(pixels: Pixels, sign: float, epsilon: float, heads: clip_heads.Heads) -> Pixels:
    """Raise (sign 1) or lower (−1) the score of generation of a view [224, 224, 3] within ε grey levels of 255."""
    start = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255  # [1, 3, 224, 224]
    bound, x = epsilon / 255, start.clone()
    for _ in range(STEPS):
        x.requires_grad_()
        (slope,) = torch.autograd.grad(log_odds(x, heads), x)
        moved = x.detach() + sign * slope.sign() * bound / 4
        x = torch.min(torch.max(moved, start - bound), start + bound).clamp(0, 1)
    return (x[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)


def log_odds(x: torch.Tensor, heads: clip_heads.Heads) -> torch.Tensor:
    """The head's score of a view [1, 3, 224, 224] in 0 to 1, up to a constant factor and term; differentiable."""
    network = tower.load()
    mean, deviation = (torch.tensor(values).view(3, 1, 1) for values in (tower.CLIP_MEAN, tower.CLIP_STD))
    states = network(((x - mean) / deviation).to(network.dtype), output_hidden_states=True).hidden_states
    tokens = [states[layer][:, 0].float() for layer in tower.CLS_LAYERS]
    patches = torch.stack([states[layer][:, 1:] for layer in tower.PATCH_LAYERS], 1).float().mean(2).flatten(1)
    return (torch.cat([*tokens, patches], 1) @ torch.from_numpy(heads.weight)).sum()


def examined(investigator: Investigator, pixels: Pixels, name: str) -> Examination:
    """A view as PNG, examined."""
    return investigator.examine(png(pixels), name).examination


def unstable(record: Examination) -> bool:
    """Whether the detector said that its score does not hold."""
    return any(item.has(Flag.UNSTABLE) for item in record.evidence)


def chosen(records: Sequence[Record], count: int) -> list[Record]:
    """As many of either label, at random."""
    rng = np.random.default_rng(0)
    found = []
    for label in ("real", "generated"):
        those = [record for record in records if record.label == label]
        found += [those[i] for i in rng.permutation(len(those))[:count]]
    return found


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.attacks", description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--count", type=int, default=40, help="pictures of either label (default 40)")
    parser.add_argument("--epsilon", nargs="+", type=float, default=(2.0, 4.0), help="grey levels (default 2 4)")
    arguments = parser.parse_args(argv)
    heads = clip_heads.shipped()
    if heads is None:
        raise SystemExit("the trained heads are not installed")
    investigator = Investigator(explain=False)
    records = chosen([record for where in arguments.data for record in read(where)], arguments.count)
    clean, calm = [], 0
    for record in records:
        view = degradations.view(read_pixels(record.path))
        found = examined(investigator, view, record.path.name)
        calm += not unstable(found)
        if found.verdict.label == ("real" if record.label == "real" else "synthetic"):
            clean.append((record, view))
    rows: list[TableRow] = [
        ("none", f"{len(records)}", f"{len(clean)} right", f"{len(records) - calm} unstable", "–", "–")
    ]
    for epsilon in arguments.epsilon:
        turned = alone = noticed = kept = 0
        for record, view in clean:
            real = record.label == "real"
            attacked = attack(view, 1.0 if real else -1.0, epsilon, heads)
            found = examined(investigator, attacked, record.path.name)
            score = next(item.score for item in found.evidence if item.source == "clip") or 0.0
            alone += (score > clip.SURE) if real else (score < -clip.SURE)
            noticed += unstable(found)
            kept += found.verdict.label == ("real" if real else "synthetic")
            turned += found.verdict.label == ("synthetic" if real else "real")
        n = len(clean)
        counts = (f"{alone} of {n}", f"{noticed}", f"{turned}", f"{kept}")
        rows.append((f"ε = {epsilon:g}", f"{n}", *counts))
    header = ("attack", "pictures", "detector turned", "unstable", "verdict turned", "verdict kept")
    show("An attack on the strongest detector", header, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
