"""Programs that a question asks about by name: “what is GIMP?”, “was ist Nikon Transfer?”."""

from __future__ import annotations

import re

from ...provenance.rules.programs import Program, tool_named
from .gloss import plain

LONGEST = 120  # characters of a question that are looked at
_WHAT = re.compile(
    r"^\W*(?:(?:and|so|but|ok|sorry|und|et|y)\W+)*(?:what(?:'s|s| is| are)|what (?:kind|sort) of "
    r"(?:program(?:me)?|software|app|tool|thing) is|tell me what|do you know|what does|was ist|was sind|"
    r"was fur ein programm ist|was macht|c'est quoi|qu'est-ce que(?: c'est que)?|qu'est-ce qu'|que es|que son|"
    r"que programa es)\s*,?\s*(?:an?|the|this|that|ein|eine|das|le|la|el)?\s*"
    r"(.{2,60}?)(?: (?:is|do|for|used for|anyway|exactly|then|denn|eigentlich|exactement|exactamente))*\W*$"
)
_WORDS = ("preview", "photos", "paint", "camera", "gallery")  # names that are words for other things, too
_CHINESE = re.compile(r"^\W*(.{2,40}?)(?:是)?(?:什么(?:软件|程序|东西|工具)?|干什么的|做什么的)\W*$")


def program_asked(text: str) -> tuple[str, Program] | None:
    """The name that a question asks about and the known program of that name; None if it asks about something else.

    Args:
        text: one question.
    """
    words = plain(text[:LONGEST]).strip()
    match = _WHAT.match(words) or _CHINESE.match(words)
    name = match[1].strip(" \"'“”„«»") if match is not None else ""
    program = tool_named(name) if name and name not in _WORDS else None
    return (name, program) if program is not None else None
