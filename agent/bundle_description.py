"""The description of a bundle, and the check of its files against it."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .detectors import clip_heads, laundering, portrait
from .foreign import file_name
from .locating import fused_map
from .perception import adapters
from .reasoning.weighing import terms
from .text import one_line

FILE = "telltale.toml"
SCHEMA = "telltale/bundle/1"
EFFECT = "effect.json"
BEGUN = ".begun"  # a folder within, where parts lie while they are written
NAME_LENGTH = 60
_OF_AN_ADAPTER = (adapters.CONFIG, "adapter_model.safetensors", "cues.json")
PARTS: dict[str, str] = {  # by file, what an examination takes from it
    clip_heads.FILE: "clip",
    portrait.FILE: "portrait",
    laundering.FILE: "laundering",
    fused_map.FILE: "altered_part",
    terms.FILE: "fusion",
    **{f"{name}/{file}": name for name in adapters.ADAPTERS for file in _OF_AN_ADAPTER},
}
_KNOWN = (*PARTS, EFFECT)
_LARGEST_DESCRIPTION = 1_000_000  # bytes


class BundleError(ValueError):
    """A folder that is no bundle, or a damaged one; the message is one line with a fix."""


class Description(BaseModel):
    """What `telltale.toml` says.

    Attributes:
        schema_: of the description.
        name: of the bundle, as records and reports show it.
        made_with: the version of Telltale that wrote it.
        model: the model that its adapters are for.
        measured_with: SHA-256 of the main detector's weights that its limits were measured with.
        files: SHA-256 of each file, by its path within the folder.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["telltale/bundle/1"] = Field(alias="schema")
    name: str = Field(min_length=1, max_length=NAME_LENGTH)
    made_with: str = ""
    model: str = "small"
    measured_with: str = ""
    files: dict[str, str]


def shown(path: Path) -> str:
    """A path for a message."""
    return file_name(path)


def sha256(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def described(folder: Path) -> tuple[Description, str]:
    """The description of a bundle and the beginning of its SHA-256."""
    file = folder / FILE
    if not file.is_file():
        raise BundleError(f"{shown(folder)}: no bundle, since there is no {FILE} in it; `telltale finetune` writes one")
    data = file.read_bytes()
    if len(data) > _LARGEST_DESCRIPTION:
        raise BundleError(f"{shown(file)}: too large for a description; write the bundle anew")
    try:
        found = tomllib.loads(data.decode("utf-8"))
        return Description.model_validate(found), hashlib.sha256(data).hexdigest()[:12]
    except ValidationError as error:
        raise BundleError(f"{shown(file)}: {_first_fault(error)}") from None
    except ValueError as error:
        raise BundleError(f"{shown(file)}: not TOML ({one_line(error, 120)}); write the bundle anew") from None


def _first_fault(error: ValidationError) -> str:
    """The first fault of a description, with the nearest key for an unknown one."""
    fault = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
    where = ".".join(one_line(str(part), 60) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        keys = [field.alias or name for name, field in Description.model_fields.items()]
        return f"unknown key {where!r}; {_nearest(where, keys)}"
    return f"{where}: {one_line(fault['msg'], 100)}"


def _nearest(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"


def check_files(folder: Path, description: Description) -> None:
    """Check that the folder holds the listed files as they are listed, and no other."""
    for name, expected in description.files.items():
        if name not in _KNOWN:
            nearest_name = _nearest(name, _KNOWN)
            raise BundleError(f"{shown(folder / FILE)}: no bundle holds a file {one_line(name, 60)!r}; {nearest_name}")
        file = folder / name
        if file.is_symlink() or not file.is_file():
            raise BundleError(f"{shown(file)}: listed in {FILE} and missing; copy the whole bundle again")
        if sha256(file) != expected:
            raise BundleError(f"{shown(file)}: damaged or exchanged, since its SHA-256 is not the one in {FILE}; copy "
                              "the whole bundle again")  # fmt: skip
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        begun = name.startswith(f"{BEGUN}/")
        if not (begun or file.is_dir() or name in description.files or name == FILE):
            raise BundleError(f"{shown(file)}: not listed in {FILE}; remove it from the bundle")
