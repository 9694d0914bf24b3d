"""Which of two files holds more: pixels, scene, detail, quality and metadata. None of it says which one came first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..evidence import Evidence
from ..provenance import evidence as provenance_evidence
from ..sandbox import Received
from .picture_comparison import Comparison

Side = Literal["first", "second", "equal"]
What = Literal["pixels", "scene", "detail", "jpeg_quality", "fields", "shot", "credentials"]
SHOT = ("DateTimeOriginal", "ExposureTime", "FNumber", "FocalLength", "ISOSpeedRatings", "Make", "Model", "LensModel")
FINER = 1.25  # times as much fine detail as the other counts as more; a JPEG copy of quality 90 has about .97 of it
SCENE = 0.02  # share of a picture that counts as more of the scene


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing of which two files can hold more or less.

    Attributes:
        what: `pixels`, width times height; `scene`, the share of the other picture that it shows; `detail`, how strong
            its finest detail is for that of the first; `jpeg_quality` on the IJG scale; `fields`, how many named texts
            its metadata have; `shot`, how many of eight details of the shot they give; `credentials`, 0 without, 1 with
            content credentials that fit the file no longer, 2 with intact ones, 3 with those of a signer whom the user
            trusts.
        first: of the first file; None if it is not known.
        second: of the second.
        more: the file that holds more; None if one of them is not known.
    """

    what: What
    first: float | None
    second: float | None
    more: Side | None


def held(first: Received, second: Received, found: Comparison) -> tuple[Holding, ...]:
    """What each of two files holds, and which of them holds more of it.

    Args:
        first: the picture in question.
        second: the other file.
        found: the two compared.
    """
    one, two = first.exhibit.facts, second.exhibit.facts
    rows = [
        _row("pixels", one.width * one.height, two.width * two.height, 0),
        _row("scene", found.second_covered, found.first_covered, SCENE),
        _detail(found),
        _row("jpeg_quality", one.quality.jpeg_quality, two.quality.jpeg_quality, 1),
        _row("fields", len(first.contents.fields), len(second.contents.fields), 0),
        _row("shot", _shot(first), _shot(second), 0),
        _row("credentials", _credentials(first), _credentials(second), 0),
    ]
    return tuple(rows)


def declared(received: Received) -> tuple[Evidence, ...]:
    """What a signer whom the user trusts says of a file in intact content credentials; empty if there is none."""
    return tuple(item for item in provenance_evidence(received.contents, received.exhibit) if item.decisive)


def _row(what: What, first: float | None, second: float | None, slack: float) -> Holding:
    if first is None or second is None:
        return Holding(what, first, second, None)
    more: Side = "equal" if abs(first - second) <= slack else "first" if first > second else "second"
    return Holding(what, first, second, more)


def _detail(found: Comparison) -> Holding:
    if found.detail is None:
        return Holding("detail", None, None, None)
    more: Side = "second" if found.detail > FINER else "first" if found.detail < 1 / FINER else "equal"
    return Holding("detail", 1.0, round(found.detail, 3), more)


def _shot(received: Received) -> int:
    return sum(received.contents.first("EXIF", name) is not None for name in SHOT)


def _credentials(received: Received) -> int:
    manifest = received.contents.credentials
    if manifest is None:
        return 0
    return 1 if not manifest.intact else 3 if manifest.trusted else 2
