"""A disk that is full, as the system itself tells it; and the calls that work on little pictures."""

from contextlib import contextmanager
from pathlib import Path

import pytest

resource = pytest.importorskip("resource")


@pytest.fixture
def room():
    """Within `room(count)` no file grows beyond so many bytes; the kernel refuses the write, also within SQLite."""

    @contextmanager
    def left(count):
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (count, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    return left


@pytest.fixture
def full(monkeypatch):
    """Within `full()` standard output is a device that is always full, buffered as a file is."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is full")

    @contextmanager
    def output():
        with Path("/dev/full").open("w") as stream, monkeypatch.context() as patched:
            patched.setattr("sys.stdout", stream)
            yield

    return output


@pytest.fixture
def told(capsys):
    """The one line that the user was told; more or fewer fail the test."""

    def line():
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == 1, lines
        assert "Errno" not in lines[0] and "Traceback" not in lines[0]
        return lines[0]

    return line
