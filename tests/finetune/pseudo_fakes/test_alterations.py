import numpy as np
import pytest
from PIL import Image
from scipy import ndimage
from telltale.finetune.pseudo_fakes import alterations


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("kind", alterations.KINDS)
@pytest.mark.parametrize("region", [False, True])
def test_a_seed_decides_everything_and_nothing_changes_outside_the_mask(coffee, photographs, inverted, kind, region):
    donor = np.asarray(photographs[2])
    options = {"donor": donor, "generator": inverted, "region": region}
    first, second = (alterations.make(kind, coffee, rng(3), **options) for _ in range(2))
    assert np.array_equal(first.pixels, second.pixels) and first.detail == second.detail
    assert first.pixels.shape == coffee.shape and first.pixels.dtype == np.uint8
    if first.mask is None:
        assert first.truth == ("real" if kind == "control" else "synthetic")
        return
    assert first.truth == "tampered"
    assert 0.01 < first.mask.mean() < 0.5
    changed = np.abs(first.pixels.astype(int) - coffee).max(2) > 0
    close = np.asarray(Image.fromarray(first.mask).convert("L").resize((38, 25), Image.Resampling.BOX)) > 0
    far = np.asarray(Image.fromarray(close).resize((300, 200))) | first.mask
    assert changed[first.mask].mean() > 0.5
    assert (changed & ~far).mean() < 0.12  # the feathered edge reaches a little beyond the mask's blocks
    assert not changed[:5, :5].any()


def test_a_copy_is_the_same_region_from_elsewhere(coffee):
    windows = np.lib.stride_tricks.sliding_window_view(coffee.astype(int), (5, 5), axis=(0, 1))  # [196, 296, 3, 5, 5]
    exact = 0
    for seed in range(6):
        fake = alterations.make("copy-move", coffee, rng(seed))
        y, x = np.unravel_index(ndimage.distance_transform_edt(fake.mask).argmax(), fake.mask.shape)
        patch = fake.pixels[y - 2 : y + 3, x - 2 : x + 3].astype(int).transpose(2, 0, 1)
        errors = [np.abs(windows - turned).max((2, 3, 4)).min() for turned in (patch, patch[:, :, ::-1])]
        exact += min(errors) <= 1
    assert exact == 6


def test_what_a_kind_needs_is_asked_for(coffee):
    with pytest.raises(ValueError, match="donor"):
        alterations.make("splice", coffee, rng())
    with pytest.raises(ValueError, match="generator"):
        alterations.make("style", coffee, rng())


def test_controls_stay_real_and_take_turns(coffee):
    details = {alterations.make("control", coffee, rng(seed)).detail for seed in range(40)}
    assert details == set(alterations.CONTROLS)
