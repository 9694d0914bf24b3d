"""The fields of a file sorted into sections that a reader looks for, with nothing left out."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..provenance.contents import Field

TIMES, CAMERA, SOFTWARE = "Times and place", "Camera", "Software and history"
DESCRIPTIONS, GENERATION, OTHER = "Descriptions", "Generation parameters", "Other fields (present but not interpreted)"
SECTIONS = (TIMES, CAMERA, SOFTWARE, DESCRIPTIONS, GENERATION, OTHER)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TIME = re.compile(r"date|time(?!lapse)|^offset|^subsec|^gps|^when$", re.IGNORECASE)
_NOT_TIMES = _words("exposuretime exposuretimes sourceexposuretimesofcompositeimage")
_PLACES = _words(
    "city country countryprimarylocationname countryprimarylocationcode countrycode countryname countrylegacyname "
    "state provincestate provinceorstate sublocation location locationcreated locationshown worldregion "
    "contentlocationname contentlocationcode"
)  # fmt: skip
_CAMERA = _words(
    "make model uniquecameramodel cameramodelname lensmake lensmodel lens lensid lensinfo lensspecification "
    "lensserialnumber bodyserialnumber serialnumber internalserialnumber cameraownername ownername firmware "
    "camerafirmware makernote exposuretime fnumber exposureprogram photographicsensitivity isospeedratings isospeed "
    "sensitivitytype recommendedexposureindex standardoutputsensitivity shutterspeedvalue aperturevalue "
    "brightnessvalue exposurebiasvalue maxaperturevalue subjectdistance meteringmode lightsource flash focallength "
    "focallengthin35mmfilm exposuremode whitebalance digitalzoomratio scenecapturetype gaincontrol contrast "
    "saturation sharpness subjectdistancerange subjectarea sensingmethod filesource scenetype imagenumber "
    "exposureindex compositeimage approximatefocusdistance flashcompensation imageuniqueid spectralsensitivity "
    "contentidentifier lenstype firmwareversion sourceimagenumberofcompositeimage"
)  # fmt: skip
_SOFTWARE = _words(
    "software processingsoftware hostcomputer creatortool originatingprogram programversion xmptk softwareagent "
    "photoshopwriter photoshopquality photoshopurl saveforwebquality adobemarker jfif producer tool history "
    "derivedfrom ingredients documentid originaldocumentid instanceid documentancestors rawdevelopingsoftware "
    "imageeditingsoftware metadataeditingsoftware imageeditor genaitype photoeditorreeditdata peginfo "
    "iccdescription icccopyright icccreator hasextendedxmp managefrom pantry"
)  # fmt: skip
_DESCRIPTIONS = _words(
    "imagedescription imagetitle artist photographer copyright usercomment title description creator rights caption "
    "captionabstract writereditor "
    "headline credit creditline source keywords subject objectname byline bylinetitle writer copyrightnotice contact "
    "specialinstructions instructions comment author label rating usageterms webstatement marked captionwriter "
    "authorsposition category supplementalcategory supplementalcategories personinimage event alttextaccessibility "
    "extdescraccessibility digitalsourcetype digitalsourcefiletype aisystemused aisystemversionused "
    "aipromptinformation aipromptwritername aigc text xptitle xpcomment xpauthor xpkeywords xpsubject "
    "originaltransmissionreference transmissionreference warning disclaimer licensor copyrightowner datamining"
)  # fmt: skip
_GENERATION = _words(
    "parameters prompt negativeprompt workflow dream sdmetadata invokeaimetadata invokeaigraph invokeaiworkflow "
    "fooocusscheme generationdata extrametadata swarmparams suiimageparams postprocessing extras"
)  # fmt: skip


class Row(NamedTuple):
    """One line of a section: the fields that belong together, under one name; `items` if they are a list."""

    place: str
    name: str
    fields: tuple[Field, ...]
    items: bool = False


def sorted_rows(fields: tuple[Field, ...]) -> dict[str, list[Row]]:
    """All fields by section, those of one entry of an XMP list together, in the order of the file."""
    rows: dict[tuple[str, ...], list[Field]] = {}
    for number, field in enumerate(fields):
        rows.setdefault(_together(field, number), []).append(field)
    sections: dict[str, list[Row]] = {section: [] for section in SECTIONS}
    for members in rows.values():
        first = members[0]
        numbered = [n for n, part in enumerate(first.path) if part.startswith("[")]
        simple = bool(numbered) and numbered[-1] == len(first.path) - 1
        if numbered and simple:
            name = " ".join(first.path[: numbered[-1]])
        elif numbered:
            name = " ".join(first.path[: numbered[-1] + 1])
        else:
            name = " ".join(first.path) or first.name
        place = f"{first.place} {first.where}".strip() if first.where else first.place
        sections[_section(first)].append(Row(place, name, tuple(members), simple))
    return sections


def _together(field: Field, number: int) -> tuple[str, ...]:
    """A key that fields of one row share: items of a list, or the parts of one entry of a list."""
    numbered = [n for n, part in enumerate(field.path) if part.startswith("[")]
    if not numbered:
        return ("", str(number))
    last = numbered[-1]
    if last == len(field.path) - 1:
        return ("items", field.where, *field.path[:last])
    return ("entry", field.where, *field.path[: last + 1])


def _key(name: str) -> str:
    return "".join(c for c in name.rsplit(":", 1)[-1].casefold() if c.isalnum())


def _section(field: Field) -> str:
    outer, own = _key(field.path[0]) if field.path else _key(field.name), _key(field.name)
    names = {outer, own}
    if field.place == "hidden" or names & _GENERATION or _parameters(field):
        return GENERATION
    if outer in _SOFTWARE:
        return SOFTWARE
    if field.path and field.path[0].startswith("crs:"):
        return OTHER
    if names & _DESCRIPTIONS:
        return DESCRIPTIONS
    if names & _CAMERA:
        return CAMERA
    if names & _SOFTWARE:
        return SOFTWARE
    if names & _PLACES or (_TIME.search(field.name[:80]) and own not in _NOT_TIMES):
        return TIMES
    if field.place in ("PNG", "comment"):
        return DESCRIPTIONS
    return OTHER


def _parameters(field: Field) -> bool:
    """Whether a comment is a generator's list of settings or its graph, which are shown in full."""
    if field.place not in ("PNG", "EXIF", "comment"):
        return False
    text = field.value.raw
    return "\nSteps: " in text[:20_000] or "Negative prompt: " in text[:20_000] or '"class_type"' in text[:20_000]
