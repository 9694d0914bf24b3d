"""Every detector, the agent and a model on several sets of pictures, in one table with intervals.

    python -m telltale.eval.studies all-sets --set NAME=PLACE… --out DIR [--only SOURCE…] [--bundle DIR] [--count N]

A place is a set in any layout that training reads, a folder of altered pictures and their originals, or DD-VQA as
released; `PLACE+PLACE…` makes one set of several. Of a set that holds pictures of sources named by `--only`, those
alone are taken; any other set is taken whole. `--bundle` names heads that were trained without these sources. Pictures
kept as views are measured twice: the whole, and the first crop at native resolution. If some sources of a set hold both
labels and others one, the set is divided, since content can tell labels apart in the others.

Of each set `--count` pictures are measured, taken from all sources and both labels in turn. Every picture is put to all
models before the next one. Replies are kept in `--out`, so that a run that was cut off goes on where it stopped.
Intervals are 95%, by source where a set has 5 sources or more, and by group (a scene, or a single picture) elsewhere. A
detector whose conditions a picture does not meet gives no reading; *of N* says how many were measured. An answer that
can't be read counts as wrong in the balanced accuracy.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...agent.console import DONE, say
from ..items import Figure, Item, Judged
from ..metrics import Indices, rates
from ..sets.altered_files import read_joined
from ..sets.records import Record
from ..sets.splits import seed_of
from ..tables import TableRow, number, show
from .study import Study, add_count, add_out

if TYPE_CHECKING:
    from ..responders import Responder

FEW = 5  # sources; with fewer the interval is by group
LEAST = 8  # pictures with a reading, below which no figure is given
EVERY = 25  # pictures, between lines of progress
TOKENS = 10  # longest reply of a model in words
Results = dict[tuple[str, str], list[Judged]]  # by the names of a set and a model


@dataclass(frozen=True, slots=True)
class PictureSet:
    """Pictures of one kind: a column of the table.

    Attributes:
        name: of the column.
        records: the pictures that are measured.
    """

    name: str
    records: list[Record]

    @property
    def unit(self) -> str:
        """What an interval draws as a whole."""
        names = {record.source for record in self.records}
        return "sources" if FEW <= len(names) <= len(self.records) / 2 else "groups"

    @property
    def held(self) -> str:
        """How many pictures of each label, and of how many units."""
        real = sum(record.label == "real" for record in self.records)
        units = {record.source if self.unit == "sources" else record.group for record in self.records}
        return f"{real} real, {len(self.records) - real} not; {len(units)} {self.unit}"

    def items(self) -> list[Item]:
        """A question for each picture: was it made or altered by a machine?"""
        from ..tasks.labelled import items

        own = {str(record.path): record.source for record in self.records}
        return [
            item.model_copy(
                update={
                    "id": f"{self.name}|{item.id}",
                    "group": own[item.media[0]] if self.unit == "sources" else item.group,
                }
            )
            for item in items(iter(self.records), "fake", Path())
        ]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--set", nargs="+", required=True, dest="sets", metavar="NAME=PLACE", help="sets, each with a name"
    )
    parser.add_argument("--only", nargs="+", default=(), metavar="SOURCE", help="of sets with these sources, no others")
    parser.add_argument(
        "--model", nargs="+", default=(), metavar="M", help="default: each detector that weighs, agent, small"
    )
    parser.add_argument("--bundle", type=Path, metavar="DIR", help="trained heads to use in place of the shipped ones")
    add_count(parser, 60, "pictures of each set")
    add_out(parser, "DIR", "where the replies are kept")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print the tables."""
    from .. import responders
    from ..responders import ResponderOptions

    sets = [
        each for text in arguments.sets for each in divided(*named_place(text), set(arguments.only), arguments.count)
    ]
    models = arguments.model or default_models()
    options = ResponderOptions(bundle=arguments.bundle, batch=1)
    results = ask_all(sets, [responders.get(name, options) for name in models], arguments.out)
    header = ("model", *(each.name for each in sets))
    for title, figure in (("AUROC", ranked), ("Balanced accuracy", balanced)):
        show(title, header, table(sets, results, figure))
    return DONE


def default_models() -> list[str]:
    """Every detector that may count in a verdict or reads a mark of a generator, then the agent and `small`."""
    from ...agent.detectors import registry

    names = [*registry.weighed(), "open_watermark"]
    return [*(f"detector:{name}" for name in names), "agent", "small"]


def named_place(text: str) -> tuple[str, str]:
    """The parts of NAME=PLACE.

    Raises:
        ValueError: if one of them is missing.
    """
    name, equals, place = text.partition("=")
    if not (name and equals and place):
        raise ValueError(f"--set {text}: expected NAME=PLACE; give the set a name")
    return name, place


def divided(name: str, place: str, only: set[str], count: int) -> Iterator[PictureSet]:
    """The columns of a set: whole and crops apart, and sources with both labels apart from those with one.

    Raises:
        DataError: if a place can't be read as a set.
    """
    records = read_joined(place)
    records = [record for record in records if record.source in only] or records
    labels: dict[str, set[str]] = defaultdict(set)
    for record in records:
        labels[record.source].add(record.label)
    both = {source for source, its in labels.items() if len(its) == 2}
    parts = [("", set(labels))] if not both or both == set(labels) else [
        (", both labels in a source", both),
        (", other sources", set(labels) - both),
    ]  # fmt: skip
    crops = {record.crop for record in records}
    for part, sources in parts:
        for crop, seen in ((0, " (whole)" if crops - {0} else ""), (1, " (crop)")):
            chosen = [record for record in records if record.source in sources and record.crop == crop]
            if chosen:
                yield PictureSet(f"{name}{part}{seen}", in_turn(chosen, count))


def in_turn(records: Sequence[Record], count: int) -> list[Record]:
    """At most `count` pictures, half of each label, from all sources in turn, in an order that only names decide."""
    chosen: list[Record] = []
    for label in ("real", "generated"):
        places: dict[str, list[Record]] = defaultdict(list)
        for record in sorted(records, key=lambda each: seed_of(each.name)):
            if record.label == label:
                places[record.source].append(record)
        rounds = [(number, at) for number in range(len(records)) for at in places if number < len(places[at])]
        chosen += [places[at][number] for number, at in rounds[: count // 2]]
    return chosen


def ask_all(sets: Sequence[PictureSet], models: Sequence[Responder], folder: Path) -> Results:
    """What every model says of every picture, by the names of set and model; each picture is put to all in turn."""
    from .. import parsing, store
    from ..responders.responder import by_media

    stores = [store.Store(folder / model.name.replace(":", "-").replace("/", "-")) for model in models]
    results: Results = defaultdict(list)
    total, done = sum(len(each.records) for each in sets), 0
    for each in sets:
        for batch in by_media(each.items()):
            digests = [stores[0].digest(path) for path in batch[0].media]
            for model, kept in zip(models, stores, strict=True):
                keys = [store.key(item, digests, model.version, TOKENS) for item in batch]
                if not all(kept.has(item, key) for item, key in zip(batch, keys, strict=True)):
                    kept.add(zip(batch, keys, model.answer(batch, TOKENS), strict=True))
                for item, key in zip(batch, keys, strict=True):
                    reply = kept.get(item, key)
                    if reply is not None:
                        results[each.name, model.name].append(parsing.judge(item, reply, "text"))
            done += len(batch)
            if done % EVERY == 0 or done == total:
                say(f"{done} of {total} pictures")
    return results


def table(sets: Sequence[PictureSet], results: Results, figure: Callable[[Sequence[Judged]], Figure]) -> list[TableRow]:
    """A row with what each set holds, and a row for each model: its figure on each set."""
    models = dict.fromkeys(model for _, model in results)
    held = ("*pictures*", *(each.held for each in sets))
    return [held] + [
        (f"`{model}`", *(_cell(results.get((s.name, model), []), len(s.records), figure) for s in sets))
        for model in models
    ]


def _cell(judged: Sequence[Judged], count: int, figure: Callable[[Sequence[Judged]], Figure]) -> str:
    replied = [result for result in judged if not result.reply.error]
    if len(replied) < LEAST:
        return f"– of {len(replied)}" if replied else "not measured"
    found = figure(replied)
    shown = number(found.value, 2) + ("" if found.low is None else f" [{found.low:.2f}, {found.high:.2f}]")
    return shown if len(replied) == count else f"{shown} of {len(replied)}"


def ranked(judged: Sequence[Judged]) -> Figure:
    """AUROC of the beliefs."""
    from ..scoring.calls import Calls, with_interval

    calls = Calls(judged)
    return with_interval(calls.auroc, calls.groups)


def balanced(judged: Sequence[Judged]) -> Figure:
    """Balanced accuracy; an answer that can't be read is wrong."""
    from ..scoring.calls import with_interval

    fake = np.array([result.item.truth == "fake" for result in judged])
    right = np.array([result.called == result.item.truth for result in judged])

    def of(at: Indices) -> float | None:
        hit, kept = rates(right[at] == fake[at], fake[at])
        return None if hit is None or kept is None else (hit + kept) / 2

    return with_interval(of, [result.item.resampling_unit for result in judged])


STUDY = Study("all-sets", "every detector, the agent and a model on several sets", __doc__, add_arguments, run)
