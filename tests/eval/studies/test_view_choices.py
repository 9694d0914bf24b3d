import numpy as np
import pytest
from PIL import Image
from telltale.agent.perception import tower
from telltale.eval.sets import degradations
from telltale.eval.studies import view_choices
from telltale.eval.studies.pair_scores import LeftOutPairs
from telltale.eval.studies.view_choices import FILLED, mirrored, repeated

from tests.eval.studies.made_pairs import fitted


def test_the_whole_and_the_crops_are_averaged_as_an_examination_does():
    pictures = [(np.array([1.0]), np.array([3.0, 5.0, 7.0, 9.0])), (np.array([1.0, 3.0]), np.array([0.0]))]
    scores = view_choices.choices(pictures, (1, 4))
    assert list(scores["the whole"]) == [1, 2]
    assert list(scores["the crops"]) == [6, 0]
    assert list(scores["whole and 1 crop"]) == [2, 1]
    assert list(scores["whole and 4 crops"]) == [3.5, 1]
    assert list(scores["all views alike"]) == [5, pytest.approx(4 / 3)]


def test_kept_views_are_of_sources_with_both_labels_and_three_views_a_picture():
    found = view_choices.kept_views(LeftOutPairs(*fitted(3.0, 0.5), tiers=("",)))
    assert list(found) == ["both 2"]  # the only one that is kept as views
    scores, generated = found["both 2"]
    assert generated.sum() == 6 and all(len(values) == 12 for values in scores.values())
    assert float(view_choices.table(found)[0][2]) > 0.9


def test_a_small_picture_is_enlarged_or_repeated_to_fill_a_view():
    small = np.arange(64 * 64 * 3, dtype=np.uint8).reshape(64, 64, 3)
    for fill in FILLED.values():
        assert fill(small).shape == (tower.VIEW, tower.VIEW, 3)
    assert np.array_equal(repeated(small)[64:128, :64], small)
    assert np.array_equal(mirrored(small)[64:128, :64], small[::-1])


def test_a_thumbnail_is_of_the_middle_square():
    wide = Image.new("RGB", (300, 100), (255, 0, 0))
    wide.paste((0, 0, 255), (100, 0, 200, 100))
    assert (degradations.view(np.asarray(wide), 32) == (0, 0, 255)).all()
