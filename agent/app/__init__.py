"""The chat page."""

from .page import build, serve

__all__ = ["build", "serve"]
