"""A disk that is full: examinations, reports, maps, runs and cases end in one line, and what was there stays."""

import json

import numpy as np
import pytest
from PIL import Image
from telltale.agent import cli
from telltale.agent.casebook import Casebook, CasebookError
from telltale.agent.file_bytes import write_whole
from telltale.agent.report.map_files import save

from tests.conftest import encode

SHORT = ["--no-perceive", "--no-explain", "--detector", "jpeg"]


@pytest.fixture(scope="module")
def photo(tmp_path_factory, astronaut):
    file = tmp_path_factory.mktemp("photo") / "photo.jpg"
    file.write_bytes(encode(astronaut.crop((0, 0, 256, 256)), "JPEG", quality=80))
    return str(file)


def test_a_record_that_can_not_be_printed_is_told_in_one_line(photo, full, told):
    with full():
        assert cli.main(["examine", photo, *SHORT, "--json"]) == 1
    assert told() == f"telltale: {photo}: no space left on device; make room, and try again"


@pytest.mark.parametrize("form", ["html", "json"])
def test_a_report_that_can_not_be_written_leaves_the_earlier_one(photo, tmp_path, room, told, form):
    report = tmp_path / f"r.{form}"
    report.write_text("earlier")
    with room(1_000):
        assert cli.main(["examine", photo, *SHORT, "--json", "--report", str(report)]) == 1
    line = told()
    assert str(report) in line and "make room" in line
    assert report.read_text() == "earlier" and [file.name for file in tmp_path.iterdir()] == [report.name]


def test_maps_that_can_not_be_written_leave_no_halves(photo, tmp_path, room, told):
    with room(1_000):
        assert cli.main(["examine", photo, *SHORT, "--json", "--maps", str(tmp_path / "maps")]) == 1
    assert "make room" in told() and not list((tmp_path / "maps").iterdir())


def test_a_map_that_can_not_be_written_leaves_the_earlier_one(tmp_path, room):
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8))
    (file,) = save({"jpeg": noise}, tmp_path, "a")
    before = file.read_bytes()
    with room(100), pytest.raises(OSError) as told:
        save({"jpeg": noise}, tmp_path, "a")
    assert told.value.filename == str(file) and file.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_a_file_is_written_whole_or_not_at_all(tmp_path, room):
    file = tmp_path / "in/a.txt"
    write_whole(file, b"one")
    with room(2), pytest.raises(OSError):
        write_whole(file, b"four")
    assert file.read_bytes() == b"one" and list(file.parent.iterdir()) == [file]


@pytest.fixture
def casebook(tmp_path):
    with Casebook.open(str(tmp_path / "c.db"), actor="Ann") as opened:
        opened.new_case("a case")
        yield opened


def test_a_case_acknowledges_nothing_that_it_could_not_keep(casebook, tmp_path, room):
    case = casebook.cases()[0].id
    acknowledged = [casebook.write_note(case, "before").text]
    most = max(file.stat().st_size for file in tmp_path.iterdir())
    with room(most):
        for work in (
            lambda: casebook.write_note(case, "x" * 60_000),
            lambda: casebook.add_exhibit(case, bytes(500_000), "a.jpg"),
        ):
            with pytest.raises(CasebookError) as told:
                work()
            assert str(tmp_path / "c.db") in str(told.value) and "\n" not in str(told.value)
    acknowledged.append(casebook.write_note(case, "after").text)
    assert [note.text for note in casebook.notes(case)] == acknowledged and not casebook.exhibits(case)
    found = casebook.verify()
    assert not found.findings and not found.remarks


def test_a_note_of_the_end_that_can_not_be_written_does_not_hide_the_entry(casebook, monkeypatch):
    from telltale.agent.casebook import case_writer

    def refuse(file, head):
        raise OSError(28, "No space left on device")

    case = casebook.cases()[0].id
    with monkeypatch.context() as patched, pytest.raises(CasebookError, match="do not make the entry a second time"):
        patched.setattr(case_writer, "write_head", refuse)
        casebook.write_note(case, "kept")
    assert [note.text for note in casebook.notes(case)] == ["kept"]
    casebook.write_note(case, "goes on")
    assert not casebook.verify().findings


def test_a_run_that_can_not_store_a_reply_says_so_and_goes_on_later(tmp_path, room):
    from telltale.eval.items import Item, Reply
    from telltale.eval.store import Store, StoreError

    items = [Item(id=str(n), kind="judgement", media=(), question="?", modality="text", answer="yes") for n in range(3)]
    store = Store(tmp_path)
    store.add([(items[0], "k", Reply(text="yes"))])
    before = (tmp_path / "results.jsonl").read_bytes()
    with room(len(before) + 10), pytest.raises(StoreError, match="make room"):
        store.add([(items[1], "k", Reply(text="no"))])
    assert (tmp_path / "results.jsonl").read_bytes() == before
    again = Store(tmp_path)
    assert not again.repaired and again.has(items[0], "k") and not again.has(items[1], "k")
    again.add([(items[1], "k", Reply(text="no"))])
    assert len([json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]) == 2


def test_a_training_that_can_not_keep_its_state_names_the_file_and_keeps_the_earlier_one(tmp_path, room):
    torch = pytest.importorskip("torch")
    from telltale.finetune.adapters import checkpoints

    layer = torch.nn.Linear(64, 64)
    parameters = dict(layer.named_parameters())
    optimiser = torch.optim.AdamW(parameters.values())
    run = parameters, optimiser, checkpoints.one_cycle(optimiser, 0.1, 10)
    file = tmp_path / "c.safetensors"
    checkpoints.save(file, *run, 1, "run")
    with room(1_000), pytest.raises(OSError) as told:
        checkpoints.save(file, *run, 2, "run")
    assert told.value.filename == str(file) and list(tmp_path.iterdir()) == [file]
    assert checkpoints.resume(file, *run, "run") == 1


def test_a_bundle_that_can_not_be_written_leaves_the_earlier_one(tmp_path, room):
    from telltale.agent import bundle
    from telltale.agent.reasoning.weighing import terms
    from telltale.finetune import effect, own_bundle

    start = own_bundle.Start(None, terms.shipped())
    outcome = own_bundle.Outcome(None, terms.shipped(), None, [effect.Figure(effect.AUROC, 0.9)])
    own_bundle.write(outcome, start, tmp_path / "mine", None)
    before = {file.name: file.read_bytes() for file in (tmp_path / "mine").iterdir()}
    with room(1_000), pytest.raises(OSError) as told:
        own_bundle.write(outcome, start, tmp_path / "mine", None)
    assert told.value.filename == str(tmp_path / "mine")
    assert {file.name: file.read_bytes() for file in (tmp_path / "mine").iterdir()} == before
    assert bundle.read(tmp_path / "mine").description.name == "mine"
    with room(1_000), pytest.raises(OSError):
        own_bundle.write(outcome, start, tmp_path / "other", None)
    assert not (tmp_path / "other").exists()


def test_a_head_that_can_not_be_written_leaves_the_earlier_one(tmp_path, room):
    from telltale.agent.models import heads

    file = tmp_path / "head.safetensors"
    heads.write(file, {"weight": np.zeros(500)}, {"key": {"bias": 1.0}})
    before = file.read_bytes()
    with room(1_000), pytest.raises(OSError) as told:
        heads.write(file, {"weight": np.ones(500)}, {"key": {"bias": 2.0}})
    assert told.value.filename == str(file) and file.read_bytes() == before and list(tmp_path.iterdir()) == [file]
