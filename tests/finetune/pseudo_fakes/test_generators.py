import numpy as np
import pytest
from PIL import Image
from telltale.finetune.pseudo_fakes import generators


@pytest.mark.parametrize("maker", [generators.super_resolution, generators.style])
def test_packaged_networks_keep_the_picture_and_its_size(coffee, maker):
    made, detail = maker()(coffee, np.random.default_rng(1))
    assert made.shape == coffee.shape and detail
    small = [np.asarray(Image.fromarray(p).convert("L").resize((12, 8)), float).ravel() for p in (coffee, made)]
    assert np.corrcoef(small)[0, 1] > 0.8
    assert np.abs(made.astype(int) - coffee).mean() > 1


def test_a_missing_package_is_named():
    with pytest.raises(generators.MissingToolError, match="no-such-package"):
        generators.packaged("no-such-package", "x.onnx")


def test_without_autoencoders_the_command_that_trains_them_is_named(tmp_path):
    with pytest.raises(ValueError, match="telltale finetune autoencoders"):
        generators.generators_in(tmp_path)
