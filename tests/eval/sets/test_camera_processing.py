import numpy as np
import pytest
from PIL import Image
from telltale.eval.sets import camera_processing
from telltale.eval.sets.camera_processing import PROCESSINGS

RESIZED = {"scan of a print", "screenshot of a photograph", "messenger copy", "repeated resaves"}


def rng(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def picture(photographs):
    return np.asarray(photographs[0].resize((300, 240), Image.Resampling.LANCZOS))


def light(pixels):
    return pixels.astype(float) @ (0.2126, 0.7152, 0.0722)


def roughness(pixels):
    return float(np.abs(np.diff(light(pixels), axis=1)).mean())


def even(side=128, value=150):
    return np.full((side, side, 3), value, np.uint8)


@pytest.mark.parametrize("kind", PROCESSINGS)
def test_the_same_random_numbers_give_the_same_picture(kind, picture):
    before = picture.copy()
    first, again, other = (PROCESSINGS[kind](picture, rng(seed)) for seed in (1, 1, 2))
    assert first.dtype == np.uint8 and first.ndim == 3 and first.shape[2] == 3
    assert np.array_equal(first, again) and np.array_equal(picture, before)
    assert first.shape != other.shape or not np.array_equal(first, other)
    assert first.shape == picture.shape or kind in RESIZED


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("shape", [(16, 16), (20, 33), (300, 17)])
@pytest.mark.parametrize("kind", PROCESSINGS)
def test_any_size_and_any_light_can_be_processed(kind, shape):
    noise = np.random.default_rng(0).integers(0, 256, (*shape, 3)).astype(np.uint8)
    for seed, pixels in enumerate((noise, np.zeros_like(noise), np.full_like(noise, 255))):
        assert min(PROCESSINGS[kind](pixels, rng(seed)).shape[:2]) >= 8


@pytest.mark.parametrize("kind", sorted({*PROCESSINGS} - {"digital zoom", "studio product"}))
def test_the_scene_stays_the_same(kind, picture):
    """Whatever is done, a small copy looks much like the original's: nothing is invented and little is moved."""
    small = [np.asarray(Image.fromarray(p).resize((24, 20))) for p in (picture, PROCESSINGS[kind](picture, rng()))]
    assert np.corrcoef(*(light(p).ravel() for p in small))[0, 1] > 0.9


def test_tone_mapping_draws_dark_and_light_areas_together():
    dark = np.random.default_rng(0).normal(30, 4, (128, 128, 3))
    dark[:, 64:] += 190
    pixels = np.clip(dark, 0, 255).astype(np.uint8)
    mapped = camera_processing.tone_mapped(pixels, rng())
    shadows, lights = light(mapped)[:, :44].mean(), light(mapped)[:, 84:].mean()
    assert shadows > 45 and shadows < lights and lights - shadows < 0.9 * 190


def test_night_mode_lifts_a_dark_picture_and_leaves_little_grain(picture):
    dark = (picture * 0.25).astype(np.uint8)
    assert light(camera_processing.night_mode(dark, rng())).mean() > 1.3 * light(dark).mean()
    grainy = np.clip(np.random.default_rng(0).normal(110, 8, (128, 128, 3)), 0, 255).astype(np.uint8)
    assert roughness(camera_processing.night_mode(grainy, rng())) < 0.5 * roughness(grainy)


def test_a_portrait_is_sharp_in_the_middle_alone():
    pixels = np.random.default_rng(0).integers(60, 190, (200, 200, 3)).astype(np.uint8)
    blurred = camera_processing.portrait_mode(pixels, rng())
    assert roughness(blurred[85:110, 90:110]) > 0.8 * roughness(pixels)
    assert roughness(blurred[:20, :20]) < 0.3 * roughness(pixels)


@pytest.mark.parametrize("kind", ["smoothed surfaces", "thumbnail"])
def test_fine_texture_goes(kind):
    texture = np.clip(np.random.default_rng(0).normal(140, 6, (256, 256, 3)), 0, 255).astype(np.uint8)
    assert roughness(PROCESSINGS[kind](texture, rng())) < 0.6 * roughness(texture)


def test_clarity_roughens_and_a_filter_darkens_corners(picture):
    assert roughness(camera_processing.clarity(picture, rng())) > 1.5 * roughness(picture)
    graded = light(camera_processing.colour_filter(even(), rng()))
    assert graded[:8, :8].mean() < graded[60:68, 60:68].mean() - 5


def test_a_zoom_shows_the_middle_enlarged(picture):
    zoomed = camera_processing.digital_zoom(picture, rng())
    share = rng().uniform(1 / 3, 0.55)
    tall, wide = round(240 * share), round(300 * share)
    middle = picture[(240 - tall) // 2 :, (300 - wide) // 2 :][:tall, :wide]
    small = [light(np.asarray(Image.fromarray(p).resize((20, 16)))).ravel() for p in (middle, zoomed)]
    assert np.corrcoef(*small)[0, 1] > 0.97


def test_a_product_stands_before_white():
    pixels = np.clip(np.random.default_rng(0).normal(170, 4, (160, 160, 3)), 0, 255).astype(np.uint8)
    pixels[50:110, 50:110] = (160, 30, 40)
    shown = camera_processing.studio_product(pixels, rng())
    assert shown[:20].min() > 240 and shown[-20:].min() > 240
    assert light(shown)[70:90, 70:90].mean() < 120


def test_film_has_grain_and_black_and_white_has_one_colour(picture):
    for kind in ("black and white film", "colour film"):
        assert PROCESSINGS[kind](even(400), rng())[150:250, 150:250].std(axis=(0, 1)).max() > 2
    casts = [np.ptp(camera_processing.black_and_white(picture, rng(s)).astype(int), axis=2) for s in range(6)]
    assert all(cast.max() <= 26 for cast in casts) and any(cast.max() == 0 for cast in casts)


def test_a_scan_is_faded(picture):
    contrast = np.array([[0, 255] * 100] * 200, np.uint8)[..., None].repeat(3, axis=2)
    wide = np.repeat(np.repeat(contrast[:5, :6], 40, axis=0), 40, axis=1)  # bars of 40 px
    for seed in range(4):
        scanned = light(camera_processing.print_scan(wide, rng(seed)))
        assert np.percentile(scanned, 5) > 5 and np.percentile(scanned, 95) < 252


def test_services_keep_to_their_sizes():
    large = np.random.default_rng(0).integers(0, 256, (600, 1000, 3)).astype(np.uint8)
    for seed in range(4):
        height, width, _ = camera_processing.messenger(large, rng(seed)).shape
        assert 480 <= width <= 768 and abs(height / width - 0.6) < 0.01
    shown = camera_processing.screenshot(large, rng())
    assert shown.shape[1] != 1000 and abs(shown.shape[0] / shown.shape[1] - 0.6) < 0.01
