"""`telltale triage`: measure many pictures, numbers only; a run that was stopped goes on where it was."""

from __future__ import annotations

import argparse
from glob import has_magic
from pathlib import Path

from ..console import DONE, FAILED, Commands, add_command, guarded, note
from ..environment import prepare as prepare_environment
from .server_options import add_measuring_options
from .trust_commands import anchors_of

_EXAMPLES = (
    ("telltale triage pictures --out pictures.jsonl", "measure all pictures in a folder and below, and sum them up"),
    (
        "telltale triage list.csv 'shards/*.tar' --out all.jsonl --workers 8",
        "measure the pictures that a table names and those in tar archives, in eight processes",
    ),
)
_EXTRAS = {"ray": "ray"}


def add(commands: Commands) -> None:
    """Declare the command."""
    summary = "measure many pictures: numbers only, no explanations; the same call goes on after a stop"
    parser = add_command(
        commands, "triage", summary, _EXAMPLES, guarded(_triage, extra=lambda module: _EXTRAS.get(module, ""))
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a picture, a folder (with all below it), a pattern in quotes, a .csv or .tsv file with a column of "
        "paths, a .tar archive, or a URL such as s3://bucket/folder; only URLs leave this machine",
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE.jsonl", help="file of results, one line a picture"
    )
    parser.add_argument(
        "--summary", type=Path, metavar="FILE.html", help="where to write the summary (by default beside the results)"
    )
    parser.add_argument("--no-summary", action="store_true", help="write no summary")
    parser.add_argument(
        "--summary-language",
        choices=("en", "de", "fr", "es", "zh"),
        default="en",
        help="language of the summary (default en)",
    )
    parser.add_argument(
        "--thumbnails",
        type=int,
        default=0,
        metavar="N",
        help="show small copies of the first N pictures in the summary, at most 500 (default 0)",
    )
    parser.add_argument(
        "--engine", choices=("local", "ray"), default="local", help="local (default), or ray for a cluster of machines"
    )
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes, or actors of ray (default: one for each core); 0 measures in this process",
    )
    parser.add_argument(
        "--batch", type=int, default=8, metavar="N", help="pictures that are measured together (default 8)"
    )
    parser.add_argument("--column", metavar="NAME", help="the column of tables that has the paths")
    parser.add_argument("--remote", action="store_true", help="also fetch the URLs that tables name")
    parser.add_argument(
        "--every-file",
        action="store_true",
        help="also take files in folders and archives whose names do not end like a picture's",
    )
    parser.add_argument(
        "--restart", action="store_true", help="begin anew; earlier results are kept beside the new ones"
    )
    parser.add_argument("--retry", action="store_true", help="measure pictures again that failed before")
    parser.add_argument(
        "--no-perceive",
        action="store_true",
        help="never ask the model about visual cues; by default it is asked about the few pictures whose label that "
        "could change",
    )
    parser.add_argument(
        "--bundle", type=Path, metavar="DIR", help="use the detectors and limits that `telltale finetune` wrote there"
    )
    add_measuring_options(parser)


def _triage(arguments: argparse.Namespace) -> int:
    prepare_environment()
    _check(arguments)
    from ..triage.triage_entries import Listing
    from ..triage.triage_run import Order, run, workers_here
    from ..triage.triage_worker import Plan

    order = Order(
        listing=Listing(
            tuple(arguments.paths), arguments.column, remote=arguments.remote, every_file=arguments.every_file
        ),
        out=arguments.out,
        plan=Plan(
            detectors=tuple(arguments.detector) if arguments.detector else None,
            perceive=not arguments.no_perceive,
            bundle=str(arguments.bundle) if arguments.bundle else None,
            trust_anchors=anchors_of(arguments),
            error_rate=arguments.error_rate,
            batch=arguments.batch,
        ),
        engine=arguments.engine,
        workers=workers_here() if arguments.workers is None else arguments.workers,
        restart=arguments.restart,
        retry=arguments.retry,
    )
    outcome = run(order)
    counts = ", ".join(f"{name} {outcome.labels[name]:,}" for name in _ORDER if outcome.labels[name])
    note(f"{arguments.out}: {counts or 'no pictures'}")
    if not arguments.no_summary:
        from ..triage.triage_page import write

        page = arguments.summary or arguments.out.with_suffix(".html")
        write(arguments.out, page, language=arguments.summary_language, thumbnails=arguments.thumbnails)
        note(f"wrote {page}")
    return FAILED if outcome.labels["error"] else DONE


_ORDER = ("synthetic", "tampered", "inconclusive", "real", "same", "error")


def _check(arguments: argparse.Namespace) -> None:
    """Refuse a call that can't be right.

    Raises:
        ValueError: in one line.
    """
    if arguments.batch < 1:
        raise ValueError("--batch must be 1 or more; 8 is usual")
    if arguments.workers is not None and arguments.workers < 0:
        raise ValueError("--workers must be 0 or more")
    if not 0 <= arguments.thumbnails <= 500:
        raise ValueError("--thumbnails must be between 0 and 500")
    if arguments.out.suffix.lower() in (".html", ".htm"):
        raise ValueError("--out is for the results, such as results.jsonl; the summary goes to --summary")
    for file in (arguments.out, arguments.summary):
        if file is not None and file.is_dir():
            raise ValueError(f"{file}: is a folder; name a file in it")
    if not any("://" in path or has_magic(path) or Path(path).exists() for path in arguments.paths):
        from ..foreign import file_name  # which loads pydantic; `--help` must not wait for that

        raise ValueError(f"{file_name(arguments.paths[0])}: no such file or folder; check the path")
