"""Options such as --error-rate stay on one line where a sentence or a table names them: a hook of MkDocs.

Browsers break a line after a hyphen. A joining character would be copied with the option, so a style is used.
"""

from __future__ import annotations

import re
from typing import Any

_NAMED = re.compile(r"(?<!<pre>)(<(?:code|em)>)([^<]*--[^<]*)(</(?:code|em)>)")
_OPTION = re.compile(r"(?<![\w-])--[A-Za-z][\w-]*")


def on_page_content(html: str, **_: Any) -> str:
    """Mark each option in code within a line, and in a message that is quoted in italics."""

    def marked(found: re.Match[str]) -> str:
        return found[1] + _OPTION.sub(r'<span class="whole">\g<0></span>', found[2]) + found[3]

    return _NAMED.sub(marked, html)
