import numpy as np
import pytest
from telltale.eval import metrics


def test_boxes_overlap_by_hand():
    assert metrics.iou((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(50 / 150)
    assert metrics.iou((0, 0, 1, 1), (2, 2, 1, 1)) == 0
    assert metrics.best_iou([(0, 0, 10, 10)], [(0, 0, 10, 10), (20, 20, 5, 5)]) == pytest.approx(0.5)
    assert metrics.best_iou([], [(0, 0, 1, 1)]) == 0


def test_areas_of_several_boxes_are_those_of_their_pixels():
    assert metrics.union_iou([(0, 0, 10, 10)], [(0, 0, 10, 10), (20, 0, 10, 10)]) == pytest.approx(0.5)
    assert metrics.union_iou([(0, 0, 10, 10), (0, 0, 10, 10)], [(0, 0, 10, 10)]) == 1.0  # the same box twice
    assert metrics.union_iou([], [(0, 0, 1, 1)]) == 0 and metrics.union_iou([], []) == 0
    rng = np.random.default_rng(0)
    for _ in range(20):
        sets = [np.column_stack([rng.integers(0, 30, (4, 2)), rng.integers(1, 20, (4, 2))]) for _ in range(2)]
        masks = np.zeros((2, 60, 60), bool)
        for mask, boxes in zip(masks, sets, strict=True):
            for x, y, w, h in boxes:
                mask[y : y + h, x : x + w] = True
        expected = (masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum()
        assert metrics.union_iou(sets[0].tolist(), sets[1].tolist()) == pytest.approx(expected)


def test_a_box_counts_for_the_sentence_that_it_stands_with():
    hand, sky = (0, 0, 10, 10), (50, 0, 10, 10)
    assert metrics.tied_iou([hand, sky], [hand, sky], [[0.9, 0.1], [0.2, 0.8]]) == 1.0
    assert metrics.tied_iou([sky, hand], [hand, sky], [[0.9, 0.1], [0.2, 0.8]]) == 0.0  # the right boxes, exchanged
    assert metrics.tied_iou([], [hand], []) == 0.0
