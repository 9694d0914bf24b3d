import numpy as np
import pytest
import torch
from telltale.agent.detectors import residual_network
from telltale.eval.sets.records import Record
from telltale.finetune.adapters.lora import checkpoints
from telltale.finetune.heads.ridge import residual_training


def test_the_filters_are_blind_to_flat_and_sloping_parts():
    bank = residual_network.high_pass_bank()
    assert bank.sum((1, 2, 3)).abs().max() < 1e-6
    slope = torch.arange(5.0).repeat(5, 1)
    assert (bank[2:] * slope).sum((1, 2, 3)).abs().max() < 1e-5  # the second differences and the rich-model kernels


def test_the_map_averages_to_the_logit_and_shows_where():
    torch.manual_seed(0)
    network = residual_network.ResidualNetwork(width=8).eval()
    pictures = torch.rand(2, 3, 96, 128) * 255
    with torch.inference_mode():
        drawn = network.map(pictures)
        assert drawn.shape == (2, 6, 8)
        assert torch.allclose(drawn.mean((1, 2)), network(pictures), atol=1e-5)


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
    monkeypatch.setattr(residual_training, "BATCH", 8)
    lines: list[str] = []
    whole = residual_training.train(batches, 6, tmp_path / "whole.safetensors", lines.append, every=3)

    class StoppedError(Exception):
        pass

    def stop(line):
        if line.startswith("step 3"):
            raise StoppedError

    with pytest.raises(StoppedError):
        residual_training.train(batches, 6, tmp_path / "cut.safetensors", stop, every=3)
    resumed = residual_training.train(batches, 6, tmp_path / "cut.safetensors", lines.append, every=3)
    assert "going on from step 3" in lines
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-6)
    assert (tmp_path / "cut.safetensors").read_bytes()[8:9] == b"{"  # a safetensors header


def test_a_checkpoint_of_another_run_is_not_taken_up(tmp_path):
    layer = torch.nn.Linear(2, 2)
    parameters = dict(layer.named_parameters())
    optimiser = torch.optim.AdamW(parameters.values())
    layer(torch.ones(1, 2)).sum().backward()
    optimiser.step()
    checkpoints.save(tmp_path / "c.safetensors", parameters, optimiser, 7, "this")
    assert checkpoints.resume(tmp_path / "c.safetensors", parameters, optimiser, "that") == 0
    assert checkpoints.resume(tmp_path / "none.safetensors", parameters, optimiser, "this") == 0
    assert checkpoints.resume(tmp_path / "c.safetensors", parameters, optimiser, "this") == 7


def test_the_rate_rises_to_its_peak_and_falls_to_zero():
    rates = [checkpoints.one_cycle(step, 100, 2.0) for step in range(101)]
    assert rates[10] == max(rates) == 2.0
    assert rates[0] == 0 and rates[100] == pytest.approx(0)
    assert rates[55] == pytest.approx(1.0)


@pytest.mark.slow
def test_a_checkerboard_is_learned(tmp_path, batches, photographs, monkeypatch):
    monkeypatch.setattr(residual_training, "BATCH", 16)
    network = residual_training.train(batches, 150, tmp_path / "c.safetensors", lambda line: None)
    plain = np.asarray(photographs[0].resize((160, 160)))
    board = (np.indices((160, 160)).sum(0) % 2 * 24 - 12)[..., None]
    low, high = residual_training.scores(network, [plain, np.clip(plain + board, 0, 255).astype(np.uint8)])
    assert high > low + 1
