"""The page: its layout in `page`, its server, what a message does in `turns`, how a result looks in `page_html`."""

from .page import build
from .page_server import serve

__all__ = ["build", "serve"]
