import numpy as np
import pytest
import torch
from telltale.eval.sets.records import Record
from telltale.finetune.heads import residual_training


@pytest.fixture
def batches(tmp_path, photographs):
    """Real pictures, and the same with a checkerboard that no camera leaves."""
    found, board = [], (np.indices((160, 160)).sum(0) % 2 * 24 - 12)[..., None]
    for index, picture in enumerate(photographs):
        pixels = np.asarray(picture.resize((160, 160)))
        from PIL import Image

        for label, values in (("real", pixels), ("generated", np.clip(pixels + board, 0, 255).astype(np.uint8))):
            path = tmp_path / f"{label}{index}.png"
            Image.fromarray(values).save(path)
            found.append(Record(path=path, label=label, source=f"s{index % 2}", group=str(index)))
    return residual_training.Batches(found, None)


def test_training_learns_resumes_to_the_same_weights_and_writes_no_pickle(tmp_path, batches, monkeypatch):
    monkeypatch.setattr(residual_training, "BATCH", 4)
    monkeypatch.setattr(residual_training, "SIDE", 48)
    lines: list[str] = []
    whole = residual_training.train(batches, 4, tmp_path / "whole.safetensors", lines.append, every=2)

    class StoppedError(Exception):
        pass

    def stop(line):
        if line.startswith("step 2"):
            raise StoppedError

    with pytest.raises(StoppedError):
        residual_training.train(batches, 4, tmp_path / "cut.safetensors", stop, every=2)
    resumed = residual_training.train(batches, 4, tmp_path / "cut.safetensors", lines.append, every=2)
    assert "going on from step 2" in lines
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-6)
    assert (tmp_path / "cut.safetensors").read_bytes()[8:9] == b"{"  # a safetensors header


@pytest.mark.slow
def test_a_checkerboard_is_learned(tmp_path, batches, photographs, monkeypatch):
    monkeypatch.setattr(residual_training, "BATCH", 16)
    network = residual_training.train(batches, 150, tmp_path / "c.safetensors", lambda line: None)
    plain = np.asarray(photographs[0].resize((160, 160)))
    board = (np.indices((160, 160)).sum(0) % 2 * 24 - 12)[..., None]
    low, high = residual_training.scores(network, [plain, np.clip(plain + board, 0, 255).astype(np.uint8)])
    assert high > low + 1
