import numpy as np
import pytest
from PIL import Image
from telltale.finetune.pseudo_fakes import autoencoders


@pytest.fixture
def folder(tmp_path, photographs):
    """A folder by label; a generated picture is a real one with a checkerboard on it."""
    for index, picture in enumerate(photographs):
        pixels = np.asarray(picture.resize((128, 128)))
        board = (np.indices((128, 128)).sum(0) % 2 * 20)[..., None]
        for label, values in (("real", pixels), ("fake", np.clip(pixels + board, 0, 255).astype(np.uint8))):
            (tmp_path / "set" / label).mkdir(parents=True, exist_ok=True)
            Image.fromarray(values).save(tmp_path / "set" / label / f"{index}.png")
    return tmp_path / "set"


@pytest.fixture
def work(tmp_path):
    """A work folder with an untrained autoencoder."""
    autoencoders.save(autoencoders.Autoencoder(autoencoders.SHAPES[0]), tmp_path / "work" / "autoencoders")
    return tmp_path / "work"
