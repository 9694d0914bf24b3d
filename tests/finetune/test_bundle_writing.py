"""A bundle is written whole or not at all, on parts that are made here."""

import numpy as np
import pytest
from telltale.agent import bundle
from telltale.agent.reasoning.weighing import terms
from telltale.finetune import effect, own_bundle
from telltale.finetune.bundle_writing import beside, check_writable, seal, strange
from telltale.finetune.weighing.own_limits import limits

START = own_bundle.Start(None, terms.shipped())


def outcome(seed=0):
    scores = np.random.default_rng(seed).normal(-2, 1, 60)
    parameters = limits(terms.shipped(), scores, np.zeros(60, bool), ["claims"] * 60)
    return own_bundle.Outcome(None, parameters, None, [effect.Figure(effect.AUROC, 0.9)])


@pytest.fixture
def written(tmp_path):
    own_bundle.write(outcome(), START, tmp_path / "mine", None)
    return tmp_path / "mine"


def bytes_in(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_bundle_is_called_by_its_folder_and_keeps_its_name(written):
    assert bundle.read(written).description.name == "mine"
    own_bundle.write(outcome(1), START, written, "claims")
    own_bundle.write(outcome(2), START, written, None)
    assert bundle.read(written).description.name == "claims" and strange(written) is None


def test_what_fails_half_way_leaves_the_bundle_that_was_there(written):
    before = bytes_in(written)

    def fail(folder):
        (folder / "perceive").mkdir()
        (folder / "perceive" / "adapter_model.safetensors").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        own_bundle.write(outcome(1), START, written, None, fail)
    assert bytes_in(written) == before and bundle.read(written)


def test_what_fails_at_first_leaves_no_folder(tmp_path):
    with pytest.raises(OSError, match="No space"), beside(tmp_path / "new") as folder:
        (folder / terms.FILE).write_text("{}")
        raise OSError(28, "No space left on device")
    assert not (tmp_path / "new").exists()


def test_what_a_killed_run_had_begun_is_passed_over_and_removed_by_the_next(written):
    (written / bundle.BEGUN / "perceive").mkdir(parents=True)
    (written / bundle.BEGUN / "perceive" / "adapter_model.safetensors").write_bytes(b"half")
    assert bundle.read(written) and strange(written) is None
    seal(written)
    assert not any(name.startswith(bundle.BEGUN) for name in bundle.read(written).description.files)
    own_bundle.write(outcome(1), START, written, None)
    assert not (written / bundle.BEGUN).exists()


def test_a_part_that_is_taken_out_beside_is_gone_afterwards(written):
    with beside(written) as folder:
        (folder / bundle.EFFECT).unlink()
        seal(folder)
    assert not (written / bundle.EFFECT).exists() and bundle.read(written)


def test_a_place_where_nothing_can_be_written_is_named_at_once(tmp_path):
    check_writable(tmp_path / "a" / "b")
    assert not (tmp_path / "a").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError) as told:
        check_writable(tmp_path / "file" / "b")
    assert told.value.filename == str(tmp_path / "file" / "b")
