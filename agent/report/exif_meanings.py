"""What EXIF's numbers mean, from the tables of CIPA DC-008 (Exif 3.0)."""

from __future__ import annotations

_UNIT = {"1": "no unit", "2": "per inch", "3": "per centimetre"}
_LEVEL = {"0": "normal", "1": "low", "2": "high"}
_MEANINGS: dict[str, dict[str, str]] = {
    "Orientation": {
        "1": "upright", "2": "mirrored", "3": "upside down", "4": "upside down and mirrored",
        "5": "turned and mirrored", "6": "to be turned clockwise", "7": "turned and mirrored",
        "8": "to be turned anticlockwise",
    },
    "ResolutionUnit": _UNIT, "FocalPlaneResolutionUnit": _UNIT,
    "ExposureProgram": {
        "0": "not defined", "1": "manual", "2": "normal program", "3": "aperture priority", "4": "shutter priority",
        "5": "creative", "6": "action", "7": "portrait", "8": "landscape",
    },
    "MeteringMode": {
        "0": "unknown", "1": "average", "2": "centre-weighted average", "3": "spot", "4": "several spots",
        "5": "pattern", "6": "partial", "255": "other",
    },
    "LightSource": {
        "0": "unknown", "1": "daylight", "2": "fluorescent", "3": "tungsten", "4": "flash", "9": "fine weather",
        "10": "cloudy", "11": "shade", "255": "other",
    },
    "ColorSpace": {"1": "sRGB", "65535": "uncalibrated"},
    "CustomRendered": {"0": "normal process", "1": "custom process"},
    "ExposureMode": {"0": "automatic", "1": "manual", "2": "bracket"},
    "WhiteBalance": {"0": "automatic", "1": "manual"},
    "SceneCaptureType": {"0": "standard", "1": "landscape", "2": "portrait", "3": "night"},
    "GainControl": {"0": "none", "1": "low gain up", "2": "high gain up", "3": "low gain down", "4": "high gain down"},
    "Contrast": {"0": "normal", "1": "soft", "2": "hard"}, "Sharpness": {"0": "normal", "1": "soft", "2": "hard"},
    "Saturation": _LEVEL,
    "SubjectDistanceRange": {"0": "unknown", "1": "macro", "2": "close", "3": "distant"},
    "FileSource": {"1": "transparency scanner", "2": "print scanner", "3": "digital camera"},
    "SceneType": {"1": "directly photographed"},
    "SensingMethod": {
        "1": "not defined", "2": "one-chip colour sensor", "3": "two-chip colour sensor",
        "4": "three-chip colour sensor", "5": "colour sequential sensor",
        "7": "trilinear sensor", "8": "colour sequential linear sensor",
    },
    "SensitivityType": {
        "1": "standard output sensitivity", "2": "recommended exposure index", "3": "ISO speed",
    },
    "CompositeImage": {
        "0": "unknown", "1": "not composite", "2": "composite", "3": "composite, made while photographing",
    },
    "Compression": {"1": "uncompressed", "6": "JPEG", "7": "JPEG"},
    "YCbCrPositioning": {"1": "centred", "2": "co-sited"},
    "GPSAltitudeRef": {"0": "above sea level", "1": "below sea level"},
}  # fmt: skip


def meaning_of(name: str, value: str) -> str:
    """What a number means under an EXIF name; empty if it has no meaning beside itself."""
    value = value.strip()
    if name == "Flash" and value.isascii() and value.isdigit() and len(value) <= 3:
        return "the flash fired" if int(value) & 1 else "the flash did not fire"
    return _MEANINGS.get(name, {}).get(value, "")
