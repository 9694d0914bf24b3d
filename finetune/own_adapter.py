"""The adapter that answers questions about cues, trained further on pictures of one's own where the time allows.

A quarter of the groups of pictures is left out. The adapter that is there answers questions on them, is trained on the
others, and answers the same questions again. It is kept only if it is right more often on the pictures left out, by
more than chance explains.
"""

from __future__ import annotations

import json
import math
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..agent.console import note, say
from ..agent.file_bytes import write_whole
from ..eval.sets.records import Record
from ..eval.sets.splits import in_share
from . import own_set
from .adapter_effect import AdapterEffect, compared, write_effect
from .adapters.assess import Asked
from .progress_steps import Steps, told

NAME = "perceive"
WORK = "own-adapter"  # in the work folder: the checkpoint, and the adapter when it is trained
BEGUN = f"{WORK}/begun.json"  # and what was planned
FEW_GROUPS = 8  # left out of each label, from which a gain can be told from chance
_LEFT_OUT, _SALT = 0.25, "own adapter"
_LEAST_STEPS, _STEPS = 16, 600
_LEAST_PICTURES, _PICTURES = 40, 200  # that questions are asked on, before and after
_BATCH = 8
_STEP = 2.6  # seconds of a training step on one picture, in those of all questions on one
_TRIED = 6  # pictures by which the time is reckoned
_KEPT_EVERY = 5  # steps; a step takes up to half a minute on a processor
_USED = 0.85  # of the time that is left, so that a slower stretch does not run over it


def divided(records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """The pictures to learn from, and those whose groups are left out."""
    out = [in_share(record.group, _LEFT_OUT, _SALT) for record in records]
    pairs = list(zip(records, out, strict=True))
    return [record for record, kept in pairs if not kept], [record for record, kept in pairs if kept]


def too_few(learned: Sequence[Record], left_out: Sequence[Record]) -> str:
    """Why these pictures can't train and measure an adapter; empty if they can."""
    groups = [{r.group for r in left_out if r.label == label} for label in ("real", "generated")]
    if min(map(len, groups)) < FEW_GROUPS or len({r.label for r in learned}) < 2:
        return f"that takes some {round(FEW_GROUPS / _LEFT_OUT)} or more pictures of each label"
    return ""


def plan(left: float, seconds: float) -> tuple[int, int] | float:
    """Training steps and pictures to ask on for the time that is left, or the seconds that would be needed.

    Args:
        left: seconds; infinite without a limit.
        seconds: that all questions on one picture take.
    """
    least = 2 * _LEAST_PICTURES * seconds + _LEAST_STEPS * _BATCH * _STEP * seconds
    if math.isinf(left):
        return _STEPS, _PICTURES
    if _USED * left < least:
        return least / _USED
    share = min(1.0, (_USED * left - least) / (2 * (_PICTURES - _LEAST_PICTURES) * seconds) / 4)
    pictures = _LEAST_PICTURES + int(share * (_PICTURES - _LEAST_PICTURES))
    steps = int((_USED * left - 2 * pictures * seconds) / (_BATCH * _STEP * seconds))
    return min(steps, _STEPS), pictures


def run(records: Sequence[Record], folder: Path | None, work: Path, out: Path, steps: Steps) -> AdapterEffect:
    """Train the adapter further if pictures and time allow, and put it into the bundle if it helps.

    A run that was cut off goes on: with the plan that it had, and after the last steps that were kept.

    Args:
        records: with both labels.
        folder: a bundle whose adapters training starts from; None for those that ship.
        work: caches and checkpoints.
        out: the bundle.
        steps: of the recipe, which know the time that is left.

    Raises:
        OSError: if something can't be written; the bundle is then as it was.
    """
    learned, left_out = divided(own_set.readable(records))
    if why := too_few(learned, left_out):
        return AdapterEffect(why)
    from ..agent.perception import adapters, models
    from .adapters import assess, lora, perceive
    from .adapters.probe_data import Examples
    from .bundle_writing import beside, seal

    if not ready():
        return AdapterEffect("the model small is not set up; `telltale model setup` does that")
    own = folder if folder is not None and (folder / NAME).is_dir() else None
    start = adapters.chosen(models.SMALL, own).get(NAME)
    if start is None:
        return AdapterEffect("no adapter is installed to start from")
    generators = found_generators(work)
    asked_on, learned_on = Examples(left_out, generators), Examples(learned, generators)
    model = models.load(models.SMALL, adapter=own)
    about = [learned_on.digest, asked_on.digest, adapters.digest(start), *sorted(generators), str(steps.minutes)]
    begun = resumed(work / BEGUN, about)
    if begun is None:
        assess.ask(model, asked_on, 1, seed=8)  # what is loaded for the first picture takes no time later
        began = time.perf_counter()
        assess.ask(model, asked_on, _TRIED, seed=9)
        seconds = (time.perf_counter() - began) / _TRIED
        planned = plan(steps.left, seconds)
        if not isinstance(planned, tuple):
            return AdapterEffect(_too_slow(planned, steps))
        count, pictures = planned
        note(f"questions on {pictures} pictures that are left out, before the training")
        begun = Begun(count, pictures, assess.ask(model, asked_on, pictures))
        keep(begun, work / BEGUN, about)
        estimate = f" (about {told(count * _BATCH * _STEP * seconds)})"
    else:
        note("going on with the training that was cut off")
        estimate = ""
    note(f"training in {begun.steps} steps on {len(learned):,} pictures{estimate}")
    options = perceive.PerceiveOptions(
        steps=begun.steps, rate=perceive.RATE / 2, start=adapters.digest(start), batch=_BATCH, whole_projector=True
    )
    trained = perceive.train(model, learned_on, options, work / WORK, say, every=_KEPT_EVERY)
    place = lora.save(trained, NAME, work / WORK, models.SMALL)
    del model, trained
    note(f"the same questions on {begun.pictures} pictures, after the training")
    model = models.load(models.SMALL, adapter=place.parent)  # as an examination will load it, not as it was trained
    after = assess.ask(model, asked_on, begun.pictures)
    effect = compared(
        _correct(begun.before), _correct(after), _cells(begun.before), [answer.group for answer in begun.before]
    )
    with beside(out) as fresh:
        if effect.kept:
            assess.save(assess.assessed(after), shutil.copytree(place, fresh / NAME, dirs_exist_ok=True))
        write_effect(effect, fresh)
        seal(fresh, model=models.SMALL if effect.kept else None)
    return effect


@dataclass(frozen=True, slots=True)
class Begun:
    """What a training had planned, and the answers before it.

    Attributes:
        steps: of the training.
        pictures: that questions are asked on.
        before: the answers.
    """

    steps: int
    pictures: int
    before: list[Asked]


def keep(begun: Begun, file: Path, about: Sequence[str]) -> None:
    """Keep what was begun, so that a run that is cut off can go on; `about` identifies pictures, adapter and time."""
    write_whole(file, json.dumps({"about": list(about), **asdict(begun)}).encode())


def resumed(file: Path, about: Sequence[str]) -> Begun | None:
    """What an earlier run of the same kind had begun; None if there was none, or if the file is damaged."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        if known["about"] != list(about):
            return None
        before = [Asked(**answer) for answer in known["before"]]
        return Begun(int(known["steps"]), int(known["pictures"]), before)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _too_slow(needed: float, steps: Steps) -> str:
    """That the time is too short, and how much would do: the other steps may take more of it too if there is more."""
    others = min(steps.spent / (60 * (steps.minutes or 1)), 0.9)
    enough = math.ceil(needed / (1 - others) / 60)
    return (
        f"on this machine that takes {told(needed)} more than the rest, and {told(steps.left)} are left; give "
        f"--minutes {enough} or more"
    )


def ready() -> bool:
    """Whether the model `small` is set up."""
    from ..agent.perception import weights

    return weights.is_set_up(weights.small_folder())


def found_generators(work: Path) -> dict:
    """The generators of pseudo-fakes that are there: trained autoencoders, and what packages bring."""
    from .pseudo_fakes import autoencoders, generators

    trained = [autoencoders.load(file) for file in sorted((work / "autoencoders").glob("*.safetensors"))]
    found: dict = {"autoencoder": generators.autoencoder(trained)} if trained else {}
    for name, make in (("super-resolution", generators.super_resolution), ("style", generators.style)):
        try:
            found[name] = make()
        except (generators.MissingToolError, ImportError):
            continue
    return found


def _correct(answers: Sequence) -> NDArray[np.bool_]:
    return np.array([(answer.p_yes >= 0.5) == answer.present for answer in answers])


def _cells(answers: Sequence) -> NDArray[np.intp]:
    cues = {cue: number for number, cue in enumerate(sorted({answer.cue for answer in answers}))}
    return np.array([2 * cues[answer.cue] + answer.present for answer in answers])
