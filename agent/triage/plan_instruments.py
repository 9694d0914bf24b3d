"""From a plan to the instruments that it names, and to the head of its results."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from ..detectors import registry
from ..investigator import Investigator
from ..perception import adapters, reliability, tower, weights
from ..perception.models import SMALL
from ..reasoning.stages import Instruments
from .batch_measuring import Asks, when_to_ask
from .triage_rows import Head, Settings

if TYPE_CHECKING:
    from .triage_worker import Plan

_LIBRARIES = ("telltale", "numpy", "pillow", "scipy", "torch", "transformers", "c2pa-python")


def investigator_of(plan: Plan) -> Investigator:
    """The investigator of a plan, not loaded.

    Raises:
        ValueError, OSError: if a detector or a bundle can't be had.
    """
    return Investigator(
        detectors=plan.detectors or by_default(),
        perceive=plan.perceive,
        explain=False,
        describe=False,
        bundle=Path(plan.bundle) if plan.bundle else None,
        trust_anchors=plan.trust_anchors,
        error_rate=plan.error_rate,
    )


def by_default() -> tuple[str, ...]:
    """The detectors that run if none is named: all but those on which no verdict can rest."""
    return tuple(detector.name for detector in registry.available().values() if not detector.supports_nothing)


def instruments_of(plan: Plan) -> tuple[Instruments, Asks]:
    """What a plan measures with, and when the model is asked."""
    investigator = investigator_of(plan)
    if plan.perceive or any(detector.learned for detector in investigator.detectors):
        import torch  # which takes seconds, and the other detectors do without it

        torch.set_num_threads(plan.threads)
    instruments = investigator.instruments
    if not plan.perceive:
        return instruments, "never"
    return instruments, when_to_ask(instruments, reliable_cues(investigator))


def reliable_cues(investigator: Investigator) -> list[str]:
    """Sources of the cues about which the model *small* is reliable, with the adapter that it is used with."""
    own = investigator.bundle.adapter(SMALL) if investigator.bundle is not None else None
    known = reliability.read(adapters.chosen(SMALL, own).get("perceive"))
    return [f"cue:{cue}" for cue, measured in known.items() if measured.reliable]


def check_weights(plan: Plan) -> None:
    """Refuse a plan that needs weights which are not here.

    Raises:
        TowerMissingError: in one line, with the fix.
    """
    detectors = investigator_of(plan).detectors
    if (plan.perceive or any(detector.learned for detector in detectors)) and not weights.is_set_up(
        weights.small_folder()
    ):
        tower.load()  # which says what is missing


def head_of(plan: Plan) -> Head:
    """The head of the results of a plan."""
    investigator = investigator_of(plan)
    bundle = investigator.bundle
    settings = Settings(
        detectors=tuple(detector.name for detector in investigator.detectors),
        error_rate=plan.error_rate,
        perceive=plan.perceive,
        bundle=bundle.digest if bundle is not None else None,
        trust_anchors=_digest(plan.trust_anchors) if plan.trust_anchors else None,
    )
    versions = {
        **{name: version(name) for name in _LIBRARIES},
        **investigator.versions(),
        "fusion": _digest(investigator.instruments.known.model_dump_json()),
    }
    if weights.is_set_up(weights.small_folder()):
        versions["model:small"] = weights.digest(weights.small_folder())
    if plan.perceive:
        own = bundle.adapter(SMALL) if bundle is not None else None
        versions |= {f"adapter:{name}": adapters.digest(at) for name, at in adapters.chosen(SMALL, own).items()}
    return Head(settings=settings, versions=versions, created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
