"""Messages of langchain as a model's processor takes them: turns of text parts, with the pictures beside them."""

from __future__ import annotations

import base64
import binascii
import io
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from PIL import Image

_ROLES = {HumanMessage: "user", AIMessage: "assistant", SystemMessage: "system"}


def turn(message: BaseMessage, pictures: list[Image.Image]) -> dict[str, Any]:
    """One turn for the chat template.

    Args:
        message: of a user, an assistant or the system.
        pictures: gets the pictures of the message.

    Raises:
        ValueError: if the message or a part of it is of a kind that the model can't read.
    """
    role = next((role for kind, role in _ROLES.items() if isinstance(message, kind)), None)
    if role is None:
        raise ValueError(f"this model can't read a message of type {message.type!r}")
    if isinstance(message.content, str):
        return {"role": role, "content": [_text(message.content)]}
    return {"role": role, "content": [_part(block, pictures) for block in message.content]}


def _part(block: str | dict[Any, Any], pictures: list[Image.Image]) -> dict[str, str]:
    if isinstance(block, str):
        return _text(block)
    if block.get("type") == "text":
        return _text(block["text"])
    if block.get("type") in ("image", "image_url"):
        pictures.append(_picture(block))
        return {"type": "image"}
    raise ValueError(f"this model can't read content of type {block.get('type')!r}")


def _text(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}


def _picture(block: dict[str, Any]) -> Image.Image:
    """Decode a picture block; only data in the message is read, nothing is fetched."""
    url = block.get("image_url", {})
    data = block.get("base64") or (url.get("url") if isinstance(url, dict) else url) or block.get("url", "")
    if data.startswith("data:"):
        data = data.partition(",")[2]
    elif "://" in data:
        raise ValueError("pictures are not fetched from an address; put the data into the message")
    try:
        return Image.open(io.BytesIO(base64.b64decode(data, validate=True))).convert("RGB")
    except (binascii.Error, OSError) as error:
        raise ValueError(f"an image block holds no picture ({error})") from None
