"""Rules: conclusions from what a file says about itself, without its content credentials.

What the file declares comes first (`declarations`, `parameters`), then what contradicts itself (`contradictions`), then
what it says about the shot, its software, its way and its other parts (`capture`, `software_history`, `passages`,
`inventory`). All of it can be forged, so none of it supports *real*.
"""

from .conclusions import evidence
from .inventory import silence
from .programs import generator_named
from .source_types import source_type

__all__ = ["evidence", "generator_named", "silence", "source_type"]
