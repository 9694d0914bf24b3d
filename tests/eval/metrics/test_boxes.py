import pytest
from telltale.eval import metrics


def test_boxes_overlap_by_hand():
    assert metrics.iou((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(50 / 150)
    assert metrics.iou((0, 0, 1, 1), (2, 2, 1, 1)) == 0
    assert metrics.best_iou([(0, 0, 10, 10)], [(0, 0, 10, 10), (20, 20, 5, 5)]) == pytest.approx(0.5)
    assert metrics.best_iou([], [(0, 0, 1, 1)]) == 0
