"""The line of progress: rate, remaining time, and plain lines where there is no terminal."""

import io

from telltale.agent.triage.triage_progress import ProgressLine, span


def test_times_read_as_people_say_them():
    assert [span(s) for s in (40, 720, 12_000, 345_600)] == ["40 s", "12 min", "3 h 20 min", "4 days"]


def test_rate_and_remaining_time():
    now = [0.0]
    stream = io.StringIO()
    line = ProgressLine(stream, lambda: now[0])
    line.total = 1000
    for _ in range(80):
        now[0] += 0.5
        line.add(before=20, failed=3)
    assert line.line(20, 3) == "100 of 1,000 pictures, 2.00 a second, 8 min left, 3 failed"
    assert stream.getvalue().count("\n") == 1 and "\r" not in stream.getvalue()


def test_rows_that_come_in_batches_are_all_counted_in_the_rate():
    """Eight large pictures every 90 s: the first row of a batch must not count as the only one since the last batch."""
    now = [0.0]
    line = ProgressLine(io.StringIO(), lambda: now[0])
    for _ in range(4):
        now[0] += 90
        for _ in range(8):
            line.add(before=0, failed=0)
            now[0] += 0.1
    now[0] += 90
    line.add(before=0, failed=0)
    assert 0.06 < line.rate() < 0.1
