from pathlib import Path

import numpy as np
import pytest
from telltale.eval.studies.face_crops import VIDEO, FaceItem, limited, of_video, ridge, rows_blended, rows_left_out


def items(made_by, source, count):
    return [FaceItem(Path(f"{made_by or 'p'}-{n}.jpg"), made_by, source, f"{source}-{n}") for n in range(count)]


@pytest.fixture(scope="module")
def faces():
    """Photographs around 0 in 8 features; a generator is moved along the first, a method of video along the second."""
    rng = np.random.default_rng(0)
    every = [*items("", "photos", 60), *items("", VIDEO, 60), *items("one", "photos", 40), *items("swap", VIDEO, 60)]
    x = rng.standard_normal((len(every), 8)).astype(np.float32)
    x[120:160, 0] += 6
    x[160:, 1] += 6
    return every, x


def test_a_ridge_tells_what_it_learned_and_nothing_else(faces):
    every, x = faces
    made = np.array([item.made_by == "one" for item in every])
    weight, bias = ridge(x[:160], made[:160])
    scores = x @ weight + bias
    assert scores[120:160].min() > scores[:120].mean() and abs(weight[0]) > 3 * np.abs(weight[2:]).max()


def test_a_maker_that_no_head_knows_is_scored_against_photographs_of_its_kind(faces):
    rows = {row[0]: row for row in rows_left_out(*faces)}
    assert set(rows) == {"one", "swap"}
    assert rows["one"][1] == "40" and int(rows["swap"][1]) < 60  # of video, only people whom no head knows
    assert all(0 <= float(row[3]) <= 1 for row in rows.values())
    assert float(rows["one"][3]) < 0.8  # the other maker's trace says nothing of this one


def test_blended_photographs_teach_their_own_trace(faces):
    every, x = faces
    own = [item for item in every if not item.made_by]
    blended = x[:120] + np.array([6, 0, 0, 0, 0, 0, 0, 0], np.float32)
    rows = {row[0]: row for row in rows_blended(every, x, own, blended)}
    assert float(rows["blended photographs"][3]) > 0.95 and float(rows["one"][3]) > 0.95
    assert float(rows["swap"][3]) < 0.8


def test_swapped_people_and_their_originals_are_one_group(tmp_path):
    folder = tmp_path / "utils/DDVQA_images/c40/test"
    folder.mkdir(parents=True)
    for name in ("0_024_073", "3_073_024", "5_024", "5_073", "6_100_101"):
        (folder / f"{name}.jpg").touch()
    found = {item.path.stem: item for item in of_video(tmp_path)}
    assert {found[name].group for name in ("0_024_073", "3_073_024", "5_024", "5_073")} == {"024"}
    assert found["5_024"].made_by == "" and found["6_100_101"].made_by == "NeuralTextures"
    with pytest.raises(ValueError, match="no face crops"):
        of_video(tmp_path / "none")


def test_a_source_is_limited_at_even_steps():
    assert [item.path.name for item in limited(items("", "a", 6), 3)] == ["p-0.jpg", "p-2.jpg", "p-4.jpg"]
