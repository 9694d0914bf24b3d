"""The record of a clip: `ClipExamination`, schema `telltale/video/1`. Its evidence has the type that pictures have."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from ..evidence import Evidence, Hypothesis, Label
from ..foreign import Foreign
from ..frozen_types import Frozen

SCHEMA = "telltale/video/1"


class SoundFacts(Frozen):
    """A sound track, as its packets and its header say; None where they do not.

    `first` and `last` are seconds on the clip's clock: where the first packet begins, and where the last one ends.
    """

    codec: str
    sample_rate: int | None = None
    channels: int | None = None
    first: float | None = None
    last: float | None = None
    packets: int = 0


class ClipFacts(Frozen):
    """The file as received, and its picture track.

    `width` and `height` are in pixels of the upright frame. `first` and `last` are seconds on the clip's clock: where
    the first frame begins, and where the last one ends. `frames` counts the packets of the picture track, and `rate`
    is frames a second over that time. `hidden` counts frames that the file holds and no player shows. `uneven` says
    that the frames do not follow each other at equal steps. `decoded` is how many frames were decoded here, in
    `stretches` runs of consecutive ones; `damaged` is how many packets could not be decoded.
    """

    name: str
    sha256: str
    size: int = Field(description="bytes as received")
    media_type: str
    container: str
    codec: str
    profile: str | None = None
    width: int
    height: int
    rotation: int = Field(default=0, description="degrees by which frames were turned clockwise to stand upright")
    frames: int
    hidden: int = 0
    first: float
    last: float
    rate: float | None = None
    uneven: bool = False
    key_frames: int = 0
    bit_rate: int | None = Field(default=None, description="bits a second, of the whole file")
    decoded: int = 0
    stretches: int = 1
    damaged: int = 0
    sound: tuple[SoundFacts, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Length of the picture track."""
        return self.last - self.first


class TagField(Frozen):
    """One named text of the container; `where` is the part of the file that it belongs to."""

    where: str
    name: str
    value: Foreign


class FrameMeasure(Frozen):
    """One sampled frame.

    `number` counts decoded frames from 0; `at` is seconds on the clip's clock. `scores` are those of the detectors,
    each in its own unit, as for pictures. `as_picture` and `leans` are what the verdict's rule for pictures says of
    this frame by itself: for frames of videos nobody knows how often that is wrong. `portrait` says that the frame is a
    close portrait, of which the main score says little. `unstable` says that an altered copy of the frame gets another
    score; it is only checked where a picture would get a label.
    """

    number: int
    at: float
    scores: dict[str, float] = Field(default_factory=dict)
    as_picture: Label = "inconclusive"
    leans: Hypothesis | None = None
    portrait: bool = False
    unstable: bool = False


class StretchMeasure(Frozen):
    """What was measured between consecutive frames of one run without a cut; None where it could not be measured.

    `first` and `last` are numbers of decoded frames, `start` and `end` seconds. `motion` is the median length of the
    optical flow, in hundredths of the frame's width a second. `left_over` is the share of the change between two
    frames that the flow does not explain, 0 to 1. `flicker` is the deviation of the finest detail's energy from frame
    to frame, in parts of its mean. `steady_noise` is the correlation of the finest detail of one frame with that of
    the next, -1 to 1. `one_plane` is the share of tracked points that one homography moves, 0 to 1, over `tracked`
    points a pair.
    """

    first: int
    last: int
    start: float
    end: float
    motion: float | None = None
    left_over: float | None = None
    flicker: float | None = None
    steady_noise: float | None = None
    one_plane: float | None = None
    tracked: int = 0


class Repeat(Frozen):
    """Frames that repeat.

    `frozen`: one frame stands still from `start` to `end`. `copied`: what is shown from `start` to `end` was shown
    before, from `source` on, with movement in it. `regular`: every so many frames (`every`) one repeats the frame
    before it, all over the clip. Times are in seconds.
    """

    kind: Literal["frozen", "copied", "regular"]
    start: float
    end: float
    source: float | None = None
    every: int | None = None
    frames: int


class ClipVerdict(Frozen):
    """The judgement on a clip.

    There is a label only if content credentials by a trusted signer prove one. `frames_lean` is what the middle score
    of the sampled frames leans to, as it would for a picture. It is a lean and no label: no error rate is known for it.
    """

    label: Label
    headline: str
    because: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    frames_lean: Hypothesis | None = None
    error_rate: None = Field(default=None, description="none is known for videos")


class ClipExamination(Frozen):
    """Everything that was found about one clip (schema `telltale/video/1`).

    `versions` names every tool and head that was used; `timings` is seconds a stage.
    """

    schema_: Literal["telltale/video/1"] = Field(default=SCHEMA, alias="schema")
    clip: ClipFacts
    verdict: ClipVerdict
    evidence: tuple[Evidence, ...]
    tags: tuple[TagField, ...] = ()
    frames: tuple[FrameMeasure, ...] = ()
    stretches: tuple[StretchMeasure, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    limitations: tuple[str, ...] = ()
    versions: dict[str, str] = Field(default_factory=dict)
    timings: dict[str, float] = Field(default_factory=dict)

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)
