"""The maps of recorded answers. A casebook keeps their names; each is measured again when somebody looks at it."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PIL import Image

from ..casebook import Reply
from ..evidence import Examination
from ..pixels.maps import overlay
from ..sentences import Sentence
from .house import House

if TYPE_CHECKING:
    import gradio as gr

    from ..detectors.base import Detector

MAP = Sentence("answer_maps.map", "The map of {detector} over the picture, measured again.")
NOT_KEPT = Sentence("answer_maps.not_kept", "A picture belonged to this answer ({name}). It is not kept.")


def maps_again(house: House, reply: Reply, record: Examination, read: Callable[[], bytes]) -> Iterator[Any]:
    """The pictures of an answer as the chat shows them; in place of one that can't be made again, a line.

    Args:
        house: which has the detectors, and serves the pictures.
        reply: the answer.
        record: the examination of its picture.
        read: gives the bytes of the file.
    """
    detectors = {one.name: one for one in house.investigator.detectors}
    for name in reply.maps:
        if name in detectors:
            yield _shown(house, detectors[name], record, read)
        else:  # a comparison with a picture that came with the question, or a detector that is not in use
            yield NOT_KEPT(name=name)


def _shown(house: House, detector: Detector, record: Examination, read: Callable[[], bytes]) -> gr.HTML:
    import gradio as gr

    def measured() -> Image.Image:
        exhibit = house.investigator.read(read(), record.exhibit.name).exhibit
        reading = detector.read(exhibit.pixels, exhibit.facts.quality)
        if reading is None or reading.map is None:
            raise ValueError(NOT_KEPT(name=detector.name))
        return overlay(exhibit.pixels, reading.map, reading.region)

    told, facts = html.escape(MAP(detector=detector.name)), record.exhibit
    size = f'width="{facts.width}" height="{facts.height}"'
    return gr.HTML(f'<img class="map" src="{house.served.later(measured)}" alt="{told}" {size} loading="lazy">')
