"""Damaged files by the dozen: each is refused with one line or examined; nothing else may happen."""

import numpy as np
import pytest
from PIL import Image
from telltale.agent.detectors.registry import BUILT_IN
from telltale.agent.intake import IntakeError, receive
from telltale.agent.provenance import collect

from tests.conftest import encode

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")


def damage(data: bytes, way: str, rng: np.random.Generator) -> bytes:
    at = int(rng.integers(0, len(data)))
    if way == "cut":
        return data[:at]
    if way == "bits":
        array = np.frombuffer(data, np.uint8).copy()
        places = rng.integers(0, len(data), 20)
        array[places] ^= rng.integers(1, 255, 20).astype(np.uint8)
        return array.tobytes()
    if way == "head":  # where the structure is
        array = np.frombuffer(data, np.uint8).copy()
        array[rng.integers(0, min(200, len(data)), 6)] ^= rng.integers(1, 255, 6).astype(np.uint8)
        return array.tobytes()
    if way == "hole":
        return data[:at] + b"\0" * 500 + data[at + 500 :]
    return data[:at] + rng.bytes(300) + data[at:]


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_are_refused_in_one_line_or_examined(kind, photographs):
    import pillow_heif

    pillow_heif.register_heif_opener()
    rng = np.random.default_rng(KINDS.index(kind))
    whole = encode(photographs[0].resize((256, 220)), kind)
    outcome = {"refused": 0, "examined": 0}
    for way in ("cut", "bits", "head", "hole", "insert") * 6:
        try:
            exhibit = receive(damage(whole, way, rng), "odd")
        except IntakeError as error:
            assert "\n" not in str(error)
            assert str(error).startswith("odd: ")
            outcome["refused"] += 1
            continue
        assert exhibit.pixels.ndim == 3
        assert exhibit.pixels.dtype == np.uint8
        assert collect(exhibit)
        for detector in BUILT_IN.values():
            detector.read(exhibit.pixels, exhibit.facts.quality)
        outcome["examined"] += 1
    assert sum(outcome.values()) == 30
    assert outcome["refused"] > 0


def test_a_picture_of_one_row_or_column_is_examined():
    for size in ((1, 3000), (3000, 1), (2, 2)):
        exhibit = receive(encode(Image.new("RGB", size, "red"), "JPEG"))
        readings = [d.read(exhibit.pixels, exhibit.facts.quality) for d in BUILT_IN.values()]
        assert all(reading.score is None for reading in readings)
