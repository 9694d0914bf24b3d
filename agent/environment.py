"""Settings of the process: nothing is reported to anybody, the hub is not asked, and threads do not spin for long.

Libraries read their switches from the environment, many of them when they are imported. So the switches are set here
for the whole process and for the processes that it starts, whatever the user's own shell says: a tracing variable that
is left over from other work must not send a picture to a server.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from contextvars import copy_context
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")

SILENT = {
    "DO_NOT_TRACK": "1",
    "DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGSMITH_OTEL_ENABLED": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGCHAIN_HANDLER": "false",
    "LANGCHAIN_WANDB_TRACING": "false",
    "LANGCHAIN_COMET_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_SHARE": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "WANDB_MODE": "disabled",
    "COMET_MODE": "DISABLED",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}
OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
_ARENAS = -8  # M_ARENA_MAX in glibc's malloc.h
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def cache_folder() -> Path:
    """Where models and trust lists are kept: `TELLTALE_CACHE`, else `telltale` in the user's cache folder."""
    from platformdirs import user_cache_path

    chosen = os.environ.get("TELLTALE_CACHE")
    return Path(chosen) if chosen else user_cache_path("telltale", appauthor=False)


def silence() -> None:
    """Switch off tracing and telemetry of all libraries, for the whole process and whatever the user has set.

    A program that uses this package and wants traces of its own work can set its variables again afterwards;
    `untraced` keeps the pictures out of them.
    """
    os.environ.update(SILENT)
    for name in ("NO_PROXY", "no_proxy"):  # the page's server asks itself whether it runs: not through a proxy
        known = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys([*known, *_LOOPBACK]))
    if (loaded := sys.modules.get("langsmith.utils")) is not None:  # it remembers what it has read
        loaded.get_env_var.cache_clear()
    _fetch_no_kernels()


def _fetch_no_kernels() -> None:
    """Keep bitsandbytes from fetching machine code from the hub, which its import does on some processors.

    It does so where the package `kernels` is installed, and warns where it is not; it computes without.
    """
    sys.modules.setdefault("kernels", None)  # type: ignore[arg-type]  # then importing it fails
    logging.getLogger("bitsandbytes.backends.cpu.ops").setLevel(logging.ERROR)


def accept_any_text() -> None:
    """Let both outputs print a question mark for what a terminal can't show, instead of failing on a file's name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def keep_memory_together() -> None:
    """Let threads share two pools of memory; without glibc nothing is done.

    Otherwise each thread gets a pool of its own that keeps what it once held. A server that answers every message in
    another thread then grows to many times what it uses.
    """
    import ctypes

    try:
        ctypes.CDLL(None).mallopt(_ARENAS, 2)
    except (OSError, AttributeError, TypeError):
        return


def prepare() -> None:
    """Prepare the process of a command, before the heavy libraries are imported.

    Beside `silence`, the hub's libraries are kept off the network, which only `model setup` may use, and the
    spinning of threads is shortened. By default torch's threads wait for each other in a busy loop. Two
    examinations at once on two cores then take 98 s each; with a short loop they take 10 s. A single examination takes
    about 5% longer.
    """
    silence()
    accept_any_text()
    os.environ.update(OFFLINE)
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")


def untraced(work: Callable[[], Iterator[Item]]) -> Iterator[Item]:
    """What a generator yields, out of sight of the tracers and callbacks of whoever calls.

    Each step runs in a copy of the caller's context in which langchain sees neither a tracer, nor a run that goes on,
    nor callbacks that it would inherit. So a caller whose own chains are traced, or who examines a picture within one,
    does not send the picture and its evidence along.

    Args:
        work: returns the iterator.
    """
    context = copy_context()
    block = context.run(_hidden)
    try:
        steps = context.run(work)
        while True:
            try:
                step = context.run(next, steps)
            except StopIteration:
                return
            yield step
    finally:
        context.run(block.close)


def _hidden() -> ExitStack:
    """Switch tracing off in the current context, which belongs to nobody else, until the stack is closed."""
    from langchain_core.runnables.config import var_child_runnable_config
    from langchain_core.tracers.context import run_collector_var, tracing_v2_callback_var
    from langsmith.run_helpers import tracing_context

    for variable in (var_child_runnable_config, run_collector_var, tracing_v2_callback_var):
        variable.set(None)
    block = ExitStack()
    block.enter_context(tracing_context(enabled=False, parent=False))
    return block
