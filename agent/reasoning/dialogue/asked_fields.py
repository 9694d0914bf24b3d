"""Which fields of a file a question asks for: by photographers' words in five languages, or by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...provenance.contents import Place
from .gloss import plain
from .topics import Topic

LONGEST = 400  # characters of a question that are looked at
MOST = 4  # kinds of fields that one question is read for

Names = tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True)
class AskedField:
    """A kind of field.

    Attributes:
        words: a pattern of what people call it, over small letters without accents.
        names: where it can stand, and under which names.
    """

    words: str
    names: Names


def _exif(*names: str) -> Names:
    return tuple((place, name) for place in ("EXIF", "XMP") for name in names)


FIELDS: tuple[AskedField, ...] = (
    AskedField(
        r"\bshutter (?:speed|time)|\bexposure(?: time\b|\b(?! (?:mode|program|bias|comp|double)))|verschlusszeit|"
        r"belichtungszeit|vitesse d'?obturation|"
        r"\bobturat\w+|temps de pose|"
        r"(?:velocidad|tiempo) de (?:obturacion|exposicion)|快门|曝光时间",
        _exif("ExposureTime"),
    ),
    AskedField(
        r"\baperture\b|\bf-?(?:stop|number)\b|\bblende\b|blendenzahl|\bouverture du|"
        r"\bouverture\b(?=.{0,20}(?:focale|iso|objectif))|"
        r"apertura (?:del|de) (?:diafragma|objetivo)|\bdiafragma\b|\bdiaphragme\b|光圈",
        _exif("FNumber"),
    ),
    AskedField(r"\bboitier\b|kameragehause|camera body\b|cuerpo de la camara|机身", _exif("Model")),
    AskedField(r"\blens(?:es)?\b(?! (?:flare|cap|distortion|blur))|\bobjektiv\b|\bobjectif\b|\bobjetivo\b|镜头(?!光)",
               (*_exif("LensModel"), *_exif("Lens"), *_exif("LensSpecification"))),
    AskedField(r"focal length|brennweite|(?:distance|longueur) focale|\bfocale\b|distancia focal|焦距",
               (*_exif("FocalLength"), *_exif("FocalLengthIn35mmFilm"))),
    AskedField(r"\biso\b(?!.{0,3}\d{4})|感光度", _exif("PhotographicSensitivity", "ISOSpeedRatings")),
    AskedField(
        r"\bmetering\b|messmethode|belichtungsmessung|messfeld|mehrfeld\w*|mesure (?:de la lumiere|d'exposition|"
        r"spot|matricielle)|"
        r"medicion de (?:la )?(?:luz|exposicion)|测光",
        _exif("MeteringMode"),
    ),
    AskedField(r"exposure (?:program|mode)|belichtungsprogramm|programme d'exposition|programa de exposicion|"
               r"曝光(?:程序|模式)",
               _exif("ExposureProgram", "ExposureMode")),
    AskedField(r"exposure (?:bias|compensation)|belichtungskorrektur|compensation d'exposition|"
               r"compensacion de exposicion|曝光补偿", _exif("ExposureBiasValue")),
    AskedField(r"white ?balance|weissabgleich|balance des blancs|balance de blancos|白平衡", _exif("WhiteBalance")),
    AskedField(r"\blight ?source\b(?=.{0,30}(?:exif|field|metadata|setting|camera))|lichtquelle.{0,20}(?:exif|kamera)",
               _exif("LightSource")),
    AskedField(r"digital zoom|digitalzoom|zoom (?:numerique|digital)|数码变焦", _exif("DigitalZoomRatio")),
    AskedField(
        r"\borientation\b|\bsideways\b|\bupside[- ]down\b|\brotated\b|\bturned (?:by|on its)|\bauf (?:der seite|"
        r"dem kopf)\b|"
        r"\bgedreht\b|\bsur le cote\b|\ba l'envers\b|\btournee?\b|\bde lado\b|\bboca abajo\b|\bgirada\b|横着|倒着|"
        r"方向(?:不对|反了)|旋转",
        (*_exif("Orientation"),),
    ),
    AskedField(r"\bsatellites?\b(?!.{0,3}(?:image|picture|photo|bild))|\bsatelliten\b(?!bild)|"
               r"\bsatelites?\b(?! image)|卫星(?!图)",
               _exif("GPSSatellites")),
    AskedField(r"\baltitude\b|\bhow high (?:up|above)|\belevation\b|\bhohe uber\b|\bmeereshohe\b|\baltitud\b|"
               r"\b(?:above|over) sea(?: level)?\b|\bhoch\b.{0,24}\b(?:uber|u|ub)\.? ?(?:dem |der |m )?(?:meer|nn)|"
               r"\bhoch\b.{0,16}\buberm\b|\bmetros? sobre el (?:nivel del )?mar\b|\bmsnm\b|\bsobre el nivel del mar\b|"
               r"au-dessus (?:du niveau )?de la mer|海拔|海平面",
               _exif("GPSAltitude", "GPSAltitudeRef")),
    AskedField(r"\bmap datum\b|kartendatum|\bwgs", _exif("GPSMapDatum")),
    AskedField(r"\b(?:compass|heading|facing|direction)\b.{0,30}\b(?:camera|taken|shot|point\w*|facing|look\w*)|"
               r"blickrichtung|"
               r"\bazimut\w*|朝向", _exif("GPSImgDirection", "GPSImgDirectionRef")),
    AskedField(r"\braw ?file ?(?:name)?\b|name of the raw\b|\braw-?datei\b|fichier raw|archivo raw|\braw文件",
               (("XMP", "RawFileName"),)),
    AskedField(r"derived ?from|\bderived\b|abgeleitet|\bderivee?\b|\bderivad[oa]\b|源文档|"
               r"派生", (("XMP", "documentID"),)),
    AskedField(r"\bdocument ?ids?\b|\binstance ?ids?\b|dokument-?id|文档(?:编号|id)",
               (("XMP", "DocumentID"), ("XMP", "OriginalDocumentID"), ("XMP", "InstanceID"))),
    AskedField(r"colou?r ?(?:profile|space)|\bicc\b|farbprofil|farbraum|profil (?:de couleurs?|colorimetrique|icc)|"
               r"espace colorimetrique|"
               r"perfil (?:de color|icc)|espacio de color|色彩(?:空间|配置)|颜色配置",
               (("container", "ICC description"), ("EXIF", "ColorSpace"))),
    AskedField(r"\bstar rating\b|\brating\b(?=.{0,20}(?:field|xmp|stars?|metadata))|\bbewertung\b(?=.{0,20}(?:feld|"
               r"xmp|sterne))",
               (("XMP", "Rating"),)),
    AskedField(r"\bkeywords?\b|schlagwort\w*|stichworter\b|mots[- ]cles|palabras clave|关键词",
               (("IPTC", "keywords"), ("XMP", "subject"), ("EXIF", "XPKeywords"))),
    AskedField(r"special instructions|besondere (?:anweisungen|hinweise)|instructions speciales|"
               r"instrucciones especiales",
               (("IPTC", "special instructions"), ("XMP", "Instructions"))),
    AskedField(r"transmission reference|job (?:id|number|reference)|auftragsnummer",
               (("IPTC", "original transmission reference"), ("XMP", "TransmissionReference"))),
    AskedField(r"\b(?:jpeg |file )?comment\b(?=.{0,30}(?:file|field|jpeg|say|contain|read|hold))|\bkommentar\b|"
               r"\bcommentaire\b(?=.{0,20}fichier)|"
               r"\bcomentario\b(?=.{0,20}archivo)|文件注释",
               (("comment", "comment"), ("EXIF", "UserComment"), ("PNG", "Comment"))),
    AskedField(r"content ?producer|producer (?:id|number|code)|produzent\w*(?:nummer|kennung)|(?:numero|code) (?:de|"
               r"du) producteur|"
               r"生产者|制作者编号|服务提供者|传播者|\baigc\b(?=.{0,20}(?:label|field|标|"
               r"字段))", (("XMP", "AIGC"), ("PNG", "AIGC"))),
    AskedField(r"\bmaker ?notes?\b|herstellernotiz|notes? du fabricant|nota del fabricante|"
               r"厂商注释", _exif("MakerNote")),
    AskedField(r"\bfirmware\b|固件", _exif("CameraFirmware", "FirmwareVersion", "Firmware")),
    AskedField(r"\bserial numbers?\b|seriennummer|numero de serie|序列号",
               _exif("BodySerialNumber", "SerialNumber", "InternalSerialNumber", "LensSerialNumber")),
    AskedField(r"\bhost ?computer\b", _exif("HostComputer")),
    AskedField(r"\bexif version\b|exif-version", _exif("ExifVersion")),
    AskedField(r"\bsubsampl\w+|\bycbcr\b", _exif("YCbCrPositioning", "ComponentsConfiguration")),
)  # fmt: skip
_PATTERNS = tuple((field, re.compile(field.words)) for field in FIELDS)
_ALONE = re.compile(
    r"^\W*(?:what is|what's|was ist|qu'est-ce qu\w+|que es|什么是|explain|define)\s+"
    r"(?!the |der |die |das |la |le |el )(?:an? |eine? |une? |una? )?[\w -]{2,24}\W*$"
)
MOST_WORDS = 16  # of a question that lists kinds of data
_LISTED = re.compile(r"\b(?:and|or|und|oder|et|ou|y|o|u)\b|[,/、和或及]")
_DATA = tuple(
    (topic, re.compile(pattern))
    for topic, pattern in (
        (Topic.CAMERA, r"\b(?:camera|phone|kamera|handy|appareil|boitier|camara|movil)\b|相机|手机"),
        (
            Topic.WHEN_TAKEN,
            r"\b(?:date|time|when|datum|uhrzeit|wann|heure|quand|fecha|hora|cuando)\b(?! of signing)|日期|时间|"
            r"什么时候",
        ),
        (
            Topic.WHERE_TAKEN,
            r"\b(?:gps|coordinates?|location|where|standort|koordinaten|lieu|coordonnees|ubicacion|lugar|"
            r"coordenadas)\b|"
            r"位置|地点|坐标",
        ),
        (Topic.SOFTWARE, r"\b(?:software|program|editor|lightroom|programm|logiciel|programa)\b|软件"),
        (Topic.SIGNER, r"\b(?:signer|date of signing|signing date|unterzeichner|signataire|firmante)\b|签名者"),
        (Topic.HASH, r"\b(?:hash|sha-?256|checksum|prufsumme|empreinte)\b|哈希"),
        (
            Topic.FILE_FORM,
            r"\b(?:file size|dimensions|resolution|file format|dateigrosse|auflosung|dimension|resolucion)\b|尺寸|"
            r"分辨率",
        ),
    )
)
# A name as EXIF and XMP write it: two parts with capitals, as in MeteringMode, or with a prefix, as in crs:Tint.
_NAMED = re.compile(
    r"\b(?:[a-zA-Z]+:)?((?:[A-Z][a-z0-9]+){2,}|(?:GPS|ISO|XP|AI)[A-Z][A-Za-z]+)\b|\b[a-z]{2,12}:([A-Z]\w+)\b"
)


def fields_of(text: str) -> tuple[AskedField, ...]:
    """The kinds of fields that a question asks for, at most `MOST`; empty where it asks for the meaning of a word."""
    words = plain(text[:LONGEST])
    if _ALONE.match(words):
        return ()
    return tuple(field for field, pattern in _PATTERNS if pattern.search(words))[:MOST]


def data_named(text: str) -> tuple[Topic, ...]:
    """The kinds of data that a short question lists, as in “does it have the camera or the date”; empty if only one.

    Single fields count too: “which camera and lens” names the camera beside a field.
    """
    words = plain(text[:LONGEST])
    if not _LISTED.search(words) or len(words.split()) > MOST_WORDS:
        return ()
    found = tuple(topic for topic, pattern in _DATA if pattern.search(words))
    return found if found and len(found) + len(fields_of(text)) > 1 else ()


_CALLED = re.compile(
    r"\b([a-zA-Z]\w{2,30})[”\"']?[ -](?:field|tag|feld|champ|campo)s?\b|"
    r"\b(?:field|tag|feld|champ|campo) [“„\"']?([a-zA-Z]\w{2,30})\b|([a-zA-Z]\w{2,30})[”\"]? ?字段",
    re.I,
)


def field_names_in(text: str) -> tuple[str, ...]:
    """What looks like the name of a field in a text, or is called one, as it is written there."""
    found = (*_NAMED.findall(text[:LONGEST]), *_CALLED.findall(text[:LONGEST]))
    return tuple(dict.fromkeys(name for groups in found for name in groups if name))
