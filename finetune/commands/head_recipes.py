"""Recipes for heads: the trained detectors, and the router of questions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...agent.console import DONE, Commands, add_command, at_least_one, say
from .recipe_options import (
    add_data_options,
    add_folder_options,
    add_limit_option,
    guarded_recipe,
    limited_records,
    read_records,
    ready_generators,
    without_sources,
)

if TYPE_CHECKING:
    from ...agent.reasoning.dialogue.detail_router import DetailReader
    from ..rows.asked_questions import AskedQuestion

_DETECTOR_EXAMPLES = (
    (
        "telltale finetune detector clip --data images/manifest.csv --work work --out models",
        "train the main detector, and measure it on each source in turn, left out of training",
    ),
    (
        "telltale finetune detector portrait --data images faces --work work --out models --limit 200",
        "train the head for faces on up to 200 pictures of each source",
    ),
)
_ROUTER_EXAMPLES = (
    ("telltale finetune router --work work --out models", "train what sorts questions by kind, and measure it"),
    ("telltale finetune router --details --work work --out models", "train what names the single thing in a topic"),
)


def add_detector(commands: Commands) -> None:
    """Declare the command that trains a detector."""
    parser = add_command(commands, "detector", "train a detector", _DETECTOR_EXAMPLES, guarded_recipe(_detector))
    parser.add_argument("name", choices=("clip", "portrait", "laundering"), help="the detector")
    add_data_options(parser)
    parser.add_argument(
        "--from",
        dest="start",
        choices=("base", "shipped"),
        default="base",
        help="for clip: train from nothing (base, default; it takes many sources), or change the shipped head",
    )
    parser.add_argument("--leave-out", nargs="+", default=(), metavar="SOURCE", help="sources to keep from training")
    parser.add_argument(
        "--memory", action="store_true", help="for clip: keep what `telltale finetune update` needs later (4 MB)"
    )
    add_limit_option(parser, 20)


def add_router(commands: Commands) -> None:
    """Declare the command that fits the router."""
    about = "train the encoder and the head that sort questions by kind"
    parser = add_command(commands, "router", about, _ROUTER_EXAMPLES, guarded_recipe(_router))
    add_folder_options(parser)
    parser.add_argument("--epochs", type=int, default=3, metavar="N", help="passes over the questions (default 3)")
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="questions to learn from at most (default all)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--refit", action="store_true", help="teach the shipped head all questions, and leave its encoder as it is"
    )
    which.add_argument("--details", action="store_true", help="train what names the single thing that is asked for")


def _detector(arguments: argparse.Namespace) -> int:
    """Train one of the heads on the features of CLIP's tower, and print how well it does."""
    import numpy as np

    from ...agent.detectors import clip_heads, laundering, portrait
    from ...agent.reasoning.weighing import terms
    from ..bundle_writing import seal
    from ..heads import clip_training, laundering_training, portrait_training, replay_memory, started_heads
    from ..heads.tower_features import corpus, extract, main_corpus
    from ..progress_steps import Steps
    from ..weighing.source_reference import weighing_generation

    start = clip_heads.shipped() if arguments.start == "shipped" else None
    if arguments.start == "shipped" and (start is None or arguments.name != "clip"):
        raise ValueError(f"--from shipped: there is no shipped {arguments.name} to change; leave the option out")
    kept = without_sources(read_records(arguments.data), arguments.leave_out)
    records, passed = limited_records(arguments, kept), arguments.name == "laundering"
    samples = main_corpus(records) if arguments.name == "clip" else corpus(records, pseudo=0.5 if passed else 0.0)
    steps = Steps(3 if passed else 2)
    if passed:
        steps.begin("what makes pseudo-fakes")
    generators = ready_generators(arguments.work, records) if passed else {}
    steps.begin(f"features of {len(samples):,} views")
    features = extract(samples, arguments.work / "features", generators, steps=steps)
    steps.begin(f"the head of {arguments.name}, measured on what it did not see")
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.name == "portrait":
        portrait_head = portrait_training.train(samples, features)
        portrait.save(portrait_head, arguments.out / portrait.FILE)
        print(f"portraits kept from training: AUROC {portrait_head.auroc:.3f}")
    elif arguments.name == "laundering":
        laundering_head = laundering_training.train(samples, features)
        laundering.save(laundering_head, arguments.out / laundering.FILE)
        print(
            f"laundered photographs against generated pictures of left-out sources: AUROC {laundering_head.auroc:.3f}"
        )
    else:
        if start is None:
            heads, scored = clip_training.train(samples, features)
        else:
            heads, scored = started_heads.train(samples, features, start)
        for name, area in clip_training.table(scored).items():
            print(f"left out {name}, which has both labels: AUROC {area:.3f}")
        clip_heads.save(
            heads,
            arguments.out / clip_heads.FILE,
            {"pictures": str(sum(not p.copy for p in scored)), "views": str(len(samples))},
        )
        if arguments.memory:
            replay_memory.remember(
                samples, features, scored, heads.slope, heads.offset, arguments.out / clip_heads.FILE
            )
        scores, truth = np.array([p.score for p in scored]), np.array([p.generated for p in scored])
        known = terms.known_in(arguments.out)
        copy = np.array([p.copy for p in scored])
        parameters = weighing_generation(known, scores, truth, [p.source for p in scored], copy)
        terms.save(parameters, arguments.out / terms.FILE)
    seal(arguments.out)
    return DONE


def _router(arguments: argparse.Namespace) -> int:
    import numpy as np

    from ...agent.perception.encoder import Encoder, check
    from ...agent.reasoning.dialogue.router import FILE, save
    from ..heads import router_refit, router_training
    from ..heads.question_encoder_training import EncoderOptions, train
    from ..progress_steps import Steps
    from ..rows.asked_questions import asked
    from ..rows.asked_talks import talked

    questions = (*asked("train"), *talked("train"))
    if arguments.limit:
        questions = [questions[i] for i in np.random.default_rng(0).permutation(len(questions))[: arguments.limit]]
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.details:
        return _details(arguments, questions)
    steps = Steps(2)
    steps.begin(f"the head, on {len(questions):,} questions")
    if arguments.refit:
        head = router_refit.refitted(questions)
    else:
        head = train(questions, EncoderOptions(epochs=arguments.epochs), arguments.work, say)
    steps.begin("its accuracy on held-out questions")
    share, wrong = router_training.accuracy(head, Encoder(check(), head.change))
    print(f"{share:.1%} of the held-out questions are sorted correctly")
    for question, truth, answer in wrong:
        print(f"  {question}: {truth}, taken for {answer}")
    save(head, arguments.out / FILE)
    return DONE


def _earlier() -> DetailReader | None:
    """The head for single things that is shipped, if it was fitted for the details of today."""
    from ...agent.reasoning.dialogue.detail_router import shipped_reader

    try:
        return shipped_reader()
    except (FileNotFoundError, ValueError):
        return None


def _details(arguments: argparse.Namespace, others: Sequence[AskedQuestion]) -> int:
    """Train the head for single things, and print how many of the held-out questions it names rightly."""
    from ...agent.perception.encoder import Encoder, check
    from ...agent.reasoning.dialogue.detail_router import FILE, save
    from ..heads.detail_training import DetailOptions, examples, train
    from ..heads.named_rightly import named_as
    from ..progress_steps import Steps
    from ..rows.named_details import named

    options = DetailOptions(epochs=arguments.epochs)
    written = named("train")[: arguments.limit or None]
    learned = examples(written, others, options, _earlier())
    steps = Steps(2)
    steps.begin(f"the head, on {len(learned):,} questions")
    head = train(learned, options, arguments.work, say)
    steps.begin("held-out questions")
    told = named_as(head, Encoder(check(), head.change), named("held_out"))
    right = sum(each.is_right for each in told)
    print(f"{right / len(told):.1%} of the held-out questions are named rightly")
    save(head, arguments.out / FILE)
    return DONE
