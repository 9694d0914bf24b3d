"""The recipe for fusion: fit how evidence is weighed."""

from __future__ import annotations

import argparse

from ...agent.console import DONE, Commands, add_command, say
from .recipe_options import add_data_options, check_sources, guarded_recipe, read_records

_EXAMPLES = (
    (
        "telltale finetune fusion --data images/manifest.csv --work work --out models",
        "fit the weights on readings of sources that the detectors were not trained on",
    ),
    (
        "telltale finetune fusion --data images crops --work work --out models --fit-on images --unseen SOURCE…",
        "fit on one of two sets, with the cues measured on sources that the perceive adapter never saw",
    ),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "fusion",
        "fit how evidence is weighed, on readings of left-out sources",
        _EXAMPLES,
        guarded_recipe(_fusion),
    )
    add_data_options(parser)
    parser.add_argument(
        "--limit", type=int, default=60, help="pictures of each source to measure unchanged (default 60)"
    )
    parser.add_argument(
        "--unseen", nargs="+", default=(), metavar="SOURCE", help="sources that the perceive adapter never saw"
    )
    parser.add_argument(
        "--fit-on", nargs="+", metavar="SET", help="folders of the sets to fit on; the other sets are only measured"
    )


def _fusion(arguments: argparse.Namespace) -> int:
    from ...agent.detectors import clip_heads
    from ...agent.reasoning.weighing.terms import FILE, save
    from ..heads.tower_features import corpus, extract
    from ..pseudo_fakes.generators import generators_in
    from ..weighing import fusion_fit, left_out, readings, ways

    records = read_records(arguments.data)
    check_sources(records, arguments.unseen)
    heads = clip_heads.shipped()
    if heads is None:
        raise ValueError(
            "fusion needs the trained heads; run `telltale finetune detector clip --data SET… --out agent/models` first"
        )
    generators = generators_in(arguments.work)
    samples = corpus(records, degraded=1, pseudo=0.5)
    features = extract(samples, arguments.work / "features", generators, say)
    weights = left_out.leave_out(samples, features, arguments.work, heads)
    del features  # they take memory, and are not needed any more
    ask, lora = left_out.cues_asked(arguments.unseen) if arguments.unseen else (left_out.no_cues, ())
    todo = ways.plan(records, arguments.limit)
    rows = readings.collect(arguments.work, todo, weights, generators, ask, say)
    if arguments.fit_on:
        rows = [row for row in rows if row.place in arguments.fit_on]
    parameters = fusion_fit.run(rows, lora, say)
    arguments.out.mkdir(parents=True, exist_ok=True)
    save(parameters, arguments.out / FILE)
    for hypothesis, reference in parameters.references.items():
        names = ", ".join(term.source for term in parameters.terms if term.hypothesis == hypothesis)
        print(f"{hypothesis}: {reference.counts[0]} real, {reference.counts[1]} {hypothesis}; {names}")
    return DONE
