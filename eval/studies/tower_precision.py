"""Whether the image encoder in ONNX Runtime, in float32 or in 8 bits, is faster here and leaves the labels as they are.

    python -m telltale.eval.studies tower-precision IMAGE… [--count N]

The encoder is exported to ONNX (https://onnx.ai), and its matrices are turned into 8 bits by ONNX Runtime's dynamic
quantisation (https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html); on processors without
VNNI into 7, since sums of products of 8 bits saturate there. Each batch of pictures is then measured as a triage does,
with each encoder in turn, so that what else runs here slows all of them alike. A picture counts as changed if its label
differs, or what an inconclusive one leans to.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE
from ...agent.perception import tower
from ..tables import show
from .study import Study, add_count

PLAIN, FLOAT, WHOLE = "torch", "ONNX Runtime, float32", "ONNX Runtime, 8 bits"
BATCH = 8  # pictures
DETECTOR = "clip"
Embed = Callable[[NDArray[np.uint8]], tower.Features]


@dataclass(slots=True)
class Tried:
    """An encoder, and what came of it.

    Attributes:
        embed: features of views uint8 [B, 224, 224, 3].
        seconds: by the clock, in the encoder alone.
        views: that it saw.
        labels: label and lean of each picture.
        scores: of the main detector, in log-odds; None where it has none.
    """

    embed: Embed
    seconds: float = 0.0
    views: int = 0
    labels: list[tuple[str, str | None]] = field(default_factory=list)
    scores: list[float | None] = field(default_factory=list)

    def timed(self, pixels: NDArray[np.uint8]) -> tower.Features:
        """The features, with the time that they took."""
        start = time.perf_counter()
        features = self.embed(pixels)
        self.seconds += time.perf_counter() - start
        self.views += len(pixels)
        return features


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("pictures", nargs="+", type=Path, metavar="IMAGE", help="pictures to measure on")
    add_count(parser, 120, "at most so many pictures")


def run(arguments: argparse.Namespace) -> int:
    """Print a row for each encoder."""
    tried = compared(arguments.pictures[: arguments.count])
    plain, rows = tried[PLAIN], []
    for name, one in tried.items():
        changed = sum(label != before for label, before in zip(one.labels, plain.labels, strict=True))
        moved = [abs(a - b) for a, b in zip(one.scores, plain.scores, strict=True) if a is not None and b is not None]
        ratio = (one.seconds / one.views) / (plain.seconds / plain.views)
        rows.append(
            (name, f"{one.seconds / one.views:.3f}", f"{ratio:.2f}", str(changed), f"{max(moved, default=0):.3f}")
        )
    columns = ("encoder", "seconds a view", "of torch", "labels or leans changed", "largest change of the score")
    show(f"The encoder on {len(plain.labels)} pictures, {plain.views} views", columns, rows)
    return DONE


def compared(files: Sequence[Path]) -> dict[str, Tried]:
    """Measure pictures with each encoder in turn, batch by batch; the first batch is measured twice, to warm up."""
    from ...agent.sandbox import receive
    from ...agent.triage.batch_measuring import measure
    from ...agent.triage.plan_instruments import instruments_of
    from ...agent.triage.triage_worker import Plan

    instruments, _ = instruments_of(Plan(perceive=False))
    with TemporaryDirectory() as folder:
        tried = {PLAIN: Tried(tower.embed), **{name: Tried(embed) for name, embed in exported(Path(folder)).items()}}
        for at in range(-BATCH, len(files), BATCH):
            batch = [receive(file) for file in files[max(at, 0) : max(at, 0) + BATCH]]
            for one in list(tried.values()) if at % (2 * BATCH) else list(tried.values())[::-1]:
                with replaced(one.timed):
                    found = measure(instruments, batch)
                one.labels += [(each.verdict.label, each.verdict.lean) for each in found]
                one.scores += [_score(each.evidence) for each in found]
            if at < 0:
                for one in tried.values():
                    one.seconds, one.views, one.labels, one.scores = 0.0, 0, [], []
        return tried


def _score(evidence: Sequence[Any]) -> float | None:
    return next((item.score for item in evidence if item.source == DETECTOR), None)


class replaced:  # noqa: N801  # reads as what it does
    """Within the block the detectors read another encoder."""

    def __init__(self, embed: Embed) -> None:
        """Choose the encoder."""
        self._embed, self._own = embed, tower.embed

    def __enter__(self) -> None:
        """Put it in place of the tower's."""
        tower.forget()
        tower.embed = self._embed

    def __exit__(self, *error: object) -> None:
        """Put the tower's back."""
        tower.embed = self._own
        tower.forget()


def exported(folder: Path) -> dict[str, Embed]:
    """The encoder in ONNX Runtime, in float32 and in 8 bits, each on one thread."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network = tower.load().float()

    class Whole(torch.nn.Module):
        def forward(self, scaled: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            states = network(scaled, output_hidden_states=True).hidden_states
            patches = torch.stack([states[layer][:, 1:] for layer in tower.PATCH_LAYERS], 1)
            tokens = [states[layer][:, 0] for layer in tower.CLS_LAYERS]
            return torch.cat([*tokens, patches.mean(2).flatten(1)], 1), patches

    plain, whole = folder / "tower.onnx", folder / "tower8.onnx"
    names: dict[str, Any] = {"input_names": ["scaled"], "output_names": ["vectors", "patches"]}
    axes = {name: {0: "views"} for name in ("scaled", "vectors", "patches")}
    example = (torch.zeros(2, 3, tower.VIEW, tower.VIEW),)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of branches that the size of a view decides
        torch.onnx.export(Whole(), example, str(plain), dynamo=False, opset_version=17, dynamic_axes=axes, **names)
    narrow = "vnni" not in Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else True
    quantize_dynamic(str(plain), str(whole), weight_type=QuantType.QInt8, per_channel=True, reduce_range=narrow)
    return {FLOAT: _session(plain), WHOLE: _session(whole)}


def _session(file: Path) -> Embed:
    import onnxruntime
    import torch

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    mean, deviation = (np.array(values, np.float32).reshape(3, 1, 1) for values in (tower.CLIP_MEAN, tower.CLIP_STD))

    def embed(pixels: NDArray[np.uint8]) -> tower.Features:
        scaled = (np.asarray(pixels, np.float32).transpose(0, 3, 1, 2) / 255 - mean) / deviation
        vectors, patches = session.run(None, {"scaled": scaled})
        return tower.Features(np.asarray(vectors), torch.from_numpy(np.asarray(patches)))

    return embed


STUDY = Study("tower-precision", "the image encoder in ONNX Runtime and in 8 bits", __doc__, add_arguments, run)
