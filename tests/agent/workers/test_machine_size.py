"""When a machine has room for processes of their own."""

import pytest
from telltale.agent.workers import machine_size


@pytest.mark.parametrize(
    ("cores", "memory", "measuring", "room"),
    [
        (2, 6.0, 1, True),
        (1, 64.0, 1, False),
        (8, 5.9, 1, False),
        (8, 8.9, 3, False),
        (8, 9.0, 3, True),
        (4, 0.0, 1, False),
    ],
)
def test_one_core_or_little_memory_is_too_little(monkeypatch, cores, memory, measuring, room):
    monkeypatch.setattr(machine_size, "cores", lambda: cores)
    monkeypatch.setattr(machine_size, "memory", lambda: memory)
    assert machine_size.has_room(measuring) is room


def test_this_machine_is_measured():
    assert machine_size.cores() >= 1 and machine_size.memory() >= 0
