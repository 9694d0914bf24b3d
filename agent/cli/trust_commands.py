"""`telltale trust`: fetch the official lists of trusted signers of content credentials, and show what is there."""

from __future__ import annotations

import argparse

from ..console import DONE, FAILED, Commands, add_command, fail, guarded, note

_GROUP_EXAMPLES = (
    ("telltale trust fetch", "fetch the official C2PA trust list and that of the time-stamp authorities"),
    ("telltale examine photo.jpg --trust-anchors c2pa", "use them: their signers then count as trusted"),
)
_FETCH_EXAMPLES = (
    ("telltale trust fetch", "fetch both lists from the public repository of the C2PA conformance programme"),
    ("telltale trust fetch --from https://mirror.example/trust-list/", "fetch them from a mirror"),
)
_LIST_EXAMPLES = (("telltale trust list", "print a line for each list: file, state, certificates, date, SHA-256"),)


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = add_command(commands, "trust", "fetch and list the official lists of trusted signers", _GROUP_EXAMPLES)
    actions = group.add_subparsers(title="actions", required=True, metavar="ACTION")
    fetch = add_command(
        actions, "fetch", "fetch the official lists; nothing else ever fetches them", _FETCH_EXAMPLES, guarded(_fetch)
    )
    fetch.add_argument(
        "--from", dest="source", metavar="URL", help="folder with both files, in place of the official one (HTTPS)"
    )
    add_command(actions, "list", "list the trust lists on this machine", _LIST_EXAMPLES, guarded(_list))


def add_trust_anchors(parser: argparse.ArgumentParser) -> None:
    """Declare `--trust-anchors`."""
    parser.add_argument(
        "--trust-anchors",
        metavar="PEM",
        help="file with the certificates under which C2PA signers are trusted, or `c2pa` for the official lists that "
        "`telltale trust fetch` keeps",
    )


def anchors_of(arguments: argparse.Namespace) -> str | None:
    """The certificates of `--trust-anchors` as PEM text; None if none were asked for.

    Raises:
        ValueError: if the file has no certificate, or the official lists were not fetched.
        OSError: if the file can't be read.
    """
    if arguments.trust_anchors is None:
        return None
    from ..provenance import trust_lists

    return trust_lists.load(arguments.trust_anchors)


def _fetch(arguments: argparse.Namespace) -> int:
    from ..provenance import trust_lists

    try:
        trust_lists.fetch(note, arguments.source or trust_lists.SOURCE)
    except trust_lists.TrustError as error:
        return fail(str(error), FAILED)
    except OSError as error:
        place, reason = error.filename or trust_lists.folder(), error.strerror or error
        return fail(f"{place}: {reason}; set TELLTALE_CACHE to a folder that you may write to", FAILED)
    return DONE


def _list(arguments: argparse.Namespace) -> int:
    from ..provenance import trust_lists

    lists = trust_lists.kept()
    if not lists:
        note("no trust list is on this machine; fetch the official ones with `telltale trust fetch`")
    for entry in lists:
        state = "ready" if trust_lists.is_whole(entry) else "changed or missing; fetch it again"
        print(f"{entry.file}\t{state}\t{entry.certificates} certificates\tfetched {entry.fetched}\t{entry.sha256}")
    return DONE
