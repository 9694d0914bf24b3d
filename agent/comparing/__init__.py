"""Two pictures compared: the same picture, a version of it, a part that went into another, or neither.

`compare` aligns two pictures and finds where they differ, `search` looks through a folder for pictures that belong to
one, and `held` says which of two files holds more. None of it says which one is the original.
"""

from .folder_search import Found, search
from .holds_more import Holding, held
from .picture_comparison import Comparison, Part, Relation, compare

__all__ = ["Comparison", "Found", "Holding", "Part", "Relation", "compare", "held", "search"]
