import json

from PIL import Image
from telltale.agent.investigator import Investigator
from telltale.eval.studies import known_answers

from tests.conftest import encode


def test_answers_are_compared_with_what_is_known(tmp_path, study, monkeypatch):
    (tmp_path / "plain.png").write_bytes(encode(Image.new("RGB", (90, 90), "grey")))
    (tmp_path / "broken.png").write_bytes(b"\x89PNG")
    answers = {
        "plain.png": {"undecided": True, "nosay": "generative", "hasnt": ["synthetic"]},
        "broken.png": {"says": "not a picture"},
    }
    (tmp_path / "expect.json").write_text(json.dumps(answers))
    monkeypatch.setattr(known_answers, "Investigator", lambda **options: Investigator(detectors=[], **options))
    status, out, _ = study("known-answers", tmp_path)
    assert status == 0 and "2 of 2 right" in out
    wrong = {
        "plain.png": {"label": "real", "has": ["tampered"], "shot": True, "says": "a camera", "never": "inconclusive"},
        "broken.png": {"nosay": "not a picture"},
    }
    (tmp_path / "expect.json").write_text(json.dumps(wrong))
    out = study("known-answers", tmp_path, "--all")[1]
    assert "0 of 2 right" in out
    for fault in ("not real", "nothing supports tampered", "no screenshot", "does not say", "says 'not a picture'"):
        assert fault in out
    assert "called inconclusive" in out
