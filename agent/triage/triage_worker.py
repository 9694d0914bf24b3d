"""What measures pictures in one process: instruments that are loaded once, and the way from bytes to rows.

Both engines use it. Files are decoded by the confined reading process, which works ahead while the tower computes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from ..file_bytes import IntakeError
from ..foreign import file_name
from ..sandbox import Received, receive
from ..text import one_line
from .triage_entries import Entry
from .triage_rows import Row, refused

if TYPE_CHECKING:
    from .batch_measuring import Asks

HELD = 192 * 2**20  # bytes of decoded pictures in one batch


@dataclass(frozen=True, slots=True)
class Plan:
    """How pictures are measured; plain values, so that it can be sent to another process.

    Attributes:
        detectors: names of those to run; None for all.
        perceive: whether the model *small* is asked where its answers could change a label.
        bundle: a folder with parts of one's own; None for what ships.
        trust_anchors: PEM text of the certificates under which a signer is trusted.
        error_rate: the share of the labels that may be wrong.
        batch: most pictures that are measured together.
        threads: of one process.
    """

    detectors: tuple[str, ...] | None = None
    perceive: bool = True
    bundle: str | None = None
    trust_anchors: str | None = None
    error_rate: float = 0.05
    batch: int = 8
    threads: int = 1


Taken = tuple[Entry, bytes, str]  # an entry, its bytes and their SHA-256
Decoded = tuple[Entry, Received | str, str]  # with the picture, or why there is none


class Measurer:
    """Measures pictures with instruments that are loaded once."""

    def __init__(self, plan: Plan) -> None:
        """Load what the plan names; the model *small* itself is loaded when it has to be asked.

        Raises:
            ValueError, OSError: if a detector or a bundle can't be had.
        """
        from .plan_instruments import instruments_of

        self._plan = plan
        self._asks: Asks
        self._instruments, self._asks = instruments_of(plan)

    def rows(self, taken: Iterable[Taken | None]) -> Iterator[Row]:
        """A row for each picture, in the order in which they come.

        Decoding goes on ahead by one batch, in a thread that waits for the reading process.

        Args:
            taken: the pictures; None where there is none for the moment, so that what has come is measured.
        """
        ready: Queue[list[Decoded] | BaseException | None] = Queue(maxsize=1)
        stopped = threading.Event()

        def work() -> None:
            try:
                for batch in self._batches(taken):
                    if stopped.is_set():
                        return
                    ready.put(batch)
                ready.put(None)
            except BaseException as error:  # told to the thread that waits
                ready.put(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        try:
            while (batch := ready.get()) is not None:
                if isinstance(batch, BaseException):
                    raise batch
                yield from self._measured(batch)
        finally:
            stopped.set()
            while thread.is_alive():  # it may wait for room
                with suppress(Empty):
                    ready.get(timeout=0.05)

    def _batches(self, taken: Iterable[Taken | None]) -> Iterator[list[Decoded]]:
        batch: list[Decoded] = []
        held = 0
        for one in taken:
            if one is not None:
                entry, data, sha256 = one
                found = self._read(entry, data)
                batch.append((entry, found, sha256))
                held += found.exhibit.pixels.nbytes if isinstance(found, Received) else 0
            if batch and (one is None or len(batch) >= self._plan.batch or held >= HELD):
                yield batch
                batch, held = [], 0
        if batch:
            yield batch

    def _read(self, entry: Entry, data: bytes) -> Received | str:
        try:
            return receive(data, entry.name, self._plan.trust_anchors)
        except IntakeError as error:
            return str(error)

    def _measured(self, batch: Sequence[Decoded]) -> Iterator[Row]:
        good = [found for _, found, _ in batch if isinstance(found, Received)]
        results = iter(self._together(good))
        for entry, found, sha256 in batch:
            result: Any = found if isinstance(found, str) else next(results)
            if isinstance(result, str):
                yield refused(entry, result, sha256)
            else:
                yield Row(source=entry.source, size=entry.size, changed=entry.changed, sha256=sha256, numbers=result)

    def _together(self, batch: Sequence[Received]) -> list[Any]:
        """The numbers of each picture, or what went wrong with it; a fault costs no other picture."""
        from .batch_measuring import measure
        from .row_numbers import numbers

        try:
            return [numbers(each) for each in measure(self._instruments, batch, asks=self._asks)] if batch else []
        except Exception as error:  # a fault in Telltale, or of a library with this picture
            if os.environ.get("TELLTALE_DEBUG"):
                raise
            if len(batch) > 1:
                return [result for one in batch for result in self._together([one])]
            name = file_name(batch[0].exhibit.facts.name)
            return [f"{name}: could not be measured ({type(error).__name__}: {one_line(error, 200)})"]
