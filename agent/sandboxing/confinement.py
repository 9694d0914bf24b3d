"""What a process gives up before it reads a stranger's file: memory, time, writing, the network, other programs.

Limits are those of POSIX (`setrlimit`). On Linux a filter of system calls is added (seccomp, see `seccomp(2)`; numbers
from the kernel's tables `syscall_64.tbl` and `unistd.h`), which needs no privilege. Elsewhere only the limits hold.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SECONDS_PER_MEGAPIXEL = 0.2  # that it may take longer
_SECONDS_OVER = 2  # between the warning signal of the time limit and the end
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # of prctl(2)
_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06  # of classic BPF
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE, _UNKNOWN = 0x00050000 | 13, 0x00050000 | 38  # EACCES, ENOSYS
_CLONE3, _THREAD = 435, 0x00010000  # a call, and the flag of `clone` for a thread of the same process
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in `seccomp_data`
_X32 = 0x40000000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class _Calls:
    """Numbers of system calls: those that are refused, `clone`, and those that open a file with the place of flags."""

    architecture: int
    clone: int
    refused: tuple[int, ...]
    opening: tuple[tuple[int, int], ...]


_CALLS = {
    "x86_64": _Calls(
        0xC000003E,
        56,
        refused=(
            *(41, 42, 44, 46, 49, 53),  # socket connect sendto sendmsg bind socketpair
            *(
                57,
                58,
                59,
                322,
                62,
                101,
                310,
                311,
                438,
            ),  # fork vfork execve execveat kill ptrace process_vm_* pidfd_getfd
            *(76, 82, 83, 84, 85, 86, 87, 88, 90, 92, 132, 235),  # truncate rename mkdir … utimes
            *(258, 259, 260, 261, 263, 264, 265, 266, 268, 280, 316),  # mkdirat mknodat … renameat2
            *(165, 248, 250, 272, 298, 308, 321, 323, 425, 437),  # mount keys unshare perf setns bpf io_uring openat2
        ),
        opening=((2, 1), (257, 2)),
    ),
    "aarch64": _Calls(
        0xC00000B7,
        220,
        refused=(
            *(198, 203, 206, 211, 200, 199),
            *(221, 281, 129, 117, 270, 271, 438),
            *(33, 34, 35, 36, 37, 38, 45, 53, 54, 88, 276),
            *(40, 97, 217, 219, 241, 268, 280, 282, 425, 437),
        ),
        opening=((56, 2),),
    ),
}


def confine() -> None:
    """Give up what reading a picture does not need; called once, when everything is imported.

    No file can be written or made, no connection opened, no program started, and no core file is left behind. Threads
    that run already keep their rights, so there must be none.
    """
    for limit, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, 32)):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    if hasattr(os, "sched_setaffinity"):  # decoders start a thread for each processor, and each takes memory
        with suppress(OSError):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            _filter_calls()


def memory_in_use() -> int | None:
    """Address space in use, in bytes; None where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return None


def limit_memory(limit: int) -> None:
    """Limit the address space to so many bytes; nothing happens where the system can't."""
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def limit_seconds(seconds: float) -> None:
    """End the process when it has computed for so many seconds from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + _SECONDS_OVER
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _filter_calls() -> None:
    """Have the kernel refuse the calls in the table to this process for good."""
    calls = _CALLS.get(platform.machine())
    if calls is None:
        return
    program = _program(calls)
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    filled = Program(len(program), ctypes.cast(code, ctypes.c_void_p))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    arguments = (ctypes.c_ulong(value) for value in (1, 0, 0, 0))
    if prctl(_NO_NEW_PRIVILEGES, *arguments) == 0:
        prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(filled))


def _program(calls: _Calls) -> list[tuple[int, int, int, int]]:
    """The filter as steps of (operation, jump if true, jump if false, operand)."""
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, calls.architecture), (_RETURN, 0, 0, _KILL)]
    steps.append((_LOAD, 0, 0, _NUMBER))
    steps += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _REFUSE)]
    for number in calls.refused:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    steps += [(_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _UNKNOWN)]  # its flags are out of sight; libc takes `clone`
    steps += _judged(calls.clone, 0, _THREAD, _ALLOW, _REFUSE)
    for number, flags in calls.opening:
        steps += _judged(number, flags, _WRITING, _REFUSE, _ALLOW)
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _judged(number: int, argument: int, flags: int, some: int, none: int) -> list[tuple[int, int, int, int]]:
    """Steps that return one of two answers to a call, by whether an argument of it has some of the flags."""
    look = [(_EQUAL, 0, 5, number), (_LOAD, 0, 0, _ARGUMENTS + 8 * argument), (_AND, 0, 0, flags)]
    return [*look, (_EQUAL, 0, 1, 0), (_RETURN, 0, 0, none), (_RETURN, 0, 0, some)]
