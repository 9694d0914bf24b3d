"""Looks at the installation without changing it: packages, models, shipped weights, folders, the machine, switches."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..environment import SILENT, cache_folder
from .optional_parts import PARTS, OptionalPart

if TYPE_CHECKING:
    from packaging.requirements import Requirement

State = Literal["ok", "missing", "optional", "note"]
LEAST_MEMORY = 4.0  # GiB that an examination with `small` takes, with room
SETUP_MEGABYTES = 285  # that `telltale model setup` fetches
KEPT_MEGABYTES = 900  # that the models take in the cache
_SETUP = f"run `telltale model setup` (fetches {SETUP_MEGABYTES} MB, once)"
_TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the result.

    Attributes:
        state: `ok`; `missing` if an examination needs it; `optional` if something else needs it; `note` for a fact.
        about: what was looked at.
        found: what was found, in a phrase.
        fix: what to do, and what it costs; empty if there is nothing to do.
    """

    state: State
    about: str
    found: str
    fix: str = ""


def examined() -> Iterator[Finding]:
    """Every finding, the quick ones first. Nothing is written, fetched or loaded."""
    yield Finding("note", "telltale", f"{version('telltale')}, Python {platform.python_version()}")
    yield _packages()
    yield from (_extra(part) for part in PARTS)
    yield from _models()
    yield _shipped_weights()
    yield _cache()
    yield from _trust()
    yield from _machine()
    yield _reader()
    yield _tracing()


def _packages() -> Finding:
    wrong = [problem for problem in map(_problem, _requirements("")) if problem]
    if not wrong:
        return Finding("ok", "packages", "all that telltale needs are installed, in versions that fit")
    return Finding("missing", "packages", "; ".join(wrong), "run `pip install --upgrade telltale`")


def _extra(part: OptionalPart) -> Finding:
    wrong = [problem for problem in map(_problem, _requirements(part.extra)) if problem]
    if not wrong:
        return Finding("ok", f"extra {part.extra}", part.brings)
    takes = f" (about {part.megabytes} MB on disk)" if part.megabytes else ""
    fix = f"for {part.brings}: `pip install 'telltale[{part.extra}]'`{takes}"
    return Finding("optional", f"extra {part.extra}", "; ".join(wrong), fix)


def _requirements(extra: str) -> list[Requirement]:
    """What an extra asks for, or what telltale itself asks for; packages for other machines are left out."""
    from packaging.requirements import Requirement

    every = [Requirement(line) for line in requires("telltale") or ()]
    if not extra:
        return [each for each in every if each.marker is None or each.marker.evaluate({"extra": ""})]
    return [each for each in every if each.marker and _only_with(each, extra)]


def _only_with(requirement: Requirement, extra: str) -> bool:
    marker = requirement.marker
    return marker is not None and marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""})


def _problem(requirement: Requirement) -> str:
    """What is wrong with an installed package; empty if it fits."""
    try:
        installed = version(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name} is not installed"
    if requirement.specifier.contains(installed, prereleases=True):
        return ""
    return f"{requirement.name} is {installed}, but {requirement.specifier} is needed"


def _models() -> Iterator[Finding]:
    from ..perception import weights

    needs: dict[Path, tuple[str, State, str]] = {
        weights.small_folder(): ("model small", "missing", "pictures can't be measured by the model or explained"),
        weights.encoder_folder(): ("sentence encoder", "missing", "questions can't be answered"),
        weights.text_folder(): ("reader of text", "optional", "text in a picture is not read"),
        weights.faces_folder(): ("finder of faces", "optional", "faces are not measured one by one"),
    }
    for folder, (about, state, otherwise) in needs.items():
        if weights.is_set_up(folder):
            yield Finding("ok", about, f"set up in {folder}")
        elif folder.exists():
            yield Finding("missing", about, f"{folder} is damaged", _SETUP)
        else:
            yield Finding(state, about, f"not set up, so {otherwise}", _SETUP)


def _shipped_weights() -> Finding:
    from ..perception.weights_check import shipped

    files = list(shipped())
    wrong = [each.file.name for each in files if each.state in ("differs", "missing")]
    if wrong:
        fix = "reinstall telltale: `pip install --force-reinstall --no-deps telltale`"
        return Finding("missing", "heads and adapters", f"not as they shipped: {', '.join(sorted(wrong))}", fix)
    return Finding("ok", "heads and adapters", f"{len(files)} files, each with the SHA-256 that it shipped with")


def _cache() -> Finding:
    folder = cache_folder()
    at = next(parent for parent in (folder, *folder.parents) if parent.exists())
    fix = "set TELLTALE_CACHE to a folder with room that you may write to"
    if not os.access(at, os.W_OK):
        return Finding("missing", "cache folder", f"{folder} can't be written", fix)
    free = shutil.disk_usage(at).free / 1e6
    state: State = "ok" if free > KEPT_MEGABYTES else "note"
    return Finding(state, "cache folder", f"{folder}, {free / 1e3:.1f} GB free", "" if state == "ok" else fix)


def _trust() -> Iterator[Finding]:
    from ..provenance import trust_lists

    lists = trust_lists.kept()
    if not lists:
        fix = (
            "`telltale trust fetch` gets C2PA's official lists (some 60 kB), if you want to check who signed a picture"
        )
        yield Finding("optional", "trust lists", "none was fetched", fix)
    for entry in lists:
        whole = trust_lists.is_whole(entry)
        found = f"{entry.file}, {entry.certificates} certificates, fetched {entry.fetched}"
        fix = "" if whole else "it was changed since; run `telltale trust fetch`"
        yield Finding("ok" if whole else "optional", "trust lists", found, fix)


def _machine() -> Iterator[Finding]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    gibibytes = _memory()
    said = f"{cores} cores" + (f", {gibibytes:.0f} GiB of memory" if gibibytes else "")
    if gibibytes and gibibytes < LEAST_MEMORY:
        fix = "examine with --no-perceive --no-explain, which takes about 1.5 GiB"
        yield Finding("note", "machine", f"{said}; an examination with small takes up to {LEAST_MEMORY:.0f} GiB", fix)
    else:
        yield Finding("ok", "machine", said)
    yield Finding("note", "GPU", _gpu())


def _memory() -> float | None:
    """Memory of the machine in GiB, None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (ValueError, OSError, AttributeError):
        return None


def _gpu() -> str:
    """Told from the driver's files, since asking torch takes seconds."""
    if Path("/proc/driver/nvidia/version").exists():
        return "an NVIDIA driver is there; torch uses it if it is a CUDA build"
    if platform.system() == "Darwin" and platform.machine() == "arm64":
        return "Apple's, which telltale does not use"
    return "none found; none is needed"


def _reader() -> Finding:
    if platform.system() == "Linux" and platform.machine() in ("x86_64", "aarch64"):
        return Finding("ok", "reading of files", "in a process without network, writing or other programs")
    limited = "in a process with limits of memory and time; this system has no filter of its calls"
    return Finding("note", "reading of files", limited)


def _tracing() -> Finding:
    on = [name for name in _TRACING if name in SILENT and os.environ.get(name, "").lower() in ("1", "true")]
    if on:
        return Finding("note", "tracing", f"{', '.join(on)} is set in your shell; telltale switches it off for itself")
    return Finding("ok", "tracing", "off, as always: nothing leaves this machine")
