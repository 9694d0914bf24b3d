"""How the questions of people are taken that the router was not trained on: right, asked back, wrong or refused.

*Asked back* means that the tool was unsure, and that the right topic was among the choices that it offered; *in vain*
means that it was not. The questions lie in `finetune/rows/asked/`, in files whose names hold `held_out`.
"""

from __future__ import annotations

import argparse
import time

from ...agent.console import DONE
from .study import Study


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--part", choices=("held_out", "train"), default="held_out", help="which questions")
    parser.add_argument("--missed", action="store_true", help="also print the questions that were not taken rightly")


def _run(arguments: argparse.Namespace) -> int:
    from ...agent.perception import encoder
    from ...agent.reasoning.dialogue.router import shipped
    from ...finetune.heads import router_training

    sentences, router = encoder.load(), shipped()
    router.ranked("warm up", sentences)
    start = time.perf_counter()
    taken = router_training.routed(router, sentences, arguments.part)
    passed = time.perf_counter() - start
    print(router_training.table(taken))
    print()
    print(router_training.by_topic(taken))
    print(f"\n{1000 * passed / len(taken):.1f} ms a question in batches")
    if arguments.missed:
        for each in taken:
            if each.outcome not in ("right", "asked back"):
                took = ", ".join(each.choices or (each.topic,))
                print(f"{each.outcome}: {each.question.text!r}, {each.question.topic}, taken for {took}")
    return DONE


STUDY = Study(
    name="question-routing",
    what="which of the questions that the router was not trained on are taken rightly, asked back or refused",
    about=__doc__,
    add_arguments=_add_arguments,
    run=_run,
)
