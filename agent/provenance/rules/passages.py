"""Marks of the platforms and messengers that a file passed through, in the file and in its name."""

from __future__ import annotations

import re

from ...evidence import Evidence, ExhibitFacts, Flag
from ...sentences import Sentence
from .forgeable import forgeable
from .named_fields import NamedFields

_META_MARK = "FBMD"
# How platforms name what they hand out. The names are documented by the platforms' help pages and by ExifTool's forum.
_FILE_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (platform, re.compile(form, re.IGNORECASE))
    for platform, form in (
        ("WhatsApp", r"IMG-\d{8}-WA\d{4}[^/]{0,30}"),
        ("WhatsApp", r"WhatsApp Image \d{4}-\d\d-\d\d at \d{1,2}[.:]\d\d[.:]\d\d[^/]{0,30}"),
        ("Telegram", r"photo_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d[^/]{0,20}"),
        ("Telegram", r"photo_\d{19}_[a-z][^/]{0,10}"),
        ("Signal", r"signal-\d{4}-\d\d-\d\d-\d{2}-?\d{2}-?\d{2}[^/]{0,30}"),
        ("Viber", r"IMG-[0-9a-f]{32}-V[^/]{0,10}"),
        ("Facebook", r"FB_IMG_\d{13}[^/]{0,10}"),
        ("Facebook or Instagram", r"\d{6,20}_\d{10,20}_\d{10,20}_[no][^/]{0,10}"),
        ("Snapchat", r"Snapchat-\d{6,20}[^/]{0,10}"),
        ("WeChat", r"(?:mmexport|wx_camera_)\d{13}[^/]{0,10}"),
        ("Instagram", r"IMG_\d{8}_\d{6}_\d{3}_instagram[^/]{0,10}"),
        ("LINE", r"LINE_ALBUM_[^/]{1,60}"),
        ("X (Twitter)", r"[A-Za-z][\w-]{14}(?::large|:orig|\.jpe?g_large|-large)[^/]{0,10}"),
    )
)
_SCREENSHOT = re.compile(r"screen[ _-]?shot|bildschirmfoto|capture d.{1,2}[eé]cran|captura de pantalla", re.IGNORECASE)
_WITHIN = "self#"  # begins an address within the same file

META = Sentence(
    "passages.meta",
    "The file came through Facebook or Instagram: its IPTC data hold the mark FBMD, which Meta writes into copies.",
)
META_CAVEAT = Sentence("passages.meta_caveat", "Meta compresses pictures anew, so this is a copy and not the original.")
ELSEWHERE = Sentence(
    "passages.elsewhere", "XMP points to content credentials that are kept elsewhere ({value:80}); nothing was fetched."
)
GONE = Sentence(
    "passages.gone", "XMP refers to content credentials within the file, but the file has none: they were taken out."
)
NAMED_LIKE = Sentence("passages.named_like", "The file is named as {platform} names its copies.")
NAME_CAVEAT = Sentence("passages.name_caveat", "A file's name can be changed at will.")
SCREENSHOT_NAME = Sentence("passages.screenshot_name", "The file's name calls it a screenshot.")


def evidence(fields: NamedFields, facts: ExhibitFacts, *, credentials: bool) -> list[Evidence]:
    """Neutral evidence about the way that the file took.

    Args:
        fields: the fields of the file by name.
        facts: what is known about the file, with its name.
        credentials: whether it has content credentials.
    """
    found = []
    notes = [*fields.all("IPTC", "special instructions", "Instructions"), *fields.all("XMP", "Instructions")]
    if any(field.value.raw.lstrip("\0 ").startswith(_META_MARK) for field in notes[:20]):
        found.append(forgeable("iptc", META(), "neutral", META_CAVEAT()))
    links = [field for field in fields.all("XMP", "provenance") if "dcterms" in "".join(field.path[:1])]
    if links and not links[0].value.raw.strip().startswith(_WITHIN):
        found.append(forgeable("xmp", ELSEWHERE(value=links[0].value), "neutral", flags=(Flag.QUOTES,)))
    elif links and not credentials:
        found.append(forgeable("xmp", GONE(), "neutral"))
    if (platform := platform_of(facts.name)) is not None:
        found.append(_about_the_name(NAMED_LIKE(platform=platform)))
    elif is_screenshot_name(facts.name):
        found.append(_about_the_name(SCREENSHOT_NAME()))
    return found


def platform_of(name: str) -> str | None:
    """The platform that names its copies as this file is named; None if no known one does."""
    return next((platform for platform, form in _FILE_NAMES if form.fullmatch(_last_part(name))), None)


def is_screenshot_name(name: str) -> bool:
    """Whether a file's name calls it a screenshot."""
    return platform_of(name) is None and _SCREENSHOT.match(_last_part(name)) is not None


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1][:200]


def _about_the_name(statement: str) -> Evidence:
    return Evidence(source="file", kind="provenance", statement=statement, caveats=(NAME_CAVEAT(),))
