"""What the viewer of the page shows: the picture, maps to lay over it, and the places that findings name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..evidence import Evidence, Examination
from ..foreign import Foreign, file_name
from ..intake import Exhibit
from ..pixels.maps import heat_layer
from ..sentences import Sentence
from .assisted_views import VIEWS
from .picture_difference import Difference
from .served_files import ServedFiles

if TYPE_CHECKING:
    from ..detectors.base import Detector

NO_PART = Sentence("viewer_data.no_part", "In this map no part stands out.")
OTHER = Sentence("viewer_data.other", "{name:100}: the slider divides the two pictures.")
DIFFERENCE = Sentence(
    "viewer_data.difference",
    "How much each pixel differs from {name:100}, brightened. Black is no difference; places that count are red.",
)
NOTHING: dict[str, Any] = {"picture": None}


def first_view(exhibit: Exhibit, served: ServedFiles) -> dict[str, Any]:
    """The picture alone, with the views that help to look; they are made when somebody looks at them."""
    address = served.add(Image.fromarray(exhibit.pixels))
    views = [
        {
            "name": f"view {name}",
            "title": name,
            "kind": "view",
            "url": served.later(lambda view=view: view(served.opened(address))),
            "caption": caption(),
        }
        for name, (view, caption) in VIEWS.items()
    ]
    facts = exhibit.facts
    name = f"{file_name(facts.name)} · {facts.width}×{facts.height} px"
    return {
        "picture": address,
        "sha256": facts.sha256,
        "name": name,
        "width": facts.width,
        "height": facts.height,
        "layers": views,
        "boxes": [],
    }


def with_places(data: Mapping[str, Any], evidence: Sequence[Evidence]) -> dict[str, Any]:
    """The same with a frame for each finding that names a place, and for each line of text and each face."""
    boxes = [
        {"id": item.id, "title": item.source, **item.region.model_dump()}
        for item in evidence
        if item.region and item.id
    ]
    boxes += [
        {"id": item.id, "title": item.source, **place.model_dump()}
        for item in evidence
        for place in (*(line.region for line in item.facts.texts), *item.facts.places)
        if item.id and place != item.region
    ]
    return {**data, "boxes": boxes}


def with_maps(
    data: Mapping[str, Any],
    maps: Mapping[str, NDArray[np.float32]],
    evidence: Sequence[Evidence],
    served: ServedFiles,
) -> dict[str, Any]:
    """The same with the maps of detectors, those that say something first.

    Args:
        data: as `first_view` gives it.
        maps: float32 [h, w] in 0 to 1 by detector, each covering the whole picture.
        evidence: the findings; a part stands out in a map if its finding names a region.
        served: where the layers go.
    """
    shape = (data["height"], data["width"])
    return _with_layers(data, evidence, {name: served.add(heat_layer(heat, shape)) for name, heat in maps.items()})


def with_maps_again(
    data: Mapping[str, Any], record: Examination, detectors: Iterable[Detector], served: ServedFiles
) -> dict[str, Any]:
    """The same with the maps that an examination named; each is measured again when it is first looked at.

    Args:
        data: as `first_view` gives it.
        record: the examination.
        detectors: those in use; a map of another one, or of a model, is left out.
        served: which has the picture, and where the layers go.
    """
    wanted = {item.map for item in record.evidence}
    quality = record.exhibit.quality

    def measured(detector: Detector) -> Image.Image:
        pixels = np.asarray(served.opened(data["picture"]))
        reading = detector.read(pixels, quality)
        if reading is None or reading.map is None:
            raise ValueError(NO_PART())
        return heat_layer(reading.map, (data["height"], data["width"]))

    urls = {one.name: served.later(partial(measured, one)) for one in detectors if one.name in wanted}
    return _with_layers(data, record.evidence, urls)


def _with_layers(data: Mapping[str, Any], evidence: Sequence[Evidence], urls: Mapping[str, str]) -> dict[str, Any]:
    by_map = {item.map: item for item in evidence if item.map}
    by_source = {item.source: item for item in evidence}
    layers = []
    for name, url in urls.items():
        item = by_map.get(name) or by_source.get(name)
        says = item is not None and item.region is not None
        caption = item.statement if item is not None and says else NO_PART()
        layers.append(
            {
                "name": name,
                "title": name,
                "kind": "map" if says else "quiet",
                "url": url,
                "caption": f"{item.id}: {caption}" if item is not None else caption,
                "evidence": None if item is None else item.id,
            }
        )
    layers.sort(key=lambda layer: layer["kind"] != "map")
    return {**data, "layers": [*layers, *data["layers"]]}


def with_other(data: Mapping[str, Any], found: Difference, name: Foreign, served: ServedFiles) -> dict[str, Any]:
    """The same with another picture to compare with, which is laid over it at once.

    Args:
        data: as `first_view` gives it.
        found: the other picture, and the difference.
        name: of the other picture.
        served: where the layers go.
    """
    layers = [_layer("other", "other picture", served.add(found.other), OTHER(name=name))]
    if found.picture is not None:
        layers.append(_layer("difference", "difference", served.add(found.picture), DIFFERENCE(name=name)))
    others = [layer for layer in data["layers"] if layer["kind"] not in ("other", "difference")]
    return {**data, "layers": [*layers, *others], "choose": "compare other"}


def _layer(kind: str, title: str, url: str, caption: str) -> dict[str, Any]:
    return {"name": f"compare {kind}", "title": title, "kind": kind, "url": url, "caption": caption}
