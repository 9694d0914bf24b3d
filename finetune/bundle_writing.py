"""Bundles are written here: the description of a folder of trained parts, with the SHA-256 of each file."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from ..agent import bundle
from ..agent.console import note
from ..agent.detectors import clip_heads
from ..agent.file_bytes import write_whole
from ..agent.models import shipped_digest
from ..agent.reasoning.weighing import terms
from ..agent.text import one_line


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A copy of a folder to write parts in, which take their places in the folder only when all of them are written.

    So a disk that fills up, or a run that is ended, leaves the bundle that was there. The folder may be a mount: the
    copy lies within it, where a bundle's check passes over it.

    Args:
        out: the folder of the bundle; made if it is not there.

    Raises:
        OSError: if something can't be written, with the name of the folder, which is then as it was.
    """
    begun, made = out / bundle.BEGUN, not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(begun, ignore_errors=True)  # of a run that was ended
        begun.mkdir()
        for name in _files(out):
            (begun / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(out / name, begun / name)
        yield begun
        ready = _files(begun)
        for name in sorted(ready, key=lambda name: name == bundle.FILE):  # the description last
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (begun / name).replace(out / name)
        for name in set(_files(out)) - set(ready):
            (out / name).unlink()
    except OSError as error:
        if error.errno and str(error.filename or out).startswith(str(out)):  # told of the place that was named
            raise OSError(error.errno, error.strerror, str(out)) from None
        raise
    finally:
        shutil.rmtree(begun, ignore_errors=True)
        if made and out.is_dir() and not any(out.iterdir()):
            out.rmdir()


def _files(folder: Path) -> list[str]:
    """The files in a folder of a bundle, by their paths within it, in order; what was only begun is left out."""
    inside = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    return sorted(name.as_posix() for name in inside if name.parts[0] != bundle.BEGUN)


def seal(folder: Path, name: str | None = None, model: str | None = None) -> Path | None:
    """Write `telltale.toml` for the parts in a folder, so that `--bundle` takes it.

    A folder with other files beside the parts is no bundle; this is said, and nothing is written.

    Args:
        folder: with the parts.
        name: of the bundle; by default the one that it has, or else that of the folder.
        model: the model that its adapters are for; by default the one that it names, or else `small`.

    Returns:
        The description, or None if the folder is no bundle.
    """
    if (other := strange(folder)) is not None:
        note(f"{folder}: no bundle was written, since other files lie there too, such as {other}")
        return None
    there = [name for name in _files(folder) if name != bundle.FILE]
    before = described(folder)
    lines = {
        "schema": bundle.SCHEMA,
        "name": one_line(name or (before.name if before else "") or folder.resolve().name or "bundle", 60),
        "made_with": version("telltale"),
        "model": model or (before.model if before else "small"),
    }
    if terms.FILE in there:
        own, now = clip_heads.FILE in there, bundle.sha256(folder / terms.FILE)
        detector = bundle.sha256(folder / clip_heads.FILE) if own else shipped_digest(clip_heads.FILE)
        same = before is not None and before.files.get(terms.FILE) == now  # limits that were there keep their detector
        lines["measured_with"] = before.measured_with if before is not None and same and not own else detector
    text = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines.items())
    text += "\n[files]\n" + "".join(
        f"{json.dumps(file, ensure_ascii=False)} = {json.dumps(bundle.sha256(folder / file))}\n" for file in there
    )
    place = folder / bundle.FILE
    write_whole(place, text.encode("utf-8"))
    return place


def described(folder: Path) -> bundle.Description | None:
    """What a bundle that is there says of itself; None if there is none, or none that can be read."""
    import tomllib

    try:
        return bundle.Description.model_validate(tomllib.loads((folder / bundle.FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def check_writable(folder: Path) -> None:
    """Check that files can be made in a folder, or in the one that it will be made in, before hours are spent.

    Raises:
        OSError: if not; it names the folder.
    """
    place = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from None


def strange(folder: Path) -> str | None:
    """The name of a file in a folder that is no part of a bundle; None if there is none."""
    known = {*bundle.PARTS, bundle.EFFECT, bundle.FILE}
    return next((one_line(file, 60) for file in _files(folder) if file not in known), None)
