"""`telltale chat`: open the chat page."""

from __future__ import annotations

import argparse

from ..console import DONE, FAILED, Commands, add_command, fail, guarded
from ..environment import keep_memory_together
from ..environment import prepare as prepare_environment
from .model_options import add_model_options, investigator_of
from .trust_commands import add_trust_anchors, anchors_of

_EXAMPLES = (
    ("telltale chat", "open the page at http://127.0.0.1:7860, for this machine only"),
    ("telltale chat --host 0.0.0.0 --port 8080 --auth USER:PASSWORD", "let others reach it, with a name and password"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands, "chat", "open a page for examining pictures and asking about them", _EXAMPLES, guarded(_chat)
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1: this machine only)"
    )
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (default 7860)")
    parser.add_argument("--auth", metavar="USER:PASSWORD", help="ask visitors for this name and password")
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a further host name under which visitors may ask for the page, as behind a proxy (may be repeated)",
    )
    add_trust_anchors(parser)
    add_model_options(parser)


def _chat(arguments: argparse.Namespace) -> int:
    prepare_environment()
    keep_memory_together()
    from ..app.request_guard import is_loopback

    user, _, password = (arguments.auth or "").partition(":")
    if arguments.auth and not (user and password):
        raise ValueError("--auth: a name or a password is missing; give both as USER:PASSWORD")
    if not arguments.auth and not is_loopback(arguments.host):
        raise ValueError(
            f"--host {arguments.host}: others could reach the page there; set a name and password with --auth "
            "USER:PASSWORD"
        )
    investigator = investigator_of(arguments, trust_anchors=anchors_of(arguments))
    import signal

    from ..app import serve

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as with Ctrl-C, so that uploads are deleted
    try:
        credentials = (user, password) if arguments.auth else None
        serve(investigator, arguments.host, arguments.port, credentials, arguments.name)
    except OSError:
        place = f"{arguments.host}:{arguments.port}"
        return fail(f"{place}: can't listen there, perhaps because another program does; choose another --port", FAILED)
    return DONE
