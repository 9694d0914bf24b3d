"""`python -m telltale.eval.studies NAME …` repeats one of the project's own measurements; `list` names them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ...agent.console import DONE, guarded, run_command
from .study import studies

EXTRAS = {"datasets": "finetune", "ncnn": "pseudo-fakes", "onnxruntime": "pseudo-fakes", "skimage": "dev"}


def parser() -> argparse.ArgumentParser:
    """The parser of all studies; building it imports neither torch nor scikit-learn."""
    whole = argparse.ArgumentParser(
        prog="python -m telltale.eval.studies",
        description="Repeat one of the measurements behind the model card. Tables are printed as Markdown.",
    )
    names = whole.add_subparsers(title="studies", required=True, metavar="NAME")
    names.add_parser("list", help="name the studies, and what each measures").set_defaults(run=_list)
    for study in studies():
        options = names.add_parser(
            study.name,
            help=study.what,
            description=study.about,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        study.add_arguments(options)
        options.set_defaults(run=guarded(study.run, lambda module: EXTRAS.get(module.split(".")[0], "eval")))
    return whole


def _list(arguments: argparse.Namespace) -> int:
    for study in studies():
        print(f"{study.name:20}{study.what}")
    return DONE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one study and return its exit status."""
    return run_command(parser().parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
