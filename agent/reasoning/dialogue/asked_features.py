"""Which features of a picture a question is about: hands, eyes, shadows and others."""

from __future__ import annotations

import re
from enum import StrEnum

from .gloss import plain


class Feature(StrEnum):
    """A feature of a picture that a question can name."""

    HAND = "hand"  # hands, fingers, thumbs
    FACE = "face"
    EYES = "eyes"
    MOUTH = "mouth"  # mouth, lips, teeth
    EARS = "ears"  # and earrings
    NOSE = "nose"
    HAIR = "hair"  # hair, beard, fur
    SKIN = "skin"
    BODY = "body"  # arms, legs, feet, neck, posture
    CLOTHES = "clothes"  # and jewellery, glasses
    BACKGROUND = "background"
    TEXTURE = "texture"  # surfaces, patterns, noise, sharpness
    EDGES = "edges"  # outlines, halos
    COLOURS = "colours"
    SHADOW = "shadow"
    LIGHT = "light"
    REFLECTION = "reflection"
    PERSPECTIVE = "perspective"  # vanishing points, horizon, proportions
    TEXT = "text"  # letters, signs, handwriting
    OBJECT = "object"  # cars, buildings, animals and other things


# Beginnings of words without accents in English, German, French and Spanish; Chinese stands after the bar.
_WORDS: dict[Feature, str] = {
    Feature.HAND:
        r"hands?\b(?!writ)|finger|thumb|knuckle|hand\b|hande|daumen|mains?\b|doigt|pouce|manos?\b|dedo|pulgar|"
        r"(?<![选二助水歌对高杀推入])手(?![机动写续册段法工枪术])",
    Feature.FACE: r"face[sd]?\b|facial|gesicht|visage|cara\b|rostro|脸|面部",
    Feature.EYES: r"eyes?\b|pupils?\b|iris|gaze|eyelash|augen?\b|pupille|yeux|oeil|ojos?\b|眼|瞳",
    Feature.MOUTH:
        r"mouth|lips?\b|teeth|tooth|smile|mund\b|lippe|zahne?\b|bouche|levres?|(?:les|ses|des|leurs|aux) dents\b|"
        r"boca\b|labios?|diente|"
        r"嘴|牙",
    Feature.EARS: r"ears?\b|earrings?|ohr(?:en|ringe?)?\b|oreille|boucles? d'oreille|orejas?\b|pendiente|耳",
    Feature.NOSE: r"nose|nostril|nase|nez\b|nariz|鼻",
    Feature.HAIR:
        r"hairs?\b|hairline|beard|eyebrow|fur\b|haare?\b|bart\b|fell\b|cheveux|barbe|poils?\b|pelo\b|cabello|"
        r"barba|头发|毛发|胡子",
    Feature.SKIN: r"skin\b|pores?\b|wrinkles?|complexion|haut\b|poren|falten|peau\b|piel\b|皮肤|毛孔",
    Feature.BODY:
        r"arms?\b|legs?\b|feet|foot\b|toes?\b|necks?\b|bod(?:y|ies)|anatom|limbs?|posture|arme?\b|beine?\b|"
        r"fusse|"
    r"korper|jambes?|pieds?\b|corps\b|brazos?|piernas?|cuerpo|胳膊|腿|身体|脚",
    Feature.CLOTHES:
        r"cloth(?:es|ing)|dress\b|shirt|jacket|necklace|jewel|glasses|spectacles|buttons?\b|kleid|hemd|"
        r"schmuck|"
    r"brille|vetements?|robe\b|chemise|bijou|lunettes|ropa\b|vestido|camisa|joyas?|gafas|衣服|眼镜|首饰",
    Feature.BACKGROUND: r"backgrounds?|backdrop|hintergrund|arriere-plan|fond\b|fondo|背景",
    Feature.TEXTURE:
        r"textures?|surfaces?|fabric|patterns?\b|grain|blurr?|sharpness|textur|oberflache|muster|tejido|"
        r"textura|"
    r"motif|tissu|纹理|质感",
    Feature.EDGES:
        r"edges?\b|outlines?|halos?\b|contours?|borders? of|kanten?\b|rander|umriss|bords?\b|contornos?|"
        r"bordes?|边缘",
    Feature.COLOURS: r"colou?rs?\b|tint|saturation|farben?\b|couleurs?|colores?\b|颜色|色彩",
    Feature.SHADOW: r"shadows?|schatten|ombres?\b|sombras?|阴影|影子",
    Feature.LIGHT:
        r"light(?:s|ing)?\b|illuminat|lit\b|highlights?\b|licht|beleuchtung|lumiere|eclairage|luz\b|"
        r"iluminacion|光",
    Feature.REFLECTION: r"reflect|reflex|mirror|spiegel|reflets?|miroir|reflejos?|espejo|倒影|反射|镜子",
    Feature.PERSPECTIVE:
        r"perspective|vanishing|horizon|proportions?|perspektiv|fluchtpunkt|horizont|perspectiva|horizonte|"
        r"透视|地平线",
    Feature.TEXT:
        r"text\b|letters\b|lettering|writing|handwriting|spelling|schrift|buchstaben|texte\b|lettres\b|"
        r"ecriture|"
    r"texto|letras|文字|字母",
    Feature.OBJECT:
        r"cars?\b|vehicles?|wheels?\b|buildings?|houses?\b|windows?\b|doors?\b|trees?\b|animals?|dogs?\b|"
        r"cats?\b|"
        r"number ?plate|licen[cs]e plate|auto\b|haus\b|baum\b|hund\b|voiture|maison|arbre|chien|coche|casa\b|"
        r"arbol|perro|车|房子|树|狗",
}  # fmt: skip
_PATTERNS = {feature: re.compile(rf"(?<![a-z])(?:{words})") for feature, words in _WORDS.items()}
# Words in which a side or a feature is no place and no part of the picture.
_NOT_MEANT = re.compile(
    r"on the other hand|first hand|second hand|at first glance|in the light of|in light of|face ?swap|facebook|"
    r"get in touch|keep an eye|hand(?:ed)? (?:in|over|out)|à la main|heat ?map colou?rs?|body (?:serial|number)"
)


def features_of(text: str) -> tuple[Feature, ...]:
    """The features that a text names, in the order of `Feature`."""
    words = _NOT_MEANT.sub(" ", plain(text))
    return tuple(feature for feature, pattern in _PATTERNS.items() if pattern.search(words))


def without_sides_of_things(text: str) -> str:
    """A text in small letters without side words that belong to a body part or a thing, as in “the left hand”.

    Such a word says which hand is meant, not in which half of the picture it is.
    """
    return _SIDE_OF_A_THING.sub(" ", text.lower())


_PART = (
    r"hands?|eyes?|ears?|arms?|legs?|foot|feet|fingers?|thumbs?|shoulders?|cheeks?|knees?|wrists?|elbows?|"
    r"nostrils?|"
    r"earrings?|lens(?:es)?|shoes?|gloves?|sleeves?|wheels?|wings?|paws?|claws?|lips?|teeth|tooth|"
    r"eyebrows?|eyelids?|"
    r"pupils?|lane|wing|party|click|lip|jaw|deck|floor|brain"
)
_OWNER = r"(?:his|her|their|its|my|your|whose|the (?:man|woman|boy|girl|child|person|lady|guy|dog|cat)'?s)"
_SIDE_OF_A_THING = re.compile(
    rf"\b(?:left|right|upper|lower|top|bottom|middle)(?:[- ]hand)? (?:{_PART})\b"
    rf"|\b{_OWNER} (?:left|right|upper|lower|middle)\b"
    r"|\b(?:is|was|were|be|been|got|has|have|had|nothing|anything|what|much|time|minutes?|hours?|who|they|"
    r"he|she) left\b"
    r"(?! (?:side|half|corner|edge|part|third|of))"
    r"|\ball right\b|\bright (?:now|away|after|before|there|here)\b|\btop (?:\d+|two|three|four|five|ten|"
    r"of the list|reasons?)\b"
    r"|\bbottom line\b|\btop (?:left|right)-hand driver\b|\b(?:top|middle|lower|upper) (?:class|name|management)\b"
    r"|\b(?:to|on|at) the centre of attention\b|\b(?:shopping|city|town|data|sports?) cent(?:re|er)\b|"
    r"\bmiddle east\b"
    r"|\bmiddle of the (?:night|day|war|road)\b|\blower (?:price|quality|resolution|case)\b|\bupper case\b"
)
