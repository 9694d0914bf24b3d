"""The form of a file: format, size, quality, colour; its digest; and the pictures and data embedded in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...foreign import Foreign, file_name
from ...provenance.contents import Part, PartKind
from ...provenance.readers.trailing_data import FOLLOWS
from ...provenance.rules.contradictions import OTHER_PICTURE
from ...report.contents_table import OTHER as SHOWS_OTHER
from ...report.contents_table import SAME, UNCERTAIN
from ...sentences import Sentence
from ..answer_items import Item
from .file_case import FileCase, answer, more, said

FORMATS = {
    "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP", "image/gif": "GIF", "image/tiff": "TIFF",
    "image/bmp": "BMP", "image/heic": "HEIC", "image/avif": "AVIF", "image/jp2": "JPEG 2000",
    "image/vnd.adobe.photoshop": "Photoshop (PSD)",
}  # fmt: skip
_SURELY_SAME = 10  # of 64 bits; up to here two pictures are called the same

FORM = Sentence(
    "form_answers.form",
    "The file {name} has the format {form}, {width}×{height} pixels ({megapixels} megapixels) and {size:,} bytes.",
)
QUALITY = Sentence(
    "form_answers.quality",
    "It is saved at JPEG quality {quality} of 100, as estimated from its compression tables, which are {tables}.",
)
STANDARD = Sentence("form_answers.standard", "the standard ones")
OWN_TABLES = Sentence("form_answers.own_tables", "not the standard ones, as with many cameras and with Photoshop")
LOW = Sentence("form_answers.low", "That is strong compression, which hides traces and blurs fine detail.")
FRAMES = Sentence("form_answers.frames", "It has {frames:,} frames, and only the first was examined.")
PROFILE = Sentence("form_answers.profile", "Its colour profile is {profile:60}.")
SOME_PROFILE = Sentence("form_answers.some_profile", "It has a colour profile.")
NO_PROFILE = Sentence("form_answers.no_profile", "It has no colour profile.")
BITS = Sentence("form_answers.bits", "It says that it has {bits} bits per channel.")
MORE_THAN_ONCE = Sentence("form_answers.more_than_once", "There are signs that it was compressed more than once.")
DIGEST = Sentence("form_answers.digest", "The SHA-256 of the file {name} is {digest}.")
DIGEST_MEANS = Sentence(
    "form_answers.digest_means",
    "Files with the same SHA-256 are the same to the last byte; one changed byte gives another. It says nothing about "
    "whether the picture is real.",
)
DIGEST_USE = Sentence(
    "form_answers.digest_use",
    "To show later that this file was examined, note it now and compare: `sha256sum FILE` on Linux, `shasum -a 256 "
    "FILE` on a Mac, `certutil -hashfile FILE SHA256` on Windows.",
)
ALIKE = Sentence(
    "form_answers.alike",
    "A copy that was saved again has another SHA-256. To compare what two files show, add the second picture and ask "
    "whether it is the same.",
)
KINDS: dict[PartKind, Sentence] = {
    "thumbnail": Sentence("form_answers.thumbnail", "a thumbnail"),
    "preview": Sentence("form_answers.preview", "a preview"),
    "second picture": Sentence("form_answers.second_picture", "another picture"),
    "page": Sentence("form_answers.page", "another page"),
    "gain map": Sentence("form_answers.gain_map", "a gain map for HDR screens"),
    "depth map": Sentence("form_answers.depth_map", "a depth map"),
    "video": Sentence("form_answers.video", "a video"),
    "archive": Sentence("form_answers.archive", "an archive"),
    "unknown data": Sentence("form_answers.unknown_data", "data of an unknown kind"),
}
EMBEDDED = Sentence("form_answers.embedded", "Beside the picture the file holds {parts}.")
COUNTED = Sentence("form_answers.counted", "{kind} ({count} times)")
PIXELS = Sentence("form_answers.pixels", "{kind} of {width}×{height} pixels")
BYTES = Sentence("form_answers.bytes", "{kind} of {size:,} bytes")
SMALL_SHOWS = Sentence("form_answers.small_shows", "Its {kind} {compared}.")
KIND_NAMES: dict[PartKind, Sentence] = {
    "thumbnail": Sentence("form_answers.thumbnail_name", "thumbnail"),
    "preview": Sentence("form_answers.preview_name", "preview"),
}
MAPS = Sentence(
    "form_answers.maps",
    "Phones write gain and depth maps beside their pictures; programs that save a picture again usually drop them.",
)
BEHIND = Sentence(
    "form_answers.behind",
    "Some of it follows the end of the picture, where viewers do not look. Phones and editors put data there, and so "
    "can anyone who wants to hide something.",
)
VIDEO = Sentence(
    "form_answers.video_means",
    "The video may show the moments around the shot; play it and compare it with the picture.",
)
NOT_MEASURED = Sentence("form_answers.not_measured", "Only the picture itself was measured, and none of these.")
HIDDEN_TEXT = Sentence("form_answers.hidden_text", "A text is hidden in the lowest bits of the pixels: {text:160}.")
NOTHING = Sentence(
    "form_answers.nothing",
    "Nothing else was found in the file: no thumbnail, no second picture, no video and no data behind the picture.",
)
NOTHING_LIMIT = Sentence(
    "form_answers.nothing_limit",
    "Messages that are hidden in the pixels by other means (steganography) are not looked for, apart from the settings "
    "that some generators hide there.",
)


_SIZES = ("PixelXDimension", "PixelYDimension", "ExifImageWidth", "ExifImageHeight", "ExifImageLength", "Model", "Make")


def file_form(case: FileCase) -> list[Item]:
    """The format, the size, the quality and the colours."""
    facts, quality = case.facts, case.facts.quality
    form = FORMATS.get(facts.media_type, facts.media_type)
    area = facts.width * facts.height / 1e6
    megapixels = f"{area:.1f}" if area >= 1 else f"{area:.2f}"
    size = {"width": facts.width, "height": facts.height, "size": facts.size}
    items = [said(FORM(name=file_name(facts.name), form=form, megapixels=megapixels, **size))]
    items += case.cited(case.contradicting(*_SIZES)[:2])
    if quality.jpeg_quality is not None:
        tables = (STANDARD if quality.jpeg_standard_tables else OWN_TABLES)()
        items.append(said(QUALITY(quality=quality.jpeg_quality, tables=tables)))
        if quality.jpeg_quality < 50:
            items.append(said(LOW()))
    if quality.recompressed:
        items.append(said(MORE_THAN_ONCE()))
    if facts.frames > 1:
        items.append(said(FRAMES(frames=facts.frames)))
    items.append(_profile(case))
    if (bits := _bits(case)) is not None:
        items.append(said(BITS(bits=bits)))
    items += [said(warning) for warning in facts.warnings[:2]]
    return answer(items)


def digest(case: FileCase) -> Item:
    """The SHA-256 of the file, by its name."""
    return said(DIGEST(name=file_name(case.facts.name), digest=case.facts.sha256))


def file_hash(case: FileCase) -> list[Item]:
    """The digest of the file, and what it is for."""
    return answer([digest(case), said(DIGEST_MEANS())], said(DIGEST_USE()), said(ALIKE()))


def embedded(case: FileCase) -> list[Item]:
    """Thumbnails, other pictures, maps, video and data in the file."""
    parts = case.contents.parts
    hidden = [one for one in case.contents.fields if one.place == "hidden"]
    items: list[Item] = []
    if parts:
        items.append(said(EMBEDDED(parts=", ".join(_described(parts)))))
    items += [said(HIDDEN_TEXT(text=hidden[0].value))] if hidden else []
    if not items:
        return answer([said(NOTHING())], said(NOTHING_LIMIT()))
    items += thumbnails(case)
    if any(part.where == FOLLOWS for part in parts):
        items.append(said(BEHIND()))
    kinds = {part.kind for part in parts}
    if "video" in kinds:
        items.append(said(VIDEO()))
    if kinds & {"gain map", "depth map"}:
        items.append(said(MAPS()))
    closing = [said(NOT_MEASURED())] if kinds - {"thumbnail", "preview"} else []
    return answer(items, *closing, more())


def thumbnails(case: FileCase) -> list[Item]:
    """Whether the small pictures in the file show the same; one that doesn't is cited as found."""
    told: list[Item] = []
    small = [part for part in case.contents.parts if part.kind in KIND_NAMES and part.distance is not None]
    if any(part.distance is not None and part.distance >= OTHER_PICTURE for part in small):
        return case.cited(case.differing)
    for part in sorted(small, key=lambda one: one.distance or 0, reverse=True)[:1]:
        told.append(said(SMALL_SHOWS(kind=KIND_NAMES[part.kind](), compared=_compared(part.distance or 0))))
    return told


def _compared(distance: int) -> str:
    sentence = SAME if distance <= _SURELY_SAME else UNCERTAIN if distance < OTHER_PICTURE else SHOWS_OTHER
    return sentence(distance=distance)


def _described(parts: tuple[Part, ...]) -> Iterator[str]:
    """Each kind of part once, with its size if there is only one of it."""
    counts: Counter[PartKind] = Counter(part.kind for part in parts)
    for kind, count in counts.items():
        first = next(part for part in parts if part.kind == kind)
        name = KINDS[kind]()
        if count > 1:
            yield COUNTED(kind=name, count=count)
        elif first.width and first.height:
            yield PIXELS(kind=name, width=first.width, height=first.height)
        elif first.size:
            yield BYTES(kind=name, size=first.size)
        else:
            yield name


def _profile(case: FileCase) -> Item:
    named = [one for one in case.contents.fields if one.where == "colour profile" and one.name == "ICC description"]
    if named:
        return said(PROFILE(profile=Foreign(named[0].value.raw.strip("\0 "))))
    return said((SOME_PROFILE if case.facts.quality.icc_profile else NO_PROFILE)())


def _bits(case: FileCase) -> int | None:
    """Bits per channel, where the file says it."""
    for one in case.contents.fields:
        if one.name == "BitsPerSample" and one.place in ("container", "EXIF") and one.where in ("IFD0", ""):
            first = one.value.raw.split(" ")[0][:4]
            return int(first) if first.isdecimal() and 0 < int(first) <= 64 else None
    return None
