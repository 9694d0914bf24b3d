import numpy as np
import pytest
from telltale.finetune.pseudo_fakes import autoencoders


def test_an_autoencoder_learns(photographs):
    pictures = [np.asarray(picture.resize((128, 128))) for picture in photographs]
    *_, (_, error, _) = autoencoders.train(autoencoders.SHAPES[0], pictures, steps=30, batch=1)
    assert error < 60  # after two steps it is 63 and more


@pytest.mark.slow
@pytest.mark.parametrize("shape", autoencoders.SHAPES[1:], ids=lambda shape: shape.name)
def test_every_autoencoder_learns(photographs, shape):
    pictures = [np.asarray(picture.resize((128, 128))) for picture in photographs]
    *_, (_, error, _) = autoencoders.train(shape, pictures, steps=30, batch=1)
    assert error < 60


@pytest.mark.parametrize("shape", autoencoders.SHAPES, ids=lambda shape: shape.name)
def test_autoencoders_come_back_from_their_file(tmp_path, photographs, shape):
    pictures = [np.asarray(picture.resize((128, 128))) for picture in photographs[:1]]
    *_, (_, _, model) = autoencoders.train(shape, pictures, steps=2, batch=1)
    file = autoencoders.save(model, tmp_path)
    back, odd = autoencoders.load(file), pictures[0][:101, :90]
    out = back.reconstruct(odd)
    assert out.shape == odd.shape and out.dtype == np.uint8
    assert np.array_equal(out, model.eval().reconstruct(odd))


def test_another_file_is_no_autoencoder(tmp_path):
    from safetensors.numpy import save_file

    save_file({"x": np.zeros(1)}, tmp_path / "x.safetensors")
    with pytest.raises(ValueError, match="not an autoencoder"):
        autoencoders.load(tmp_path / "x.safetensors")
