"""What a run was made with: kept while nothing new was asked, without logins, and told apart from what is not known."""

import pytest
from telltale.eval import run_record
from telltale.eval.items import Item
from telltale.eval.store import StoreError


def test_dates_stay_while_nothing_new_is_asked(tmp_path):
    item = Item(id="a", kind="judgement", media=(), question="?")
    first = run_record.write_about(tmp_path, "x", "2026-01-01T00:00:00+00:00", asked=True, missing=[item])
    assert first.began.startswith("2026-01-01") and first.left_out == {"a": "missing"}
    again = run_record.write_about(tmp_path, "y", "2026-02-02T00:00:00+00:00", asked=False, unsupported=[item])
    assert (again.began, again.finished, again.command) == (first.began, first.finished, "y")
    assert again.left_out == {"a": "unsupported"} and run_record.read_about(tmp_path) == again


def test_a_folder_without_a_record_has_an_empty_one_and_a_damaged_record_is_named(tmp_path):
    assert run_record.read_about(tmp_path) == run_record.About()
    (tmp_path / run_record.ABOUT).write_text("{")
    with pytest.raises(StoreError, match=r"about\.json: is damaged"):
        run_record.read_about(tmp_path)


def test_a_bundle_is_known_by_its_contents(tmp_path):
    (tmp_path / "one/deep").mkdir(parents=True)
    (tmp_path / "one/deep/head.json").write_text("1")
    about = run_record.write_about(tmp_path, "x", "", asked=True, folders={"bundle": tmp_path / "one"})
    before = run_record.folder_digest(tmp_path / "one")
    assert about.folders == {"bundle": f"{tmp_path / 'one'}, SHA-256 {before}"}
    (tmp_path / "one/deep/head.json").write_text("22")
    assert run_record.folder_digest(tmp_path / "one") != before


def test_a_command_holds_no_password():
    command = run_record.command_line(["telltale", "--model", "openai:http://me:secret@host/v1#m", "a b"])
    assert "secret" not in command and "me:" not in command and "'a b'" in command
