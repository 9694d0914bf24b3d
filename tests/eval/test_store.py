"""Results on disk: cut within a character, without a reply, or written by two processes at a time."""

import json
import subprocess
import sys

import pytest
from telltale.agent import cli
from telltale.eval import runs, store
from telltale.eval.items import Item, Reply
from telltale.eval.store import Store, StoreError

from tests.eval.made import run

ITEMS = [Item(id=str(n), kind="judgement", media=(), question="?", answer="yes", truth="fake") for n in range(3)]


def filled(folder):
    kept = Store(folder)
    kept.add((item, "key", Reply(text=f"Ja, gefälscht – 假 {item.id}")) for item in ITEMS)
    return folder / store.RESULTS


def kept_ids(folder):
    kept = Store(folder)
    return [item.id for item in ITEMS if kept.has(item, "key")], kept.repaired


def test_a_file_that_was_cut_within_a_character_is_repaired_and_said(tmp_path):
    file = filled(tmp_path)
    whole = file.read_bytes()
    at = whole.rindex("假".encode()) + 1  # within the character
    file.write_bytes(whole[:at])
    ids, said = kept_ids(tmp_path)
    assert ids == ["0", "1"]
    assert said == (f"{file}: 1 damaged line was moved to results.jsonl.damaged; its question is asked again",)
    assert file.read_bytes() == b"".join(whole.splitlines(keepends=True)[:2])
    assert (tmp_path / "results.jsonl.damaged").read_bytes().rstrip(b"\n") == whole[:at].splitlines()[2]
    assert kept_ids(tmp_path) == (["0", "1"], ())  # once


@pytest.mark.parametrize(
    "line",
    [
        {"id": "1", "key": "key"},
        {"id": "1", "key": "key", "reply": None},
        {"id": "1", "key": "key", "reply": {"text": 7, "shade": "blue"}},
        {"id": 1, "reply": {"text": "Yes."}},
        ["a list"],
        "words",
    ],
)
def test_a_line_without_a_reply_is_repaired_wherever_it_stands(tmp_path, line):
    file = filled(tmp_path)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([lines[0], json.dumps(line), lines[2]]) + "\n", encoding="utf-8")
    ids, said = kept_ids(tmp_path)
    assert ids == ["0", "2"] and "1 damaged line was moved" in said[0]
    assert set(runs.answers(tmp_path)) == {"0", "2"}


def test_the_facts_of_media_are_repaired_too(tmp_path):
    (tmp_path / store.MEDIA).write_bytes('{"path": "ä'.encode()[:-1] + b"\n" + b'{"path": "x"}\n')
    said = Store(tmp_path).repaired
    assert said == (f"{tmp_path / store.MEDIA}: 2 damaged lines were moved to media.jsonl.damaged",)


def test_a_folder_of_shared_replies_is_read_around_its_damage(tmp_path):
    file = filled(tmp_path)
    cut = file.read_bytes()[:-5]
    file.write_bytes(cut)
    assert Store(tmp_path, by_content=True).repaired == () and file.read_bytes() == cut  # others may be writing


def test_two_processes_do_not_run_into_one_folder(labelled, tmp_path, capsys):
    out = tmp_path / "run"
    hold = f"""
import sys
from pathlib import Path
from telltale.eval.store import locked
with locked(Path({str(out)!r})):
    print("held", flush=True)
    sys.stdin.read()
"""
    holder = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        command = ["eval", "csv", "--data", str(labelled), "--model", "chance", "--out", str(out)]
        assert cli.main(command) == 2
        error = capsys.readouterr().err
        assert f"{out}: another process runs into this folder" in error and "choose another --out" in error
        with store.locked(out, rank=1):  # another part of one run
            pass
    finally:
        holder.communicate("")
    assert cli.main(command) == 0


def test_a_run_that_was_cut_goes_on_and_says_what_it_repaired(labelled, tmp_path, capsys):
    first = run(labelled, tmp_path / "run", "constant:Ja, das ist gefälscht.")
    file = tmp_path / "run" / store.RESULTS
    whole = file.read_bytes()
    file.write_bytes(whole[: whole.rindex("ä".encode()) + 1])
    capsys.readouterr()
    again = run(labelled, tmp_path / "run", "constant:Ja, das ist gefälscht.")
    assert "1 damaged line was moved to results.jsonl.damaged; its question is asked again" in capsys.readouterr().err
    assert [one.reply.text for one in again.judged] == [one.reply.text for one in first.judged]


@pytest.mark.parametrize("name", [store.SETTINGS, runs.SCORES])
@pytest.mark.parametrize("content", [b"", b'{"task": "cs', "{ä".encode()[:-1], b"[]"])
def test_a_damaged_file_of_a_run_is_named(finished, capsys, name, content):
    chance, good = finished
    (good.folder / name).write_bytes(content)
    with pytest.raises(StoreError, match=name):
        runs.read(good.folder)
    assert cli.main(["eval", "compare", str(chance.folder), str(good.folder)]) == 2
    error = capsys.readouterr().err
    assert str(good.folder / name) in error and len(error.strip().splitlines()) == 1
    if name == runs.SCORES:
        assert cli.main(["eval", "leaderboard", str(good.folder.parent)]) == 2
        assert str(good.folder / name) in capsys.readouterr().err
