"""The recipe that teaches a bundle a new generator and keeps what it knows of the old ones."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...agent.console import DONE, FAILED, Commands, add_command, at_least_one, note
from .recipe_options import DATA_HELP, add_bundle_options, check_bundle_options, guarded_recipe

_EXAMPLES = (
    (
        "telltale finetune update --data new --from my-bundle --out newer-bundle",
        "learn the generators in new/fake (and photographs in new/real), and print what was learned and forgotten",
    ),
    (
        "telltale finetune update --data new --from shipped --old pictures --out my-bundle",
        "the same for the shipped detector, which remembers no pictures: keep it to those of pictures/",
    ),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    about = "teach a bundle a new generator without forgetting the old ones"
    parser = add_command(commands, "update", about, _EXAMPLES, guarded_recipe(_update))
    parser.add_argument(
        "--data",
        nargs="+",
        type=Path,
        required=True,
        metavar="DATA",
        help=f"pictures of the new generator, and photographs if you have some: {DATA_HELP}",
    )
    parser.add_argument(
        "--from",
        dest="start",
        default="shipped",
        metavar="WHAT",
        help="the detector to update: a bundle's (its folder), or the shipped one (shipped, default)",
    )
    parser.add_argument(
        "--old",
        nargs="+",
        type=Path,
        default=[],
        metavar="DATA",
        help="older generated pictures and photographs to remember, beside those that the bundle remembers",
    )
    parser.add_argument(
        "--method",
        choices=("sur", "replay", "ewc"),
        default="sur",
        help="how older pictures are kept: sparse uniform replay (sur, default), random replay, or elastic weight "
        "consolidation (ewc)",
    )
    parser.add_argument(
        "--may-forget",
        type=float,
        default=0.01,
        metavar="LOSS",
        help="write the bundle only if the AUROC on older pictures falls by no more than this (default 0.01)",
    )
    parser.add_argument(
        "--memory",
        type=int,
        default=256,
        metavar="N",
        help="views that the new bundle remembers, 15 kB each (default 256; 0 for none)",
    )
    parser.add_argument(
        "--limit",
        type=at_least_one,
        default=40,
        metavar="N",
        help="pictures at most of each source and generator (default 40)",
    )
    add_bundle_options(parser)


def _check(arguments: argparse.Namespace) -> None:
    """Check what the recipe is given.

    Raises:
        ValueError: if a number is out of its range, or the folder of the bundle holds something else.
    """
    check_bundle_options(arguments)
    if arguments.memory < 0:
        raise ValueError(f"--memory {arguments.memory}: must be 0 or more")
    if not 0 <= arguments.may_forget <= 1:
        raise ValueError(f"--may-forget {arguments.may_forget:g}: must be between 0 and 1; 0.01 is usual")
    if arguments.start == "base":
        raise ValueError("--from base: there is nothing to update; the recipe `all` trains anew")


def _update(arguments: argparse.Namespace) -> int:
    from .. import own_bundle, own_set, own_update

    _check(arguments)
    options = own_update.UpdateOptions(
        method=arguments.method,
        views=arguments.memory,
        may_forget=arguments.may_forget,
        limit=arguments.limit,
        rate=arguments.error_rate,
        name=arguments.name,
    )
    start = own_bundle.start_of(arguments.start)
    if not arguments.old and own_update.memory_of(start) is None:
        raise ValueError(own_update.NOTHING_REMEMBERED)  # before the pictures are read and measured
    records, older = (own_set.distinct(own_set.records_in(places)) for places in (arguments.data, arguments.old))
    result = own_update.run(records, older, start, options, arguments.work)
    print("\n".join(own_update.report(result, arguments.error_rate)))
    why = own_update.refusal(result, options)
    if why:
        note(f"no bundle was written: {why}")
        return FAILED
    own_update.write(result, start, arguments.out, options)
    note(f"wrote the bundle {arguments.out}; use it with `telltale examine IMAGE --bundle {arguments.out}`")
    return DONE
