"""Everything that can answer items: local models, the whole agent, detectors, endpoints, saved replies, constants."""

from .lookup import get
from .responder import EVERYTHING, PICTURES, Responder, ResponderOptions, all_at_once, by_media

__all__ = ["EVERYTHING", "PICTURES", "Responder", "ResponderOptions", "all_at_once", "by_media", "get"]
