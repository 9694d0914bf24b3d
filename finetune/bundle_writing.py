"""Bundles are written here: the description of a folder of trained parts, with the SHA-256 of each file."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from ..agent import bundle
from ..agent.console import note
from ..agent.detectors import clip_heads
from ..agent.models import shipped_digest
from ..agent.reasoning.weighing import terms
from ..agent.text import one_line


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
    there = sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file() and file.name != bundle.FILE
    )
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
    place.write_text(text, encoding="utf-8")
    return place


def described(folder: Path) -> bundle.Description | None:
    """What a bundle that is there says of itself; None if there is none, or none that can be read."""
    import tomllib

    try:
        return bundle.Description.model_validate(tomllib.loads((folder / bundle.FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def strange(folder: Path) -> str | None:
    """The name of a file in a folder that is no part of a bundle; None if there is none."""
    known = {*bundle.PARTS, bundle.EFFECT, bundle.FILE}
    files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return next((one_line(file, 60) for file in files if file not in known), None)
