"""From the name of a model, as on the command line, to its responder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ...agent.perception.models import ENDPOINT, SMALL, ModelError
from .responder import Responder, ResponderOptions


def get(name: str, options: ResponderOptions | None = None) -> Responder:
    """The responder of a name.

    Names: `small`, a hub id or folder; `agent` or `agent:MODEL`, the whole of Telltale; `detector:NAME`;
    `openai:URL[,URL…]#MODEL`; `saved:FILE`; `constant:TEXT`, `always:real`, `always:fake`, `chance`.

    Raises:
        ModelError: if there is no such model.
        UnknownDetectorError: if there is no such detector.
    """
    options = options or ResponderOptions()
    kind, _, rest = name.partition(":")
    if name.startswith(ENDPOINT):
        from .endpoint_models import EndpointModels

        return EndpointModels(name, options)
    if kind == "agent":
        from .whole_agent import WholeAgent

        return WholeAgent(rest or SMALL, options)
    if kind == "detector":
        from .single_detector import SingleDetector

        return SingleDetector(rest, options.bundle)
    if kind == "saved":
        from .saved_replies import SavedReplies

        return SavedReplies(Path(rest))
    if kind in ("constant", "always") or name == "chance":
        from .constant_answers import constant

        return constant(name)
    from .local_model import LocalResponder

    if options.bare and options.adapter:
        raise ModelError("--bare leaves every adapter out, and --adapter names one; give only one of them")
    if options.bare and options.bundle:
        raise ModelError("--bare leaves every adapter out, and --bundle brings some; give only one of them")
    if options.bundle is not None:
        from ...agent.bundle import read

        options = replace(options, adapter=read(options.bundle).adapter(name), bundle=None)
    return LocalResponder(name, options)
