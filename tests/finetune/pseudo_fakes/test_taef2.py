"""TAEF2's layout, on random weights saved as the published files are: float16, names by position."""

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from telltale.finetune.pseudo_fakes import taef2


@pytest.fixture
def folder(tmp_path):
    torch.manual_seed(0)
    for name, network in taef2.networks().items():
        state = {key: tensor.half() for key, tensor in network.state_dict().items()}
        save_file(state, tmp_path / f"taef2_{name}.safetensors")
    return tmp_path


def test_a_picture_of_any_size_comes_back_in_its_size(folder):
    model = taef2.load(folder)
    assert taef2.load(folder) is model  # read once
    pixels = np.random.default_rng(0).integers(0, 256, (2, 21, 40, 3), np.uint8)
    for out in (model.reconstruct(pixels), model.reconstruct(pixels, noise=1.0, rng=np.random.default_rng(0))):
        assert out.shape == pixels.shape and out.dtype == np.uint8
    latent = model.encode(taef2.padded(pixels))
    assert latent.shape == (2, 32, 3, 5) and latent.dtype == torch.float32
    assert np.array_equal(model.decode(latent)[:, :21], model.reconstruct(pixels))
    tiny = pixels[:, :3, :2]
    assert model.reconstruct(tiny).shape == tiny.shape


def test_noise_is_drawn_by_the_rng(folder):
    model, pixels = taef2.load(folder), np.full((1, 16, 16, 3), 90, np.uint8)
    pixels[:, 4:9] = 200
    noisy = [model.reconstruct(pixels, noise=2.0, rng=np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert np.array_equal(noisy[0], noisy[1]) and not np.array_equal(noisy[0], noisy[2])
    with pytest.raises(ValueError, match="rng"):
        model.reconstruct(pixels, noise=1.0)


@pytest.mark.parametrize("shape", [(1, 12, 16, 3), (16, 16, 3), (1, 16, 16, 4)])
def test_a_latent_is_made_of_whole_squares_of_three_colours(folder, shape):
    with pytest.raises(ValueError, match="multiples of 8"):
        taef2.load(folder).encode(np.zeros(shape, np.uint8))


def _missing(file):
    file.unlink()


def _not_weights(file):
    file.write_bytes(b"no weights")


def _a_folder(file):
    file.unlink()
    file.mkdir()


def _a_name_less(file):
    state = load_file(file)
    del state["1.bias" if "1.bias" in state else "0.bias"]
    save_file(state, file)


def _another_shape(file):
    state = load_file(file)
    name = next(iter(state))
    save_file(state | {name: state[name][:1].clone()}, file)


@pytest.mark.parametrize("spoil", [_missing, _not_weights, _a_folder, _a_name_less, _another_shape])
@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_files_that_are_missing_or_do_not_fit_are_named_in_one_line(folder, spoil, part):
    spoil(folder / f"taef2_{part}.safetensors")
    with pytest.raises(ValueError, match=f"taef2_{part}.safetensors.*name a folder") as raised:
        taef2.load(folder)
    assert "\n" not in str(raised.value)


def test_the_published_weights_keep_a_photograph(shared):
    """The published quality is 27 to 32 dB on whole photographs; crops that are out of focus reach more."""
    if not (shared / "autoencoder").exists():
        pytest.skip("the published weights are not here")
    model = taef2.load(shared / "autoencoder")
    files = sorted((shared / "images2" / "native" / "real").glob("*.jpg"))[::400]
    pictures = np.stack([np.asarray(Image.open(file).convert("RGB"))[:128, :128] for file in files])
    errors = (model.reconstruct(pictures).astype(float) - pictures) ** 2
    assert np.median(10 * np.log10(255**2 / errors.mean((1, 2, 3)))) > 27
