"""The stages of an examination that give a verdict, as plain functions; `chain` strings them together.

An examination runs all of them on one picture. A triage runs them on many, and leaves out what can't change the label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..detectors.base import Detector, to_evidence
from ..evidence import BundleUse, Evidence, Quality, SecondLook, Verdict
from ..intake import Exhibit
from ..perception.perceiver import Perceiver
from ..pixels.maps import Maps
from .weighing import second_look
from .weighing.fusion import weigh
from .weighing.second_look import Disputes, Measure
from .weighing.terms import Parameters, shipped
from .weighing.verdict import ERROR_RATE, fuse

Weighed = tuple[tuple[Evidence, ...], SecondLook | None]


@dataclass(frozen=True, slots=True)
class Instruments:
    """What an examination is made with.

    Attributes:
        detectors: each adds one piece of evidence, if it applies to the picture.
        perceiver: looks at the picture with a model, and words the explanation.
        error_rate: the share of labels that may be wrong.
        second: another model whose description stands beside that of the perceiver, if there is one.
        describe: whether models that can describe the picture are asked to.
        parameters: what a verdict is computed from; None for what ships.
        bundle: the bundle that trained parts come from; None if all are those that ship.
    """

    detectors: Sequence[Detector]
    perceiver: Perceiver
    error_rate: float = ERROR_RATE
    second: Perceiver | None = None
    describe: bool = True
    parameters: Parameters | None = None
    bundle: BundleUse | None = None

    @property
    def known(self) -> Parameters:
        """What a verdict is computed from."""
        return self.parameters or shipped()


def detect(exhibit: Exhibit, detectors: Sequence[Detector]) -> tuple[list[Evidence], Maps]:
    """What the detectors find, as unnumbered evidence in the order of the detectors, and their maps.

    Those that read the image encoder come last, since it keeps all cores busy: the others use one each, while the model
    is asked on the other.
    """
    found = {each.name: each.read(exhibit.pixels, exhibit.facts.quality) for each in sorted(detectors, key=_learned)}
    evidence, maps = [], {}
    for detector in detectors:
        reading = found[detector.name]
        if reading is None:
            continue
        evidence.append(to_evidence(detector, reading))
        if reading.map is not None:
            maps[detector.name] = reading.map
    return evidence, maps


def _learned(detector: Detector) -> bool:
    return detector.learned


def weighed(instruments: Instruments, evidence: Sequence[Evidence], quality: Quality) -> tuple[Evidence, ...]:
    """Numbered evidence with its likelihood ratios."""
    known = instruments.known
    return weigh(evidence, quality, known, instruments.perceiver.answers_with(known.adapters))


def judged(instruments: Instruments, evidence: Sequence[Evidence], quality: Quality) -> Verdict:
    """The verdict on weighed evidence."""
    return fuse(evidence, quality, instruments.parameters, instruments.error_rate)


def looked_again(instruments: Instruments, exhibit: Exhibit, evidence: tuple[Evidence, ...], maps: Maps) -> Weighed:
    """The evidence, measured again at the disputed places if strong evidence disagrees, and the log of that."""
    before = judged(instruments, evidence, exhibit.facts.quality)
    disputes = second_look.disputed(before, evidence)
    if not disputes:
        return evidence, None
    return measured_again(instruments, exhibit, evidence, maps, before, disputes, instruments.perceiver.ask_again)


def measured_again(
    instruments: Instruments,
    exhibit: Exhibit,
    evidence: tuple[Evidence, ...],
    maps: Maps,
    before: Verdict,
    disputes: Disputes,
    ask: Measure,
) -> Weighed:
    """The evidence measured again because of disputes, and the log; as it was if there is no other place to look at.

    Args:
        instruments: what the picture is examined with.
        exhibit: the picture.
        evidence: weighed.
        maps: of the detectors, by their names.
        before: the verdict on this evidence.
        disputes: what disagrees.
        ask: asks a model the cues about a crop.
    """
    quality = exhibit.facts.quality
    averaged, looks = second_look.again(exhibit, evidence, maps, instruments.detectors, ask)
    if not looks:
        return evidence, None
    renewed = weighed(instruments, averaged, quality)
    after = judged(instruments, renewed, quality)
    log = SecondLook(
        because=second_look.because(disputes),
        looks=looks,
        before=before.label,
        after=after.label,
        still=second_look.still(after, renewed),
    )
    return renewed, log
