"""Recipes for the adapter that words findings: explain, and its preference."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ...agent.console import DONE, Commands, add_command, at_least_one, note, say
from .recipe_options import (
    DATA_HELP,
    add_autoencoder_option,
    add_base_options,
    add_folder_options,
    add_start_option,
    guarded_recipe,
    read_autoencoder,
    read_records,
    ready_generators,
)

if TYPE_CHECKING:
    from ...agent.perception.models import LocalModel
    from ..rows.training_row import TrainingRow

_EXPLAIN_EXAMPLES = (
    (
        "telltale finetune explain --data SET… --work work --out adapters",
        "examine pictures, make training rows of the examinations, and train the adapter on them",
    ),
    (
        "telltale finetune explain --rows work/rows-train.jsonl WATCH --take evidence=340 --out adapters",
        "train on 340 rows of one kind from a file, and measure on the held-out rows of another",
    ),
)
_PREFERENCE_EXAMPLES = (
    (
        "telltale finetune preference --rows work/rows-train.jsonl --adapter adapters --work work --out adapters",
        "train the explain adapter to prefer grounded sentences to altered ones",
    ),
)


def add(commands: Commands) -> None:
    """Declare the commands."""
    _add_explain(commands)
    _add_preference(commands)


def _add_explain(commands: Commands) -> None:
    parser = add_command(commands, "explain", "train the explain adapter", _EXPLAIN_EXAMPLES, guarded_recipe(_explain))
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", nargs="+", metavar="DATA", help=DATA_HELP)
    source.add_argument(
        "--rows", nargs="+", type=Path, metavar="FILE", help="a file of rows to train on, then files of held-out rows"
    )
    add_folder_options(parser)
    add_base_options(parser)
    add_autoencoder_option(parser)
    parser.add_argument(
        "--adapter", type=Path, metavar="DIR", help="folder with the perceive adapter (default: the shipped one)"
    )
    parser.add_argument(
        "--files", type=Path, metavar="DIR", help="files with a history: content credentials, EXIF, parameters"
    )
    parser.add_argument("--descriptions", type=Path, metavar="FILE", help="LOKI's open_ended_vqa.json")
    parser.add_argument(
        "--fakeclue", nargs=2, type=Path, metavar=("JSON", "PICTURES"), help="FakeClue's JSON and its pictures"
    )
    parser.add_argument(
        "--limit", type=at_least_one, default=16, help="pictures of each source to examine (default 16)"
    )
    parser.add_argument("--dialogues", type=int, default=1100, help="evidence dialogues to make (default 1100)")
    parser.add_argument(
        "--take",
        nargs="+",
        type=_count,
        metavar="KIND=N",
        help="train on this many rows of each kind named, and on no other kind, such as evidence=340",
    )
    parser.add_argument("--epochs", type=float, default=1.0, help="how often each row is seen (default 1)")
    add_start_option(parser)
    parser.add_argument(
        "--rate", type=float, help="peak learning rate (default 4e-4, and half of it for an adapter that is there)"
    )
    parser.add_argument("--gradient-checkpointing", action="store_true", help="use less memory and more time")
    parser.add_argument(
        "--anchor",
        type=float,
        default=2.0,
        help="how strongly the adapter is held to the base on general text (default 2)",
    )
    parser.add_argument("--go-on", action="store_true", help="continue with the explain adapter that is there")
    parser.add_argument("--rows-only", action="store_true", help="write the rows and stop")


def _add_preference(commands: Commands) -> None:
    parser = add_command(
        commands,
        "preference",
        "train an explain adapter to prefer grounded sentences (DPO)",
        _PREFERENCE_EXAMPLES,
        guarded_recipe(_preference),
    )
    parser.add_argument("--rows", type=Path, required=True, metavar="FILE", help="rows, as `explain` writes them")
    add_folder_options(parser)
    add_base_options(parser)
    parser.add_argument("--adapter", type=Path, required=True, metavar="DIR", help="folder with the explain adapter")
    parser.add_argument("--pairs", type=int, default=400, help="pairs of answers (default 400)")
    parser.add_argument(
        "--limit", type=at_least_one, metavar="N", help="rows of the file to read at most (default all)"
    )


def _count(text: str) -> tuple[str, int]:
    """A kind of row and a number, from `evidence=340`."""
    from ..rows import ROW_KINDS

    kind, _, number = text.partition("=")
    if kind not in ROW_KINDS or not number.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not KIND=N; the kinds are {', '.join(ROW_KINDS)}")
    return kind, int(number)


def _explain(arguments: argparse.Namespace) -> int:
    from ...agent.perception.models import load
    from ..adapters import explain, lora
    from ..bundle_writing import seal
    from ..progress_steps import Steps
    from ..rows import prose, row_files

    steps = Steps(2)
    steps.begin("rows to learn from")
    model = load(arguments.model, adapter=arguments.adapter, load_in=arguments.load_in)
    if arguments.rows:
        learned, *watched = map(row_files.read, arguments.rows)
        held_out = [row for rows in watched for row in rows]
    else:
        learned, held_out = _built_rows(arguments, model)
    if arguments.rows_only:
        return DONE
    if arguments.take:
        learned = row_files.take(learned, dict(arguments.take))
    if arguments.start == "shipped" and explain.NAME not in model.adapters:
        raise ValueError(f"--from shipped: no explain adapter is shipped for {arguments.model}; leave the option out")
    go_on = arguments.go_on or (arguments.start != "base" and explain.NAME in model.adapters)
    options = explain.ExplainOptions(
        epochs=arguments.epochs,
        rate=arguments.rate or (explain.RATE / 2 if go_on else explain.RATE),
        gradient_checkpointing=arguments.gradient_checkpointing,
        anchor=arguments.anchor,
        go_on=go_on,
    )
    steps.begin(f"training on {len(learned):,} rows")
    general = prose.texts(arguments.work / "chat.jsonl", model.processor)
    wrapped = explain.train(model, learned, row_files.sample(held_out), options, arguments.work, say, general)
    print(lora.save(wrapped, explain.NAME, arguments.out, arguments.model))
    seal(arguments.out, model=arguments.model)
    return DONE


def _built_rows(arguments: argparse.Namespace, model: LocalModel) -> tuple[list[TrainingRow], list[TrainingRow]]:
    """Rows to train on and held-out rows, made of examinations and written to the work folder."""
    from ..rows import build, row_files
    from ..weighing import readings, ways

    sources = build.Sources(
        data=read_records(arguments.data),
        work=arguments.work,
        files=arguments.files,
        faces=arguments.faces,
        descriptions=arguments.descriptions,
        fakeclue=tuple(arguments.fakeclue) if arguments.fakeclue else None,
        limit=arguments.limit,
        dialogues=arguments.dialogues,
    )
    generators = ready_generators(arguments.work, sources.data, read_autoencoder(arguments.autoencoder))
    if not (arguments.work / readings.FILE).exists() and any(cue.reliable for cue in model.reliability.values()):
        note("measuring what the detectors say, for questions about cues that a detector bears on")
        readings.collect(arguments.work, ways.plan(sources.data, arguments.limit), generators, say)
    learned, held_out = build.build(sources, model, generators, say)
    row_files.write(learned, arguments.work / "rows-train.jsonl")
    row_files.write(held_out, arguments.work / "rows-held-out.jsonl")
    return learned, held_out


def _preference(arguments: argparse.Namespace) -> int:
    from ...agent.perception.adapters import find
    from ...agent.perception.models import load
    from ..adapters import lora, preference
    from ..bundle_writing import seal
    from ..rows import row_files

    adapters = find(arguments.adapter)
    folder = adapters.get("explain") or adapters["perceive"]  # the only adapter of a folder goes by this name
    base = load(arguments.model, load_in=arguments.load_in, bare=True)
    options = preference.PreferenceOptions(pairs=arguments.pairs)
    wrapped = preference.train(
        base, folder, row_files.read(arguments.rows)[: arguments.limit], options, arguments.work, say
    )
    print(lora.save(wrapped, "explain", arguments.out, arguments.model, loaded_as="default"))
    seal(arguments.out, model=arguments.model)
    return DONE
