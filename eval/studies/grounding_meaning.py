"""Whether the grounding check knows what a sentence means.

    python -m telltale.eval.studies grounding-meaning

Sentences written by hand about items of examinations (`grounding_meaning.toml`): true ones in other words, and ones
with a fault of a named kind. The table has the share of true sentences that are refused and of spoilt ones that stand,
on the set on which the check was built (A) and on the other (B), and how long a sentence takes. `--list` prints those
that are judged wrongly.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from ...agent.console import DONE
from ..tables import TableRow, show
from .study import Study

if TYPE_CHECKING:
    from ...agent.evidence import Dropped, Statement

Part = Literal["A", "B"]
TRUE = "none"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence about an item.

    Attributes:
        part: the set.
        kind: of the fault; `none` in a true sentence.
        item: the text of the item.
        supports: what its evidence supports.
        cite: the id that it is cited by.
        sentence: without its citation and final stop.
    """

    part: Part
    kind: str
    item: str
    supports: Literal["real", "synthetic", "tampered", "neutral"]
    cite: str
    sentence: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--list", choices=("A", "B"), help="also print the wrongly judged sentences of a set")


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    results = [(case, *checked(case)) for case in cases()]
    header = ("fault", "A: sentences", "A: wrongly judged", "B: sentences", "B: wrongly judged")
    show("The grounding check on sentences written by hand", header, list(meaning_rows(results)))
    spans = sorted(1000 * seconds for _, _, seconds in results)
    print(f"\nA sentence takes {spans[len(spans) // 2]:.2f} ms (median), {spans[-1]:.2f} ms at most.")
    for case, result, _ in results:
        if case.part == arguments.list and wrongly_judged(case, result):
            print(f"{case.kind}: {result.text} {getattr(result, 'reason', '')}")
    return DONE


def cases() -> Iterator[Case]:
    """The sentences of both sets."""
    table = tomllib.loads(files("telltale.eval.studies").joinpath("grounding_meaning.toml").read_text(encoding="utf-8"))
    items = table["items"]
    for part in ("A", "B"):
        for kind, rows in ((TRUE, table[part]["true"]), *table[part]["spoilt"].items()):
            for name, sentence in rows:
                item = items[name]
                yield Case(part, kind, item["text"], item.get("supports", "neutral"), item.get("cite", "E1"), sentence)


def checked(case: Case) -> tuple[Statement | Dropped, float]:
    """What the check says of a sentence, and the seconds that it took."""
    from ...agent.evidence import Evidence
    from ...agent.reasoning.answer_items import Item
    from ...agent.reasoning.grounding.check import check_item
    from ...agent.reasoning.stance import Role, Stance

    item = Item(case.cite, Stance(Role.NO_WEIGHT), case.item)
    evidence = [Evidence(id=case.cite, source="s", kind="detector", statement=case.item, supports=case.supports)]
    began = time.perf_counter()
    result = check_item(f"{case.sentence} [{item.cite}].", item, evidence)
    return result, time.perf_counter() - began


def wrongly_judged(case: Case, result: Statement | Dropped) -> bool:
    """Whether a true sentence is refused or a spoilt one stands."""
    from ...agent.evidence import Dropped

    return isinstance(result, Dropped) == (case.kind == TRUE)


def meaning_rows(results: list[tuple[Case, Statement | Dropped, float]]) -> Iterator[TableRow]:
    """(fault, and for each set the sentences and the share that is wrongly judged); all faults together at the end."""
    judged: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for case, result, _ in results:
        for kind in (case.kind, *(() if case.kind == TRUE else ("all faults",))):
            judged[kind, case.part].append(wrongly_judged(case, result))
    kinds = list(dict.fromkeys(kind for kind, _ in judged if kind != "all faults"))
    for kind in (*kinds, "all faults"):
        cells = [
            (str(len(own)), f"{sum(own) / max(1, len(own)):.1%}") for own in (judged[kind, "A"], judged[kind, "B"])
        ]
        yield kind, *cells[0], *cells[1]


STUDY = Study(
    "grounding-meaning", "whether the grounding check knows what a sentence means", __doc__, add_arguments, run
)
