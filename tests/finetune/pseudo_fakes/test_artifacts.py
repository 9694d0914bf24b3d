"""Artifacts, with an autoencoder that halves the picture and keeps blocks of 4 × 4 px as they are."""

import numpy as np
import pytest
import torch
from telltale.finetune.pseudo_fakes import artifacts, taef2
from telltale.prompts import cues
from torch.nn import functional


class Halving(taef2.Taef2):
    """Its latent [B, 48, h, w] stands for squares of 8 px, as that of TAEF2."""

    def __init__(self):
        pass

    def encode(self, pixels):
        planes = torch.from_numpy(pixels.astype(np.float32)).permute(0, 3, 1, 2)
        return functional.pixel_unshuffle(functional.avg_pool2d(planes, 2), 4)

    def decode(self, latent):
        planes = functional.interpolate(functional.pixel_shuffle(latent, 4), scale_factor=2)
        return planes.clamp(0, 255).round().to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy()


@pytest.fixture(scope="module")
def autoencoder():
    return Halving()


@pytest.fixture(scope="module")
def picture(photographs):
    return np.asarray(photographs[0].resize((160, 144)))


def made(kind, picture, autoencoder, seed=0, **options):
    """The first of several seeds that gives an artifact."""
    for number in range(seed, seed + 6):
        artifact = artifacts.make(kind, picture, np.random.default_rng(number), autoencoder=autoencoder, **options)
        if artifact is not None:
            return artifact
    raise AssertionError(f"no {kind} in six tries")


@pytest.mark.parametrize("kind", artifacts.ARTIFACTS)
def test_an_artifact_has_a_name_a_place_and_a_partner_without_it(picture, autoencoder, kind):
    shown, again = (made(kind, picture, autoencoder) for _ in range(2))
    control = made(kind, picture, autoencoder, control=True)
    assert np.array_equal(shown.pixels, again.pixels) and np.array_equal(shown.mask, again.mask)
    assert shown.pixels.shape == picture.shape == control.pixels.shape and shown.pixels.dtype == np.uint8
    assert shown.name in {cue.id for cue in cues()} and shown.truth[shown.name] is True
    assert shown.mask.shape == picture.shape[:2] and shown.mask.any() and shown.place and shown.cells
    box = shown.box
    assert shown.mask[box.y : box.y + box.h, box.x : box.x + box.w].sum() == shown.mask.sum()
    assert control.mask is None and control.box is None and control.place is None and control.cells == ()
    assert (control.name, control.detail) == (shown.name, shown.detail) and control.truth == {shown.name: False}
    apart = np.abs(shown.pixels.astype(int) - control.pixels).max(2)
    assert apart[shown.mask].mean() > 3 * apart[~shown.mask].mean()  # they differ where the artifact is


def test_another_seed_gives_another_artifact(picture):
    first, second = (made("halo", picture, None, seed=seed) for seed in (0, 50))
    assert not np.array_equal(first.pixels, second.pixels)


def test_nothing_is_made_where_it_could_not_be_seen():
    plain = np.full((96, 96, 3), 120, np.uint8)
    for kind in ("waxy", "repetition", "reflection"):
        assert artifacts.make(kind, plain, np.random.default_rng(0)) is None


def test_an_autoencoder_is_asked_for_where_one_is_needed(picture, autoencoder):
    without = artifacts.kinds(None)
    assert set(artifacts.ARTIFACTS) - set(without) == {"melted", "merged", "patches"}
    assert artifacts.kinds(autoencoder) == artifacts.ARTIFACTS
    with pytest.raises(ValueError, match="needs an autoencoder"):
        artifacts.make("melted", picture, np.random.default_rng(0))


@pytest.mark.parametrize("kind", artifacts.ARTIFACTS)
def test_small_and_oblong_pictures_will_do(photographs, autoencoder, kind):
    for size in ((48, 48), (60, 150), (131, 49)):
        pixels = np.asarray(photographs[0].resize(size))
        artifact = artifacts.make(kind, pixels, np.random.default_rng(2), autoencoder=autoencoder)
        assert artifact is None or artifact.pixels.shape == pixels.shape
    with pytest.raises(ValueError, match="48 px"):
        artifacts.make(kind, pixels[:40, :40], np.random.default_rng(0), autoencoder=autoencoder)


def test_the_same_words_are_written_with_and_without_harm(picture):
    details = {made("garbled text", picture, None, seed=seed).detail.split(",")[0] for seed in range(0, 120, 6)}
    assert details == {"pieces", "bent", "pieces and bent"}  # none is melted without an autoencoder


def test_true_reflections_mirror_what_they_stand_by(picture):
    """Without waves, as in a mirror, each row of a control is symmetrical about the mirror's edge."""
    for seed in range(0, 200, 7):
        control = made("reflection", picture, None, seed=seed, control=True)
        if control.detail.endswith("mirror right"):
            break
    edge = made("reflection", picture, None, seed=seed).box.x
    depth = picture.shape[1] - edge
    near, far = control.pixels[:, edge - depth : edge - 2], control.pixels[:, edge + 2 :][:, ::-1]
    assert np.corrcoef(near[..., 1].ravel(), far[..., 1].ravel())[0, 1] > 0.95


def test_half_of_the_melted_pictures_are_decoded_as_a_whole(picture, autoencoder):
    whole = {made("melted", picture, autoencoder, seed=seed).decoded for seed in range(0, 60, 6)}
    assert whole == {True, False}
