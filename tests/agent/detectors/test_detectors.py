"""Each detector on pictures whose trace is made here, and on the same pictures without it."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage
from telltale.agent.detectors import jpeg, noise, spectral
from telltale.agent.evidence import Flag, Quality
from telltale.agent.pixels.jpeg_blocks import luma

from tests.conftest import encode
from tests.spent import least_seconds

CLEAN = Quality(short_side=400)
BOX = (160, 128, 352, 288)  # left, upper, right, lower


def saved(picture: Image.Image, quality: int) -> Image.Image:
    return Image.open(io.BytesIO(encode(picture, "JPEG", quality=quality))).convert("RGB")


def noisy(picture: Image.Image, sigma: float, seed: int = 0) -> Image.Image:
    values = np.asarray(picture) + np.random.default_rng(seed).normal(0, sigma, (*picture.size[::-1], 3))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def iou(region, box) -> float:
    if region is None:
        return 0.0
    x0, y0 = max(region.x, box[0]), max(region.y, box[1])
    x1, y1 = min(region.x + region.w, box[2]), min(region.y + region.h, box[3])
    both = max(0, x1 - x0) * max(0, y1 - y0)
    return both / (region.w * region.h + (box[2] - box[0]) * (box[3] - box[1]) - both)


@pytest.fixture(scope="module")
def scenes(photographs):
    return [p.resize((640, 448), Image.Resampling.LANCZOS) for p in photographs]


def upsampled(picture: Image.Image) -> np.ndarray:
    """The picture as a decoder with strided upsampling leaves it: zeros in between, then a learned-size kernel."""
    half = np.asarray(picture.resize((picture.width // 2, picture.height // 2)), np.float32)
    sparse = np.zeros((half.shape[0] * 2, half.shape[1] * 2, 3), np.float32)
    sparse[::2, ::2] = half
    kernel = np.array([[0.9, 2.1, 1.0], [1.9, 4.2, 2.0], [1.1, 2.0, 0.8]], np.float32)[..., None] / 4
    return np.clip(ndimage.convolve(sparse, kernel), 0, 255).astype(np.uint8)


def test_spectral_finds_upsampling_and_leaves_photographs_alone(scenes):
    photographs = [spectral.measure(np.asarray(scene), CLEAN) for scene in scenes]
    made = [spectral.measure(upsampled(scene), CLEAN) for scene in scenes]
    assert sum(reading.supports == "synthetic" for reading in made) >= len(made) - 1
    assert sum(reading.supports == "synthetic" for reading in photographs) <= 1
    assert min(r.score for r in made) > np.median([r.score for r in photographs])


def test_spectral_tells_where_the_peak_is():
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:256, :256]
    plane = rng.normal(0, 1, (256, 256)) + 0.4 * np.cos(2 * np.pi * (2 * y + 3 * x) / 8)
    height, place = spectral.peak_excess(spectral.residual_spectrum(plane.astype(np.float32)))
    assert place == (2, 3)
    assert height > spectral.PEAK_THRESHOLD


def test_tail_of_a_power_law_is_flat_and_of_a_blurred_one_low():
    rng = np.random.default_rng(0)
    white = rng.normal(0, 30, (512, 512)).astype(np.float32)
    f = np.hypot(np.fft.fftfreq(512)[:, None], np.fft.fftfreq(512)[None, :])
    natural = np.fft.ifft2(np.fft.fft2(white) / np.maximum(f, 1 / 512)).real.astype(np.float32)
    assert abs(spectral.tail_deviation(natural)) < 0.2
    smooth = ndimage.gaussian_filter(natural, 1.0)
    assert spectral.tail_deviation(smooth) < -0.5


def test_spectral_says_when_jpeg_hides_the_trace(scenes):
    caveats = spectral.measure(np.asarray(scenes[0]), Quality(short_side=400, jpeg_quality=70)).caveats
    assert any("hides or weakens" in caveat for caveat in caveats)


def test_jpeg_ghost_is_found_where_it_is_and_not_without(scenes):
    base = [saved(noisy(scene, 2), 95) for scene in scenes]
    spliced = []
    for number, scene in enumerate(base):
        pasted = scene.copy()
        pasted.paste(saved(scenes[number - 1], 65).crop(BOX), BOX)
        spliced.append(saved(pasted, 95))
    quality = Quality(short_side=400, jpeg_quality=95)
    found = [jpeg.measure(np.asarray(picture), quality) for picture in spliced]
    clean = [jpeg.measure(np.asarray(picture), quality) for picture in base]
    assert sum(r.supports == "tampered" for r in found) >= len(found) - 2
    assert sum(r.supports == "tampered" for r in clean) <= 1
    assert np.mean([iou(r.region, BOX) for r in found if r.region]) > 0.5
    ghost = next(n for n, reading in enumerate(found) if reading.supports == "tampered")
    screen = quality.model_copy(update={"screenshot": ("the size of a screen",)})  # what it shows was a JPEG before
    shown = jpeg.measure(np.asarray(spliced[ghost]), screen)
    assert shown.supports == "neutral" and Flag.SET_ASIDE in shown.facts.flags and shown.region == found[ghost].region


def test_jpeg_grid_is_found_with_its_offset(scenes):
    pixels = np.asarray(saved(scenes[1], 60))
    strength, offset = jpeg.grid_offset(luma(pixels))
    assert strength > jpeg.GRID_THRESHOLD
    assert offset == (0, 0)
    _, shifted = jpeg.grid_offset(luma(pixels[3:, 5:]))
    assert shifted == (5, 3)  # the next block begins 8 - 3 rows and 8 - 5 columns further
    assert jpeg.grid_offset(luma(np.asarray(noisy(scenes[1], 4))))[0] < jpeg.GRID_THRESHOLD


def test_map_of_a_large_picture_covers_it_and_the_region_lies_in_it(scenes):
    large = saved(noisy(scenes[0].resize((2600, 2300)), 2), 95)
    large.paste(saved(scenes[3].resize((2600, 2300)), 60).crop((1200, 1000, 1600, 1400)), (1200, 1000))
    reading = jpeg.measure(np.asarray(saved(large, 95)), Quality(short_side=2300, jpeg_quality=95))
    assert reading.map.shape == (2300 // 16, 2600 // 16)
    assert iou(reading.region, (1200, 1000, 1600, 1400)) > 0.4


def test_noise_finds_noisier_parts_more_often_than_it_errs(scenes):
    clean, found = [], []
    for scene in scenes:
        base = noisy(scene, 2)
        pasted = base.copy()
        pasted.paste(noisy(scene, 10, seed=1).crop(BOX), BOX)
        clean.append(noise.measure(np.asarray(base), CLEAN))
        found.append(noise.measure(np.asarray(pasted), CLEAN))
    assert sum(reading.supports == "tampered" for reading in clean) == 0
    hits = [reading for reading in found if reading.supports == "tampered"]
    assert len(hits) >= 3
    assert np.median([iou(reading.region, BOX) for reading in hits]) > 0.5


def test_noise_is_no_evidence_on_a_compressed_picture(scenes):
    pasted = noisy(scenes[4], 2)
    pasted.paste(noisy(scenes[4], 12, seed=1).crop(BOX), BOX)
    reading = noise.measure(np.asarray(pasted), Quality(short_side=400, jpeg_quality=70))
    assert reading.supports == "neutral"
    assert any("no evidence" in caveat for caveat in reading.caveats)


def test_noise_level_is_the_sigma_that_was_added():
    flat = np.full((256, 256), 128, np.float32)
    level, brightness, _ = noise.noise_levels(flat + np.random.default_rng(0).normal(0, 5, flat.shape).astype("f4"))
    assert np.isclose(np.median(level), 0.82 * 5, rtol=0.05)  # the least of four medians of 64 normal values
    assert np.isclose(brightness.mean(), 128, atol=1)


@pytest.mark.parametrize("detector", [spectral.SPECTRAL, jpeg.JPEG, noise.NOISE], ids=lambda d: d.name)
@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((300, 300, 3), np.uint8),
        np.full((300, 300, 3), 255, np.uint8),
        np.random.default_rng(0).integers(0, 255, (300, 301, 3), np.uint8),
        np.full((256, 4000, 3), 90, np.uint8),
        np.zeros((64, 64, 3), np.uint8),
        np.zeros((1, 1, 3), np.uint8),
    ],
    ids=["black", "white", "random", "strip", "small", "one pixel"],
)
def test_odd_pictures_raise_no_alarm(detector, pixels):
    reading = detector.read(pixels, Quality(short_side=min(pixels.shape[:2])))
    assert reading.supports == "neutral"
    assert reading.score is None or np.isfinite(reading.score)
    assert reading.region is None


def test_three_detectors_stay_within_a_second(scenes):
    pixels = np.asarray(scenes[0].resize((1024, 1024)))
    _, seconds = least_seconds(lambda: [each.measure(pixels, CLEAN) for each in (spectral, jpeg, noise)], 1)
    assert seconds < 1
