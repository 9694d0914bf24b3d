"""A clock that jumps back: the log keeps its order, a triage its progress, and nothing is measured or lost twice."""

from datetime import UTC, datetime, timedelta

import pytest
from telltale.agent.casebook import Casebook, case_writer
from telltale.agent.triage.triage_log import Results, rows
from telltale.agent.triage.triage_progress import ProgressLine

from tests.agent.triage.made import HEAD, measured


@pytest.fixture
def clock(monkeypatch):
    """The time that the log is told; `clock.back(hours)` sets it back."""

    class Clock:
        offset = timedelta()

        def back(self, hours):
            self.offset -= timedelta(hours=hours)

        def now(self, zone):
            return datetime.now(UTC) + self.offset

    clock = Clock()
    monkeypatch.setattr(case_writer, "datetime", clock)
    return clock


def test_the_log_of_a_case_keeps_its_order_and_says_that_the_clock_went_back(tmp_path, clock):
    with Casebook.open(str(tmp_path / "c.db"), actor="Ann") as casebook:
        case = casebook.new_case("a case")
        casebook.write_note(case.id, "first")
        clock.back(48)
        second = casebook.write_note(case.id, "second")
        clock.back(-48)
        casebook.write_note(case.id, "third")
        assert [note.text for note in casebook.notes(case.id)] == ["first", "second", "third"]
        assert second.time < casebook.notes(case.id)[0].time
        found = casebook.verify()
        assert not found.findings
        assert [str(second.number) in remark for remark in found.remarks] == [True]


def test_an_export_made_while_the_clock_is_back_can_be_imported(tmp_path, clock):
    with Casebook.open(str(tmp_path / "c.db"), actor="Ann") as casebook:
        case = casebook.new_case("a case")
        clock.back(24)
        casebook.write_note(case.id, "a note")
        head = casebook.export_case(case.id, tmp_path / "case.zip")
    with Casebook.open(str(tmp_path / "other.db"), actor="Bert") as other:
        other.import_case(tmp_path / "case.zip", head=head)
        assert not other.verify().findings and other.notes(case.id)


def test_a_triage_counts_by_a_clock_that_never_goes_back(tmp_path, monkeypatch):
    monkeypatch.setattr("time.time", lambda: -1e9)
    results = Results(tmp_path / "r.jsonl", HEAD)
    line = ProgressLine()
    for number in range(40):
        results.add(measured(f"{number}.jpg"))
        line.add(0, 0)
    results.close()
    assert line.rate() > 0 and len(list(rows(tmp_path / "r.jsonl"))) == 40
