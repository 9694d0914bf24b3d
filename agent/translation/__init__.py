"""Our own sentences in German, French, Spanish and Chinese, by reviewed templates.

A record holds its sentences in English. For an English text the engine finds the templates that it was made from,
reads the values and fills the templates of the other language. What somebody else wrote stays as it stands.
"""

from .translation_tables import LANGUAGES, MARKS
from .translator import missing, translated

__all__ = ["LANGUAGES", "MARKS", "missing", "translated"]
