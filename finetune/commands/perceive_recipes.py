"""Recipes for the adapter that answers questions about cues: perceive, and its measure."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ...agent.console import DONE, Commands, add_command, say
from .recipe_options import (
    add_autoencoder_option,
    add_base_options,
    add_data_options,
    add_limit_option,
    add_start_option,
    check_sources,
    guarded_recipe,
    limited_records,
    read_autoencoder,
    read_records,
    ready_generators,
    without_sources,
)

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


def add(commands: Commands) -> None:
    """Declare the commands."""
    _add_perceive(commands)
    _add_assess(commands)


def _add_perceive(commands: Commands) -> None:
    parser = add_command(
        commands, "perceive", "train the perceive adapter", _PERCEIVE_EXAMPLES, guarded_recipe(_perceive)
    )
    add_data_options(parser)
    add_base_options(parser)
    add_autoencoder_option(parser)
    add_start_option(parser)
    add_limit_option(parser)
    parser.add_argument("--steps", type=int, default=600, help="training steps (default 600)")
    parser.add_argument("--batch", type=int, default=8, help="pictures in a step (default 8)")
    parser.add_argument("--leave-out", nargs="+", default=(), metavar="SOURCE", help="sources to keep from training")
    parser.add_argument("--freeze-tower", action="store_true", help="do not train the vision tower")
    parser.add_argument("--gradient-checkpointing", action="store_true", help="use less memory and more time")
    parser.add_argument(
        "--rate", type=float, help="peak learning rate (default 0.0005, half of it with --from shipped)"
    )
    parser.add_argument(
        "--together", type=int, metavar="N", help="pictures in one sequence (default 8 on a GPU, else 1)"
    )
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes that draw pictures ahead (default one for each core but one if there is a GPU, else 0)",
    )


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
    add_limit_option(parser)
    parser.add_argument("--only", nargs="+", metavar="SOURCE", help="measure on all pictures of these sources")
    parser.add_argument("--count", type=int, default=1000, help="pictures to measure on (default 1000)")


def _perceive(arguments: argparse.Namespace) -> int:
    from ...agent.perception import adapters
    from ...agent.perception.models import SMALL, load
    from ..adapters import lora, perceive
    from ..adapters.assess import held_out
    from ..adapters.drawn_ahead import ExamplesOf
    from ..adapters.face_answers import faces
    from ..adapters.probe_data import Examples
    from ..bundle_writing import seal
    from ..progress_steps import Steps

    records = without_sources(read_records(arguments.data), arguments.leave_out)
    records = [record for record in limited_records(arguments, records) if not held_out(record)]
    people = [face for face in faces(arguments.faces) if not face.held_out] if arguments.faces else []
    autoencoder = read_autoencoder(arguments.autoencoder)
    steps = Steps(3)
    steps.begin("what makes pseudo-fakes")
    generators = ready_generators(arguments.work, records, autoencoder)
    examples = Examples(records, generators, people, autoencoder=autoencoder)
    shipped = adapters.shipped(arguments.model).get(perceive.NAME) if arguments.start != "base" else None
    if arguments.start == "shipped" and shipped is None:
        raise ValueError(f"--from shipped: no perceive adapter is shipped for {arguments.model}; leave the option out")
    options = perceive.PerceiveOptions(
        steps=arguments.steps,
        rate=arguments.rate or (perceive.RATE if shipped is None else perceive.RATE / 2),
        start="" if shipped is None else adapters.digest(shipped),
        batch=arguments.batch,
        whole_projector=arguments.model == SMALL,
        freeze_tower=arguments.freeze_tower,
        gradient_checkpointing=arguments.gradient_checkpointing,
        together=_of_device(arguments.together, on_gpu=8, else_=1),
    )
    steps.begin("the model")
    model = load(arguments.model, load_in=arguments.load_in, bare=shipped is None)
    steps.begin(f"training in {arguments.steps:,} steps on {len(records):,} pictures")
    ahead = ExamplesOf(tuple(records), tuple(people), arguments.work, arguments.autoencoder)
    workers = _of_device(arguments.workers, on_gpu=(os.cpu_count() or 1) - 1, else_=0)
    wrapped = perceive.train(model, examples, options, arguments.work, say, ahead=ahead, workers=workers)
    print(lora.save(wrapped, perceive.NAME, arguments.out, arguments.model))
    seal(arguments.out, model=arguments.model)
    return DONE


def _of_device(chosen: int | None, *, on_gpu: int, else_: int) -> int:
    """What was chosen, or what suits the device that trains."""
    import torch

    if chosen is not None:
        return chosen
    return on_gpu if torch.cuda.is_available() else else_


def _assess(arguments: argparse.Namespace) -> int:
    from ...agent.perception.models import load
    from ..adapters import assess
    from ..adapters.face_answers import faces
    from ..adapters.probe_data import Examples
    from ..bundle_writing import described, seal
    from ..progress_steps import Steps

    records = limited_records(arguments)
    if arguments.only:
        check_sources(records, arguments.only)
        records = [record for record in records if record.source in arguments.only]
    else:
        records = [record for record in records if assess.held_out(record)]
    people = [face for face in faces(arguments.faces) if face.held_out] if arguments.faces else []
    autoencoder = read_autoencoder(arguments.autoencoder)
    steps = Steps(2)
    steps.begin("what makes pseudo-fakes")
    generators = ready_generators(arguments.work, records, autoencoder)
    examples = Examples(records, generators, people, autoencoder=autoencoder)
    steps.begin(f"questions on {arguments.count:,} pictures")
    model = load(arguments.model, adapter=arguments.adapter, load_in=arguments.load_in)
    found = assess.assessed(assess.ask(model, examples, arguments.count))
    print("\n".join(assess.table(found)))
    arguments.out.mkdir(parents=True, exist_ok=True)
    assess.save(found, arguments.out)
    if described(arguments.out.parent) is not None:  # the adapter's folder is in a bundle, whose digests change
        seal(arguments.out.parent)
    return DONE
