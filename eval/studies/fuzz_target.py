"""What is fuzzed: a file is decoded, read and concluded from. Started by `fuzz`, once for each process.

python -m telltale.eval.studies.fuzz_target TALLY CORPUS [libFuzzer's options]
"""

from __future__ import annotations

import json
import resource
import sys
import time
import traceback
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

from .fuzz import MEGABYTES, SECONDS


def main() -> None:
    """Fuzz until the options say that it is enough; then write what was counted."""
    atheris: Any = import_module("atheris")

    with atheris.instrument_imports(include=["telltale.agent"]):
        from ...agent import provenance
        from ...agent.intake import IntakeError, receive
        from ...agent.sandboxing import confinement

    used = confinement.memory_in_use()
    if used is not None:  # as the process that reads files in the product; what does not fit is refused
        confinement.limit_memory(used + MEGABYTES * 2**20)
    file = Path(sys.argv.pop(1))
    tally: dict = {"files": 0, "refused": 0, "hangs": 0, "slowest": 0.0, "megabytes": 0.0, "slow": []}
    failures: Counter[str] = Counter()

    def save() -> None:
        tally["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        file.write_text(json.dumps({**tally, "failures": failures}))

    def one(data: bytes) -> None:
        start = time.perf_counter()
        try:
            exhibit = receive(bytes(data), "mutant")
            provenance.evidence(provenance.read(exhibit), exhibit)
        except (IntakeError, MemoryError):
            tally["refused"] += 1
        except Exception as error:  # what this program is here to find; it goes on to find more
            last = traceback.extract_tb(error.__traceback__)[-1]
            failures[f"{type(error).__name__}: {str(error)[:100]} ({Path(last.filename).name}:{last.lineno})"] += 1
        seconds = time.perf_counter() - start
        tally["files"] += 1
        tally["slowest"] = max(tally["slowest"], seconds)
        if seconds > SECONDS:
            tally["hangs"] += 1
            tally["slow"].append(f"{seconds:.1f} s: {len(data)} bytes, {bytes(data[:12])!r}")
        if tally["files"] % 1000 == 0 or tally["files"] >= wanted:
            save()

    wanted = int(next(word.removeprefix("-runs=") for word in sys.argv if word.startswith("-runs=")))
    atheris.Setup(sys.argv, one)  # libFuzzer ends the process by itself, without Python's own end
    atheris.Fuzz()


if __name__ == "__main__":
    main()
