"""Whether this machine has room for processes of their own."""

from __future__ import annotations

import os
from pathlib import Path

CORES = 2
LEAST = 6.0  # GB of memory with one process that measures
EACH = 1.5  # GB for each further one
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")  # of a container


def has_room(measuring: int = 1) -> bool:
    """Whether so many processes that measure, one for the model, and the server fit into this machine.

    Args:
        measuring: processes that measure.
    """
    return cores() >= CORES and memory() >= LEAST + EACH * (measuring - 1)


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory() -> float:
    """Memory of the machine, or of the container if it has less, in GB; 0 where the system does not say."""
    try:
        known = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    except (ValueError, OSError, AttributeError):
        return 0.0
    for file in _LIMITS:
        try:
            known.append(int(Path(file).read_text(encoding="ascii")))
        except (OSError, ValueError):  # no container, or one without a limit
            continue
    return min(known) / 1e9
