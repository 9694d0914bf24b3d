"""What happens between frames: shifts of a known speed, cuts, and repetitions that were put in."""

import numpy as np
import pytest
from PIL import Image
from telltale.agent.video import repeated_frames, stretch_measures
from telltale.agent.video.stretch_measures import Run

H, W = 96, 128


def scene(seed=0):
    """A smooth picture without repetition, as photographs are, uint8 [H + 64, W + 256]."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 256, ((H + 64) // 16, (W + 256) // 16)).astype(np.uint8))
    return np.asarray(coarse.resize((W + 256, H + 64), Image.Resampling.BICUBIC))


def panned(count, speed=2, seed=0, start=0):
    """Frames [T, H, W] of a scene that moves by `speed` pixels a frame."""
    whole = scene(seed)
    return np.stack([whole[:H, start + speed * n : start + speed * n + W] for n in range(count)])


def clock(count, rate=25):
    return [n / rate for n in range(count)]


def test_a_pan_is_measured_at_its_speed_and_moves_as_one_plane():
    small = panned(30)
    (one,) = stretch_measures.measured(small, small[:, :64, :64], clock(30), [Run(0, 29)])
    assert one.motion == pytest.approx(100 * 2 * 25 / W, rel=0.1)  # 2 px of 128 a frame, 25 frames a second
    assert one.left_over < 0.4 and one.one_plane > 0.9 and one.tracked >= stretch_measures.POINTS


def test_noise_without_movement_is_not_explained_by_movement():
    rng = np.random.default_rng(1)
    base = scene()[:H, :W]
    small = np.stack([np.clip(base + rng.normal(0, 3, (H, W)), 0, 255).astype(np.uint8) for _ in range(12)])
    (one,) = stretch_measures.measured(small, small[:, :64, :64], clock(12), [Run(0, 11)])
    assert one.left_over > 0.6 and one.motion < 5 and abs(one.steady_noise) < 0.9


def test_equal_frames_have_no_movement():
    small = np.repeat(scene()[None, :H, :W], 12, axis=0)
    (one,) = stretch_measures.measured(small, small[:, :64, :64], clock(12), [Run(0, 11)])
    assert one.motion is None and one.left_over is None and one.flicker is None


def test_a_cut_is_found_and_no_measure_crosses_it():
    small = np.concatenate([panned(15), panned(15, seed=5)])
    assert stretch_measures.cuts(stretch_measures.changes(small)) == [15]
    found = stretch_measures.runs(30, [0], [15])
    assert found == [Run(0, 14), Run(15, 29)]
    measures = stretch_measures.measured(small, small[:, :64, :64], clock(30), found)
    assert all(one.one_plane > 0.9 for one in measures)
    assert not stretch_measures.cuts(stretch_measures.changes(panned(30, speed=6)))  # fast movement is no cut


def test_frames_that_stand_still_are_found():
    small = np.concatenate([panned(20), np.repeat(panned(20)[-1:], 25, axis=0), panned(15, start=60)])
    (frozen,) = repeated_frames.found(small, clock(60), [Run(0, 59)])
    assert (frozen.kind, frozen.frames) == ("frozen", 26)  # the last frame and its copies
    assert frozen.start == pytest.approx(19 / 25) and frozen.end == pytest.approx(44 / 25)


def test_a_stretch_that_is_shown_again_is_found_with_its_source():
    first = panned(40)
    small = np.concatenate([first, panned(30, seed=9), first[5:35]])
    (copied,) = repeated_frames.found(small, clock(100), [Run(0, 99)])
    assert copied.kind == "copied" and copied.frames == pytest.approx(30, abs=1)
    assert copied.source == pytest.approx(5 / 25, abs=0.05) and copied.start == pytest.approx(70 / 25, abs=0.05)


def test_a_still_scene_is_no_copy_of_itself():
    rng = np.random.default_rng(2)
    base = scene()[:H, :W].astype(float)
    small = np.stack([np.clip(base + rng.normal(0, 2, (H, W)), 0, 255) for _ in range(80)]).astype(np.uint8)
    assert repeated_frames.found(small, clock(80), [Run(0, 79)]) == ()


def test_doubled_frames_at_a_regular_step_are_found():
    film = panned(24)
    small = np.stack([film[n * 4 // 5] for n in range(30)])  # 24 frames shown as 30: one in five twice
    (regular,) = repeated_frames.found(small, clock(30, 30), [Run(0, 29)])
    assert (regular.kind, regular.every) == ("regular", 5)
    assert repeated_frames.found(panned(30), clock(30), [Run(0, 29)]) == ()
