"""Work without models, for the tests of the processes that do it."""

import os
import signal
import time
from pathlib import Path

from telltale import prompts


def work(greeting="", fails=""):
    if fails:
        raise ValueError(fails)
    seen, warmed = [], []

    def warm(subject):
        warmed.append(subject)
        yield
        raise ValueError("which nobody waits for")

    def is_warm(subject):
        yield len(warmed)

    def greet(subject, name):
        yield f"{greeting} {name}"

    def sum_up(subject):
        seen.append(subject) if not any(one is subject for one in seen) else None
        yield int(subject.sum()), len(seen)

    def count(subject, most):
        prompts.load("explain")
        yield from range(most)

    def die(subject):
        os.kill(os.getpid(), signal.SIGKILL)
        yield

    def run_out(subject):
        raise MemoryError
        yield

    def fail(subject, kind):
        raise {"value": ValueError, "key": KeyError}[kind]("no\ngood")
        yield

    def wait_for(subject, file):
        Path(f"{file}.begun").touch()
        while not Path(file).exists():
            time.sleep(0.01)
        yield os.getpid()

    every = (warm, is_warm, greet, sum_up, count, die, run_out, fail, wait_for)
    return {one.__name__: one for one in every}
