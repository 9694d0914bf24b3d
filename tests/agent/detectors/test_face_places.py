import numpy as np
import pytest
from telltale.agent.detectors import face_places
from telltale.agent.detectors.base import to_evidence
from telltale.agent.evidence import Flag, Quality, Region
from telltale.agent.perception.face_finding import Face
from telltale.agent.perception.face_nets import FacesMissingError

PIXELS, QUALITY = np.zeros((200, 300, 3), np.uint8), Quality(short_side=200)


@pytest.fixture
def found(monkeypatch):
    def made(*regions):
        faces = tuple(Face(region, np.zeros((5, 2), np.float32), 0.99) for region in regions)
        monkeypatch.setattr(face_places.face_finding, "find", lambda pixels: faces)
        reading = face_places.MTCNN.read(PIXELS, QUALITY)
        return reading and to_evidence(face_places.MTCNN, reading)

    return made


def test_a_picture_without_a_face_adds_no_evidence(found):
    assert found() is None


def test_faces_are_places_and_support_nothing(found):
    large, small = Region(x=10, y=20, w=90, h=110), Region(x=200, y=30, w=40, h=50)
    item = found(large, small)
    assert item.score == 2.0 and item.supports == "neutral" and item.log_lr is None
    assert item.region == large and item.facts.places == (large, small)
    assert "90×110 px at 10, 20" in item.statement and item.statement.startswith("2 faces")
    assert found(small).statement.startswith("One face")


def test_without_the_model_it_is_not_measured(monkeypatch):
    def missing(pixels):
        raise FacesMissingError("the model is not set up; run `telltale model setup`")

    monkeypatch.setattr(face_places.face_finding, "find", missing)
    item = to_evidence(face_places.MTCNN, face_places.MTCNN.read(PIXELS, QUALITY))
    assert item.has(Flag.NOT_MEASURED) and "model setup" in item.statement
