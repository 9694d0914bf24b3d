"""The server of the HTTP API."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path

from ..app.request_guard import UploadQuota, is_loopback, own_names
from ..app.upload_folder import upload_folder
from ..console import note
from ..investigator import Investigator
from .api_gate import ApiGate
from .api_routes import build
from .examination_store import KEPT_SECONDS, Examinations

_ENDING = 5  # seconds that requests in work have when the server ends


def application(
    investigator: Investigator,
    folder: Path,
    token: str | None = None,
    names: Sequence[str] = (),
    *,
    seconds: float = KEPT_SECONDS,
) -> ApiGate:
    """The API as an ASGI application, for a server of one's own.

    Args:
        investigator: examines the pictures.
        folder: where uploads lie; whoever made it deletes it.
        token: that requests have to bear; None if none has to.
        names: host names, beside the addresses of this machine and `localhost`, under which it may be asked.
        seconds: for which an examination is kept after the last request for it.
    """
    examinations = Examinations(investigator, folder, seconds=seconds)
    return ApiGate(
        build(examinations, investigator.versions, token=token is not None), token, names, UploadQuota(folder)
    )


def serve(investigator: Investigator, host: str, port: int, token: str | None, names: Sequence[str] = ()) -> None:
    """Serve the API until interrupted.

    Args:
        investigator: examines the pictures.
        host: address to listen on.
        port: and the port; 0 for any that is free.
        token: that requests have to bear; None if none has to.
        names: further host names under which the server may be asked.

    Raises:
        ValueError: if others could reach it without a token.
        OSError: if the port is taken.
    """
    import uvicorn

    if token is None and not is_loopback(host):
        raise ValueError(f"{host}: others could reach the API there; set a token with --token-file FILE")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    known = [host, *names, *(() if is_loopback(host) else own_names())]
    with upload_folder() as folder, socket.create_server((host.strip("[]"), port), family=family) as listening:
        app = application(investigator, folder, token, known)
        shown = f"[{host.strip('[]')}]" if ":" in host else host
        note(f"the API listens on http://{shown}:{listening.getsockname()[1]}")
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,  # whose turn it is, is not for a header to say
            timeout_graceful_shutdown=_ENDING,
        )
        uvicorn.Server(config).run(sockets=[listening])
