"""The chat page: its layout in `page`, what a message does in `turns`, how a result looks in `page_html`."""

from .page import build, serve

__all__ = ["build", "serve"]
