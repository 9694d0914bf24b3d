import numpy as np
import pytest
from telltale.eval.sets import picture_filters


def steps(side: int = 96, low: float = 0.3, high: float = 0.7) -> np.ndarray:
    """Two even halves, float32 [H, W]."""
    plane = np.full((side, side), low, np.float32)
    plane[:, side // 2 :] = high
    return plane


def test_pixels_survive_the_way_there_and_back():
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3)).astype(np.uint8)
    values = picture_filters.colours(pixels)
    assert values.dtype == np.float32 and np.array_equal(picture_filters.pixels_of(values), pixels)
    assert picture_filters.pixels_of(np.array([[[-1.0, 0.5, 7.0]]])).tolist() == [[[0, 128, 255]]]


def test_curves_have_the_values_of_their_formulas():
    quarter = np.array([0.0, 0.25, 0.5, 1.0], np.float32)
    assert picture_filters.contrasted(quarter, 1.0).tolist() == [0.0, 0.15625, 0.5, 1.0]  # x²(3 − 2x)
    assert picture_filters.contrasted(quarter, 0.0).tolist() == quarter.tolist()
    assert picture_filters.stepped(np.array([1.0, 2.0, 2.5, 3.0, 9.0]), 2, 3).tolist() == [0, 0, 0.5, 1, 1]
    grey = np.full((2, 2, 3), 0.4, np.float32)
    assert np.allclose(picture_filters.saturated(grey, 3.0), 0.4)
    assert np.allclose(picture_filters.luma(grey), 0.4)


def test_the_guided_filter_takes_noise_and_keeps_edges():
    clean = steps()
    noisy = clean + np.random.default_rng(0).normal(0, 0.02, clean.shape).astype(np.float32)
    result = picture_filters.guided(noisy, noisy, 4, 0.08)
    assert np.abs(result - clean)[:, :40].std() < 0.5 * np.abs(noisy - clean)[:, :40].std()
    assert result[:, 49].mean() - result[:, 46].mean() > 0.3  # of 0.4
    three = picture_filters.guided(noisy, np.dstack([noisy] * 3), 4, 0.08)
    assert np.allclose(three[..., 1], result)


def test_non_local_means_takes_noise_and_keeps_edges():
    clean = np.dstack([steps()] * 3)
    noisy = clean + np.random.default_rng(0).normal(0, 0.02, clean.shape).astype(np.float32)
    result = picture_filters.denoised(noisy, 0.05)
    assert (result - clean).std() < 0.5 * (noisy - clean).std()
    assert result[:, 48].mean() - result[:, 47].mean() > 0.3
    assert picture_filters.denoised(noisy[:2, :3], 0.05).shape == (2, 3, 3)


def test_bokeh_spreads_bright_points_as_discs_and_leaves_no_trace_of_what_is_near():
    values = np.full((61, 61, 3), 0.1, np.float32)
    values[30, 30] = 1.0
    disc = picture_filters.luma(picture_filters.bokeh(values, np.ones((61, 61), np.float32), 6.0))
    assert disc[30, 35] > 2 * disc[30, 38] and disc[30, 35] == pytest.approx(disc[30, 30], rel=0.05)
    share = np.ones((61, 61), np.float32)
    share[:, :30] = 0
    near_white = np.where(share[..., None] > 0, 0.1, 1.0).repeat(3, axis=2).astype(np.float32)
    assert (
        picture_filters.bokeh(near_white, share, 6.0)[:, 33:].max() < 0.25
    )  # 0.1 of its own light, little of the white


def test_grain_has_mean_0_deviation_1_and_clumps_of_a_size():
    fine, coarse = (picture_filters.grain((128, 128), s, np.random.default_rng(1)) for s in (0.5, 2.0))
    for field in (fine, coarse):
        assert field.mean() == pytest.approx(0, abs=1e-4) and field.std() == pytest.approx(1, abs=1e-3)
    assert np.abs(np.diff(coarse)).mean() < 0.6 * np.abs(np.diff(fine)).mean()


def test_distance_is_1_at_half_the_height_and_corners_are_darkest():
    far = picture_filters.from_middle((101, 201))
    assert far[50, 100] == pytest.approx(0, abs=1e-6) and far[0, 100] == pytest.approx(1, abs=0.02)
    dark = picture_filters.vignette((101, 201), 0.4)
    assert dark[50, 100] == pytest.approx(1) and dark[0, 0] == dark.min() > 0.6


def test_the_subject_is_what_differs_from_the_rim():
    values = np.full((128, 128, 3), 0.8, np.float32) + np.random.default_rng(0).normal(0, 0.01, (128, 128, 3)).astype(
        np.float32
    )
    values[40:90, 40:90] = (0.7, 0.1, 0.1)
    share = picture_filters.subject(values)
    assert share[50:80, 50:80].mean() > 0.95 and share[:15].mean() < 0.02 and share[110:].mean() < 0.02


def test_a_screen_keeps_the_mean_and_makes_dots():
    grey = np.full((120, 120, 3), 0.5, np.float32)
    dots = picture_filters.halftone(grey, 4.0, 1.0)
    assert dots.mean() == pytest.approx(0.5, abs=0.02) and dots[..., 0].std() > 0.15
