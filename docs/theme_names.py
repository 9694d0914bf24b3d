"""The theme's search gets a name, since it is a dialog and a screen reader says what a dialog is: a hook of MkDocs."""

from __future__ import annotations

from typing import Any

_DIALOG = 'data-md-component="search" role="dialog"'


def on_post_page(output: str, **_: Any) -> str:
    """Name the dialog in which one searches."""
    return output.replace(_DIALOG, f'{_DIALOG} aria-label="Search"')


def on_post_template(output_content: str, **_: Any) -> str:
    """The same in the page that says that there is no such page."""
    return on_post_page(output_content)
