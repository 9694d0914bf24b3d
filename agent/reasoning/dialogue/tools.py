"""What can be done about a picture after its examination: look at a part, run a detector again, compare, draw a map.

Each tool measures something and returns evidence under ids that follow those of the examination.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ... import provenance
from ...detectors import clip
from ...detectors.base import Detector, to_evidence
from ...evidence import Evidence, Region
from ...intake import Exhibit, receive
from ...report.map_files import overlay
from ..stance import Role, Stance
from ..writing import plan

Ask = Callable[[NDArray[np.uint8]], Sequence[Evidence]]  # a picture to what the model sees in it
Judge = Callable[[Exhibit], str]  # a picture to the label that it gets


class ToolError(ValueError):
    """What was asked for can't be done; one line with the mend."""


@dataclass
class Bench:
    """The instruments, with one picture on it.

    Attributes:
        data: the bytes of the file, from which pixels are decoded when they are needed.
        name: of the file.
        detectors: those in use.
        evidence: of the examination; what is measured here is added.
        see: asks the model the cues that it is reliable about.
        judge: examines another picture.
        stances: what was measured here does in an answer, by its id.
    """

    data: bytes
    name: str
    detectors: Mapping[str, Detector]
    evidence: list[Evidence]
    see: Ask
    judge: Judge
    stances: dict[str, Stance] = field(default_factory=dict)

    @cached_property
    def exhibit(self) -> Exhibit:
        """The picture, decoded."""
        return receive(self.data, self.name)

    def zoom(self, region: Region) -> list[Evidence]:
        """Run the detectors and ask the reliable cues on a part by itself.

        Raises:
            ToolError: if the part lies outside the picture, or is too small for every detector.
        """
        height, width = self.exhibit.pixels.shape[:2]
        right, bottom = min(region.x + region.w, width), min(region.y + region.h, height)
        if right - region.x < 1 or bottom - region.y < 1:
            raise ToolError(f"that part lies outside the picture, which is {width}×{height} px")
        part = np.ascontiguousarray(self.exhibit.pixels[region.y : bottom, region.x : right])
        readings = [(d, d.read(part, self.exhibit.facts.quality)) for d in self.detectors.values()]
        found = [to_evidence(d, r) for d, r in readings if r is not None and r.score is not None]
        if not found:
            least = min(d.min_side for d in self.detectors.values())
            size = f"{right - region.x}×{bottom - region.y} px"
            raise ToolError(f"that part is too small to measure ({size}); name one of {least} px or more")
        found.sort(key=lambda item: item.supports == "neutral")
        found += [item for item in self.see(part) if item.supports != "neutral"]
        clipped = Region(x=region.x, y=region.y, w=right - region.x, h=bottom - region.y)
        added = self._add([item.model_copy(update={"region": clipped, "map": None}) for item in found])
        self.stances |= {item.id: plan.in_part(clipped.x, clipped.y, clipped.w, clipped.h) for item in added}
        return added

    def run(self, name: str) -> list[Evidence]:
        """Run one detector on the whole picture; what it said before stands for it where that is there.

        Raises:
            ToolError: if there is no such detector.
        """
        if before := [item for item in self.evidence if item.source == name]:
            return before[:1]
        reading = self._detector(name).read(self.exhibit.pixels, self.exhibit.facts.quality)
        return self._add([to_evidence(self._detector(name), reading)]) if reading is not None else []

    def metadata(self) -> list[Evidence]:
        """What the file says of itself."""
        there = [item for item in self.evidence if item.kind == "provenance"]
        return there or self._add(provenance.collect(self.exhibit))

    def compare(self, other: Exhibit) -> list[Evidence]:
        """How alike another picture is: perceptual hashes (Zauner, 2010), CLIP's features, and the label it gets."""
        import imagehash

        ours, theirs = (imagehash.phash(Image.fromarray(each.pixels)) for each in (self.exhibit, other))
        cosine = clip.likeness(self.exhibit.pixels, other.pixels)
        said = (
            plan.compared(int(ours - theirs), cosine),
            f"The other picture is judged {self.judge(other)}.",
        )
        found = [Evidence(source="comparison", kind="detector", statement=text) for text in said]
        added = self._add(found)
        self.stances |= {item.id: Stance(Role.COMPARISON) for item in added}
        return added

    def similar(self) -> list[plan.Item]:
        """The nearest known pictures; none where the picture was not measured for them."""
        found = next((item for item in self.evidence if item.facts.neighbours), None)
        return [plan.of_neighbours(found)] if found is not None else []

    def draw(self, name: str) -> tuple[list[Evidence], Image.Image]:
        """The map of a detector over the picture, and where it is strongest.

        Raises:
            ToolError: if there is no such detector, or it draws no map of this picture.
        """
        reading = self._detector(name).read(self.exhibit.pixels, self.exhibit.facts.quality)
        if reading is None or reading.map is None:
            raise ToolError(f"{name} draws no map of this picture")
        height, width = self.exhibit.pixels.shape[:2]
        row, column = np.unravel_index(int(reading.map.argmax()), reading.map.shape)
        x = int((column + 0.5) / reading.map.shape[1] * width)
        y = int((row + 0.5) / reading.map.shape[0] * height)
        text = plan.MAP.format(detector=name, x=x, y=y)
        added = self._add([Evidence(source="map", kind="detector", statement=text, region=reading.region)])
        self.stances |= {item.id: Stance(Role.MAP) for item in added}
        return added, overlay(self.exhibit.pixels, reading.map, reading.region)

    def _detector(self, name: str) -> Detector:
        if name not in self.detectors:
            raise ToolError(f"there is no detector {name!r}; there are {', '.join(self.detectors)}")
        return self.detectors[name]

    def _add(self, found: Sequence[Evidence]) -> list[Evidence]:
        first = len(self.evidence) + 1
        added = [item.model_copy(update={"id": f"E{first + n}"}) for n, item in enumerate(found)]
        self.evidence += added
        return added
