import numpy as np
from PIL import Image
from telltale.eval import parsing
from telltale.eval.responders.single_detector import SingleDetector

from tests.eval.responders.made import ask


def test_a_detector_calls_by_its_leaning_and_ranks_by_its_score(tmp_path, astronaut):
    astronaut.save(tmp_path / "a.png")
    detector = SingleDetector("spectral")
    items = [ask("1", tmp_path / "a.png", truth="real"), ask("2", tmp_path / "a.png", asks="real", truth="real")]
    (batch,) = detector.plan(items)
    replies = detector.answer(batch, 0)
    assert replies[0].called == "real" and replies[0].score is not None and replies[0].p_fake is None
    assert [parsing.judge(i, r).value for i, r in zip(items, replies, strict=True)] == ["no", "yes"]
    Image.new("RGB", (40, 40)).save(tmp_path / "small.png")
    (small,) = detector.answer([ask("3", tmp_path / "small.png")], 0)
    assert "not measured" in small.error


def test_a_detector_chooses_between_two(tmp_path, astronaut):
    grid = np.asarray(astronaut.resize((256, 256))).astype(int)
    grid = np.clip(grid + 30 * ((np.indices((256, 256)).sum(0) % 4 == 0)[..., None]), 0, 255).astype(np.uint8)
    astronaut.save(tmp_path / "a.png")
    Image.fromarray(grid).save(tmp_path / "b.png")
    paths = (str(tmp_path / "a.png"), str(tmp_path / "b.png"))
    fake, real = (ask(asks, paths, kind="choice", options=("1", "2"), asks=asks) for asks in ("fake", "real"))
    replies = SingleDetector("spectral").answer([fake, real], 0)
    assert [reply.text for reply in replies] == ["B", "A"]
