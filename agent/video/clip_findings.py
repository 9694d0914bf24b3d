"""What was measured of a clip, in sentences: sampled frames, motion, geometry, fine detail, repetitions.

None of it is known to tell camera recordings from generated clips, so all of it is neutral.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from ..detectors.base import leaning
from ..evidence import Evidence, Facts, Flag
from ..sentences import Sentence
from .clip_types import ClipFacts, FrameMeasure, Repeat, StretchMeasure
from .frame_scores import main_scores

FRAMES = Sentence(
    "clip_findings.frames",
    "Of {count} sampled frames, {generated} resemble generated pictures more, {photographs} resemble photographs more, "
    "and {both} resemble both alike (middle score {middle:+.1f}, from {low:+.1f} to {high:+.1f}).",
)
FRAMES_CAVEAT = Sentence(
    "clip_findings.frames_caveat",
    "The scores are those for pictures. Nothing was fitted to videos, and it is not known how often the scores are "
    "wrong on their frames.",
)
AS_PICTURES = Sentence(
    "clip_findings.as_pictures",
    "As pictures by themselves, {count} of the frames would get the label synthetic. The clip gets none from that.",
)
PORTRAITS = Sentence(
    "clip_findings.portraits",
    "Left out: {count} frames that show a close portrait, for which the score says little.",
)
ONLY_PORTRAITS = Sentence(
    "clip_findings.only_portraits",
    "All {count} sampled frames show a close portrait, for which the score says little.",
)
NOT_SCORED = Sentence("clip_findings.not_scored", "The frames are too small to be scored.")
MOTION = Sentence(
    "clip_findings.motion",
    "From frame to frame, points move by {speed:.1f} hundredths of the picture's width a second (the middle of all "
    "points). Movement does not explain {left:.0%} of the change between frames.",
)
STILL = Sentence("clip_findings.still", "There is hardly any movement from frame to frame.")
PLANE = Sentence(
    "clip_findings.plane",
    "Over {apart:.1f} s, {share:.0%} of the {points} points that were followed move like one flat scene before a "
    "moving camera.",
)
NO_PLANE = Sentence("clip_findings.no_plane", "Too few points could be followed to tell how the scene moves.")
DETAIL = Sentence(
    "clip_findings.detail",
    "The finest detail of a frame resembles that of the next one (correlation {steady:.2f}), and its strength varies "
    "by {flicker:.0%} of its mean.",
)
NO_DETAIL = Sentence(
    "clip_findings.no_detail", "The frames have too little fine detail, or too little movement, to compare it."
)
NO_SIDE = Sentence(
    "clip_findings.no_side",
    "It is not known whether this differs between camera recordings and generated clips, so it speaks for neither.",
)
COMPRESSED = Sentence(
    "clip_findings.compressed", "Compression removes such detail, makes some of its own, and copies it to later frames."
)
FROZEN = Sentence(
    "clip_findings.frozen", "From {start:.2f} s to {end:.2f} s the picture stands still ({frames} equal frames)."
)
COPIED = Sentence(
    "clip_findings.copied",
    "What is shown from {start:.2f} s to {end:.2f} s was shown before, from {source:.2f} s on, with the same movement.",
)
REGULAR = Sentence(
    "clip_findings.regular", "All over the clip, one frame in {every} repeats the frame before it ({frames} frames)."
)
FROZEN_CAVEAT = Sentence(
    "clip_findings.frozen_caveat", "A slide, a title, a still scene or a fault in transmission does this as well."
)
COPIED_CAVEAT = Sentence(
    "clip_findings.copied_caveat",
    "A loop does this, and so does a part that was shown again to hide another; what was there before can't be told.",
)
REGULAR_CAVEAT = Sentence(
    "clip_findings.regular_caveat", "This happens when a clip is converted to a higher number of frames a second."
)
NO_REPEAT = Sentence(
    "clip_findings.no_repeat", "No picture stands still, and no part is shown twice, in the frames that were decoded."
)
SEVERAL_SHOTS = Sentence("clip_findings.several_shots", "Cuts were found at {times}; each shot was measured by itself.")
_MOST_CUTS = 8
APART_SECONDS = 0.4


def frames(measures: Sequence[FrameMeasure]) -> Evidence:
    """The sampled frames' scores. They support nothing: on test clips the middle score was wrong too often."""
    scores, portraits = main_scores(measures), sum(frame.portrait for frame in measures)
    if not len(scores):
        text = ONLY_PORTRAITS(count=portraits) if portraits else NOT_SCORED()
        return Evidence(source="frames", kind="detector", statement=text).noted(Flag.NOT_MEASURED)
    sides = [leaning(float(score)) for score in scores]
    middle = float(np.median(scores))
    text = FRAMES(
        count=len(scores), generated=sides.count("synthetic"), photographs=sides.count("real"),
        both=sides.count("neutral"), middle=middle, low=float(scores.min()), high=float(scores.max()),
    )  # fmt: skip
    labelled = sum(frame.as_picture == "synthetic" for frame in measures)
    notes = [AS_PICTURES(count=labelled)] if labelled else []
    notes += [PORTRAITS(count=portraits)] if portraits else []
    facts = Facts(flags=(Flag.UNASSESSED,), numbers={"labelled": labelled, "portraits": portraits}, notes=tuple(notes))
    return Evidence(
        source="frames", kind="detector", statement=text, score=round(middle, 4),
        unit="log-odds, middle of the frames", caveats=(FRAMES_CAVEAT(),), facts=facts,
    )  # fmt: skip


def motion(measures: Sequence[StretchMeasure], cuts: Sequence[float]) -> Evidence:
    """How much moves, and what movement does not explain."""
    speed, left = _mean(measures, lambda one: one.motion), _mean(measures, lambda one: one.left_over)
    notes = (SEVERAL_SHOTS(times=_times(cuts)),) if cuts else ()
    if speed is None or left is None:
        return _neutral("motion", STILL(), notes=notes)
    numbers = {"left_over": round(left, 4)}
    return _neutral(
        "motion",
        MOTION(speed=speed, left=left),
        round(speed, 3),
        "% of the width a second",
        notes,
        (NO_SIDE(),),
        numbers,
    )


def geometry(measures: Sequence[StretchMeasure]) -> Evidence:
    """Whether what moves could be one flat scene."""
    share = _mean(measures, lambda one: one.one_plane)
    if share is None:
        return _neutral("geometry", NO_PLANE())
    points = int(np.median([one.tracked for one in measures if one.one_plane is not None]))
    text = PLANE(apart=APART_SECONDS, share=share, points=points)
    return _neutral("geometry", text, round(share, 4), "share of points", caveats=(NO_SIDE(),))


def fine_detail(measures: Sequence[StretchMeasure]) -> Evidence:
    """How the finest detail changes from frame to frame."""
    steady, flicker = _mean(measures, lambda one: one.steady_noise), _mean(measures, lambda one: one.flicker)
    if steady is None or flicker is None:
        return _neutral("fine_detail", NO_DETAIL())
    caveats = (COMPRESSED(), NO_SIDE())
    text = DETAIL(steady=steady, flicker=flicker)
    return _neutral("fine_detail", text, round(steady, 4), "correlation", (), caveats, {"flicker": round(flicker, 4)})


def repeats(found: Sequence[Repeat]) -> list[Evidence]:
    """What repeats, each in a sentence; a single one if nothing does."""
    if not found:
        return [_neutral("repeats", NO_REPEAT())]
    sentences = {
        "frozen": (FROZEN, FROZEN_CAVEAT),
        "copied": (COPIED, COPIED_CAVEAT),
        "regular": (REGULAR, REGULAR_CAVEAT),
    }
    told = []
    for one in found:
        sentence, caveat = sentences[one.kind]
        text = sentence(start=one.start, end=one.end, source=one.source or 0.0, every=one.every, frames=one.frames)
        told.append(_neutral("repeats", text, float(one.frames), "frames", caveats=(caveat(),)))
    return told


def evidence(
    facts: ClipFacts,
    measures: Sequence[FrameMeasure],
    stretches: Sequence[StretchMeasure],
    found: Sequence[Repeat],
    cuts: Sequence[float],
) -> list[Evidence]:
    """Everything that was measured, unnumbered; a single frame has no movement to tell of."""
    told = [frames(measures)] if measures else []
    if facts.decoded < 2:
        return told
    return [*told, motion(stretches, cuts), geometry(stretches), fine_detail(stretches), *repeats(found)]


def _neutral(
    source: str,
    statement: str,
    score: float | None = None,
    unit: str | None = None,
    notes: tuple[str, ...] = (),
    caveats: tuple[str, ...] = (),
    numbers: dict[str, float] | None = None,
) -> Evidence:
    facts = Facts(notes=notes, numbers=numbers or {})
    return Evidence(
        source=source, kind="detector", statement=statement, score=score, unit=unit, caveats=caveats, facts=facts
    )


def _mean(measures: Iterable[StretchMeasure], of: Callable[[StretchMeasure], float | None]) -> float | None:
    """The mean over runs, each with the weight of its frames; None if none has a value."""
    pairs = [(value, one.last - one.first + 1) for one in measures if (value := of(one)) is not None]
    return float(np.average([v for v, _ in pairs], weights=[w for _, w in pairs])) if pairs else None


def _times(cuts: Sequence[float]) -> str:
    told = ", ".join(f"{at:.2f} s" for at in cuts[:_MOST_CUTS])
    return told + (" …" if len(cuts) > _MOST_CUTS else "")
