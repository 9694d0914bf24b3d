"""The properties of one XMP packet (ISO 16684-1), read as a stream so that neither length nor damage matters.

Attributes, elements, `rdf:resource`, lists and nested structures all become fields. A packet that breaks off gives what
stands before the break. Document types and entities are refused, as defusedxml does.
"""

from __future__ import annotations

from typing import Any

from ...foreign import Foreign
from ...sentences import Sentence
from ...text import one_line
from ..contents import Field
from .reading import MAX_TEXT

MAX_BYTES = 16 << 20  # of one packet
MAX_ELEMENTS = 20_000
_MOST = ((b"<", 2 * MAX_ELEMENTS), (b"=", 2 * MAX_ELEMENTS))  # marks of elements and attributes in what is parsed
MAX_FIELDS = 5_000
MAX_ALIKE = 500  # fields with the same path but for the number
MAX_DEPTH = 60
MAX_PREFIXES = 1_000
_STEP = 1 << 16  # bytes that are parsed first; then twice as many each time, so that an endless name costs no more
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_LISTS = {"Seq", "Bag", "Alt"}
_SILENT = {(_RDF, "about"), (_RDF, "parseType"), (_RDF, "ID"), (_RDF, "nodeID"), (_RDF, "datatype"), (_XML, "lang")}
# The usual prefixes, from the standards that define the namespaces.
PREFIXES = {
    _RDF: "rdf",
    _XML: "xml",
    "adobe:ns:meta/": "x",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/bj/": "xmpBJ",
    "http://ns.adobe.com/xap/1.0/g/img/": "xmpGImg",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/xap/1.0/sType/Version#": "stVer",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://ns.adobe.com/hdr-gain-map/1.0/": "hdrgm",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://purl.org/dc/terms/": "dcterms",
    "http://creativecommons.org/ns#": "cc",
    "http://www.tc260.org.cn/ns/AIGC/1.0/": "TC260",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.google.com/photos/1.0/container/": "Container",
    "http://ns.google.com/photos/1.0/container/item/": "Item",
    "http://ns.google.com/photos/1.0/depthmap/": "GDepth",
    "http://ns.google.com/photos/1.0/image/": "GImage",
    "http://ns.google.com/photos/1.0/creations/": "GCreations",
    "http://ns.google.com/photos/1.0/panorama/": "GPano",
    "http://ns.apple.com/HDRGainMap/1.0/": "HDRGainMap",
    "http://ns.apple.com/pixeldatainfo/1.0/": "apdi",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
    "http://ns.microsoft.com/photo/1.2/": "MP",
}  # fmt: skip

BROKEN = Sentence("xmp_properties.broken", "XMP{where}: the packet is damaged ({reason}); what stands before was read.")
REFUSED = Sentence(
    "xmp_properties.refused", "XMP{where}: the packet declares a document type and was not read further."
)
CUT = Sentence("xmp_properties.cut", "XMP{where}: the packet is too long or too deep; only its beginning was read.")
MORE = Sentence("xmp_properties.more", "XMP{where}: further values that were left out: {count}.")
ALIKE = Sentence("xmp_properties.alike", "XMP{where}: further values of {names} that were left out: {count}.")


class _Enough(Exception):  # noqa: N818 — no error, but the end of reading
    pass


class _Level:
    """An open element: its name, its text so far, its path, and how many list items it has had."""

    __slots__ = ("inner", "items", "key", "path", "size", "text")

    def __init__(self, key: tuple[str, str], path: tuple[str, ...]) -> None:
        self.key, self.path, self.items, self.inner, self.size = key, path, 0, False, 0
        self.text: list[str] = []


class _Collector:
    """What the stream of elements is turned into."""

    def __init__(self, where: str) -> None:
        self.where, self.fields, self.levels = where, [], []
        self.prefixes: dict[str, str] = {}
        self.elements, self.left_out = 0, 0
        self.dropped: dict[str, int] = {}
        self.alike: dict[tuple[str, ...], int] = {}

    def name(self, key: tuple[str, str]) -> str:
        space, local = key
        prefix = PREFIXES.get(space) or self.prefixes.get(space, "")
        return one_line(f"{prefix}:{local}" if prefix else local, 80)

    def add(self, path: tuple[str, ...], local: str, value: str) -> None:
        if not value.strip():
            return
        if len(self.fields) >= MAX_FIELDS:
            self.left_out += 1
            return
        kind = tuple(part for part in path if not part.startswith("["))
        count = self.alike[kind] = self.alike.get(kind, 0) + 1
        if count > MAX_ALIKE:
            name = one_line(local, 40)
            if name in self.dropped or len(self.dropped) < 5:
                self.dropped[name] = self.dropped.get(name, 0) + 1
            return
        text = Foreign(value.strip()[:MAX_TEXT])
        self.fields.append(Field(place="XMP", name=one_line(local, 80), value=text, path=path, where=self.where))

    def start(self, key: tuple[str, str], attributes: dict[tuple[str, str], str]) -> None:
        self.elements += 1 + len(attributes)
        if self.elements > MAX_ELEMENTS or len(self.levels) > MAX_DEPTH:
            raise _Enough
        above = self.levels[-1] if self.levels else None
        path = above.path if above else ()
        space, local = key
        if above is not None:
            above.inner = True
        if space == _RDF and local == "li" and above is not None:
            above.items += 1
            path = (*path, f"[{above.items}]")
        elif not (space == _RDF or key == ("adobe:ns:meta/", "xmpmeta") or key == ("adobe:ns:meta/", "xapmeta")):
            path = (*path, self.name(key))
        level = _Level(key, path)
        self.levels.append(level)
        for (aspace, alocal), value in attributes.items():
            if (aspace, alocal) in _SILENT:
                continue
            if (aspace, alocal) in ((_RDF, "resource"), (_RDF, "value")) and path:
                self.add(path, self.local(path), value)
            else:
                self.add((*path, self.name((aspace, alocal))), alocal, value)

    def local(self, path: tuple[str, ...]) -> str:
        named = next((part for part in reversed(path) if not part.startswith("[")), "")
        return named.rsplit(":", 1)[-1]

    def end(self) -> None:
        level = self.levels.pop()
        if level.path and not level.inner:
            self.add(level.path, self.local(level.path), "".join(level.text))

    def characters(self, text: str) -> None:
        if self.levels and self.levels[-1].size < MAX_TEXT:
            self.levels[-1].text.append(text)
            self.levels[-1].size += len(text)

    def rest(self) -> None:
        """The element in which the packet broke off, if it has a text."""
        if self.levels and self.levels[-1].path and not self.levels[-1].inner:
            self.add(self.levels[-1].path, self.local(self.levels[-1].path), "".join(self.levels[-1].text))


def read(packet: bytes, where: str) -> tuple[list[Field], list[str]]:
    """The fields of one packet in UTF-8, and warnings."""
    from defusedxml.common import DefusedXmlException

    collector, warnings = _Collector(where), []
    bounded = _bounded(packet)
    place = f" ({where})" if where else ""
    try:
        _feed(bounded, collector)
        if len(packet) > len(bounded):
            warnings.append(CUT(where=place))
    except _Enough:
        warnings.append(CUT(where=place))
    except DefusedXmlException:
        warnings.append(REFUSED(where=place))
    except Exception as error:  # whatever a parser raises about foreign bytes
        collector.rest()
        if len(packet) > len(bounded):
            warnings.append(CUT(where=place))
        else:
            warnings.append(BROKEN(where=place, reason=one_line(_reason(error), 80)))
    if collector.left_out:
        warnings.append(MORE(where=place, count=f"{collector.left_out:,}"))
    if collector.dropped:
        names = Foreign(", ".join(collector.dropped))
        warnings.append(ALIKE(where=place, count=f"{sum(collector.dropped.values()):,}", names=names))
    return collector.fields, warnings


def _bounded(packet: bytes) -> bytes:
    """A packet up to where it would take too long: a parser sees an element only when it has all its attributes."""
    packet = packet[:MAX_BYTES]
    for mark, most in _MOST:
        if packet.count(mark) > most:
            at = -1
            for _ in range(most):
                at = packet.find(mark, at + 1)
            packet = packet[:at]
    return packet


def _reason(error: Exception) -> str:
    """What a parser said, without the place in the stream that it puts before."""
    told = getattr(error, "getMessage", None)
    return str(told() if told else error) or type(error).__name__


def _feed(packet: bytes, collector: _Collector) -> None:
    from xml.sax import handler

    from defusedxml.expatreader import DefusedExpatParser

    class Handler(handler.ContentHandler):
        def startPrefixMapping(self, prefix: str | None, uri: str) -> None:  # noqa: N802
            if len(collector.prefixes) >= MAX_PREFIXES:
                raise _Enough
            collector.prefixes.setdefault(uri, one_line(prefix or "", 40))

        def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
            given = {(key[0] or "", key[1]): value for key, value in attrs.items()}
            collector.start((name[0] or "", name[1]), given)

        def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802
            collector.end()

        def characters(self, content: str) -> None:
            collector.characters(content)

    parser = DefusedExpatParser(namespaceHandling=1, forbid_dtd=True)
    parser.setFeature(handler.feature_namespaces, True)
    parser.setContentHandler(Handler())
    at, step = 0, _STEP
    while at < len(packet):
        parser.feed(packet[at : at + step])
        at, step = at + step, 2 * step
    parser.close()
