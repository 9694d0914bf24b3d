import numpy as np
import pytest
from telltale.eval.sets import degradations


@pytest.fixture
def picture(astronaut):
    return np.asarray(astronaut.resize((300, 240)))


def test_a_degraded_view_has_one_size_and_depends_on_the_seed_alone(picture):
    views = [degradations.degrade(picture, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert all(view.shape == (224, 224, 3) and view.dtype == np.uint8 for view in views)
    assert np.array_equal(views[0], views[1])
    assert not np.array_equal(views[0], views[2])


@pytest.mark.parametrize("side", [20, 64, 500])
def test_any_size_can_be_degraded(side):
    pixels = np.random.default_rng(0).integers(0, 256, (side, side + 7, 3)).astype(np.uint8)
    for seed in range(12):
        assert degradations.degrade(pixels, np.random.default_rng(seed)).shape == (224, 224, 3)


def test_named_ones_do_what_they_say(picture):
    def roughness(pixels):
        return float(np.abs(np.diff(pixels.astype(float), axis=1)).mean())

    named = degradations.NAMED
    assert np.array_equal(named["as they are"](picture), picture)
    assert named["resize × 0.5"](picture).shape == (120, 150, 3)
    assert named["screenshot"](picture).shape == (192, 240, 3)
    assert roughness(named["blur 1 px"](picture)) < 0.8 * roughness(picture)
    errors = [np.abs(named[f"JPEG {q}"](picture).astype(int) - picture).mean() for q in (95, 75, 60)]
    assert errors == sorted(errors) and errors[0] > 0
    assert roughness(degradations.sharpen(picture, 100)) > roughness(picture) > roughness(degradations.denoise(picture))


def test_a_crop_is_native_where_the_picture_allows_it(picture):
    crop = degradations.random_crop(picture, 100, np.random.default_rng(0))
    windows = np.lib.stride_tricks.sliding_window_view(picture[..., 0], (100, 100))
    assert (np.abs(windows[:, :, ::20, ::20].astype(int) - crop[::20, ::20, 0]).max((2, 3)) == 0).any()
    assert degradations.random_crop(picture[:50, :50], 100, np.random.default_rng(0)).shape == (100, 100, 3)


def test_a_view_of_its_own_size_is_untouched():
    pixels = np.random.default_rng(0).integers(0, 256, (224, 300, 3)).astype(np.uint8)
    assert np.array_equal(degradations.view(pixels), pixels[:, 38:262])
