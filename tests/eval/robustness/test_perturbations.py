import numpy as np
import pytest
from PIL import Image
from telltale.eval.robustness.perturbations import FAMILIES


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_changes_more_with_severity_and_the_same_each_time(name, pixels):
    family = FAMILIES[name]
    small = np.asarray(Image.fromarray(pixels).resize((200, 160)))
    other = small[::-1].copy()
    changes = []
    for severity in family.severities:
        made = [family.change(small, severity, np.random.default_rng(1), lambda: other) for _ in range(2)]
        assert made[0].dtype == np.uint8 and made[0].shape[2] == 3
        assert np.array_equal(*made)
        back = np.asarray(Image.fromarray(np.ascontiguousarray(made[0])).resize((200, 160)))
        changes.append(float(np.abs(back.astype(int) - small).mean()))
    assert min(changes) > 0
    assert changes[-1] >= changes[0] * 0.99


def test_the_middle_stays_where_the_background_is_swapped(pixels):
    made = FAMILIES["background"].change(pixels, 0.7, np.random.default_rng(0), lambda: np.zeros_like(pixels))
    height, width = pixels.shape[:2]
    corner, middle = made[:20, :20], made[height // 3 : height // 2, width // 3 : width // 2]
    assert corner.max() == 0
    assert np.abs(middle.astype(int) - pixels[height // 3 : height // 2, width // 3 : width // 2]).mean() < 60
