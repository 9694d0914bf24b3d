"""Recipes for heads: the trained detectors, and the router of questions."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ...agent.console import DONE, Commands, add_command, say
from .recipe_options import add_data_options, guarded_recipe, read_records

if TYPE_CHECKING:
    from ...eval.sets.records import Record

_DETECTOR_EXAMPLES = (
    (
        "telltale finetune detector clip --data images/manifest.csv --work work --out models",
        "train the main detector, and measure it on each source in turn, left out of training",
    ),
    (
        "telltale finetune detector residual --data images/manifest.csv --work work --out models --steps 1500",
        "train the network on pixel residuals for 1500 steps",
    ),
)
_ROUTER_EXAMPLES = (
    ("telltale finetune router --out models", "fit the head that sorts questions by kind, and measure it"),
)


def add_detector(commands: Commands) -> None:
    """Declare the command that trains a detector."""
    parser = add_command(commands, "detector", "train a detector", _DETECTOR_EXAMPLES, guarded_recipe(_detector))
    parser.add_argument("name", choices=("clip", "portrait", "laundering", "residual"), help="the detector")
    add_data_options(parser)
    parser.add_argument("--steps", type=int, default=2000, help="training steps of the residual network (default 2000)")


def add_router(commands: Commands) -> None:
    """Declare the command that fits the router."""
    parser = add_command(
        commands, "router", "fit the head that sorts questions by kind", _ROUTER_EXAMPLES, guarded_recipe(_router)
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the head goes")


def _detector(arguments: argparse.Namespace) -> int:
    records = read_records(arguments.data)
    if arguments.name == "residual":
        _residual(arguments, records)
    else:
        _on_tower_features(arguments, records)
    return DONE


def _residual(arguments: argparse.Namespace, records: list[Record]) -> None:
    from ..heads import residual_training
    from ..pseudo_fakes.generators import generators_in

    generators = generators_in(arguments.work)
    areas = residual_training.run(records, arguments.work, arguments.out, arguments.steps, generators, say)
    for name, area in areas.items():
        print(f"left out {name}: AUROC {area:.3f}")


def _on_tower_features(arguments: argparse.Namespace, records: list[Record]) -> None:
    """Train one of the heads on the features of CLIP's tower, and print how well it does."""
    from ...agent.detectors import clip_heads, laundering, portrait
    from ..heads import clip_training, laundering_training, portrait_training
    from ..heads.tower_features import corpus, extract
    from ..pseudo_fakes.generators import generators_in

    samples = corpus(records, degraded=1, pseudo=0.5)
    features = extract(samples, arguments.work / "features", generators_in(arguments.work), say)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.name == "portrait":
        portrait_head = portrait_training.train(samples, features)
        portrait.save(portrait_head, arguments.out / portrait.FILE)
        print(f"portraits kept from training: AUROC {portrait_head.auroc:.3f}")
    elif arguments.name == "laundering":
        laundering_head, _ = laundering_training.train(samples, features)
        laundering.save(laundering_head, arguments.out / laundering.FILE)
        print(
            f"laundered photographs against generated pictures of left-out sources: AUROC {laundering_head.auroc:.3f}"
        )
    else:
        heads, crossed = clip_training.train(samples, features)
        for name, areas in clip_training.table(samples, crossed).items():
            print(f"left out {name}: AUROC {sum(areas) / len(areas):.3f}")
        about = {"pictures": str(len(records)), "views": str(len(samples))}
        clip_heads.save(heads, arguments.out / clip_heads.FILE, about)


def _router(arguments: argparse.Namespace) -> int:
    from ...agent.perception import encoder
    from ...agent.reasoning.dialogue.router import FILE, save
    from ..heads import router_training

    sentences = encoder.load()
    head = router_training.fit(sentences)
    share, wrong = router_training.accuracy(head, sentences)
    print(f"{share:.1%} of the held-out questions are sorted correctly")
    for question, truth, answer in wrong:
        print(f"  {question}: {truth}, taken for {answer}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    save(head, arguments.out / FILE)
    return DONE
