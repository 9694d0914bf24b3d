"""What an object or a table says of each of two pictures, as sentences: `{"image_1": "fake"}` is *image 1 is fake*."""

from __future__ import annotations

import re

from .reply_words import FAKE, REAL

_PICTURE = r"(?:image|picture|photo)"
_ROWS = re.compile(
    rf"(?:[\"']{_PICTURE}?[_ ]?|^\W*\|\s*(?:{_PICTURE} )?)(?P<key>[12AB])(?:[\"']\s*:\s*[\"']|\s*\|\s*)"
    rf"(?:(?P<fake>{FAKE}|ai)|(?P<real>{REAL}))(?=\s*[\"'|])",
    re.I | re.M,
)
_NAMED = re.compile(
    rf"[\"'](?:(?P<fake>fake|ai|ai[_-]?generated|generated|synthetic)|(?P<real>real|authentic|"
    rf"genuine))[_ ](?:{_PICTURE}|one)[\"']"
    rf"\s*:\s*[\"']?(?:{_PICTURE}[_ ])?(?P<key>[12AB])\b",
    re.I,
)
_DESCRIBED = re.compile(
    rf"\b((?:(?:option|image|picture) )?(?:[A-Z]|first|second|left|right|1|2)(?: (?:one|image|picture))?)\s*(?::|-|=)\s*(?P<says>{FAKE}|{REAL}|ai\b|photo(?:graph)?\b)",  # noqa: E501
    re.I,
)
_BARE = {"ai": "fake", "photo": "real", "photograph": "real"}


def in_words(text: str) -> str:
    """The rows of a text as sentences; the text itself if it has none."""
    rows = [*_ROWS.finditer(text), *_NAMED.finditer(text)]
    return " ".join(f"Image {row['key']} is {'fake' if row['fake'] else 'real'}." for row in rows) or text


def described(text: str) -> str:
    """A text with *image 1: fake* and *image 1: AI* as sentences."""
    return _DESCRIBED.sub(lambda match: f"{match[1]} is {_BARE.get(match['says'].lower(), match['says'])}", text)
