"""Pictures as they are delivered: copies in the folder of the run, and figures for each form."""

import json
from pathlib import Path

import pytest
from PIL import Image
from telltale.eval import delivery, parsing, runner, runs
from telltale.eval.items import Item, Reply
from telltale.eval.responders.constant_answers import constant
from telltale.eval.tasks import TaskError, get

from tests.eval.made import run


class Looks:
    name, version, modalities, looks = "looks", "1", frozenset({"image"}), True
    at_once, as_whole = 1, False

    def plan(self, items):
        return [[item] for item in items]


def prepared(labelled, folder, form, responder=None):
    options = runner.RunOptions(pictures=folder, delivery=form)
    choices = {"phrasing": "fake", "split": "all"}
    return runner.prepare(get("csv"), labelled, choices, responder or Looks(), options)


def test_copies_are_scaled_compressed_and_put_with_the_run(labelled, tmp_path, draw):
    draw(labelled.parent / "real/0.png", side=1024)
    before = sorted(labelled.parent.rglob("*"))
    work = prepared(labelled, tmp_path / "run/pictures", "hard")
    sizes = {}
    for item in work.asked:
        assert Path(item.media[0]).parent == tmp_path / "run/pictures/hard"
        with Image.open(item.media[0]) as image:
            assert image.format == "JPEG" and not image.getexif()
            sizes[item.id] = image.size
    assert sizes["real/0.png?fake"] == (512, 512) and sizes["real/1.png?fake"] == (48, 48)
    assert {item.delivery for item in work.asked} == {"hard"} and len(work.asked) == 16
    assert sorted(labelled.parent.rglob("*")) == before
    # the same run again takes the same files
    assert [i.media for i in prepared(labelled, tmp_path / "run/pictures", "hard").asked] == [
        i.media for i in work.asked
    ]


def test_all_forms_are_asked_and_shown_apart(labelled, tmp_path):
    work = prepared(labelled, tmp_path / "pictures", "all")
    assert len(work.asked) == 48 and {item.delivery for item in work.asked} == {"clean", "web", "hard"}
    clean = [item for item in work.asked if item.delivery == "clean"]
    assert all(Path(item.media[0]).parent.parent == labelled.parent for item in clean)
    assert {item.id.rpartition("@")[2] for item in work.asked} == {"clean", "web", "hard"}
    # right on clean pictures, and calling everything fake on hard ones
    calls = {"clean": lambda i: i.truth, "web": lambda i: i.truth, "hard": lambda i: "fake"}
    judged = [parsing.judge(item, Reply(called=calls[item.delivery](item))) for item in work.asked]
    scores = runner.scores(work, judged)
    table = scores.tables[0]
    assert (table.title, table.header) == ("By delivery", ("figure", "clean", "web", "hard"))
    assert next(row for row in table.rows if row[0] == "balanced accuracy")[1:] == ("1.000", "1.000", "0.500")
    assert scores.headline["balanced accuracy"].value == pytest.approx((1 + (2 * 8) / 24) / 2)
    assert any("all forms of delivery together" in note for note in scores.notes)


def test_boxes_go_with_the_picture(tmp_path, draw):
    path = str(draw(tmp_path / "a.png", side=1024))
    item = Item(id="a", kind="explanation", media=(path,), question="?", regions=((100, 200, 300, 400),),
                size=(1024, 1024), delivery="hard")  # fmt: skip
    (copy,) = delivery.delivered([item], tmp_path / "copies")
    assert copy.regions == ((50, 100, 150, 200),) and copy.size == (512, 512)
    missing = item.model_copy(update={"media": (str(tmp_path / "none.png"),)})
    assert delivery.delivered([missing], tmp_path / "copies") == [missing]


def test_only_pictures_are_delivered():
    item = Item(id="v", kind="judgement", media=("v.mp4",), question="?", modality="video")
    with pytest.raises(TaskError, match="only pictures are delivered so, and this task has video"):
        delivery.expanded([item], "web")
    assert delivery.expanded([item], "clean") == [item]


def test_a_delivered_run_is_read_back_with_its_form(labelled, tmp_path):
    done = run(labelled, tmp_path / "run", "chance", "--delivery", "all")
    assert done.scores.counts.records == 48 and len(done.judged) == 48
    assert json.loads((tmp_path / "run/run.json").read_text())["delivery"] == "all"
    assert "delivery" not in json.loads((run(labelled, tmp_path / "clean", "chance").folder / "run.json").read_text())
    assert len(runs.read(tmp_path / "run").judged) == 48
    looked = prepared(labelled, tmp_path / "p", "web", constant("always:fake"))
    assert not (tmp_path / "p").exists() and len(looked.asked) == 16  # a constant needs no copies
