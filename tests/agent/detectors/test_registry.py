import importlib.metadata
from dataclasses import replace

import numpy as np
import pytest
from telltale.agent.detectors import huggingface, registry
from telltale.agent.detectors.base import Detector, Reading, to_evidence
from telltale.agent.evidence import Flag, Quality

PLUG_IN = Detector("mine", "m", "h", "r", lambda pixels, quality: Reading("seen", 0.123456, "u", "real"), 8)


@pytest.fixture
def entry_points(monkeypatch):
    class Point:
        def __init__(self, name, value):
            self.name, self.value = name, value

        def load(self):
            if isinstance(self.value, Exception):
                raise self.value
            return self.value

    points: list = []
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == registry.GROUP else [])
    registry.available.cache_clear()
    yield lambda name, value: points.append(Point(name, value))
    registry.available.cache_clear()


def test_built_in_detectors_are_found_in_the_order_of_the_evidence():
    order = [
        *("clip", "portrait", "nearest", "family", "laundering", "spectral"),
        *("clones", "altered_part", "jpeg", "noise", "ocr", "mtcnn", "open_watermark"),
    ]
    assert list(registry.available())[: len(order)] == order == list(registry.BUILT_IN)


def test_two_detectors_of_one_name_are_refused(tmp_path, monkeypatch):
    from telltale.agent import detectors

    (tmp_path / "second_noise.py").write_text("from telltale.agent.detectors.noise import DETECTORS")
    monkeypatch.setattr(detectors, "__path__", [*detectors.__path__, str(tmp_path)])
    with pytest.raises(ValueError, match="one name"):
        registry.in_package()


def test_a_plug_in_stands_where_it_says(entry_points):
    entry_points("mine", replace(PLUG_IN, place=72))
    names = list(registry.available())
    assert names[names.index("mine") - 1 : names.index("mine") + 2] == ["spectral", "mine", "clones"]


def test_crops_are_read_by_those_that_say_so():
    chosen = registry.read_on_crops([registry.BUILT_IN[name] for name in ("noise", "clip", "nearest")])
    assert [detector.name for detector in chosen] == ["clip"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does the noise detector say?", ["noise"]),
        ("Is the compression odd, and the grain?", ["jpeg", "noise"]),
        ("Does clip see grain?", ["clip"]),  # a name goes before other words
        ("Is it real?", []),
    ],
)
def test_questions_name_detectors(question, names):
    assert registry.named_in(question, registry.BUILT_IN.values()) == names


def test_trained_detectors_say_so():
    untrained = {name for name, detector in registry.BUILT_IN.items() if not detector.learned}
    assert untrained == {"spectral", "jpeg", "noise", "clones", "ocr", "mtcnn", "open_watermark"}
    unweighed = {"family", "laundering", "ocr", "mtcnn", "open_watermark"}
    assert set(registry.weighed()) == set(registry.BUILT_IN) - unweighed


@pytest.mark.parametrize(("name", "hint"), [("spectrall", "did you mean spectral?"), ("xyz", "there are")])
def test_unknown_names_get_a_suggestion(name, hint):
    with pytest.raises(registry.UnknownDetectorError, match=hint):
        registry.get(name)


def test_plug_ins_are_found_and_broken_ones_left_out(entry_points):
    entry_points("mine", PLUG_IN)
    entry_points("broken", ImportError("no such thing"))
    entry_points("wrong", object())
    entry_points("thief", Detector("jpeg", "m", "h", "r", PLUG_IN.measure))
    assert registry.get("mine") is PLUG_IN
    assert set(registry.available()) == {*registry.BUILT_IN, "mine"}
    assert registry.get("jpeg") is registry.BUILT_IN["jpeg"]


def test_the_entry_point_group_is_the_documented_one():
    assert registry.GROUP == "telltale.detectors"
    assert isinstance(importlib.metadata.entry_points(group=registry.GROUP), tuple | list)


def test_readings_become_evidence():
    item = to_evidence(PLUG_IN, PLUG_IN.read(np.zeros((8, 8, 3), np.uint8), Quality(short_side=8)))
    assert (item.source, item.kind, item.score, item.supports) == ("mine", "detector", 0.1235, "real")
    small = PLUG_IN.read(np.zeros((4, 9, 3), np.uint8), Quality(short_side=4))
    assert small.score is None and to_evidence(PLUG_IN, small).has(Flag.NOT_MEASURED)
    assert "8 px" in small.statement and not item.has(Flag.NOT_MEASURED)


@pytest.mark.parametrize(
    ("labels", "synthetic"),
    [
        (["real", "fake"], [1]),
        (["artificial", "human"], [0]),
        (["AI-generated", "Real photo"], [0]),
        (["Deepfake", "Realism", "real"], None),
        (["cat", "dog"], None),
        (["unreal", "real"], None),  # "unreal" does not hold "real", and is no known word for synthetic
    ],
)
def test_labels_are_read_by_whole_words(labels, synthetic):
    if synthetic is None:
        with pytest.raises(huggingface.NotADetectorError, match="do not tell"):
            huggingface.synthetic_labels(dict(enumerate(labels)))
    else:
        assert huggingface.synthetic_labels(dict(enumerate(labels))) == synthetic


def test_any_image_classifier_is_wrapped(tmp_path, pixels):
    from transformers import ViTConfig, ViTForImageClassification, ViTImageProcessor

    config = ViTConfig(
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        image_size=32,
        patch_size=16,
        id2label={0: "real", 1: "fake"},
        label2id={"real": 0, "fake": 1},
    )
    ViTForImageClassification(config).save_pretrained(tmp_path)
    ViTImageProcessor(size={"height": 32, "width": 32}).save_pretrained(tmp_path)
    detector = registry.get(f"hf:{tmp_path}")
    reading = detector.read(pixels, Quality(short_side=512))
    assert 0 <= reading.score <= 1
    assert reading.unit == "probability"
    assert registry.get(f"hf:{tmp_path}") is detector  # loaded once


def test_a_classifier_that_is_not_here_is_named_with_the_mend():
    with pytest.raises(huggingface.NotADetectorError, match="telltale model setup hf:none/such"):
        registry.get("hf:none/such")
