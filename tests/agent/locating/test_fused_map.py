import json
from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage
from telltale.agent.evidence import Quality
from telltale.agent.locating import fused_map, trace_blocks, trace_cells
from telltale.agent.locating.fused_features import METHODS, Scales, columns_of, features
from telltale.agent.locating.fused_regions import coco, mask_of, mask_png, parts_of
from telltale.agent.locating.trace_cells import cells_of, departures
from telltale.agent.locating.trace_residual import FEATURES

PATTERNS = 3
COUNT = PATTERNS + sum(METHODS.values())
QUALITY = Quality(short_side=224)


@pytest.fixture(scope="module")
def scene():
    """A soft scene with grain, uint8 [224, 248, 3]."""
    rng = np.random.default_rng(0)
    rough = ndimage.gaussian_filter(rng.normal(size=(224, 248)), 3)
    grain = rng.normal(0, 3, (224, 248, 3))
    return np.clip(128 + 40 * rough[..., None] / rough.std() + grain, 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def cleaned(scene):
    """The scene without grain in a square of 64 px at 80, 96 (rows, columns)."""
    changed = scene.copy()
    changed[80:144, 96:160] = ndimage.gaussian_filter(scene, (2, 2, 0))[80:144, 96:160]
    return changed


@pytest.fixture(scope="module")
def head():
    """A head that adds up how far all features depart."""
    rng = np.random.default_rng(1)
    scales = Scales(rng.normal(size=(FEATURES, PATTERNS)).astype(np.float32), np.full(COUNT, 0.02, np.float32))
    units = np.concatenate([np.zeros((COUNT, 1)), np.ones((COUNT, 1)) / COUNT]).astype(np.float32)
    weights = np.array([2.0], np.float32)
    picture = np.zeros(fused_map.FACTS, np.float32)
    picture[4] = 1.0
    return fused_map.LocatingHead(scales, units, np.zeros(1, np.float32), weights, -3.0, picture, -1.0, 0.0, 0.5,
                                  10, 5, 0.5, 0.02, 0.8)  # fmt: skip


def test_a_part_without_grain_is_located(cleaned, head):
    found = fused_map.locate(cleaned, QUALITY, head)
    assert found.region is not None and found.picture > head.alarm
    region = found.region
    inside = np.zeros(cleaned.shape[:2], bool)
    inside[80:144, 96:160] = True
    box = np.zeros_like(inside)
    box[region.y : region.y + region.h, region.x : region.x + region.w] = True
    assert (inside & box).sum() > 0.5 * box.sum() and (inside & box).sum() > 0.5 * inside.sum()
    assert set(found.methods) == set(found.differences) == set(fused_map.NAMES)
    assert found.differences["noise"] > 1
    drawn = fused_map.shown(found, cleaned.shape)
    assert drawn.shape == (28, 31) and drawn.dtype == np.float32 and 0 <= drawn.min() <= drawn.max() <= 1


def test_an_even_picture_shows_no_part(scene, head):
    found = fused_map.locate(scene, QUALITY, head)
    assert found.picture < head.alarm and not found.part.any()


def test_a_picture_of_one_colour_is_not_measured(head):
    found = fused_map.locate(np.full((224, 224, 3), 90, np.uint8), QUALITY, head)
    assert not found.usable.any() and found.region is None


def test_what_brightness_and_texture_predict_is_no_departure(scene):
    cells = cells_of(scene)
    predicted = np.stack([cells.brightness / 128, np.log(cells.texture + 0.2)], -1)
    assert np.abs(departures(predicted, cells)).max() < 1.0
    chance = np.random.default_rng(2).normal(size=(*cells.usable.shape, 1)).astype(np.float32)
    spread = departures(chance, cells)[cells.usable].std()
    assert 0.8 < spread < 1.2


def test_features_stand_in_the_order_of_the_methods(scene, head):
    departed, cells = features(scene, QUALITY, head.scales)
    assert departed.shape == (*cells.usable.shape, COUNT) and np.isfinite(departed).all()
    assert columns_of("residual", PATTERNS) == slice(0, PATTERNS)
    assert columns_of("resampling", PATTERNS).stop == COUNT


def test_a_large_picture_is_thinned_out_on_its_own_grid(scene, cleaned, head, monkeypatch):
    assert trace_cells.thinned(scene) is scene and trace_cells.thinning((3000, 4000, 3)) == 2
    wide = np.concatenate([np.concatenate([cleaned, scene], 1), np.concatenate([scene, scene], 1)])
    monkeypatch.setattr(trace_cells, "MOST_PIXELS", wide.shape[0] * wide.shape[1] // 4)
    thin = trace_cells.thinned(wide)
    assert np.array_equal(thin[64:128, 64:128], wide[128:192, 128:192])
    found = fused_map.locate(wide, QUALITY, head)
    assert fused_map.shown(found, wide.shape).shape == (28, 31)
    part = np.zeros((28, 31), bool)
    part[4, 5] = True
    assert mask_of(part, wide.shape)[64:80, 80:96].all() and mask_of(part, wide.shape).sum() == 256


def test_the_step_of_a_compression_is_read_from_coefficients():
    rng = np.random.default_rng(3)
    values = 6 * rng.integers(-20, 20, 4000) + rng.normal(0, 0.4, 4000)
    assert trace_blocks.step_of(values.astype(np.float32)) == 6
    assert trace_blocks.step_of(rng.normal(0, 40, 4000).astype(np.float32)) == 1


def test_a_head_is_read_back_as_it_was(head, tmp_path):
    fused_map.save(head, tmp_path / fused_map.FILE)
    again = fused_map.read(tmp_path / fused_map.FILE)
    assert np.array_equal(again.units, head.units) and np.array_equal(again.scales.patterns, head.scales.patterns)
    same = replace(again, scales=head.scales, units=head.units, offsets=head.offsets, weights=head.weights,
                   picture=head.picture)  # fmt: skip
    assert same == head


def test_parts_are_written_for_other_programs():
    part = np.zeros((4, 5), bool)
    part[1:3, 1:4] = True
    mask = mask_of(part, (35, 42))
    assert mask.shape == (35, 42) and mask.sum() == 16 * 24
    assert [(found.box, found.area) for found in parts_of(mask)] == [((8, 8, 24, 16), 384)]
    written = json.loads(coco([("a.jpg", mask, 1.5), ("b.jpg", ~mask & False, 0.0)]))
    assert [image["width"] for image in written["images"]] == [42, 42]
    (found,) = written["annotations"]
    assert found["bbox"] == [8, 8, 24, 16] and found["image_id"] == 1 and found["score"] == 1.5
    assert mask_png(mask).startswith(b"\x89PNG")
