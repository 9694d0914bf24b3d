"""What the instruments say of pictures that they did not learn from: the table on which fusion is fitted.

Every score comes from weights that left out the picture's source: the head of generation by its folds, the residual
network by halves, the nearest pictures without those of the same source, the portrait head by groups, and the cues only
on sources that the adapter never saw. What can't be had so is missing, as at run time.

Rows are kept as JSON lines, so that a run that was cut off goes on where it stopped.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import BaseModel, ConfigDict

from ...agent.console import Progress
from ...agent.detectors import clip, clip_heads, jpeg, noise, portrait, residual, spectral
from ...agent.detectors.residual_network import ResidualNetwork
from ...agent.intake import Exhibit, receive
from ...agent.perception import tower
from ...eval.sets import degradations
from ...eval.sets.records import Record, read_pixels
from ..heads import clip_training as training
from ..heads.platt import platt
from ..heads.portrait_training import held_out
from ..heads.portrait_training import train as train_portraits
from ..heads.residual_training import halves
from ..heads.ridge import Features
from ..heads.tower_features import Sample
from ..pseudo_fakes.alterations import GENERATIVE, LOCAL, Alteration, Generator, control, fit, make, seed_of

Way = Literal["as it is", "saved", "altered", "passed"]
Truth = Literal["real", "synthetic", "tampered", "laundered"]
Ask = Callable[[Record, Exhibit], dict[str, float]]  # a picture to P(yes) by the source of each cue
SHARES: dict[Way, float] = {"as it is": 1.0, "saved": 0.4, "altered": 0.6, "passed": 0.3}
UNTRAINED = (spectral.DETECTOR, jpeg.DETECTOR, noise.DETECTOR)


class ReadingRow(BaseModel):
    """One picture with what is known of it and what the instruments said.

    Attributes:
        name: of the picture and the way it went.
        truth: laundered is a real picture that passed through a network whole.
        way: how the file came about; `kind` is the operation where it was altered or passed.
        place: the set it is of.
        scores: by the source of the evidence, in its unit; what was not measured is absent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    truth: Truth
    way: Way
    kind: str = ""
    place: str
    source: str
    generator: str
    group: str
    short_side: int
    jpeg_quality: int | None
    recompressed: bool | None
    scores: dict[str, float]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Weights that left out a source, for each source, as the run-time detectors read them."""

    heads: dict[str, clip_heads.Heads]
    networks: dict[str, ResidualNetwork]
    portraits: portrait.PortraitHead | None
    far: dict[str, NDArray[np.bool_]]


def hold_out(samples: Sequence[Sample], features: Features, work: Path, shipped: clip_heads.Heads) -> HeldOut:
    """Fit what is cheap to fit once more without each source, and read the residual networks of both halves.

    A mean of linear scores is a linear score: where several folds left out a source, their heads are averaged.

    Raises:
        OSError: if `telltale finetune detector residual` has left no checkpoints in the work folder.
    """
    records = [s.record for s in samples if s.variant == 0 and s.kind is None]
    sums = training.ridge(samples, features)
    weights: dict[str, list[tuple[NDArray[np.float32], float]]] = defaultdict(list)
    scores, truth = [], []
    for fold in training.leave_out(samples, "source"):
        head = training.fit(sums, fold.train)
        for source in {samples[i].record.source for i in fold.test}:
            weights[source].append(head.folded())
        scores.append(head(features[fold.test]))
        truth.append(np.array([samples[i].generated for i in fold.test]))
    slope, offset = platt(np.concatenate(scores), np.concatenate(truth))
    heads = {
        source: replace(
            shipped,
            weight=np.mean([w for w, _ in found], axis=0),
            bias=float(np.mean([b for _, b in found])),
            slope=slope,
            offset=offset,
        )
        for source, found in weights.items()
    }
    networks = {}
    for number, (_, tested) in enumerate(halves(records)):
        network = _network(work / f"residual-{number}.safetensors")
        networks |= dict.fromkeys({record.source for record in tested}, network)
    origins = np.array(shipped.reference_sources)
    far = {source: origins != source for source in {record.source for record in records}}
    return HeldOut(heads, networks, _portraits(samples, features), far)


def _network(file: Path) -> ResidualNetwork:
    from safetensors import safe_open

    network = ResidualNetwork()
    with safe_open(file, "pt") as stored:
        state = {name: stored.get_tensor(f"parameter.{name}") for name, _ in network.named_parameters()}
    network.load_state_dict(state, strict=False)
    return network.eval()


def _portraits(samples: Sequence[Sample], features: Features) -> portrait.PortraitHead | None:
    kept = [i for i, s in enumerate(samples) if not held_out(s.record.group)]
    try:
        return train_portraits([samples[i] for i in kept], features[kept])
    except ValueError:  # a set without faces of both labels
        return None


def plan(records: Sequence[Record], limit: int) -> list[tuple[Record, Way]]:
    """Which pictures go which way: at most `limit` of a source as they are, shares of that altered, passed and saved.

    Generated pictures are as they are or saved alone, and have a limit of 2.5 times that, being of fewer sources.
    """
    by: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for record in records:
        by[record.place, record.source, record.label].append(record)
    found: list[tuple[Record, Way]] = []
    for (_, source, label), members in sorted(by.items()):
        rng = np.random.default_rng(seed_of(source, label, "plan"))
        most = limit if label == "real" else round(2.5 * limit)
        ways: list[Way] = list(SHARES) if label == "real" else ["as it is", "saved"]
        for way in ways:
            count = min(len(members), round(most * SHARES[way]))
            found.extend((members[i], way) for i in sorted(rng.permutation(len(members))[:count]))
    return found


def exhibit(
    record: Record, way: Way, generators: dict[Alteration, Generator], donors: Sequence[Record]
) -> tuple[Exhibit, str]:
    """The file that a picture became, received as any other, and the operation on it."""
    name = f"{record.path.name}|{way}"
    if way == "as it is":
        return receive(record.path), ""
    rng = np.random.default_rng(seed_of(record.path.name, way))
    pixels, kind = read_pixels(record.path), ""
    if way == "saved":
        if rng.random() < 0.5:
            pixels, kind = control(pixels, rng)
    elif way == "altered":
        choices: tuple[Alteration, ...] = (*LOCAL, *LOCAL, *GENERATIVE)
        chosen = choices[int(rng.integers(len(choices)))]
        donor = fit(read_pixels(donors[int(rng.integers(len(donors)))].path), pixels.shape)
        donor = degradations.jpeg(donor, int(rng.integers(50, 96)))  # what is pasted was a file of its own
        pixels = make(chosen, pixels, rng, donor=donor, generator=generators.get(chosen), region=True).pixels
        kind = chosen
    else:
        chosen = GENERATIVE[int(rng.choice(3, p=[0.65, 0.2, 0.15]))]
        pixels, kind = make(chosen, pixels, rng, generator=generators[chosen]).pixels, chosen
    return receive(saved(pixels, rng), name), kind


def saved(pixels: NDArray[np.uint8], rng: np.random.Generator) -> bytes:
    """One file: PNG, JPEG of 85–97, or, as shared pictures are, scaled and saved once more as JPEG of 60–90."""
    draw, quality = rng.random(), int(rng.integers(85, 98))
    if draw < 0.35 and min(pixels.shape[:2]) >= 256:
        pixels = degradations.resize(degradations.jpeg(pixels, quality), rng.uniform(0.6, 0.95))
        quality = int(rng.integers(60, 91))
    buffer = io.BytesIO()
    if draw > 0.75:
        Image.fromarray(pixels).save(buffer, "PNG")
    else:
        Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def untrained(picture: Exhibit) -> dict[str, float]:
    """Scores of the detectors that nothing was trained for; they alone bear on what was altered in part."""
    readings = ((d.name, d.read(picture.pixels, picture.facts.quality)) for d in UNTRAINED)
    return {name: reading.score for name, reading in readings if reading is not None and reading.score is not None}


def measure(picture: Exhibit, record: Record, held: HeldOut, ask: Ask) -> dict[str, float]:
    """Scores by source of evidence, each as an examination would give it, from weights that left the source out."""
    pixels, quality, found = picture.pixels, picture.facts.quality, untrained(picture)
    if quality.short_side < clip.CLIP.min_side or record.source not in held.heads:
        return found
    heads = held.heads[record.source]
    views, features = tower.look(pixels)
    whole = features.vectors[:1]
    score = clip.combined(heads.log_odds(features.vectors), views)
    gate = portrait.shipped()
    if gate is not None and gate.portrait(whole)[0]:
        if held.portraits is not None and held_out(record.group):
            found["portrait"] = float(held.portraits.log_odds(whole)[0])
    else:
        found["clip"] = score
    near = clip.neighbours(heads, whole[0], held.far[record.source])
    found["nearest"], found["distance"] = near.score, near.distance
    network, (_, line) = held.networks.get(record.source), residual.shipped() or (None, None)
    if network is not None and line is not None:
        logit, _, _ = residual.look(network, pixels)
        found["residual"] = line.slope * logit + line.offset
    return found | ask(record, picture)


def collect(
    work: Path,
    todo: Sequence[tuple[Record, Way]],
    held: HeldOut,
    generators: dict[Alteration, Generator],
    ask: Ask,
    report: Progress = print,
) -> list[ReadingRow]:
    """Measure all that the work folder does not have yet, two pictures at a time, and return every row."""
    import torch

    work.mkdir(parents=True, exist_ok=True)
    file = work / "readings.jsonl"
    there = {row.name: row for row in read(file)} if file.exists() else {}
    donors = [record for record, _ in todo if record.label == "real"]
    missing = [(record, way) for record, way in todo if name_of(record, way) not in there]
    np.random.default_rng(0).shuffle(missing)  # what is there when it is cut off is then a fair part
    report(f"{len(todo)} pictures, {len(missing)} to measure")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)

    def one(item: tuple[Record, Way]) -> ReadingRow:
        record, way = item
        picture, kind = exhibit(record, way, generators, donors)
        scores = untrained(picture) if way == "altered" else measure(picture, record, held, ask)
        quality = picture.facts.quality
        return ReadingRow(
            name=name_of(record, way),
            truth=truth_of(record, way),
            way=way,
            kind=kind,
            place=record.place,
            source=record.source,
            generator=record.generator,
            group=record.group,
            short_side=quality.short_side,
            jpeg_quality=quality.jpeg_quality,
            recompressed=quality.recompressed,
            scores={key: round(value, 5) for key, value in scores.items()},
        )

    try:
        with ThreadPoolExecutor(2) as pool, file.open("a", encoding="utf-8") as stream:
            for number, row in enumerate(pool.map(one, missing), 1):
                there[row.name] = row
                stream.write(row.model_dump_json() + "\n")
                if number % 200 == 0:
                    stream.flush()
                    report(f"{number} of {len(missing)}")
    finally:
        torch.set_num_threads(threads)
    return [there[name_of(record, way)] for record, way in todo]


def name_of(record: Record, way: Way) -> str:
    """A picture and its way."""
    return f"{record.place}/{record.path.name}|{way}"


def truth_of(record: Record, way: Way) -> Truth:
    """What the file is."""
    if record.label == "generated":
        return "synthetic"
    truths: dict[Way, Truth] = {"altered": "tampered", "passed": "laundered"}
    return truths.get(way, "real")


def read(file: Path) -> list[ReadingRow]:
    """The rows of a file; a last line that was cut off is left out."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            found.append(ReadingRow.model_validate_json(line))
        except ValueError:
            continue
    return found


def silent(record: Record, picture: Exhibit) -> dict[str, float]:
    """No cues are asked."""
    return {}


def probes(unseen: Iterable[str]) -> tuple[Ask, tuple[str, ...]]:
    """Ask `small` the cues that it is reliable about, for pictures of sources that its adapter never saw.

    Returns:
        What asks, and the digest of the adapter that answers.
    """
    from threading import Lock

    from ...agent.perception.models import SMALL, load
    from ...agent.perception.probes import ask
    from ...prompts import cues

    names, lock = set(unseen), Lock()
    model = load(SMALL)
    known = model.reliability or {}
    chosen = [cue for cue in cues() if cue.id in known and known[cue.id].reliable]

    def answers(record: Record, picture: Exhibit) -> dict[str, float]:
        if record.source not in names:
            return {}
        with lock:
            found = ask(model, picture.pixels, chosen)
        return {f"cue:{reading.cue.id}": reading.p_yes for reading in found if reading.step is not None}

    return answers, tuple(digest for name, digest in model.adapters.items() if name == "perceive")
