import numpy as np
import pytest
from telltale.agent.detectors import clip, clip_heads, portrait
from telltale.agent.detectors.family import FAMILY
from telltale.agent.detectors.nearest import NEAREST
from telltale.agent.evidence import Flag, Quality
from telltale.agent.perception import tower

from tests.agent.detectors.made import features, made_heads, squares


def test_the_whole_and_the_crops_weigh_the_same():
    views = squares((0, 0, 448), (0, 0, 224), (224, 0, 224))
    assert clip.combined(np.array([1.0, 3.0, 5.0], np.float32), views) == pytest.approx(2.5)
    assert clip.combined(np.array([1.0], np.float32), squares((0, 0, 224))) == pytest.approx(1.0)
    assert clip.averaged(np.array([1.0, 3.0, 5.0]), np.array([False, True, True])) == pytest.approx(2.5)
    assert clip.averaged(np.array([3.0, 5.0]), np.array([True, True])) == pytest.approx(4.0)  # crops alone


def test_the_map_is_high_where_the_patches_that_raise_the_score_lie():
    made = features(1)
    weight = np.zeros(tower.D, np.float32)
    weight[-768:] = 1.0  # the last patch layer
    made.patches[:] = 0
    made.patches[0, 3].reshape(14, 14, 768)[2:5, 9:12] = 1.0
    drawn = clip.heat(made_heads(weight=weight), squares((0, 0, 300)), made, (300, 300))
    assert drawn.shape == (64, 64)
    y, x = np.unravel_index(drawn.argmax(), drawn.shape)
    assert (2 <= y * 14 / 64 < 5) and (9 <= x * 14 / 64 < 12)
    assert drawn[40:, :20].max() < 0.5 < drawn.max()


@pytest.mark.parametrize(
    ("bias", "supports", "said"),
    [
        (3.0, "synthetic", "resemble generated pictures more than photographs (score +5.5; <1% of photographs"),
        (-3.0, "real", "resemble photographs more than generated pictures (score -6.5; <1% of generated pictures"),
        (0.25, "neutral", "resemble photographs as much as generated pictures (score +0.0; 25% of photographs"),
    ],
)
def test_the_score_is_read_against_pictures_of_unseen_sources(seen, bias, supports, said):
    heads = made_heads(weight=np.zeros(tower.D, np.float32), bias=bias)
    seen(heads, squares((0, 0, 224)), features(1))
    reading = clip.CLIP.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert reading.score == pytest.approx(2 * bias - 0.5)
    assert reading.supports == supports
    assert said in reading.statement
    assert "40 photographs of 8 sources and 30 generated pictures of 6 sources" in reading.caveats[0]


def test_of_portraits_the_score_is_shown_without_weight(seen, monkeypatch):
    seen(made_heads(weight=np.zeros(tower.D, np.float32), bias=3.0), squares((0, 0, 224)), features(1))
    flat = np.zeros(tower.D, np.float32)
    monkeypatch.setattr(portrait, "shipped", lambda: portrait.PortraitHead(flat, 0.0, flat, 1.0, (1, 1), 0.9))
    reading = clip.CLIP.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert reading.supports == "neutral" and reading.score == pytest.approx(5.5)
    assert clip.NO_WEIGHT_ON_PORTRAITS() in reading.caveats and Flag.SET_ASIDE in reading.facts.flags


def test_without_weights_the_detectors_say_so(monkeypatch):
    def missing(pixels):
        raise tower.TowerMissingError("run `telltale model setup`")

    monkeypatch.setattr(tower, "look", missing)
    monkeypatch.setattr(clip_heads, "shipped", made_heads)
    reading = clip.CLIP.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert reading.score is None and "model setup" in reading.statement
    monkeypatch.setattr(clip_heads, "shipped", lambda: None)
    assert clip.CLIP.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224)).score is None


@pytest.mark.weights
def test_shipped_heads_score_and_remember(small_folder, astronaut, monkeypatch):
    pixels = np.asarray(astronaut)
    reading = clip.CLIP.read(pixels, Quality(short_side=512))
    assert reading.score is not None and np.isfinite(reading.score)
    assert reading.map is not None and 0 <= reading.map.min() <= reading.map.max() <= 1
    monkeypatch.setattr(tower, "embed", lambda views: pytest.fail("the picture was looked at twice"))
    assert FAMILY.read(pixels, Quality(short_side=512)).statement
    assert NEAREST.read(pixels, Quality(short_side=512)).score is not None
