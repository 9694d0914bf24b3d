import io

import numpy as np
import pytest
from PIL import Image
from telltale.agent.pixels import jpeg_blocks as jb

from tests.conftest import encode


@pytest.mark.parametrize("quality", [1, 10, 49, 50, 51, 75, 90, 95, 100])
def test_quality_is_that_which_libjpeg_was_asked_for(quality):
    picture = Image.open(io.BytesIO(encode(Image.new("RGB", (16, 16)), "JPEG", quality=quality)))
    assert jb.estimate_quality(picture.quantization[0]) == (quality, True)


def test_a_table_of_another_maker_is_not_called_standard():
    quality, standard = jb.estimate_quality([7] * 64)
    assert not standard
    assert 1 <= quality <= 100
    with pytest.raises(ValueError, match="64 steps"):
        jb.estimate_quality([1, 2, 3])


def test_block_dct_is_orthonormal():
    plane = np.random.default_rng(0).uniform(0, 255, (24, 40)).astype(np.float32)
    blocks = jb.block_dct(plane)
    assert blocks.shape == (15, 8, 8)
    assert np.allclose((blocks**2).sum(), ((plane - 128) ** 2).sum(), rtol=1e-4)  # Parseval
    assert np.isclose(blocks[0, 0, 0], (plane[:8, :8] - 128).sum() / 8, rtol=1e-4)


def roughness(picture: Image.Image) -> float:
    value = jb.double_quantisation(np.asarray(picture.convert("RGB")), picture.quantization[0])
    assert value is not None
    return value


def test_double_compression_is_told_from_single(photographs):
    """Photographs never compressed before, once at 92, and at 70 and then 92."""
    single, double = [], []
    for photograph in photographs:
        small = photograph.resize((photograph.width * 3 // 4, photograph.height * 3 // 4), Image.Resampling.LANCZOS)
        single.append(roughness(Image.open(io.BytesIO(encode(small, "JPEG", quality=92)))))
        once = Image.open(io.BytesIO(encode(small, "JPEG", quality=70)))
        double.append(roughness(Image.open(io.BytesIO(encode(once, "JPEG", quality=92)))))
    assert max(single) < jb.DOUBLE_QUANTISATION_THRESHOLD
    assert np.mean(np.array(double) > jb.DOUBLE_QUANTISATION_THRESHOLD) >= 0.75


def test_too_little_to_measure_is_none():
    assert jb.double_quantisation(np.zeros((64, 64, 3), np.uint8), [1] * 64) is None
    assert jb.double_quantisation(np.zeros((400, 400, 3), np.uint8), [1] * 64) is None  # flat: no levels to count
