import numpy as np
import pytest
from PIL import Image
from telltale.agent.evidence import Region
from telltale.agent.perception import face_finding, face_nets, weights
from telltale.agent.perception.face_finding import Face, aligned, suppressed

BOXES = np.array([[0, 0, 9, 9], [1, 1, 10, 10], [40, 40, 49, 49], [2, 2, 5, 5]], np.float32)
SCORES = np.array([0.8, 0.9, 0.7, 0.6], np.float32)


@pytest.fixture(scope="session")
def finder():
    """The model that finds faces, through `telltale model setup`'s own function."""
    if not weights.is_set_up(weights.faces_folder()):
        weights.set_up_faces(print)


def test_the_best_of_overlapping_boxes_is_kept():
    """The first two share 81 of 119 px, so more than half; the small one lies within the second."""
    assert suppressed(BOXES, SCORES, 0.5) == [1, 2, 3]
    assert suppressed(BOXES, SCORES, 0.5, of_smaller=True) == [1, 2]
    assert suppressed(BOXES[:0], SCORES[:0], 0.5) == []


@pytest.mark.weights
def test_the_face_of_a_portrait_is_found(finder, astronaut):
    """The astronaut of scikit-image: one face of some 100 px, her eyes about 50 px apart."""
    (face,) = face_finding.find(np.asarray(astronaut))
    middle = face.region.x + face.region.w / 2, face.region.y + face.region.h / 2
    assert abs(middle[0] - 222) < 25 and abs(middle[1] - 115) < 30 and face.score > 0.99
    left, right, nose, *mouth = face.points
    assert left[0] < nose[0] < right[0] and left[1] < nose[1] < min(corner[1] for corner in mouth)
    assert face_finding.find(np.asarray(astronaut)) is face_finding.find(np.asarray(astronaut))


@pytest.mark.weights
def test_no_face_is_found_in_a_cat_or_a_cup(finder, photographs):
    for picture in (photographs[1], photographs[2]):
        assert face_finding.find(np.asarray(picture.resize((320, 240)))) == ()


def test_an_aligned_face_stands_upright():
    """Eyes 40 px apart on a line turned by a quarter; afterwards the picture's left side is the face's top."""
    picture = np.zeros((200, 200, 3), np.uint8)
    points = np.array([[80, 120], [80, 80], [100, 100], [125, 118], [125, 82]], np.float32)
    for x, y in points[:2].astype(int):
        picture[y - 3 : y + 4, x - 3 : x + 4] = 255
    square = aligned(picture, Face(Region(x=60, y=60, w=90, h=90), points, 1.0), 100)
    assert square.shape == (100, 100, 3)
    rows, columns = np.nonzero(square[..., 0] > 128)
    assert np.ptp(rows) < 30 and np.ptp(columns) > 20 and rows.mean() < 50


def test_without_the_model_a_line_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path))
    face_nets.load.cache_clear()
    try:
        with pytest.raises(face_nets.FacesMissingError, match="model setup"):
            face_finding.find(np.asarray(Image.new("RGB", (33, 31), "teal")))
    finally:
        face_nets.load.cache_clear()
