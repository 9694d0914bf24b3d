"""What can be done about a picture after its examination: measure a part, run a detector, compare, draw a map.

Each tool returns evidence under ids that follow those of the examination.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...comparing import Comparison, Relation, compare, held
from ...comparing.comparison_map import comparison_map
from ...comparing.comparison_text import told_apart
from ...comparing.holds_more import declared
from ...detectors.base import Detector, to_evidence
from ...evidence import Evidence, Facts, Region, Verdict
from ...foreign import Foreign
from ...intake import Exhibit
from ...pixels.maps import overlay
from ...provenance.contents import Contents
from ...sandbox import Received, receive
from ...sentences import Sentence
from ..answer_items import Item, in_part
from ..stance import Role, Stance
from ..writing.findings import of_neighbours

Ask = Callable[[NDArray[np.uint8]], Sequence[Evidence]]  # from a picture to what the model sees in it
Judge = Callable[[Received], Verdict]
BLOCK = 8  # pixels along a side of a JPEG block

# Errors that users see; the first letter and the full stop are added where they are shown.
OUTSIDE = Sentence("tools.outside", "that part lies outside the picture, which is {width}×{height} px")
TOO_SMALL = Sentence(
    "tools.too_small", "that part is too small to measure ({width}×{height} px); name a part of {least} px or more"
)
NO_MAP = Sentence("tools.no_map", "the {detector} detector has no map of this picture")
NO_DETECTOR = Sentence("tools.no_detector", "there is no detector named {name!r}; choose one of {names}")

MAP_SHOWN = Sentence("tools.map_shown", "The map of the {detector} detector is shown; it is strongest at {x}, {y}.")
OTHER_READ = Sentence("tools.other_read", "The other picture, {name:60}, was measured with {detector} too.")
OTHER_VERDICT = Sentence("tools.other_verdict", "The other picture is judged {label}.")


def _placed(item: Evidence, part: Region) -> Evidence:
    """Evidence about a part by itself, with its places in pixels of the whole picture."""
    texts = tuple(line.moved(part.x, part.y) for line in item.facts.texts)
    places = tuple(
        place.model_copy(update={"x": place.x + part.x, "y": place.y + part.y}) for place in item.facts.places
    )
    facts = item.facts.model_copy(update={"texts": texts, "places": places})
    return item.model_copy(update={"region": part, "map": None, "facts": facts})


class ToolError(ValueError):
    """What was asked for can't be done; a one-line message with a fix."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map that was asked for."""

    name: str
    picture: Image.Image


@dataclass(frozen=True, slots=True)
class Pair:
    """The picture on the bench and another one, compared.

    Attributes:
        relation: whether they are the same, versions of one picture, share a part, or nothing that was found.
        alike: evidence of that.
        differs: where they differ; empty unless they are versions of one picture.
        holds: which of the two files holds more.
        judged: the verdict on the other one.
        drawn: both beside each other with what differs framed; None if they could not be laid over each other.
    """

    relation: Relation
    alike: Sequence[Evidence]
    differs: Sequence[Evidence]
    holds: Sequence[Evidence]
    judged: Sequence[Evidence]
    drawn: Drawn | None

    @property
    def evidence(self) -> list[Evidence]:
        """All of it."""
        return [*self.alike, *self.differs, *self.holds, *self.judged]


@dataclass
class Bench:
    """The instruments, with one picture on it.

    Attributes:
        data: the bytes of the file; its pixels are decoded when they are needed.
        name: of the file.
        detectors: those in use.
        evidence: of the examination; what is measured here is added.
        see: asks the model the cues about which it is reliable.
        judge: examines another picture.
        stances: the part in an answer of what was measured here, by id.
        contents: what the file holds beside its pixels.
        pair: the last comparison with another picture; None if there was none.
        second: the bytes and the name of that picture, to measure it again.
        judge_without: the verdict on other evidence about this picture; None if nothing can judge it here.
    """

    data: bytes
    name: str
    detectors: Mapping[str, Detector]
    evidence: list[Evidence]
    see: Ask
    judge: Judge
    stances: dict[str, Stance] = field(default_factory=dict)
    contents: Contents = field(default_factory=Contents)
    pair: Pair | None = None
    second: tuple[bytes, str] | None = None
    judge_without: Callable[[Sequence[Evidence]], Verdict] | None = None

    @cached_property
    def exhibit(self) -> Exhibit:
        """The picture, decoded."""
        return receive(self.data, self.name).exhibit

    def zoom(self, region: Region) -> list[Evidence]:
        """Run the detectors and ask the reliable cues on a part by itself.

        The part is widened to the left and to the top until it begins at a JPEG block, since the blocks of a part that
        is cut through them would look like those of a picture that was cropped.

        Raises:
            ToolError: if the part lies outside the picture, or is too small for every detector.
        """
        height, width = self.exhibit.pixels.shape[:2]
        w, h = min(region.x + region.w, width) - region.x, min(region.y + region.h, height) - region.y
        if w < 1 or h < 1:
            raise ToolError(OUTSIDE(width=width, height=height))
        left, above = region.x % BLOCK, region.y % BLOCK
        inside = Region(x=region.x - left, y=region.y - above, w=w + left, h=h + above)
        rows, columns = slice(inside.y, inside.y + inside.h), slice(inside.x, inside.x + inside.w)
        pixels = np.ascontiguousarray(self.exhibit.pixels[rows, columns])
        readings = [(d, d.read(pixels, self.exhibit.facts.quality)) for d in self.detectors.values()]
        measured = [
            to_evidence(d, reading) for d, reading in readings if reading is not None and reading.score is not None
        ]
        if not measured:
            least = min(detector.min_side for detector in self.detectors.values())
            raise ToolError(TOO_SMALL(width=w, height=h, least=least))
        measured.sort(key=lambda item: item.supports == "neutral")
        measured += [item for item in self.see(pixels) if item.supports != "neutral"]
        measured = [_placed(item, inside) for item in measured]
        return self._add(measured, in_part(inside.x, inside.y, inside.w, inside.h))

    def run(self, name: str) -> list[Evidence]:
        """Run one detector on the whole picture; if it has run before, its earlier evidence is returned.

        Raises:
            ToolError: if there is no such detector.
        """
        if before := [item for item in self.evidence if item.source == name]:
            return before[:1]
        reading = self._detector(name).read(self.exhibit.pixels, self.exhibit.facts.quality)
        return self._add([to_evidence(self._detector(name), reading)]) if reading is not None else []

    def metadata(self) -> list[Evidence]:
        """What the file says about itself."""
        return [item for item in self.evidence if item.kind == "provenance"]

    def compare(self, other: Received) -> Pair:
        """How another picture compares with this one, as `telltale compare` finds it, and its verdict."""
        found = compare(self.exhibit.pixels, other.exhibit.pixels)
        own = Received(self.exhibit, self.contents)
        facts = other.exhibit.facts
        said = [item.statement for item in declared(other)]
        same = facts.sha256 == self.exhibit.facts.sha256
        lines = told_apart(Foreign(facts.name), found, held(own, other, found), said, same_file=same)
        verdict = self.judge(other)
        judged = f"{OTHER_VERDICT(label=verdict.label)} {verdict.headline}".rstrip()
        place = found.parts[0].region if found.parts else None
        self.second = other.exhibit.data, facts.name
        self.pair = Pair(
            relation=found.relation,
            alike=self._of_pair(lines.alike, found.agreed),
            differs=self._of_pair(lines.differs, place),
            holds=self._of_pair(lines.holds),
            judged=self._of_pair([judged]),
            drawn=_drawn(found),
        )
        return self.pair

    def read_other(self, name: str) -> Evidence | None:
        """What a detector finds in the picture that was compared last, once; None if there was none.

        Raises:
            ToolError: if there is no such detector.
        """
        if self.second is None:
            return None
        data, called = self.second
        statement = OTHER_READ(name=Foreign(called), detector=name)
        before = [one for one in self.evidence if one.source == "comparison" and one.statement == statement]
        if before:
            return before[-1]
        other = receive(data, called).exhibit
        reading = self._detector(name).read(other.pixels, other.facts.quality)
        facts = to_evidence(self._detector(name), reading).facts if reading is not None else Facts()
        item = Evidence(source="comparison", kind="detector", statement=statement, facts=facts)
        return self._add([item], Stance(Role.COMPARISON))[0]

    def _of_pair(self, statements: Sequence[str], region: Region | None = None) -> list[Evidence]:
        """What was found of two pictures, numbered; the first statement with a place has it."""
        evidence = [Evidence(source="comparison", kind="detector", statement=text) for text in statements]
        if region is not None and evidence:
            evidence[0] = evidence[0].model_copy(update={"region": region})
        return self._add(evidence, Stance(Role.COMPARISON))

    def similar(self) -> list[Item]:
        """The nearest known pictures; empty if the picture was not compared with any."""
        item = next((item for item in self.evidence if item.facts.neighbours), None)
        return [of_neighbours(item)] if item is not None else []

    def draw(self, name: str) -> tuple[list[Evidence], Drawn]:
        """The place where a detector's map is strongest, and the map over the picture.

        Raises:
            ToolError: if there is no such detector, or it has no map of this picture.
        """
        reading = self._detector(name).read(self.exhibit.pixels, self.exhibit.facts.quality)
        if reading is None or reading.map is None:
            raise ToolError(NO_MAP(detector=name))
        height, width = self.exhibit.pixels.shape[:2]
        row, column = np.unravel_index(int(reading.map.argmax()), reading.map.shape)
        x = int((column + 0.5) / reading.map.shape[1] * width)
        y = int((row + 0.5) / reading.map.shape[0] * height)
        text = MAP_SHOWN(detector=name, x=x, y=y)
        evidence = Evidence(source="map", kind="detector", statement=text, region=reading.region)
        drawn = Drawn(name, overlay(self.exhibit.pixels, reading.map, reading.region))
        return self._add([evidence], Stance(Role.MAP)), drawn

    def _detector(self, name: str) -> Detector:
        if name not in self.detectors:
            raise ToolError(NO_DETECTOR(name=name, names=", ".join(self.detectors)))
        return self.detectors[name]

    def _add(self, evidence: Sequence[Evidence], stance: Stance | None = None) -> list[Evidence]:
        """Number evidence and keep it, with its part in an answer if that is not the usual one."""
        first = len(self.evidence) + 1
        added = [item.model_copy(update={"id": f"E{first + n}"}) for n, item in enumerate(evidence)]
        self.evidence += added
        if stance is not None:
            self.stances |= dict.fromkeys((item.id for item in added), stance)
        return added


def _drawn(found: Comparison) -> Drawn | None:
    """What differs, drawn; only of versions that do differ and of parts that agree."""
    if not found.parts and found.agreed is None:
        return None
    picture = comparison_map(found)
    return Drawn("comparison", picture) if picture is not None else None
