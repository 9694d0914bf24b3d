"""Work on several pictures, in which one that fails costs no other."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from ..console import note, reason_of
from ..text import one_line


def each(
    images: Sequence[str], work: Callable[[int, str], None], refusals: tuple[type[Exception], ...], done: str, what: str
) -> int:
    """Work on each picture; one that fails is named in a line, and the others go on.

    Args:
        images: paths.
        work: takes the number of a picture, from 0, and its path.
        refusals: errors whose message is a line for the user.
        done: what could not be done if it fails in another way, such as `examined`.
        what: what they are called together, such as `pictures`.

    Returns:
        How many failed.
    """
    from ..foreign import file_name  # which loads pydantic; `--help` must not wait for that

    failures = 0
    for number, image in enumerate(images):
        try:
            work(number, image)
        except BrokenPipeError:  # an OSError, but no fault of this picture: `run_command` ends quietly
            raise
        except refusals as error:
            failures += 1
            note(reason_of(error, file_name(image)))
        except MemoryError:
            failures += 1
            note(f"{file_name(image)}: could not be {done}, since there is not enough memory; use a smaller copy")
        except Exception as error:  # a fault in Telltale, or of a library with this file: name it and go on
            if os.environ.get("TELLTALE_DEBUG"):
                raise
            failures += 1
            reason = f"{type(error).__name__}: {one_line(error, 200)}"
            note(f"{file_name(image)}: could not be {done} ({reason}); set TELLTALE_DEBUG=1 to see where it failed")
    if failures and len(images) > 1:
        note(f"{failures} of {len(images)} {what} could not be {done}")
    return failures
