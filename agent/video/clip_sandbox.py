"""Bytes of a clip to frames, facts and texts, in a process of its own with bounded memory and time.

The process is confined as the one that reads pictures is (`telltale.agent.sandboxing`). It serves one clip and ends.
Whatever a file does to it is one line for the user (`IntakeError`).
"""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from ..file_bytes import IntakeError
from ..foreign import file_name
from ..provenance.contents import Contents
from ..sandboxing import SandboxError, wire
from ..sandboxing.deadline import Deadline
from ..text import one_line
from .clip_frames import CROP, HELD, MOST_FRAMES, SMALL
from .clip_process import SECONDS_PER_MEGAPIXEL
from .clip_types import ClipFacts, SoundFacts

MAX_BYTES = 512 * 2**20
MOST_SAMPLED = 64
MEMORY = 3 * 2**29  # bytes beyond the file itself
SECONDS = 20.0  # by the clock, beside what decoding is given
STARTING = 60.0
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_FEW_THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True, slots=True)
class ReadClip:
    """A clip that was read. T decoded frames, N sampled ones.

    Attributes:
        facts: the file and its tracks.
        contents: what the file holds beside pictures and sound.
        frames: sampled, uint8 [N, H, W, 3], upright.
        numbers: of the sampled frames among the decoded ones [N].
        times: seconds of all decoded frames [T].
        starts: numbers of the frames with which a stretch of consecutive frames begins.
        small: uint8 [T, h, w], grey.
        crops: uint8 [T, c, c], grey, the centre at native size.
        other_size: frames that were left out since their size is another.
        other_tracks: further picture tracks, which were not looked at.
    """

    facts: ClipFacts
    contents: Contents
    frames: NDArray[np.uint8]
    numbers: tuple[int, ...]
    times: tuple[float, ...]
    starts: tuple[int, ...]
    small: NDArray[np.uint8]
    crops: NDArray[np.uint8]
    other_size: int = 0
    other_tracks: int = 0


def read(path: Path, frames: int, trust_anchors: str | None = None) -> ReadClip:
    """Read a clip.

    Args:
        path: of the file.
        frames: how many frames to sample, 1 to 64.
        trust_anchors: PEM text of the certificates under which a C2PA signer is trusted.

    Raises:
        ImportError: if PyAV is not installed.
        IntakeError: if the file can't be examined, or needs too much memory or time, or kills what reads it.
        SandboxError: if the process can't be started.
        ValueError: if the number of frames is out of range.
    """
    import av  # noqa: F401  # told here in one line, and not by a process that can't start

    if not 1 <= frames <= MOST_SAMPLED:
        raise ValueError(f"--frames must be between 1 and {MOST_SAMPLED}; 12 is usual")
    shown = file_name(path.name)
    number, size = _opened(path)
    try:
        digest = _digest(number)
        answer = _asked(number, size, shown, {"frames": frames, "trust_anchors": trust_anchors})
    finally:
        os.close(number)
    name = one_line(os.fsencode(path.name).decode("utf-8", "replace"))  # a name need not be text
    try:
        return _unpacked(*answer, name=name, sha=digest, size=size)
    except (ValueError, KeyError, TypeError, ValidationError):
        said = "the file made the program that reads clips answer nonsense"
        raise IntakeError(f"{shown}: {said}; treat it with care, or get another copy") from None


def _opened(path: Path) -> tuple[int, int]:
    """An open regular file of at most 512 MB, and its size."""
    shown = file_name(path)
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise IntakeError(f"{shown}: this is a folder; name the clips in it")
        if not stat.S_ISREG(state.st_mode):
            raise IntakeError(f"{shown}: this is a device or a pipe and no file; name a clip")
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise IntakeError(f"{shown}: no such file; check the path") from None
    except OSError as error:
        raise IntakeError(f"{shown}: can't be read ({error.strerror}); check its permissions") from None
    except IntakeError:
        raise
    except ValueError as error:  # a name that no file can have
        raise IntakeError(f"{shown}: no such file ({one_line(error)}); check the path") from None
    size = os.fstat(number).st_size
    if 0 < size <= MAX_BYTES and stat.S_ISREG(os.fstat(number).st_mode):
        return number, size
    os.close(number)
    if not size:
        raise IntakeError(f"{shown}: the file is empty; get another copy")
    raise IntakeError(
        f"{shown}: {size / 2**20:.0f} MB is over the limit of 512 MB; cut out the passage in question without encoding "
        "it anew"
    )


def _digest(number: int) -> str:
    with os.fdopen(os.dup(number), "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    os.lseek(number, 0, os.SEEK_SET)
    return digest


def _asked(number: int, size: int, shown: str, wanted: dict[str, Any]) -> tuple[dict[str, Any], bytearray]:
    """What the process answers."""
    command = [sys.executable, "-m", f"{__package__}.clip_process", str(number), str(size), str(MEMORY), str(SECONDS)]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, cwd=os.sep,
            env=_environment(), pass_fds=(number,), start_new_session=True,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        raise _no_start(one_line(error)) from None
    deadline = Deadline(process)
    try:
        return _exchanged(process, deadline, shown, wanted)
    except IntakeError:
        raise
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        process.kill()
        process.wait()
        if deadline.expired or process.returncode == -24:  # SIGXCPU
            raise IntakeError(f"{shown}: reading this clip took too long; use a shorter or smaller copy") from None
        raise IntakeError(
            f"{shown}: the file made the program that reads clips crash; treat it with care, or get another copy"
        ) from None
    finally:
        deadline.clear()
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _exchanged(
    process: subprocess.Popen[bytes], deadline: Deadline, shown: str, wanted: dict[str, Any]
) -> tuple[dict[str, Any], bytearray]:
    to, back = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
    deadline.set(STARTING)
    if wire.receive(back, 0) is None:
        said = cast(BinaryIO, process.stderr).read(20_000) or b""
        lines = said.decode("utf-8", "replace").strip().splitlines()
        reason = one_line(lines[-1]) if lines else "it does not answer"
        raise _no_start(reason)
    deadline.set(SECONDS)
    wire.send(to, wanted)
    header = _checked(wire.receive(back, 0), shown)[0]
    deadline.set(SECONDS + SECONDS_PER_MEGAPIXEL * min(int(header["declares"]), 2e9) / 1e6)
    return _checked(wire.receive(back, HELD + MOST_FRAMES * (SMALL**2 + CROP**2)), shown)


def _checked(message: tuple[dict[str, Any], bytearray] | None, shown: str) -> tuple[dict[str, Any], bytearray]:
    """The message, unless it refuses the file.

    Raises:
        IntakeError: if it does.
        EOFError: if there is none.
    """
    if message is None:
        raise EOFError
    header = message[0]
    if "refused" in header:
        raise IntakeError(f"{shown}: {one_line(header['refused'], 400)}")
    if "memory" in header:
        raise IntakeError(
            f"{shown}: reading this clip needs more than {int(header['memory']) / 2**30:.1f} GB of memory; use a "
            "shorter or smaller copy"
        )
    if "fault" in header:
        raise IntakeError(f"{shown}: can't be read ({one_line(header['fault'])}); get another copy")
    return message


def _unpacked(header: dict[str, Any], body: bytearray, name: str, sha: str, size: int) -> ReadClip:
    """What the process found, checked.

    Raises:
        ValueError, KeyError, TypeError: if the parts do not fit together.
    """
    times, numbers = [float(t) for t in header["times"]], [int(n) for n in header["numbers"]]
    starts = [int(n) for n in header["starts"]]
    shapes = [
        (len(numbers), *map(int, header["shape"]), 3),
        (len(times), *map(int, header["small"])),
        (len(times), *map(int, header["crop"])),
    ]
    lengths = [int(np.prod(shape)) for shape in shapes]
    good = 0 < len(numbers) <= MOST_SAMPLED and len(times) <= MOST_FRAMES and starts[:1] == [0]
    if not good or sum(lengths) != len(body) or not all(0 <= n < len(times) for n in (*numbers, *starts)):
        raise ValueError("the frames do not have the sizes that were said")
    flat = np.frombuffer(body, np.uint8)
    ends = np.cumsum([0, *lengths])
    whole, small, crops = (flat[a:b].reshape(s) for a, b, s in zip(ends, ends[1:], shapes, strict=False))
    first, last, count = float(header["first"]), float(header["last"]), int(header["frames"])
    length = last - first
    kept = ("media_type", "container", "codec", "profile", "rotation", "uneven", "key_frames", "damaged", "hidden")
    facts = ClipFacts(
        **{key: header[key] for key in kept},
        name=name, sha256=sha, size=size, width=whole.shape[2], height=whole.shape[1], frames=count,
        first=round(first, 4), last=round(last, 4), rate=round(count / length, 3) if length > 0 else None,
        bit_rate=round(8 * size / length) if length > 0 else None, decoded=len(times), stretches=len(starts),
        sound=tuple(SoundFacts.model_validate(one) for one in header["sound"]),
    )  # fmt: skip
    return ReadClip(
        facts, Contents.model_validate(header["contents"]), whole, tuple(numbers), tuple(times), tuple(starts),
        small, crops, int(header["other_size"]), int(header["others"]),
    )  # fmt: skip


def _environment() -> dict[str, str]:
    """The few variables that Python and its libraries need, and the places where this process finds its modules."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    places = os.pathsep.join(place for place in sys.path if place)
    return {**passed, **_FEW_THREADS, "PYTHONPATH": places, "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _no_start(reason: str) -> SandboxError:
    return SandboxError(f"the process that reads clips can't be started ({reason}); reinstall telltale")
