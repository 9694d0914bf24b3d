"""What a run was made with: its dates, versions and command, kept beside its scores so that it can be repeated."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field, ValidationError

from ..agent.evidence import Frozen
from ..agent.file_bytes import write_whole
from ..agent.text import one_line
from .items import Item
from .sets.media import digest
from .store import StoreError

ABOUT = "about.json"
LeftOut = Literal["missing", "unsupported"]  # the media are missing, or the model can't take them
_PACKAGES = ("torch", "transformers", "numpy", "scikit-learn", "pillow", "openai", "ray")
_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")


class About(Frozen):
    """What `about.json` holds; an empty field was not recorded.

    Attributes:
        began, finished: date and time in UTC, ISO 8601; of the first start and of the last new reply.
        telltale, python, system: versions.
        packages: the versions of the libraries that can change an answer, of those that are installed.
        command: that repeats the run.
        prices: dollars for a million tokens in and out, if they were given.
        folders: the bundle and the adapters that were named, each with the digest of what lies there.
        left_out: why items were not asked, by their id.
    """

    began: str = ""
    finished: str = ""
    telltale: str = ""
    python: str = ""
    system: str = ""
    packages: dict[str, str] = Field(default_factory=dict)
    command: str = ""
    prices: tuple[float, float] | None = None
    folders: dict[str, str] = Field(default_factory=dict)
    left_out: dict[str, LeftOut] = Field(default_factory=dict)


def now() -> str:
    """Date and time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_about(
    folder: Path,
    command: str,
    began: str,
    *,
    asked: bool,
    missing: Iterable[Item] = (),
    unsupported: Iterable[Item] = (),
    prices: tuple[float, float] | None = None,
    folders: Mapping[str, Path] = MappingProxyType({}),
) -> About:
    """Write what a run was made with.

    Args:
        folder: of the run.
        command: that repeats it.
        began: when this process started; the start of an earlier one that was cut off is kept.
        asked: whether this process got new replies; if not, the dates and versions of those that are there stay.
        missing: the items whose media are missing.
        unsupported: the items that the model can't take.
        prices: dollars for a million tokens in and out.
        folders: that were named as bundle or adapters.
    """
    before = read_about(folder)
    made = before if before.finished and not asked else _versions(before.began or began)
    left_out: dict[str, LeftOut] = {item.id: "missing" for item in missing}
    left_out |= {item.id: "unsupported" for item in unsupported}
    named = {name: f"{path}, SHA-256 {folder_digest(path)}" for name, path in folders.items()}
    about = made.model_copy(update={"command": command, "prices": prices, "left_out": left_out, "folders": named})
    write_whole(folder / ABOUT, (about.model_dump_json(indent=1) + "\n").encode())
    return about


def _versions(began: str) -> About:
    packages = {}
    for name in _PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    return About(
        began=began,
        finished=now(),
        telltale=version("telltale"),
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        packages=packages,
    )


def read_about(folder: Path) -> About:
    """What a run was made with; an empty record if it has none.

    Raises:
        StoreError: if the file is damaged; it names the file.
    """
    file = folder / ABOUT
    if not file.is_file():
        return About()
    try:
        return About.model_validate_json(file.read_bytes())
    except ValidationError as error:
        reason = one_line(str(error).partition("For further information")[0], 120)
        raise StoreError(
            f"{file}: is damaged ({reason}); delete it, and run the task again into the same --out"
        ) from None


def folder_digest(folder: Path) -> str:
    """The first 16 hexadecimal digits of a SHA-256 of the names and contents of all files in a folder."""
    whole = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        whole.update(f"{file.relative_to(folder).as_posix()}\0{digest(str(file))}\n".encode())
    return whole.hexdigest()[:16]


def without_login(text: str) -> str:
    """A text in which addresses have no user name and password; a page may be shown to others."""
    return _LOGIN.sub("", text)


def command_line(parts: Sequence[str]) -> str:
    """A command as it is typed into a shell, without user names and passwords."""
    import shlex

    return without_login(shlex.join(parts))
