"""The stages of an examination, and between them each sentence of the explanation once it has passed the check."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

from ..investigator import Investigator
from ..reasoning.writing.listening import listening

SENTENCE = "sentence"  # in place of a stage's name; its result is the place of the sentence, and the sentence


def heard_stages(investigator: Investigator, file: str, claim: str | None) -> Iterator[tuple[str, Any]]:
    """Examine a picture and yield (stage, result) as `Investigator.stream` does, and the sentences as they are written.

    The examination runs in a thread of its own. If the iterator is closed before its end, that waits for the stage in
    work.

    Args:
        investigator: examines.
        file: the picture.
        claim: what it is said to show.

    Raises:
        IntakeError, ValueError, ModelError: as `Investigator.stream` does.
    """
    made: SimpleQueue[tuple[str, Any] | BaseException | None] = SimpleQueue()
    over = threading.Event()

    def work() -> None:
        try:
            with listening(lambda place, statement: made.put((SENTENCE, (place, statement)))):
                for step in investigator.stream(file, claim=claim):
                    made.put(step)
                    if over.is_set():
                        break
            made.put(None)
        except BaseException as error:  # whatever it is, it is raised where the stages are taken
            made.put(error)

    thread = threading.Thread(target=work, name="page examination", daemon=True)
    thread.start()
    try:
        while (step := made.get()) is not None:
            if isinstance(step, BaseException):
                raise step
            yield step
    finally:
        over.set()
        thread.join()
