"""Whether marks that anyone can write move the verdict: camera data on generated pictures, AI marks on photographs.

    python -m telltale.eval.studies forged-marks --data SET… [--count 20]

Each picture is saved once as it is and once with every mark; the pixels are the same, so the detectors measure it once.
The model is not asked. The marks of a camera may add nothing. A mark of AI may keep a photograph from being called
real, but alone it may not have it called synthetic; a caption may do nothing at all.
"""

from __future__ import annotations

import argparse
import io
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...agent import provenance
from ...agent.console import DONE
from ...agent.detectors import registry
from ...agent.detectors.base import to_evidence
from ...agent.evidence import Evidence, Label, Quality, number
from ...agent.intake import receive
from ...agent.reasoning.weighing import fuse, weigh
from ..sets.records import Record, read_pixels
from ..tables import TableRow, show
from .pictures import drawn_by_label, records_of
from .study import Study, add_data

LABELS: tuple[Label, ...] = ("real", "synthetic", "tampered", "inconclusive")
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType="{}"/>'
    "</rdf:RDF></x:xmpmeta>"
)
_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/{}"
_PROMPT = "a quiet harbour at dawn\nSteps: 30, Sampler: Euler a, CFG scale: 7, Seed: 12345, Size: 512x512, Model: x"
Save = Callable[[Image.Image], bytes]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    parser.add_argument("--count", type=int, default=20, help="pictures of each label (default 20)")


def run(arguments: argparse.Namespace) -> int:
    """Print the labels of the pictures without and with each mark."""
    records = drawn_by_label(records_of(arguments.data), arguments.count)
    generated = [record for record in records if record.label != "real"]
    photographs = [record for record in records if record.label == "real"]
    header = ("marks", "pictures", *LABELS, "labels moved")
    show("Generated pictures with the marks of a camera", header, rows(generated, CAMERA_MARKS))
    show("Photographs with the marks of a generator", header, rows(photographs, AI_MARKS))
    show("Photographs with words about generators", header, rows(photographs, WORDS))
    return DONE


def rows(records: Sequence[Record], marks: dict[str, Save]) -> list[TableRow]:
    """A row for each mark: how the pictures with it are labelled, and how many labels it moved."""
    labels: dict[str, list[Label]] = {name: [] for name in marks}
    for record in records:
        pixels = read_pixels(record.path)
        picture = Image.fromarray(pixels)
        measured: list[Evidence] | None = None
        for name, save in marks.items():
            exhibit = receive(save(picture), record.path.name)
            if measured is None:
                measured = _measured(exhibit.pixels, exhibit.facts.quality)
            evidence = number([*provenance.collect(exhibit), *measured])
            quality = exhibit.facts.quality
            labels[name].append(fuse(weigh(evidence, quality), quality).label)
    plain = labels[next(iter(marks))]
    return [_row(name, given, plain) for name, given in labels.items()]


def _measured(pixels: NDArray[np.uint8], quality: Quality) -> list[Evidence]:
    readings = ((detector, detector.read(pixels, quality)) for detector in registry.available().values())
    return [to_evidence(detector, reading) for detector, reading in readings if reading is not None]


def _row(name: str, given: Sequence[Label], plain: Sequence[Label]) -> TableRow:
    counts = Counter(given)
    moved = sum(a != b for a, b in zip(given, plain, strict=True))
    return (name, str(len(given)), *(str(counts[label]) for label in LABELS), str(moved))


def _jpeg(picture: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=95, **options)
    return file.getvalue()


def _exif(**fields: object) -> Save:
    """A JPEG file with EXIF fields by the names of the standard."""
    from PIL import ExifTags

    def save(picture: Image.Image) -> bytes:
        exif = Image.Exif()
        shot = exif.get_ifd(ExifTags.IFD.Exif)
        for name, value in fields.items():
            tag = ExifTags.Base[name]
            (exif if tag < 0x8000 or name in ("Artist", "Copyright") else shot)[tag] = value
        if "Make" in fields:
            shot[ExifTags.Base.ExifImageWidth], shot[ExifTags.Base.ExifImageHeight] = picture.size
        return _jpeg(picture, exif=exif)

    return save


def _declared(term: str) -> Save:
    """A JPEG file whose XMP declares a digital source type."""
    return lambda picture: _jpeg(picture, xmp=_XMP.format(_SOURCE.format(term)).encode())


_SHOT = {
    "Make": "Canon", "Model": "Canon EOS R5", "DateTime": "2024:05:04 10:11:12", "ExposureTime": (1, 250),
    "FNumber": (8, 1), "ISOSpeedRatings": 200, "DateTimeOriginal": "2024:05:04 10:11:12", "FocalLength": (50, 1),
    "MeteringMode": 5, "Flash": 16, "LensModel": "RF50mm F1.8 STM", "BodySerialNumber": "012345678901",
}  # fmt: skip
CAMERA_MARKS: dict[str, Save] = {
    "none": _jpeg,
    "EXIF of a camera": _exif(**_SHOT),
    "XMP: digitalCapture": _declared("digitalCapture"),
    "XMP: negativeFilm": _declared("negativeFilm"),
    "EXIF of a scanner's program": _exif(Software="Epson Scan 6.4", Make="EPSON", Model="Perfection V600"),
}
AI_MARKS: dict[str, Save] = {
    "none": _jpeg,
    "XMP: trainedAlgorithmicMedia": _declared("trainedAlgorithmicMedia"),
    "EXIF Software: Midjourney": _exif(Software="Midjourney"),
    "EXIF UserComment: parameters": _exif(UserComment=b"ASCII\x00\x00\x00" + _PROMPT.encode()),
    "XMP: compositeWithTrainedAlgorithmicMedia": _declared("compositeWithTrainedAlgorithmicMedia"),
}
WORDS: dict[str, Save] = {
    "none": _jpeg,
    "description: the press about OpenAI": _exif(ImageDescription="The chief of OpenAI, maker of DALL-E, in Paris"),
    "description: Veduta dalle Dolomiti": _exif(ImageDescription="Veduta dalle Dolomiti"),
    "artist: Firefly Studio": _exif(Artist="Firefly Studio, Leonardo Ideogram"),
    "copyright: Imagen y Sonido": _exif(Copyright="Imagen y Sonido S.L. 2024"),
}

STUDY = Study("forged-marks", "whether marks that anyone can write move the verdict", __doc__, add_arguments, run)
