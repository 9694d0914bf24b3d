"""Text that stands in a picture: found, read and kept as somebody else's words, which nothing here obeys.

The models are PP-OCRv6 small, which `telltale model setup` fetches. They know Latin and Greek letters, Chinese,
Japanese and digits; text in other scripts comes out as unreadable.
"""

from .picture_text import PictureText, read
from .text_models import TextModelsMissingError, versions

__all__ = ["PictureText", "TextModelsMissingError", "read", "versions"]
