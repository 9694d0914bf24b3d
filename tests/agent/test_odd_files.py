"""Damaged files by the dozen: each is refused with one line or examined; nothing else may happen."""

import numpy as np
import pytest
import torch
from PIL import Image
from telltale.agent.detectors.registry import BUILT_IN
from telltale.agent.intake import IntakeError, receive
from telltale.agent.perception import tower
from telltale.agent.provenance import collect

from tests.conftest import encode

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")
MEASURED = 3  # contents of damaged JPEG files on which the detectors run, and of other kinds only one


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


def coarse_features(views: np.ndarray) -> tower.Features:
    """Stands in for `tower.embed`, in a thousandth of its time: features [B, D] that follow the mean of each view."""
    rng, means = np.random.default_rng(0), views.mean((1, 2, 3))  # [B]
    vectors = np.outer(1 + means / 255, rng.normal(size=tower.D)).astype(np.float32)
    patches = rng.normal(size=(len(tower.PATCH_LAYERS), tower.PATCHES**2, tower.WIDTH)).astype(np.float32)
    return tower.Features(vectors, torch.from_numpy(patches).repeat(len(views), 1, 1, 1))


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_are_refused_in_one_line_or_examined(kind, photographs, monkeypatch):
    """The detectors run once on each of the first contents; the tower, which sees 224×224 px of anything, on one."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    rng = np.random.default_rng(KINDS.index(kind))
    whole = encode(photographs[0].resize((256, 220)), kind)
    outcome, contents = {"refused": 0, "examined": 0}, set()
    measured = MEASURED if kind == "JPEG" else 1
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
        content = (exhibit.pixels.tobytes(), exhibit.pixels.shape, exhibit.facts.quality)
        for detector in () if content in contents or len(contents) == measured else BUILT_IN.values():
            detector.read(exhibit.pixels, exhibit.facts.quality)
        if len(contents) < measured:
            contents.add(content)
        outcome["examined"] += 1
        monkeypatch.setattr(tower, "embed", coarse_features)
    assert sum(outcome.values()) == 30
    assert outcome["refused"] > 0


def test_a_picture_of_one_row_or_column_is_examined():
    for size in ((1, 3000), (3000, 1), (2, 2)):
        exhibit = receive(encode(Image.new("RGB", size, "red"), "JPEG"))
        readings = [d.read(exhibit.pixels, exhibit.facts.quality) for d in BUILT_IN.values()]
        assert all(reading.score is None for reading in readings)
