"""`telltale chat`: open the chat page."""

from __future__ import annotations

import argparse
from functools import partial

from ..console import DONE, FAILED, Commands, add_command, fail, guarded
from ..environment import keep_memory_together
from ..environment import prepare as prepare_environment
from .model_options import investigator_of
from .server_options import add_examining_options, examining_options

_EXAMPLES = (
    (
        "telltale chat --casebook cases.db",
        "open the page at http://127.0.0.1:7860, for this machine only; cases are kept in this file",
    ),
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
    parser.add_argument(
        "--auth",
        action="append",
        default=[],
        metavar="USER:PASSWORD",
        help="ask visitors for this name and password (may be repeated); each sees no cases but their own",
    )
    parser.add_argument(
        "--casebook",
        metavar="URL",
        help="where cases are kept: a file, sqlite:///FILE or postgresql://USER@HOST/NAME; by default "
        "TELLTALE_CASEBOOK, else casebook.db in your data folder",
    )
    parser.add_argument("--case", metavar="CASE", help="the case that is open at first, by its id or its beginning")
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a further host name under which visitors may ask for the page, as behind a proxy (may be repeated)",
    )
    parser.add_argument(
        "--at-once",
        type=int,
        metavar="N",
        help="pictures that are examined at the same time, each of which uses several cores (default: a quarter of the "
        "cores, at least 1); others wait in turn, by visitor. With separate workers a picture counts until it has its "
        "verdict, and each has a process of its own that measures",
    )
    parser.add_argument(
        "--workers",
        choices=("separate", "none"),
        help="separate: the detectors and the model run in processes of their own, so that the next picture is "
        "measured while one is explained, and neither can take the page down; none: everything runs in one process, "
        "which takes less memory (default: separate on a machine with two cores and 6 GB or more)",
    )
    add_examining_options(parser)


def _chat(arguments: argparse.Namespace) -> int:
    prepare_environment()
    keep_memory_together()
    from ..app.request_guard import is_loopback

    accounts = [(user, password) for user, _, password in (each.partition(":") for each in arguments.auth)]
    if not all(user and password for user, password in accounts):
        raise ValueError("--auth: a name or a password is missing; give both as USER:PASSWORD")
    if arguments.at_once is not None and arguments.at_once < 1:
        raise ValueError(f"--at-once {arguments.at_once}: give at least 1")
    if not arguments.auth and not is_loopback(arguments.host):
        raise ValueError(
            f"--host {arguments.host}: others could reach the page there; set a name and password with --auth "
            "USER:PASSWORD"
        )
    from ..app.page_cases import Cases

    cases = Cases(arguments.casebook, arguments.case)
    cases.prepare()
    import signal

    from ..app import serve
    from ..app.page_server import EXAMINED
    from ..workers import machine_size
    from ..workers.worked_investigator import WorkedInvestigator

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as with Ctrl-C, so that uploads are deleted
    at_once = arguments.at_once or EXAMINED
    separate = machine_size.has_room(at_once) if arguments.workers is None else arguments.workers == "separate"
    make = partial(WorkedInvestigator, measuring=at_once) if separate else None
    investigator = investigator_of(arguments, make, **examining_options(arguments))
    try:
        serve(investigator, arguments.host, arguments.port, accounts, arguments.name, cases, at_once)
    except OSError:
        place = f"{arguments.host}:{arguments.port}"
        return fail(f"{place}: can't listen there, perhaps because another program does; choose another --port", FAILED)
    finally:
        if isinstance(investigator, WorkedInvestigator):
            investigator.close()
    return DONE
