import csv

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage
from telltale.eval.sets import records
from telltale.eval.sets.records import Record
from telltale.finetune.pseudo_fakes.alterations import alterations, autoencoders, generators


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.fixture
def coffee(photographs):
    return np.asarray(photographs[1].resize((300, 200)))


def inverted(pixels, state):
    return 255 - pixels, f"inverted {state.integers(10)}"


@pytest.mark.parametrize("kind", alterations.KINDS)
@pytest.mark.parametrize("region", [False, True])
def test_a_seed_decides_everything_and_nothing_changes_outside_the_mask(coffee, photographs, kind, region):
    donor = np.asarray(photographs[2])
    options = {"donor": donor, "generator": inverted, "region": region}
    one, two = (alterations.make(kind, coffee, rng(3), **options) for _ in range(2))
    assert np.array_equal(one.pixels, two.pixels) and one.detail == two.detail
    assert one.pixels.shape == coffee.shape and one.pixels.dtype == np.uint8
    if one.mask is None:
        assert one.truth == ("real" if kind == "control" else "synthetic")
        return
    assert one.truth == "tampered"
    assert 0.01 < one.mask.mean() < 0.5
    changed = np.abs(one.pixels.astype(int) - coffee).max(2) > 0
    near = np.asarray(Image.fromarray(one.mask).convert("L").resize((38, 25), Image.Resampling.BOX)) > 0
    far = np.asarray(Image.fromarray(near).resize((300, 200))) | one.mask
    assert changed[one.mask].mean() > 0.5
    assert (changed & ~far).mean() < 0.12  # the feathered edge reaches a little beyond the mask's blocks
    assert not changed[:5, :5].any()


def test_a_copy_is_the_same_region_from_elsewhere(coffee):
    windows = np.lib.stride_tricks.sliding_window_view(coffee.astype(int), (5, 5), axis=(0, 1))  # [196, 296, 3, 5, 5]
    found = 0
    for seed in range(6):
        fake = alterations.make("copy-move", coffee, rng(seed))
        y, x = np.unravel_index(ndimage.distance_transform_edt(fake.mask).argmax(), fake.mask.shape)
        patch = fake.pixels[y - 2 : y + 3, x - 2 : x + 3].astype(int).transpose(2, 0, 1)
        errors = [np.abs(windows - turned).max((2, 3, 4)).min() for turned in (patch, patch[:, :, ::-1])]
        found += min(errors) <= 1
    assert found == 6


def test_what_a_kind_needs_is_asked_for(coffee):
    with pytest.raises(ValueError, match="donor"):
        alterations.make("splice", coffee, rng())
    with pytest.raises(ValueError, match="generator"):
        alterations.make("style", coffee, rng())


def test_controls_stay_real_and_take_turns(coffee):
    details = {alterations.make("control", coffee, rng(seed)).detail for seed in range(40)}
    assert details == set(alterations.CONTROLS)


def test_a_written_set_reads_back_as_one(tmp_path, photographs):
    originals = []
    for index, picture in enumerate(photographs[:3]):
        picture.resize((128, 128)).save(tmp_path / f"{index}.png")
        originals.append(Record(path=tmp_path / f"{index}.png", label="real", source="s", group=f"g{index}"))
    made = dict.fromkeys(alterations.GENERATIVE, inverted)
    counts = alterations.write(originals, tmp_path / "made", made, count=14, seed=1)
    assert counts == dict.fromkeys(alterations.KINDS, 2)
    back = records.read(tmp_path / "made" / "manifest.csv")
    assert len(back) == 14 and {record.group for record in back} == {"g0", "g1", "g2"}
    assert sum(record.label == "real" for record in back) == 2  # the controls
    with (tmp_path / "made" / "manifest.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert all((row["mask"] != "") == (row["truth"] == "tampered") for row in rows)
    assert all((tmp_path / "made" / row["mask"]).exists() for row in rows if row["mask"])
    again = tmp_path / "again"
    alterations.write(originals, again, made, count=14, seed=1)
    assert all((again / row["path"]).read_bytes() == (tmp_path / "made" / row["path"]).read_bytes() for row in rows)


@pytest.mark.parametrize("shape", autoencoders.SHAPES, ids=lambda shape: shape.name)
def test_autoencoders_learn_and_come_back_from_their_file(tmp_path, photographs, shape):
    pictures = [np.asarray(picture.resize((128, 128))) for picture in photographs]
    *_, (_, error, model) = autoencoders.train(shape, pictures, steps=60, batch=2)
    assert error < 60  # a grey picture would be off by 60 and more
    file = autoencoders.save(model, tmp_path)
    back, odd = autoencoders.load(file), pictures[0][:101, :90]
    out = back.reconstruct(odd)
    assert out.shape == odd.shape and out.dtype == np.uint8
    assert np.array_equal(out, model.eval().reconstruct(odd))


def test_another_file_is_no_autoencoder(tmp_path):
    from safetensors.numpy import save_file

    save_file({"x": np.zeros(1)}, tmp_path / "x.safetensors")
    with pytest.raises(ValueError, match="no autoencoder"):
        autoencoders.load(tmp_path / "x.safetensors")


@pytest.mark.parametrize("maker", [generators.super_resolution, generators.style])
def test_packaged_networks_keep_the_picture_and_its_size(coffee, maker):
    made, detail = maker()(coffee, rng(1))
    assert made.shape == coffee.shape and detail
    small = [np.asarray(Image.fromarray(p).convert("L").resize((12, 8)), float).ravel() for p in (coffee, made)]
    assert np.corrcoef(small)[0, 1] > 0.8
    assert np.abs(made.astype(int) - coffee).mean() > 1


def test_a_missing_package_is_named():
    with pytest.raises(generators.MissingToolError, match="no-such-package"):
        generators.packaged("no-such-package", "x.onnx")
