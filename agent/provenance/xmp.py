"""XMP and IPTC: the digital source type, the creating tool, and the credit line.

References: IPTC Photo Metadata Standard 2023.2 (Iptc4xmpExt:DigitalSourceType); ISO 16684-1 (XMP).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from ..evidence import Evidence
from ..intake import Exhibit
from ..sentences import Sentence
from ..text import one_line
from .vocabulary import forgeable, software, source_type

_PACKET = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>|<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
_SOFTWARE_FIELDS = {"CreatorTool", "softwareAgent", "Software", "Credit"}
_IIM_FIELDS = {(2, 65): "originating program", (2, 110): "credit", (2, 116): "copyright notice"}

DECLARED = Sentence("xmp.declared", "XMP declares the digital source type {term} ({meaning}).")
XMP_FIELD = Sentence("xmp.field", "XMP field {field}")
IPTC_FIELD = Sentence("xmp.iptc_field", "IPTC field {field}")


def read(exhibit: Exhibit) -> list[Evidence]:
    """Evidence from XMP packets and from IPTC-IIM records; empty if they hold nothing of note."""
    evidence: dict[tuple[str, str], Evidence] = {}  # by field and value, so that each is reported once
    for field, value in dict.fromkeys(_xmp_fields(exhibit)):
        if field == "DigitalSourceType" and (known := source_type(value)):
            term, supports, meaning = known
            evidence[field, term] = forgeable("xmp", DECLARED(term=term, meaning=meaning), supports)
        elif field in _SOFTWARE_FIELDS:
            items = software("xmp", XMP_FIELD(field=field), value)
            evidence |= {(field, one_line(value)): item for item in items}
    for field, value in _iim_fields(exhibit):
        items = software("iptc", IPTC_FIELD(field=field), value)
        evidence |= {(field, one_line(value)): item for item in items}
    return list(evidence.values())


def _xmp_fields(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """(local name, value) of every attribute and leaf element in the file's XMP packets."""
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    raw = exhibit.info.get("xmp") or exhibit.info.get("XML:com.adobe.xmp") or b""
    packets = _PACKET.findall(raw.encode() if isinstance(raw, str) else raw) or _PACKET.findall(exhibit.data)
    for packet in packets[:4]:
        try:
            tree = ElementTree.fromstring(packet)
        except (ElementTree.ParseError, DefusedXmlException, ValueError):
            continue
        for element in tree.iter():
            for name, value in element.attrib.items():
                yield _local(name), value
                if _local(name) == "resource":  # <Iptc4xmpExt:DigitalSourceType rdf:resource="…"/>
                    yield _local(element.tag), value
            if element.text and element.text.strip():
                yield _local(element.tag), element.text.strip()


def _iim_fields(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    from PIL import Image, IptcImagePlugin

    try:
        with Image.open(io.BytesIO(exhibit.data)) as image:
            records = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # a broken IPTC block names no program
        return
    for key, name in _IIM_FIELDS.items():
        values = records.get(key, [])
        for value in values if isinstance(values, list) else [values]:
            yield name, bytes(value).decode("utf-8", "replace")


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]
