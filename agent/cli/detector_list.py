"""`telltale detectors`: what each detector measures, when that means anything, and where the method comes from."""

from __future__ import annotations

import argparse

from ..console import DONE, Commands, add_command

_EXAMPLES = (("telltale detectors", "print what each detector measures and when it holds, with its reference"),)


def add(commands: Commands) -> None:
    """Declare the command."""
    add_command(commands, "detectors", "list what each detector measures and when it holds", _EXAMPLES, _list)


def _list(arguments: argparse.Namespace) -> int:
    from ..detectors.registry import available

    for detector in available().values():
        print(f"{detector.name}\n  measures   {detector.measures}\n  holds for  {detector.holds}")
        print(f"  reference  {detector.reference}\n  needs      a short side of {detector.min_side} px or more")
    print(
        "hf:ID\n  measures   how strongly an image classifier in the Hugging Face format takes a picture for synthetic"
    )
    return DONE
