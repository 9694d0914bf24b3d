"""Runs: resumed after a kill, the same table, bounded concurrency, missing media, cost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from telltale.agent import cli
from telltale.eval import parsing, runner, store
from telltale.eval.items import Item, Reply
from telltale.eval.responders import EVERYTHING, PICTURES, by_media
from telltale.eval.responders.constant_answers import constant
from telltale.eval.runs import answers
from telltale.eval.store import Store
from telltale.eval.tasks import TaskError, get

from tests.spent import least_seconds


class Scripted:
    """Says yes to pictures with an even number, and counts what it is asked."""

    name, version, modalities, looks, at_once, as_whole = "scripted", "1", PICTURES, True, 1, False

    def __init__(self, fail=()):
        self.batches, self.fail = [], fail

    def plan(self, items):
        return by_media(items)

    def answer(self, batch, tokens):
        self.batches.append([item.id for item in batch])
        return [
            Reply(error="lost")
            if item.id in self.fail
            else Reply(text="Yes." if int(Path(item.media[0]).stem) % 2 else "No.")
            for item in batch
        ]


def work(labelled, responder, **options):
    task = get("csv")
    return runner.prepare(task, labelled, {"phrasing": "both", "split": "all"}, responder, runner.RunOptions(**options))


def finish(made, folder, **options):
    kept = Store(folder)
    runner.assign_keys(made, kept)
    runner.ask(made, kept, runner.RunOptions(**options), lambda line: None)
    return runner.judged(made, kept)


def test_what_is_answered_is_not_asked_again(labelled, tmp_path):
    first, second = Scripted(), Scripted()
    judged = finish(work(labelled, first), tmp_path / "run")
    assert len(first.batches) == 16 and all(len(batch) == 2 for batch in first.batches)
    again = finish(work(labelled, second), tmp_path / "run")
    assert second.batches == [] and [one.value for one in again] == [one.value for one in judged]


def test_a_changed_picture_or_model_is_asked_again(labelled, tmp_path, draw):
    finish(work(labelled, Scripted()), tmp_path / "run")
    time.sleep(0.01)
    draw(labelled.parent / "real/0.png", side=50)
    second = Scripted()
    finish(work(labelled, second), tmp_path / "run")
    assert second.batches == [["real/0.png?fake", "real/0.png?real"]]
    third = Scripted()
    third.version = "2"
    finish(work(labelled, third), tmp_path / "run")
    assert len(third.batches) == 16


@pytest.mark.parametrize("as_whole", [False, True])
def test_after_a_damaged_line_its_question_alone_is_asked(labelled, tmp_path, as_whole):
    first = finish(work(labelled, Scripted()), tmp_path / "run")
    file = tmp_path / "run" / store.RESULTS
    lines = file.read_text().splitlines()
    lost = json.loads(lines[5])["id"]
    file.write_text("\n".join([*lines[:5], lines[5][:40], *lines[6:]]) + "\n")
    second, said = Scripted(), []
    second.as_whole = as_whole  # such a model is asked the whole batch, and the missing reply alone is kept
    made, kept = work(labelled, second), Store(tmp_path / "run")
    runner.assign_keys(made, kept)
    runner.ask(made, kept, runner.RunOptions(), said.append)
    assert said == ["scripted: 1 of 32 questions still to ask"]
    assert len(second.batches) == 1 and lost in second.batches[0] and len(second.batches[0]) == (2 if as_whole else 1)
    assert [one.value for one in runner.judged(made, kept)] == [one.value for one in first]
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert sorted(row["id"] for row in rows) == sorted(json.loads(line)["id"] for line in lines)  # none twice


def test_what_failed_is_tried_again_and_counted(labelled, tmp_path):
    made = work(labelled, Scripted(fail=("real/0.png?fake",)))
    scores = runner.scores(made, finish(made, tmp_path / "run"))
    assert (scores.counts.failed, scores.counts.scored) == (1, 31)
    assert any("lost" in note for note in scores.notes)
    second = Scripted()
    finish(work(labelled, second), tmp_path / "run")
    assert len(second.batches) == 1


def test_missing_pictures_are_named_and_scored_only_if_told(labelled, tmp_path):
    (labelled.parent / "real/0.png").unlink()
    with pytest.raises(
        TaskError, match=r"1 of 16 media files are missing \(the first: .*real/0\.png\).*--allow-missing"
    ):
        work(labelled, Scripted())
    made = work(labelled, Scripted(), allow_missing=True)
    scores = runner.scores(made, finish(made, tmp_path / "run"))
    assert (scores.counts.records, scores.counts.missing, scores.counts.scored) == (32, 2, 30)
    assert len(work(labelled, constant("always:fake")).asked) == 32  # a constant looks at nothing


def test_a_modality_that_a_model_can_not_take_is_reported(tmp_path):
    entry = {
        "question": "?",
        "answer": "Yes",
        "metric": "open-ended",
        "question_type": "audio_tf_audio_fake_ask_fake_tts",
    }
    (tmp_path / "a.json").write_text(json.dumps([{**entry, "audio_path": "x.wav", "id": "1"}]))
    made = runner.prepare(
        get("loki-judgement"), tmp_path / "a.json", {"modality": "audio"}, Scripted(), runner.RunOptions()
    )
    scores = runner.scores(made, [])
    assert scores.counts.unsupported == 1 and "can't take audio: 1." in scores.notes[0]


def test_a_sample_keeps_groups_whole_and_is_the_same_each_time(labelled):
    one, other = (work(labelled, Scripted(), limit=8, seed=3).items for _ in range(2))
    assert one == other and len(one) == 8
    groups = {item.group for item in one}
    assert all(sum(item.group == group for item in one) == 4 for group in groups)
    assert work(labelled, Scripted(), limit=8, seed=4).items != one
    with pytest.raises(TaskError, match="--limit 1: no group of items that belong together is that small; give 4 or"):
        work(labelled, Scripted(), limit=1)


def test_replies_are_shared_between_runs(labelled, tmp_path):
    finish(work(labelled, Scripted()), tmp_path / "one", cache=tmp_path / "cache")
    second = Scripted()
    made = work(labelled, second)
    renamed = [
        item.model_copy(update={"id": f"other {item.id}"}) for item in made.asked
    ]  # as another task would have it
    again = runner.Work(made.task, second, made.tokens, renamed, renamed, [], [], second.plan(renamed))
    judged = finish(again, tmp_path / "two", cache=tmp_path / "cache")
    assert second.batches == [] and len(judged) == 32
    assert set(answers(tmp_path / "two")) == {item.id for item in renamed}


def test_several_processes_share_the_work(labelled, tmp_path):
    responders = [Scripted(), Scripted()]
    for rank, responder in enumerate(responders):
        made, kept = work(labelled, responder), Store(tmp_path / "run", rank)
        runner.assign_keys(made, kept)
        runner.ask(made, kept, runner.RunOptions(rank=rank, processes=2), lambda line: None)
    assert [len(responder.batches) for responder in responders] == [8, 8]
    kept = Store(tmp_path / "run")
    runner.assign_keys(made, kept)
    assert all(one.value for one in runner.judged(made, kept))


def test_ten_thousand_records_resume_within_two_seconds(tmp_path):
    (tmp_path / "p.png").write_bytes(b"x")
    items = [
        Item(
            id=str(n),
            kind="judgement",
            media=(str(tmp_path / "p.png"),),
            question=f"Is it {n}?",
            answer="yes",
            truth="fake",
        )
        for n in range(10_000)
    ]
    responder = Scripted()
    responder.plan = lambda items: [list(items[at : at + 8]) for at in range(0, len(items), 8)]
    responder.answer = lambda batch, tokens: [
        Reply(text="Yes.", options=(0.7, 0.3), tokens_in=9, tokens_out=1) for _ in batch
    ]
    made = runner.Work(get("csv"), responder, 16, items, items, [], [], responder.plan(items))
    finish(made, tmp_path / "run")
    responder.answer = None  # nothing may be asked

    def resumed():
        kept = Store(tmp_path / "run")
        runner.assign_keys(made, kept)
        runner.ask(made, kept, runner.RunOptions(), lambda line: None)
        return runner.judged(made, kept)

    judged, seconds = least_seconds(resumed, 2)
    assert seconds < 2
    assert sum(one.right for one in judged) == 10_000


def test_requests_in_flight_are_bounded(tmp_path):
    import threading

    lock, busy, most = threading.Lock(), [0], [0]

    class Slow(Scripted):
        at_once = 3

        def answer(self, batch, tokens):
            with lock:
                busy[0] += 1
                most[0] = max(most[0], busy[0])
            time.sleep(0.01)
            with lock:
                busy[0] -= 1
            return [Reply(text="Yes.") for _ in batch]

    items = [Item(id=str(n), kind="judgement", media=(), question="?", answer="yes", truth="fake") for n in range(20)]
    slow = Slow()
    slow.plan = lambda items: [[item] for item in items]
    judged = finish(runner.Work(get("csv"), slow, 16, items, items, [], [], slow.plan(items)), tmp_path / "run")
    assert len(judged) == 20 and most[0] == 3


def test_tokens_are_priced():
    items = [Item(id=str(n), kind="judgement", media=(), question="?", answer="yes", truth="fake") for n in range(2)]
    judged = [parsing.judge(item, Reply(text="Yes.", tokens_in=500_000, tokens_out=100_000)) for item in items]
    made = runner.Work(get("csv"), constant("chance"), 16, items, items, [], [], [])
    headline = runner.scores(made, judged, (2.0, 10.0)).headline
    assert headline["tokens in"].value == 1_000_000
    assert headline["cost in dollars"].value == pytest.approx(2.0 + 2.0)
    judged[0] = parsing.judge(items[0], Reply(text="Yes."))  # unknown is not 0
    assert "tokens in" not in runner.scores(made, judged).headline


def test_the_command_writes_scores_tables_items_and_a_page(labelled, tmp_path, capsys):
    out = tmp_path / "out"
    command = ["eval", "csv", "--data", str(labelled), "--model", "chance", "--out", str(out), "--phrasing", "both"]
    assert cli.main(command) == 0
    shown = capsys.readouterr().out
    assert "csv · chance · 32 records, 0 unparsed, 32 scored" in shown and "balanced accuracy" in shown
    names = {file.name for file in out.iterdir()}
    assert {
        "scores.json",
        "headline.csv",
        "items.csv",
        "by-category.csv",
        "page.html",
        "run.json",
        "results.jsonl",
    } <= names
    scores = (out / "scores.json").read_text()
    assert cli.main(command) == 0
    assert (out / "scores.json").read_text() == scores
    assert cli.main([*command[:-1], "fake"]) == 2
    assert "holds another run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["csv", "--data", "/none.csv"], "/none.csv: no such file or folder; check the path"),
        (["csv", "--data", "SET", "--model", "constant:"], "use constant:TEXT"),
        (["csv", "--data", "SET", "--model", "detector:clipp"], "did you mean clip?"),
        (["csv", "--data", "SET", "--model", "saved:/none.json"], "holds no saved replies"),
        (["csv", "--data", "SET", "--model", "openai:nowhere"], "openai:URL#MODEL"),
        (["compare", "/none", "/none"], "holds no finished run"),
        (["leaderboard", "/none"], "/none: no finished run lies below"),
    ],
)
def test_a_wrong_call_is_answered_in_one_line(arguments, message, labelled, tmp_path, capsys):
    command = [str(labelled) if part == "SET" else part for part in arguments]
    out = [] if arguments[0] in ("compare", "leaderboard") else ["--out", str(tmp_path / "out")]
    assert cli.main(["eval", *command, *out]) == 2
    error = capsys.readouterr().err
    assert message in error and len(error.strip().splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_killed_and_resumed_the_table_is_the_same(labelled, tiny_folder, tmp_path):
    """Real batches of a real (tiny) model: killed after some of them, and asked on."""
    asked = ["csv", "--data", str(labelled), "--model", str(tiny_folder), "--phrasing", "both", "--batch", "4", "--out"]
    assert cli.main(["eval", *asked, str(tmp_path / "whole")]) == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "telltale.eval", *asked, str(tmp_path / "cut")],
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=dict(os.environ),
    )  # fmt: skip
    file = tmp_path / "cut" / store.RESULTS
    while process.poll() is None and not (file.exists() and file.stat().st_size > 200):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    lines = file.read_text().splitlines()
    file.write_text("\n".join(lines[:6]) + "\n" + lines[6][:20] if len(lines) > 6 else file.read_text())
    assert cli.main(["eval", *asked, str(tmp_path / "cut")]) == 0
    for name in ("scores.json", "items.csv", "by-category.csv"):
        assert (tmp_path / "cut" / name).read_text() == (tmp_path / "whole" / name).read_text()


def test_everything_is_every_modality():
    assert PICTURES < EVERYTHING


def test_a_reply_that_is_cut_off_within_its_reasoning_is_asked_for_again():
    item = Item(id="1", kind="judgement", media=(), question="?")

    class Reasons:
        def answer(self, batch, tokens):
            return [
                Reply(text="<think>It is odd.</think>Yes" if tokens > 100 else "<think>It is", cut_off=tokens < 100)
            ]

    assert [r.text for r in runner.answers(Reasons(), [item], 10, room=True)] == ["<think>It is odd.</think>Yes"]
    assert [r.text for r in runner.answers(Reasons(), [item], 10, room=False)] == ["<think>It is"]
