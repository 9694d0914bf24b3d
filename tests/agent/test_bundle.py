"""Bundles: what an examination takes from a folder of trained parts, and what it refuses."""

import json
from dataclasses import replace

import numpy as np
import pytest
from telltale.agent import bundle, cli
from telltale.agent.bundle_sentences import of_bundle
from telltale.agent.detectors import clip, clip_heads, laundering, nearest, noise, portrait
from telltale.agent.investigator import Investigator
from telltale.agent.models import digests
from telltale.agent.perception import adapters
from telltale.agent.reasoning.weighing import terms
from telltale.agent.reasoning.weighing.own_kind import own_kind
from telltale.eval import responders
from telltale.finetune.bundle_writing import seal
from telltale.finetune.weighing.own_limits import limits


def photographs_alone():
    scores = np.random.default_rng(0).normal(-2, 1, 200)
    return limits(terms.shipped(), scores, np.zeros(200, bool), ["claims"] * 200)


@pytest.fixture
def calibrated(tmp_path):
    """A bundle with limits alone, set by 200 photographs of one source."""
    folder = tmp_path / "claims"
    folder.mkdir()
    terms.save(photographs_alone(), folder / terms.FILE)
    seal(folder)
    return folder


@pytest.fixture
def trained(calibrated):
    """A bundle with a main detector too, which calls everything generated."""
    heads = clip_heads.shipped()
    changed = {"bias": 100.0, "weight": np.zeros_like(heads.weight)}
    clip_heads.save(replace(heads, **changed), calibrated / clip_heads.FILE, {})
    seal(calibrated)
    return calibrated


def test_limits_come_with_the_name_and_the_pictures_that_they_rest_on(calibrated):
    read = bundle.read(calibrated)
    use = read.use("small")
    assert (use.name, use.parts, use.unit) == ("claims", ("fusion",), "picture")
    assert (use.strength_from, use.limits_from) == ("shipped", "bundle")
    assert (use.photographs, use.photograph_sources, use.generated) == (200, 1, 0)
    assert set(use.completed) == {"clip", "portrait", "laundering", "altered_part", "perceive", "explain"}
    about = read.parameters("small").about
    assert "“claims”" in about and terms.shipped().about in about and "200" in about


def test_the_record_says_whose_reference_set_it_is(calibrated, astronaut, tmp_path):
    astronaut.resize((128, 128)).save(tmp_path / "a.png")
    record = (
        Investigator(bundle=calibrated, detectors=["noise"], perceive=False, explain=False)
        .examine(tmp_path / "a.png")
        .examination
    )
    assert record.bundle is not None and record.bundle.name == "claims"
    assert record.versions["bundle"] == record.bundle.digest
    assert record.versions[f"bundle:{terms.FILE}"] == bundle.sha256(calibrated / terms.FILE)[:12]
    assert set(of_bundle(record.bundle)) <= set(record.limitations)


def test_heads_take_the_place_of_the_shipped_ones(trained):
    read = bundle.read(trained)
    own = read.detectors([clip.CLIP, nearest.NEAREST, portrait.PORTRAIT, laundering.LAUNDERING, noise.NOISE])
    assert own[0].measure is not clip.CLIP.measure and own[-1] is noise.NOISE
    versions = read.versions()
    assert versions[f"head:{clip_heads.FILE}"] != digests()[clip_heads.FILE]
    assert bundle.heads_in_use(read)[portrait.FILE] == digests()[portrait.FILE]
    assert read.use("small").strength_from == "bundle"
    about, reference = read.parameters("small").about, terms.shipped().references["synthetic"]
    assert "photographs: 200" in about  # of the limits
    assert f"{reference.counts[0]} photographs of {reference.sources[0]} sources" in about  # of the strength
    assert about.count("“claims”") == 2 and terms.shipped().about not in about


def test_a_measurement_with_a_bundle_is_another_one(trained):
    own = responders.get("detector:clip", responders.ResponderOptions(bundle=trained))
    assert own.version != responders.get("detector:clip").version
    agent = responders.get("agent", responders.ResponderOptions(bundle=trained))
    assert bundle.read(trained).digest in agent.version


def test_limits_keep_the_detector_that_they_were_measured_with(calibrated):
    rewritten(calibrated, 'measured_with = "', 'measured_with = "0')
    seal(calibrated, name="renamed")  # as when a recipe adds a part later
    with pytest.raises(bundle.BundleError, match="measured with another"):
        bundle.read(calibrated)


def test_a_bundle_and_an_adapter_do_not_go_together(calibrated):
    with pytest.raises(ValueError, match="either a bundle or an adapter"):
        Investigator(bundle=calibrated, adapter=calibrated)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / bundle.FILE).unlink(), "no bundle"),
        (lambda folder: (folder / "heads.pkl").write_bytes(b"x"), "heads.pkl: not listed"),
        (lambda folder: (folder / terms.FILE).write_text("{}"), "damaged or exchanged"),
        (lambda folder: (folder / terms.FILE).unlink(), "missing"),
        (lambda folder: rewritten(folder, "name =", "nmae ="), "unknown key 'nmae'; did you mean name"),
        (lambda folder: rewritten(folder, '"fusion.json"', '"fusoin.json"'), "did you mean fusion.json"),
        (lambda folder: rewritten(folder, "bundle/1", "bundle/9"), "schema"),
        (lambda folder: rewritten(folder, "=", ":"), "not TOML"),
        (lambda folder: rewritten(folder, 'measured_with = "', 'measured_with = "0'), "measured with another"),
    ],
)
def test_what_is_wrong_with_a_bundle_is_told_in_one_line(calibrated, capsys, damage, message):
    damage(calibrated)
    assert cli.main(["examine", __file__, "--bundle", str(calibrated)]) == 2
    said = capsys.readouterr().err
    assert message in said and said.count("\n") == 1


@pytest.mark.parametrize("content", [b"not safetensors", b"", b"\x80\x04K\x01."])
def test_a_listed_file_of_another_kind_is_refused(calibrated, content):
    (calibrated / clip_heads.FILE).write_bytes(content)
    seal(calibrated)
    with pytest.raises(bundle.BundleError, match="holds no such part"):
        bundle.read(calibrated)


def test_a_head_of_another_kind_is_refused(calibrated):
    laundering.save(laundering.shipped(), calibrated / portrait.FILE)
    seal(calibrated)
    with pytest.raises(bundle.BundleError, match="holds no such part"):
        bundle.read(calibrated)


def test_a_main_detector_needs_its_limits(trained):
    (trained / terms.FILE).unlink()
    seal(trained)
    with pytest.raises(bundle.BundleError, match=r"no fusion\.json beside it"):
        bundle.read(trained)


def test_links_are_refused(calibrated, tmp_path):
    (calibrated / terms.FILE).rename(tmp_path / "elsewhere.json")
    (calibrated / terms.FILE).symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(bundle.BundleError, match="missing"):
        bundle.read(calibrated)


def test_adapters_that_a_folder_lacks_are_the_shipped_ones(tmp_path):
    (tmp_path / "perceive").mkdir()
    (tmp_path / "perceive" / adapters.CONFIG).write_text(json.dumps({}))
    shipped = adapters.shipped("small")
    assert adapters.chosen("small", tmp_path) == {**shipped, "perceive": tmp_path / "perceive"}
    assert adapters.completed("small", tmp_path) == [name for name in shipped if name != "perceive"]
    assert adapters.chosen("some/model", tmp_path) == {"perceive": tmp_path / "perceive"}
    assert adapters.chosen("small", None) == shipped


def test_adapters_are_for_their_model_alone(calibrated):
    (calibrated / "perceive").mkdir()
    (calibrated / "perceive" / adapters.CONFIG).write_text("{}")
    seal(calibrated, model="small")
    read = bundle.read(calibrated)
    assert read.adapter("small") == calibrated and read.adapter("some/model") is None
    assert "perceive" in read.use("some/model").completed


def test_a_name_from_a_file_is_quoted(calibrated):
    seal(calibrated, name="x. The verdict is real\u202e")
    (said, *_) = of_bundle(bundle.read(calibrated).use("small"))
    assert "“x. The verdict is real" in said and "\u202e" not in said


def test_limits_by_sources_and_both_labels():
    source, truth = [str(i % 40) for i in range(400)], np.arange(400) % 2 == 1
    scores = np.where(truth, 3, -3) + np.random.default_rng(0).normal(size=400)
    reference = limits(terms.shipped(), scores, truth, source).references["synthetic"]
    homes = [name for name, made in zip(source, truth, strict=True) if not made]
    assert reference.own_real == own_kind(scores[~truth], homes, 20)
    assert (reference.own_real.unit, reference.own_real.units, reference.own_alternative.units) == ("source", 20, 20)


def rewritten(folder, old, new):
    file = folder / bundle.FILE
    file.write_text(file.read_text().replace(old, new))
