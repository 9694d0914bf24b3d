"""The results on disk: continued, repaired, refused and locked."""

import json

import pytest
from telltale.agent.triage.triage_log import Results, ResultsError, locked, rows
from telltale.agent.triage.triage_rows import Head, Row, Settings, key_of


def head(**settings):
    values = {"detectors": ("clip",), "error_rate": 0.05, "perceive": True}
    versions = {"torch": settings.pop("torch", "1")}
    return Head(settings=Settings(**{**values, **settings}), versions=versions, created="2026-01-01T00:00:00Z")


def row(n, **more):
    return Row(source=f"{n}.jpg", size=n, changed="1", sha256=f"{n:064x}", error=f"{n}.jpg: no picture", **more)


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "r.jsonl"
    results = Results(file, head())
    for n in range(3):
        results.add(row(n))
    results.close()
    return file


def test_what_is_there_is_known(file):
    results = Results(file, head())
    assert results.done(key_of("1.jpg", 1, "1")) and not results.done(key_of("1.jpg", 2, "1"))
    assert results.labels == {"error": 3} and not results.notes
    assert not Results(file, head(), retry=True).done(key_of("1.jpg", 1, "1"))


def test_a_file_cut_anywhere_is_repaired_and_loses_no_whole_line(file):
    data = file.read_bytes()
    for cut in range(1, len(data), 7):
        file.write_bytes(data[:cut])
        results = Results(file, head())
        whole = max(0, data[:cut].count(b"\n") - 1)
        assert results.labels.total() == whole
        assert bool(results.notes) == (not data[:cut].endswith(b"\n"))
        results.close()
        assert all(json.loads(line) for line in file.read_bytes().splitlines())


def test_rows_that_are_added_after_a_repair_stand_on_lines_of_their_own(file):
    file.write_bytes(file.read_bytes()[:-7])
    results = Results(file, head())
    assert "was cut off" in results.notes[0]
    results.add(row(2))
    results.close()
    assert [each.source for each in rows(file)] == ["0.jpg", "1.jpg", "2.jpg"]


def test_other_settings_or_versions_are_refused_in_one_line(file):
    for other in (head(error_rate=0.01), head(torch="2")):
        with pytest.raises(ResultsError, match="--restart") as told:
            Results(file, other)
        assert "\n" not in str(told.value)
    with pytest.raises(ResultsError, match="torch 1, now 2"):
        Results(file, head(torch="2"))


def test_restart_keeps_the_earlier_results(file):
    before = file.read_bytes()
    results = Results(file, head(torch="2"), restart=True)
    results.close()
    assert file.with_name("r.jsonl.1").read_bytes() == before
    assert not list(rows(file)) and results.labels.total() == 0


def test_a_file_of_something_else_is_left_alone(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("my notes\n")
    with pytest.raises(ResultsError, match="no results of a triage"):
        Results(file, head())
    assert file.read_text() == "my notes\n"


def test_two_processes_do_not_write_to_one_file(tmp_path):
    file = tmp_path / "r.jsonl"
    with locked(file), pytest.raises(ResultsError, match="another process"), locked(file):
        pass
