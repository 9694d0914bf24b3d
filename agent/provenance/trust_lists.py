"""Lists of certificates under which a C2PA signer is trusted: the official ones, or a file of the user's own.

The official lists are those of the C2PA conformance programme (https://github.com/c2pa-org/conformance-public, folder
`trust-list`, CC BY 4.0): one of roots for signers, one of time-stamp authorities. They are fetched only if the user
asks, and kept in the cache beside the date and the SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..console import Progress
from ..environment import cache_folder
from ..evidence import Frozen
from ..foreign import file_name
from ..text import one_line

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

OFFICIAL = "c2pa"
SOURCE = "https://raw.githubusercontent.com/c2pa-org/conformance-public/main/trust-list/"
SIGNERS, AUTHORITIES = "C2PA-TRUST-LIST.pem", "C2PA-TSA-TRUST-LIST.pem"
LARGEST = 4_000_000  # bytes of a list; the official ones have some 30,000
SECONDS = 60  # for one list
_INDEX = "trust-lists.json"
_HEADER = "# telltale-trust "  # first line of anchors that `load` gives: name and version for the record
_DIVIDER = "# telltale-time-stamp-authorities"  # line between the roots of signers and those of time-stamp authorities
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
_MOST = 2000  # certificates of a list


class TrustError(ValueError):
    """A list that can't be fetched or used; the message is one line that says what to do."""


class KeptList(Frozen):
    """An official list in the cache. `fetched` is a time in UTC as of ISO 8601."""

    file: str
    source: str
    fetched: str
    sha256: str
    certificates: int


def folder() -> Path:
    """Where the lists are kept: `trust` in the cache folder."""
    return cache_folder() / "trust"


def certificates(pem: str) -> list[Certificate]:
    """The certificates in a PEM text that can be parsed; text between them is passed over."""
    from cryptography.x509 import load_pem_x509_certificate

    found: list[Certificate] = []
    for block in pem.split(_BEGIN)[1 : _MOST + 1]:
        body, end, _ = block.partition(_END)
        if not end:
            continue
        try:
            found.append(load_pem_x509_certificate(f"{_BEGIN}{body}{_END}\n".encode()))
        except Exception:  # anything can stand in a file that claims to be a certificate
            continue
    return found


def load(choice: str) -> str:
    """The trust anchors for `--trust-anchors`: the official lists, or those of a file.

    Args:
        choice: `c2pa` for the official lists that were fetched, else the path of a PEM file.

    Returns:
        PEM text that names its origin in the first line, for `versions`. If it has a list of time-stamp authorities
        too, `split` takes the two apart.

    Raises:
        TrustError: if the official lists were not fetched, were changed since, or if the file has no certificate.
        OSError: if the file can't be read.
    """
    return _official() if choice == OFFICIAL else _of_file(Path(choice))


def split(anchors: str) -> tuple[str, str]:
    """Trust anchors taken apart: PEM texts of the roots for signers, and of those for time-stamp authorities."""
    signers, _, authorities = anchors.partition(_DIVIDER)
    return _pem(certificates(signers)), _pem(certificates(authorities))


def versions(anchors: str | None, checked: datetime | None = None) -> dict[str, str]:
    """Name and digest of the trust anchors, for the versions in a record.

    Args:
        anchors: as from `load`, or any PEM text.
        checked: when the certificates were checked; it is left out if None.
    """
    if not anchors:
        return {}
    first = anchors.partition("\n")[0]
    name, version = "certificates", f"sha256:{_digest(anchors.encode())}"
    if first.startswith(_HEADER):
        name, _, version = first.removeprefix(_HEADER).partition(" ")
    when = f", checked {_utc(checked)}" if checked is not None else ""
    return {f"trust:{name}": f"{version}{when}"}


def kept() -> tuple[KeptList, ...]:
    """The official lists in the cache, whether or not their files are still as they were fetched."""
    try:
        lists = json.loads((folder() / _INDEX).read_text(encoding="utf-8"))["lists"]
        return tuple(KeptList.model_validate(entry) for entry in lists)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def is_whole(entry: KeptList) -> bool:
    """Whether the file of a list still has the SHA-256 with which it was fetched."""
    try:
        return _digest(_read(folder() / entry.file)) == entry.sha256
    except (OSError, TrustError):
        return False


def fetch(report: Progress, source: str = SOURCE, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Fetch both official lists, check that they hold certificates, and keep them.

    Args:
        report: takes a line of progress.
        source: address of the folder with both files; HTTPS, or HTTP on this machine alone.
        now: the clock.

    Raises:
        TrustError: if a list can't be fetched or holds no certificate; the lists in the cache then stay as they were.
        OSError: if the cache can't be written.
    """
    base = source if source.endswith("/") else f"{source}/"
    fetched: list[tuple[KeptList, bytes]] = []
    for name in (SIGNERS, AUTHORITIES):
        data = download(urllib.parse.urljoin(base, name))
        count = len(certificates(data.decode("utf-8", "replace")))
        if count == 0:
            raise TrustError(f"{base}{name}: holds no certificate; give the folder of the lists with --from")
        digest = _digest(data)
        entry = KeptList(file=name, source=f"{base}{name}", fetched=_utc(now()), sha256=digest, certificates=count)
        fetched.append((entry, data))
    folder().mkdir(parents=True, exist_ok=True)
    for entry, data in fetched:
        _write(folder() / entry.file, data)
        report(f"fetched {entry.file}: {entry.certificates} certificates, SHA-256 {entry.sha256}")
    index = {"lists": [entry.model_dump() for entry, _ in fetched]}
    _write(folder() / _INDEX, json.dumps(index, indent=1).encode())


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to the same host and scheme."""

    def redirect_request(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str):
        """The next request.

        Raises:
            TrustError: if it would go elsewhere.
        """
        old, new = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise TrustError(f"{_host(old.netloc)}: sends on to another host, {_host(new.netloc)}; not followed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def download(address: str) -> bytes:
    """The bytes at an address, at most `LARGEST` and within `SECONDS`.

    Raises:
        TrustError: if the address is neither HTTPS nor on this machine, or if the bytes can't be had.
    """
    parts = urllib.parse.urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not (parts.scheme == "https" or local) or not parts.hostname:
        raise TrustError(f"{file_name(address)}: is no HTTPS address")
    end = time.monotonic() + SECONDS
    try:
        handlers = (_SameHost(), urllib.request.ProxyHandler({})) if local else (_SameHost(),)
        with urllib.request.build_opener(*handlers).open(address, timeout=20) as response:
            data = b""
            while block := response.read1(65536):
                data += block
                if len(data) > LARGEST:
                    raise TrustError(f"{file_name(address)}: is larger than {LARGEST:,} bytes")
                if time.monotonic() > end:
                    raise TrustError(f"{file_name(address)}: took longer than {SECONDS} seconds; try again")
            return data
    except TrustError:
        raise
    except (OSError, ValueError, urllib.error.URLError) as error:
        reason = getattr(error, "reason", None) or error
        raise TrustError(f"{file_name(address)}: could not be fetched ({one_line(reason, 100)})") from None


def _official() -> str:
    entries = {entry.file: entry for entry in kept()}
    if SIGNERS not in entries:
        raise TrustError(
            "--trust-anchors c2pa: the official lists are not on this machine; fetch them with `telltale trust fetch`"
        )
    texts: dict[str, str] = {}
    for name, entry in entries.items():
        if not is_whole(entry):
            raise TrustError(
                f"{file_name(folder() / name)}: changed since it was fetched; run `telltale trust fetch` again"
            )
        texts[name] = _pem(certificates(_read(folder() / name).decode("utf-8", "replace")))
    digests = [f"{'signers' if n == SIGNERS else 'time stamps'} sha256:{e.sha256}" for n, e in entries.items()]
    version = f"fetched {entries[SIGNERS].fetched}, {', '.join(digests)}"
    return f"{_HEADER}{OFFICIAL} {version}\n{texts[SIGNERS]}{_DIVIDER}\n{texts.get(AUTHORITIES, '')}"


def _of_file(path: Path) -> str:
    data = _read(path)
    found = certificates(data.decode("utf-8", "replace"))
    if not found:
        raise TrustError(f"{file_name(path)}: holds no certificate; give a PEM file, or `c2pa` for the official lists")
    return f"{_HEADER}{file_name(path.name).replace(' ', '_')} sha256:{_digest(data)}\n{_pem(found)}"


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise TrustError(f"{file_name(path)}: is larger than {LARGEST:,} bytes, so it is no list of certificates")
    return data


def _write(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(temporary).replace(path)


def _pem(found: list[Certificate]) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return "".join(certificate.public_bytes(Encoding.PEM).decode() for certificate in found)


def _host(netloc: str) -> str:
    return file_name(netloc.rpartition("@")[2])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
