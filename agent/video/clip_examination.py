"""The examination of one clip from its file to its record."""

from __future__ import annotations

import platform
import time
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..evidence import number
from ..provenance import trust_lists
from ..sentences import Sentence
from . import (
    clip_findings,
    clip_provenance,
    clip_sandbox,
    clip_verdict,
    frame_scores,
    repeated_frames,
    sound_track,
    stretch_measures,
)
from .clip_sandbox import ReadClip
from .clip_types import ClipExamination
from .frame_scores import FrameOptions
from .stretch_measures import Run

FRAMES = 12

ONLY_SAMPLES = Sentence(
    "clip_examination.only_samples",
    "{count} of {frames} frames were measured as pictures. What is shown only between them was not.",
)
STRETCHES = Sentence(
    "clip_examination.stretches",
    "The clip is too long to be decoded in full. Movement and repetitions were looked for in {count} parts with "
    "{decoded} frames in all, and nowhere else.",
)
FEWER = Sentence(
    "clip_examination.fewer", "{wanted} frames were asked for; {count} different ones could be had from this file."
)
DAMAGED = Sentence(
    "clip_examination.damaged", "The file is damaged or cut off: {count} packets of the picture could not be decoded."
)
OTHER_SIZE = Sentence(
    "clip_examination.other_size", "{count} frames have another size than the first and were left out."
)
OTHER_TRACKS = Sentence(
    "clip_examination.other_tracks", "The file has {count} further picture tracks, which were not looked at."
)
UNEVEN = Sentence(
    "clip_examination.uneven",
    "The frames do not follow each other at equal steps; speeds and times are by each frame's own time.",
)


@dataclass(frozen=True, slots=True)
class ClipOptions:
    """How a clip is examined.

    Attributes:
        frames: how many are sampled, 1 to 64.
        trust_anchors: PEM text of the certificates under which a C2PA signer is trusted.
        measuring: how the sampled frames are measured; None to leave that out.
    """

    frames: int = FRAMES
    trust_anchors: str | None = None
    measuring: FrameOptions | None = field(default_factory=FrameOptions)


@dataclass(frozen=True, slots=True)
class ExaminedClip:
    """A record, the clip that it is about, and the times of cuts in seconds."""

    record: ClipExamination
    clip: ReadClip
    cuts: tuple[float, ...]


def examine(path: Path, options: ClipOptions | None = None) -> ExaminedClip:
    """Examine a clip.

    Raises:
        ImportError: if PyAV is not installed.
        IntakeError: if the file can't be examined.
        SandboxError: if the process that reads it can't be started.
        ValueError, OSError: if a bundle can't be had, or the number of frames is out of range.
    """
    options = options or ClipOptions()
    timings, begun = {}, time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal begun
        timings[stage], begun = round(time.perf_counter() - begun, 4), time.perf_counter()

    clip = clip_sandbox.read(path, options.frames, options.trust_anchors)
    lap("reading")
    change = stretch_measures.changes(clip.small)
    cut = stretch_measures.cuts(change, clip.starts)
    stretches = stretch_measures.measured(
        clip.small, clip.crops, clip.times, stretch_measures.runs(len(clip.times), clip.starts, cut)
    )
    lap("movement")
    repeated = repeated_frames.found(clip.small, clip.times, _stretches(clip))
    lap("repeats")
    frames, versions = (), {"telltale": version("telltale")}
    if options.measuring is not None:
        frames, versions = frame_scores.measured(clip.frames, clip.numbers, clip.times, options.measuring)
    lap("frames")
    times = tuple(round(clip.times[number], 3) for number in cut)
    evidence = number(
        [
            *clip_provenance.evidence(clip.contents, clip.facts),
            *clip_findings.evidence(clip.facts, frames, stretches, repeated, times),
            sound_track.evidence(clip.facts),
        ]
    )
    lap("words")
    record = ClipExamination(
        clip=clip.facts.model_copy(update={"warnings": clip.contents.warnings}),
        verdict=clip_verdict.judged(evidence),
        evidence=evidence,
        tags=clip_provenance.tags(clip.contents),
        frames=frames,
        stretches=stretches,
        repeats=repeated,
        limitations=limitations(clip, options.frames if frames else 0),
        versions={**versions, **_libraries(), **trust_lists.versions(options.trust_anchors)},
        timings=timings,
    )
    return ExaminedClip(record, clip, times)


def limitations(clip: ReadClip, wanted: int) -> tuple[str, ...]:
    """What a reader must know before relying on the record.

    Args:
        clip: as it was read.
        wanted: frames that were to be measured as pictures; 0 if none were.
    """
    facts, told = clip.facts, []
    if wanted and len(clip.numbers) < facts.frames:
        told.append(ONLY_SAMPLES(count=len(clip.numbers), frames=facts.frames))
    if len(clip.numbers) < min(wanted, facts.frames):
        told.append(FEWER(wanted=wanted, count=len(clip.numbers)))
    if facts.decoded < facts.frames and facts.stretches > 1:
        told.append(STRETCHES(count=facts.stretches, decoded=facts.decoded))
    if facts.damaged or (facts.stretches == 1 and facts.decoded + clip.other_size < facts.frames):
        lost = max(facts.damaged, facts.frames - facts.decoded - clip.other_size if facts.stretches == 1 else 0)
        told.append(DAMAGED(count=lost))
    if clip.other_size:
        told.append(OTHER_SIZE(count=clip.other_size))
    if clip.other_tracks:
        told.append(OTHER_TRACKS(count=clip.other_tracks))
    if facts.uneven:
        told.append(UNEVEN())
    return tuple(told)


def _stretches(clip: ReadClip) -> list[Run]:
    """The runs of consecutive frames that were decoded, cuts not counted."""
    return stretch_measures.runs(len(clip.times), clip.starts, ())


def _libraries() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in ("av", "opencv-python"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # another build of the same library
            continue
    return found
