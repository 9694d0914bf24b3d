"""`telltale serve`: serve an HTTP API for other programs."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ..console import DONE, FAILED, Commands, add_command, fail, guarded
from ..environment import keep_memory_together
from ..environment import prepare as prepare_environment
from .model_options import investigator_of
from .server_options import add_examining_options, examining_options

VARIABLE = "TELLTALE_TOKEN"
LEAST = 16  # characters of a token
_EXAMPLES = (
    ("telltale serve", "serve the API at http://127.0.0.1:7861, for this machine only"),
    ("telltale serve --host 0.0.0.0 --token-file token.txt", "let others use it who have the token"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "serve", "serve an HTTP API for other programs", _EXAMPLES, guarded(_serve))
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1: this machine only)"
    )
    parser.add_argument("--port", type=int, default=7861, help="port to listen on (default 7861; 0 for any free one)")
    parser.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"file with the token that requests must bear, of {LEAST} characters or more; by default {VARIABLE} if it "
        "is set",
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a further host name under which programs may ask, as behind a proxy (may be repeated)",
    )
    add_examining_options(parser)


def _serve(arguments: argparse.Namespace) -> int:
    prepare_environment()
    keep_memory_together()
    from ..app.request_guard import is_loopback

    token = _token(arguments.token_file)
    if token is None and not is_loopback(arguments.host):
        raise ValueError(
            f"--host {arguments.host}: others could reach the API there; set a token with --token-file FILE or "
            f"{VARIABLE}"
        )
    investigator = investigator_of(arguments, **examining_options(arguments))
    import signal

    from ..api.api_server import serve

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as with Ctrl-C, so that uploads are deleted
    try:
        serve(investigator, arguments.host, arguments.port, token, arguments.name)
    except (OSError, OverflowError):
        place = f"{arguments.host}:{arguments.port}"
        return fail(f"{place}: can't listen there, perhaps because another program does; choose another --port", FAILED)
    return DONE


def _token(file: Path | None) -> str | None:
    """The token; None if there is none. No process that is started later finds it in its environment.

    Raises:
        ValueError: if it is too short, or could not stand in a request.
        OSError: if the file can't be read.
    """
    token = os.environ.pop(VARIABLE, None)
    place = VARIABLE
    if file is not None:
        place, token = str(file), file.read_text(encoding="utf-8", errors="replace")
    if token is None:
        return None
    token = token.strip()
    if len(token) < LEAST or not all("!" <= c <= "~" for c in token):
        raise ValueError(
            f"{place}: a token has {LEAST} or more letters, digits and signs, and no space; make another one"
        )
    return token
