"""The server of the page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from ..console import note
from ..investigator import Investigator
from ..workers.worked_investigator import WorkedInvestigator
from .house import VISITS, House
from .page import AT_ONCE, HEAD, build
from .page_cases import Cases
from .page_head import PageHead
from .picture_looks import Looks
from .request_guard import RequestGuard, UploadQuota, is_loopback, own_names
from .served_files import ServedFiles
from .upload_folder import upload_folder
from .waiting_line import WaitingLine

WAITING = 64  # messages that wait before those in work
EXAMINED = max(1, (os.cpu_count() or 1) // 4)  # pictures at the same time, each of which uses several cores
MEASURED = "verdict"  # the stage after which only the model has work with a picture
_KEPT_SETTINGS = ("GRADIO_ANALYTICS_ENABLED", "GRADIO_ROOT_PATH")


def serve(
    investigator: Investigator,
    host: str,
    port: int,
    auth: Sequence[tuple[str, str]],
    names: Sequence[str] = (),
    cases: Cases | None = None,
    at_once: int = EXAMINED,
) -> None:
    """Serve the page until interrupted.

    Args:
        investigator: examines the pictures.
        host: address to listen on.
        port: and the port.
        auth: names and passwords of those who may come in; empty for everybody who can reach it.
        names: further host names under which the server may be asked.
        cases: that visitors may open; by default those of the user's own casebook.
        at_once: how many pictures are examined at the same time; the others wait in turn by user. If detectors and
            model are in processes of their own, a picture counts until it has its verdict.

    Raises:
        ValueError: if others could reach it without a password.
        OSError: if the port is taken.
    """
    if not auth and not is_loopback(host):
        raise ValueError(
            f"{host}: others could reach the page there; set a name and password with --auth USER:PASSWORD"
        )
    # Uploads may be evidence, and others may use the machine: they go to a folder that is deleted with the server.
    with upload_folder() as uploads:
        for name in [name for name in os.environ if name.startswith("GRADIO_") and name not in _KEPT_SETTINGS]:
            del os.environ[name]  # one of them could open folders, or start further servers
        os.environ["GRADIO_TEMP_DIR"] = str(uploads)
        served = ServedFiles()
        house = House(investigator, WaitingLine(at_once), served, cases=cases or Cases())
        if isinstance(investigator, WorkedInvestigator):
            house = replace(house, looks=Looks(investigator.look_at), done_with=MEASURED)
        page = build(house).queue(max_size=WAITING, api_open=False)
        from gradio.themes import Soft
        from starlette.middleware import Middleware

        known = [host, *names, *(() if is_loopback(host) else own_names())]
        page.launch(
            server_name=host,
            server_port=port,
            auth=list(auth or ()) or None,
            theme=Soft(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
            share=False,
            max_file_size="64mb",
            footer_links=[],
            ssr_mode=False,
            mcp_server=False,
            run_history=False,
            enable_monitoring=False,
            show_error=False,
            max_threads=AT_ONCE + 32,
            quiet=True,  # it would speak of a public link
            prevent_thread_lock=True,
            state_session_capacity=VISITS,
            allowed_paths=[],
            app_kwargs={
                "middleware": [
                    Middleware(RequestGuard, names=known, quota=UploadQuota(uploads)),
                    Middleware(PageHead, head=HEAD),
                ],
                "routes": served.routes(),
                "docs_url": None,
                "redoc_url": None,
            },
        )
        note(f"the page is at {page.local_url} (stop it with Ctrl+C)")
        page.block_thread()
