"""The names of EXIF's tags: CIPA DC-008 (Exif 3.0), with those of TIFF 6.0, DNG and Windows that cameras write too.

Pillow has a table of most names; what differs from the standard or is newer stands here.
"""

from __future__ import annotations

from PIL import ExifTags

_OURS = {
    0x00FE: "NewSubfileType",
    0x0111: "StripOffsets",
    0x02BC: "XMP",
    0x4746: "Rating",
    0x4749: "RatingPercent",
    0x83BB: "IPTC",
    0x8649: "PhotoshopResources",
    0x8773: "ICCProfile",
    0x8827: "PhotographicSensitivity",
    0x9010: "OffsetTime",
    0x9011: "OffsetTimeOriginal",
    0x9012: "OffsetTimeDigitized",
    0x9290: "SubSecTime",
    0x9291: "SubSecTimeOriginal",
    0x9292: "SubSecTimeDigitized",
    0x927C: "MakerNote",
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
    0x9C9D: "XPAuthor",
    0x9C9E: "XPKeywords",
    0x9C9F: "XPSubject",
    0xA002: "PixelXDimension",
    0xA003: "PixelYDimension",
    0xA430: "CameraOwnerName",
    0xA431: "BodySerialNumber",
    0xA432: "LensSpecification",
    0xA433: "LensMake",
    0xA434: "LensModel",
    0xA435: "LensSerialNumber",
    0xA436: "ImageTitle",
    0xA437: "Photographer",
    0xA438: "ImageEditor",
    0xA439: "CameraFirmware",
    0xA43A: "RAWDevelopingSoftware",
    0xA43B: "ImageEditingSoftware",
    0xA43C: "MetadataEditingSoftware",
    0xA460: "CompositeImage",
    0xA461: "SourceImageNumberOfCompositeImage",
    0xA462: "SourceExposureTimesOfCompositeImage",
    0xA480: "GDALMetadata",
    0xEA1C: "Padding",
    0xEA1D: "OffsetSchema",
}
_GPS = {31: "GPSHPositioningError"}
_INTEROP = {1: "InteroperabilityIndex", 2: "InteroperabilityVersion"}


def name_of(tag: int, directory: str) -> str:
    """The name of a tag in a directory, such as `IFD0`, `GPS` or `SubIFD1 Exif`; its number if it has no name."""
    kind = directory.rsplit(" ", 1)[-1]
    if kind == "GPS":
        name = _GPS.get(tag) or ExifTags.GPSTAGS.get(tag)
    elif kind == "Interop" and tag in _INTEROP:
        name = _INTEROP[tag]
    else:
        name = _OURS.get(tag) or ExifTags.TAGS.get(tag)
    return name or f"0x{tag:04x}"
