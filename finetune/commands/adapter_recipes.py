"""Recipes for adapters: perceive and its measure, explain and its preference."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ...agent.console import DONE, Commands, add_command, say
from .recipe_options import (
    DATA_HELP,
    add_autoencoder_option,
    add_base_options,
    add_data_options,
    add_folder_options,
    add_start_option,
    check_sources,
    guarded_recipe,
    read_autoencoder,
    read_records,
    ready_generators,
    without_sources,
)

if TYPE_CHECKING:
    from ...agent.perception.models import LocalModel
    from ..rows.training_row import TrainingRow

_PERCEIVE_EXAMPLES = (
    (
        "telltale finetune perceive --data SET… --work work --out adapters --leave-out SOURCE…",
        "train the adapter that answers about visual cues, and keep some sources to measure it on",
    ),
)
_ASSESS_EXAMPLES = (
    (
        "telltale finetune assess-cues --data SET… --adapter adapters --only SOURCE… --out adapters/perceive",
        "measure the adapter on the sources that it never saw; its folder then says which cues are reliable",
    ),
)
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
    _add_perceive(commands)
    _add_assess(commands)
    _add_explain(commands)
    _add_preference(commands)


def _add_perceive(commands: Commands) -> None:
    parser = add_command(
        commands, "perceive", "train the perceive adapter", _PERCEIVE_EXAMPLES, guarded_recipe(_perceive)
    )
    add_data_options(parser)
    add_base_options(parser)
    add_autoencoder_option(parser)
    add_start_option(parser)
    parser.add_argument("--steps", type=int, default=600, help="training steps (default 600)")
    parser.add_argument("--batch", type=int, default=8, help="pictures in a step (default 8)")
    parser.add_argument("--leave-out", nargs="+", default=(), metavar="SOURCE", help="sources to keep from training")
    parser.add_argument("--freeze-tower", action="store_true", help="do not train the vision tower")
    parser.add_argument("--gradient-checkpointing", action="store_true", help="use less memory and more time")


def _add_assess(commands: Commands) -> None:
    parser = add_command(
        commands,
        "assess-cues",
        "measure how often a model is right about each cue",
        _ASSESS_EXAMPLES,
        guarded_recipe(_assess),
    )
    add_data_options(parser)
    add_base_options(parser)
    add_autoencoder_option(parser)
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="the adapter to measure (default: the shipped one)")
    parser.add_argument("--only", nargs="+", metavar="SOURCE", help="measure on all pictures of these sources")
    parser.add_argument("--count", type=int, default=1000, help="pictures to measure on (default 1000)")


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
    parser.add_argument("--limit", type=int, default=16, help="pictures of each source to examine (default 16)")
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


def _count(text: str) -> tuple[str, int]:
    """A kind of row and a number, from `evidence=340`."""
    from ..rows import ROW_KINDS

    kind, _, number = text.partition("=")
    if kind not in ROW_KINDS or not number.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not KIND=N; the kinds are {', '.join(ROW_KINDS)}")
    return kind, int(number)


def _perceive(arguments: argparse.Namespace) -> int:
    from ...agent.perception import adapters
    from ...agent.perception.models import SMALL, load
    from ..adapters import lora, perceive
    from ..adapters.assess import held_out
    from ..adapters.face_answers import faces
    from ..adapters.probe_data import Examples
    from ..bundle_writing import seal

    records = without_sources(read_records(arguments.data), arguments.leave_out)
    records = [record for record in records if not held_out(record)]
    people = [face for face in faces(arguments.faces) if not face.held_out] if arguments.faces else []
    autoencoder = read_autoencoder(arguments.autoencoder)
    generators = ready_generators(arguments.work, records, autoencoder)
    examples = Examples(records, generators, people, autoencoder=autoencoder)
    shipped = adapters.shipped(arguments.model).get(perceive.NAME) if arguments.start != "base" else None
    if arguments.start == "shipped" and shipped is None:
        raise ValueError(f"--from shipped: no perceive adapter is shipped for {arguments.model}; leave the option out")
    options = perceive.PerceiveOptions(
        steps=arguments.steps,
        rate=perceive.RATE if shipped is None else perceive.RATE / 2,
        start="" if shipped is None else adapters.digest(shipped),
        batch=arguments.batch,
        whole_projector=arguments.model == SMALL,
        freeze_tower=arguments.freeze_tower,
        gradient_checkpointing=arguments.gradient_checkpointing,
    )
    model = load(arguments.model, load_in=arguments.load_in, bare=shipped is None)
    wrapped = perceive.train(model, examples, options, arguments.work, say)
    print(lora.save(wrapped, perceive.NAME, arguments.out, arguments.model))
    seal(arguments.out, model=arguments.model)
    return DONE


def _assess(arguments: argparse.Namespace) -> int:
    from ...agent.perception.models import load
    from ..adapters import assess
    from ..adapters.face_answers import faces
    from ..adapters.probe_data import Examples
    from ..bundle_writing import described, seal

    records = read_records(arguments.data)
    if arguments.only:
        check_sources(records, arguments.only)
        records = [record for record in records if record.source in arguments.only]
    else:
        records = [record for record in records if assess.held_out(record)]
    people = [face for face in faces(arguments.faces) if face.held_out] if arguments.faces else []
    autoencoder = read_autoencoder(arguments.autoencoder)
    generators = ready_generators(arguments.work, records, autoencoder)
    examples = Examples(records, generators, people, autoencoder=autoencoder)
    model = load(arguments.model, adapter=arguments.adapter, load_in=arguments.load_in)
    assessed = assess.assess(model, examples, arguments.count, report=say)
    print("\n".join(assess.table(assessed)))
    arguments.out.mkdir(parents=True, exist_ok=True)
    assess.save(assessed, arguments.out)
    if described(arguments.out.parent) is not None:  # the adapter's folder is in a bundle, whose digests change
        seal(arguments.out.parent)
    return DONE


def _explain(arguments: argparse.Namespace) -> int:
    from ...agent.perception.models import load
    from ..adapters import explain, lora
    from ..bundle_writing import seal
    from ..rows import prose, row_files

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
    general = prose.texts(arguments.work / "chat.jsonl", model.processor)
    wrapped = explain.train(model, learned, row_files.sample(held_out), options, arguments.work, say, general)
    print(lora.save(wrapped, explain.NAME, arguments.out, arguments.model))
    seal(arguments.out, model=arguments.model)
    return DONE


def _built_rows(arguments: argparse.Namespace, model: LocalModel) -> tuple[list[TrainingRow], list[TrainingRow]]:
    """Rows to train on and held-out rows, made of examinations and written to the work folder."""
    from ..rows import build, row_files

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
    wrapped = preference.train(base, folder, row_files.read(arguments.rows), options, arguments.work, say)
    print(lora.save(wrapped, "explain", arguments.out, arguments.model, loaded_as="default"))
    seal(arguments.out, model=arguments.model)
    return DONE
