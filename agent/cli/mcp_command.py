"""`telltale mcp`: serve the tools for an agent, by the Model Context Protocol."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..console import DONE, Commands, add_command, guarded, note
from ..environment import prepare as prepare_environment
from .model_options import completed
from .server_options import add_examining_options, examining_options

_EXAMPLES = (
    ("telltale mcp", "let an agent examine pictures in the current folder; its program starts this command"),
    ("telltale mcp --root ~/evidence --root ~/inbox", "in two other folders"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    summary = "serve tools for an agent (Model Context Protocol) over standard input and output"
    parser = add_command(commands, "mcp", summary, _EXAMPLES, guarded(_mcp, _extra))
    parser.add_argument(
        "--root",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="a folder below which files may be opened (may be repeated; default: the current folder)",
    )
    add_examining_options(parser)


def _mcp(arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..api import mcp_server
    from ..api.picture_tools import PictureTools
    from ..investigator import Investigator

    options = examining_options(arguments)
    investigator = Investigator(  # loaded while the agent's program already talks to the server
        arguments.model,
        adapter=arguments.adapter,
        bundle=arguments.bundle,
        load_in=arguments.load_in,
        second_model=arguments.second_model,
        **options,
    )
    for line in completed(arguments, investigator):
        note(line)
    roots = [root.expanduser() for root in arguments.root]
    mcp_server.run(PictureTools(investigator, roots, options["trust_anchors"]))
    return DONE


def _extra(module: str) -> str:
    return "mcp" if module.partition(".")[0] in ("mcp", "mcp_types") else ""
