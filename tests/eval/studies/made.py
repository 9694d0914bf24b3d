"""Records, tables and readings that the tests of studies are run on."""

from pathlib import Path

import numpy as np
from telltale.eval.sets.records import Record
from telltale.finetune.weighing.evidence_table import Table
from telltale.finetune.weighing.readings import ReadingRow


def records() -> list[Record]:
    """Six sources of real pictures and three of generated ones, twenty pictures each."""
    real = [
        Record(path=Path(f"set/r/{s}-{n}.jpg"), label="real", source=f"camera {s}", group=f"r{s}-{n}")
        for s in range(6)
        for n in range(20)
    ]
    generated = [
        Record(
            path=Path(f"set/g/{s}-{n}.jpg"), label="generated", source=f"site {s}", group=f"g{s}-{n}", generator=maker
        )
        for s, maker in enumerate(["flux", "sdxl", "glide"])
        for n in range(20)
    ]
    return real + generated


def table(n: int, seed: int = 0, sources: tuple[int, int] = (6, 4)) -> Table:
    """Scores of `clip`, two unit Gaussians 2 apart, on so many real and other sources."""
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % 2 == 1
    clip = np.where(truth, 1.0, -1.0) + rng.normal(0, 1, n)
    source = np.array([f"{'g' if t else 'r'}{i // 2 % sources[int(t)]}" for i, t in enumerate(truth)])
    return Table({"clip": clip}, np.zeros((n, 3)), truth, source, np.where(truth, source, ""))


def reading(number: int, truth: str, **scores: float) -> ReadingRow:
    """A reading of a picture of the set `set`; tampered pictures are made from the real sources."""
    return ReadingRow(
        name=f"{truth}-{number}",
        truth=truth,
        way="as it is",
        place="set",
        source=f"{'r' if truth != 'synthetic' else 'g'}{number % 5}",
        generator="",
        group=str(number),
        short_side=256,
        jpeg_quality=90,
        recompressed=False,
        scores=scores,
    )


def expert_entries(n: int = 600) -> dict[str, dict]:
    """Outputs of three detectors that give probabilities and of one model that gives a label, by picture."""
    rng = np.random.default_rng(0)
    entries = {}
    for i in range(n):
        truth = i % 2
        outputs = {}
        for name, skill in (("A", 1.5), ("B", 1.0), ("C", 1.0)):
            p = float(1 / (1 + np.exp(-rng.normal(skill * (2 * truth - 1), 1.5))))
            outputs[name] = {"pred_label": int(p > 0.5), "pred_prob": p, "calibration_prob": p}
        outputs["V"] = {"pred_label": int(rng.random() < 0.75) ^ (1 - truth)}
        entries[str(i)] = {
            "gt_label": truth,
            "source_dataset": f"d{i % 3}",
            "data_source": "x",
            "model_predictions": outputs,
        }
    return entries
