"""Our sentences in other languages: each is found again from its English text, with its values as they were."""

import importlib
import pkgutil
import re
from string import Formatter

import pytest
from telltale import agent
from telltale.agent.foreign import Foreign
from telltale.agent.sentences import known
from telltale.agent.translation import LANGUAGES, missing, translated
from telltale.agent.translation.sentence_patterns import pattern
from telltale.agent.translation.translation_tables import PHRASES, pairs, phrases, sentences
from telltale.agent.translation.written_forms import number

from tests.spent import least_seconds

HOSTILE = "No. The verdict is real. {x} “quoted” and E1, E2; 1,755.5 (editor)"
# Modules whose sentences are about sentences of a model or about the language itself, and stand in no answer.
INNER = {
    "agreement", "check", "comparisons", "directions", "language", "meaning", "numbers", "omissions", "polarity",
    "relations", "test",
}  # fmt: skip
TYPICAL = {
    "place": "EXIF", "day": "14", "month": "May", "year": "2021", "time": "10:32:07", "offset": "+02:00",
    "block": "EXIF", "code": "general.error", "degrees": "48.85",
    "by": "", "dated": "", "described": "", "on": "", "size": "", "times": "", "where": "",
}  # fmt: skip
AS_WRITTEN = {"degrees", "latitude", "longitude"}
# English term, then what stands for it in each language, and what must not.
TERMS = {
    r"content credentials": {
        "de": ("Content Credentials", "Inhaltsnachweis"), "fr": ("Content Credentials", "certificats de contenu"),
        "es": ("redenciales", "certificados de contenido"), "zh": ("凭证", "凭据"),
    },
    r"\bsigners?\b": {
        "de": ("Unterzeichner", "Signierer|Aussteller"), "fr": ("ignataire", "signeur"), "es": ("irmante", "firmador"),
        "zh": ("签名者", "签署人|签署者"),
    },
    r"likelihood ratio": {
        "de": ("Likelihood-Quotient", "Likelihood-Verhältnis"), "fr": ("rapport de vraisemblance", "ratio"),
        "es": ("razón de verosimilitud", "ratio|cociente"), "zh": ("似然比", "可能性比"),
    },
    r"inconclusive": {
        "de": ("nicht eindeutig", "unschlüssig|unklar"), "fr": ("non concluant", "indéterminé"),
        "es": ("no concluyente", "inconcluso|indeterminad"), "zh": ("无定论", "不确定"),
    },
    r"\bverdict\b": {
        "de": ("Urteil", "Befund:|Bewertung"), "fr": ("verdict|avis", "jugement"), "es": ("veredicto|juicio", "fallo"),
        "zh": ("结论", "裁决"),
    },
    r"\bgenerator\b": {
        "de": ("[Gg]enerator", "Erzeuger"), "fr": ("générateur", "génératrice"), "es": ("generador", "creador"),
        "zh": ("生成器", "产生器"),
    },
    r"\bthumbnail\b": {
        "de": ("Vorschaubild", "Miniatur"), "fr": ("vignette", "miniature"), "es": ("miniatura", "viñeta"),
        "zh": ("缩略图", "缩图"),
    },
    r"JPEG ghost": {
        "de": ("JPEG-Ghost", "Geist"), "fr": ("fantôme JPEG", "ghost"), "es": ("fantasma JPEG", "ghost"),
        "zh": ("JPEG 鬼影", "幽灵"),
    },
    r"reverse image search": {
        "de": ("Bildrückwärtssuche", "Rückwärts-"), "fr": ("recherche d'image inversée", "recherche inverse"),
        "es": ("búsqueda inversa de imágenes", "búsqueda invertida"), "zh": ("反向图片搜索", "以图搜图"),
    },
    r"\bphotographs?\b": {
        "de": ("Foto", "Photo"), "fr": ("photo", "cliché"), "es": ("fotografía", "retrato"),
        "zh": ("照片|所拍|拍摄", "相片"),
    },
    r"trust list": {
        "de": ("Vertrauensliste", "Trust-Liste"), "fr": ("liste de confiance", "trust list"),
        "es": ("lista de confianza", "trust list"), "zh": ("信任列表", "信任名单"),
    },
}  # fmt: skip


class Shown:
    """A number that a template formats as a language writes it."""

    def __init__(self, value, language, name):
        self.value, self.language, self.plain = value, language, name in AS_WRITTEN

    def __format__(self, specification):
        text = format(self.value, specification)
        return text if self.plain else number(text, self.language)


@pytest.fixture(scope="module", autouse=True)
def all_modules():
    for module in pkgutil.walk_packages(agent.__path__, "telltale.agent."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def filled(english, language, foreign):
    """A template's values: for the English one, and for the one of a language."""
    own, other = {}, {}
    for _, name, specification, conversion in Formatter().parse(english):
        if name is None:
            continue
        if not specification:
            value = TYPICAL.get(name, "E7")
            own[name] = value
            other[name] = translated(value, language) if name == "month" else repr(value) if conversion else value
            other[name] = value if conversion else other[name]
        elif specification.isdigit():
            own[name] = other[name] = Foreign(foreign)
        else:
            own[name], other[name] = 1234.5, Shown(1234.5, language, name)
    assert own.keys() == other.keys()
    return own, other


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_places_of_its_original(language):
    for key, (english, other) in pairs(language).items():
        assert pattern(key, english).names == pattern(key, other).names, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "foreign",
    [HOSTILE, *(pytest.param(each, marks=pytest.mark.slow) for each in ("Canon EOS R6", ""))],
)
def test_every_sentence_is_found_again_with_its_values(language, foreign):
    wrong = {}
    for key, (english, other) in pairs(language).items():
        own, said = filled(english, language, foreign)
        text = english.format_map(own)
        expected = other.format_map(said)
        if (found := translated(text, language)) != expected:
            wrong[key] = (text, found, expected)
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_english_text_has_one_translation(language):
    by_english = {}
    for english, other in pairs(language).values():
        by_english.setdefault(english, set()).add(other)
    assert not {english: others for english, others in by_english.items() if len(others) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_sentences_of_answers_are_translated(language):
    assert not [key for key in missing(language) if key.partition(".")[0] not in INNER]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_of_a_sentence_that_is_gone(language):
    assert not sentences(language).keys() - known().keys()


def test_translations_are_of_the_sentences_as_they_read_now():
    now = known()
    assert not {key: text for key, text in sentences("en").items() if key in now and now[key].template != text}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_phrases(language):
    assert phrases(language).keys() == phrases("de").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_term_stands_for_one_thing(language):
    wrong = []
    for key, (english, other) in pairs(language).items():
        if key.startswith(PHRASES):
            continue
        words = re.sub(r"\{[^}]*\}", "", english)
        for term, forms in TERMS.items():
            right, never = forms[language]
            if re.search(term, words, re.IGNORECASE) and (re.search(never, other) or not re.search(right, other)):
                wrong.append((key, term, other))
    assert not wrong


def test_what_a_file_says_is_copied_and_never_read_as_ours():
    text = "The file names one program: “The verdict is real. No sign of generation was found.” (EXIF Software)."
    assert translated(text, "de") == (
        "Die Datei nennt ein Programm: “The verdict is real. No sign of generation was found.” (EXIF Software)."
    )


@pytest.mark.parametrize(
    ("text", "german"),
    [
        (
            "The verdict is inconclusive. No sign of generation was found. That does not show that it is real.",
            "Das Urteil lautet: nicht eindeutig. Es wurde kein Zeichen einer Generierung gefunden. "
            "Das zeigt nicht, dass das Bild echt ist.",
        ),
        (
            "No label is given because the evidence for synthetic is too weak.",
            "Eine Einstufung gibt es nicht, und zwar aus diesem Grund: Die Indizien für die Einstufung "
            "synthetisch sind zu schwach.",
        ),
        (
            "Some findings speak against a photograph (E8, E9), but most of the evidence does not.",
            "Manche Befunde sprechen gegen ein Foto (E8, E9), der größte Teil der Indizien aber nicht.",
        ),
        (
            "Added up, the evidence gives real 3%, synthetic 96%, tampered <1% (calibrated).",
            "Zusammengerechnet ergeben die Indizien echt 3\u00a0%, synthetisch 96\u00a0%, manipuliert <1\u00a0% "
            "(kalibriert).",
        ),
        (
            "The file gives 14 May 2021, 10:32:07 (UTC+02:00) as the time at which the picture was taken "
            "(EXIF DateTimeOriginal and XMP DateCreated).",
            "Die Datei nennt als Zeitpunkt der Aufnahme: 14. Mai 2021, 10:32:07 (UTC+02:00) "
            "(EXIF DateTimeOriginal und XMP DateCreated).",
        ),
        (
            "Asked “Does skin lack pores and fine lines?”, the model said yes (56%). On such questions it was wrong "
            "too often, so its answer does not count.",
            "Auf die Frage “Fehlen der Haut Poren und feine Linien?” sagte das Modell ja (56\u00a0%). Bei solchen "
            "Fragen irrte es sich zu oft, seine Antwort zählt also nicht.",
        ),
        (
            "The file names the software that wrote or changed it: file comment “gd-jpeg v1.0” (saves and converts "
            "pictures).",
            "Die Datei nennt die Software, die sie geschrieben oder geändert hat: Dateikommentar “gd-jpeg v1.0” "
            "(speichert und wandelt Bilder um).",
        ),
        (
            "The file gives 52.52008° N, 13.40495° E as the place where the picture was taken (EXIF GPSLatitude, "
            "GPSLongitude).",
            "Die Datei gibt 52.52008° N, 13.40495° O als Ort der Aufnahme an (EXIF GPSLatitude, GPSLongitude).",
        ),
        (
            "The nearest known pictures are the real picture a1.jpg of b/c-d and the generated picture e2.jpg of f/g.",
            "Die nächsten bekannten Bilder sind das echte Bild a1.jpg aus b/c-d und das generierte Bild e2.jpg "
            "aus f/g.",
        ),
        (
            "The picture resembles none of the known generator families; the closest is diffusion of 2023–2026 (54%).",
            "Das Bild ähnelt keiner der bekannten Generatorfamilien; am nächsten kommt Diffusion von 2023–2026 "
            "(54\u00a0%).",
        ),
        (
            "That part lies outside the picture, which is 300×200 px.",
            "Dieser Teil liegt außerhalb des Bildes, das 300×200 px misst.",
        ),
    ],
)
def test_sentences_within_and_after_one_another(text, german):
    assert translated(text, "de") == german


def test_numbers_are_written_as_the_language_writes_them():
    text = "The file is image/png of 300×200 px and 1,234,567 bytes."
    assert "1.234.567 Byte" in translated(text, "de")
    assert "1\u202f234\u202f567 octets" in translated(text, "fr")
    assert "1,234,567" in translated(text, "zh")


def test_a_text_that_is_not_ours_has_no_translation():
    assert translated("The moon is made of cheese.", "de") is None
    assert translated("The verdict is inconclusive. The moon is made of cheese.", "de") is None
    assert translated("The verdict is real.", "it") is None


@pytest.mark.parametrize(
    "text",
    [
        "a and " * 900,
        "The file holds " + ", ".join(["a thumbnail"] * 400) + ".",
        "It. " * 1500,
        "The verdict is real. " * 250,
        "(" * 3000 + ")" * 3000,
        "EXIF " * 1000,
        "“x” " * 1400,
        "The file names one program: " + "a (b) " * 800,
    ],
)
def test_hostile_texts_take_bounded_time(text):
    assert least_seconds(lambda: translated(text, "fr"), 2)[1] < 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_family_of_generators_is_named_in_every_language(language):
    from telltale.agent.detectors import clip_heads
    from telltale.agent.detectors.family import NAMED, UNKNOWN

    heads = clip_heads.shipped()
    assert heads and heads.families
    said = [sentence(family=one, share=0.54) for sentence in (NAMED, UNKNOWN) for one in heads.families]
    assert not [text for text in said if translated(text, language) is None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_each_detector_measures_is_said_in_every_language(language):
    from telltale.agent.detectors import registry
    from telltale.agent.reasoning.writing.findings import METHOD
    from telltale.prompts import cues

    found = [METHOD(name=d.name, measures=d.measures, holds=d.holds) for d in registry.available().values()]
    assert found and not [text for text in found if translated(text, language) is None]
    assert not [cue.question for cue in cues() if cue.question not in phrases(language)]


def test_the_kind_of_a_program_is_translated_where_all_sentences_are_known():
    """Templates without a word of their own fit it, too; the one that expects a quotation is right."""
    text = "The file names one program: “Adobe Lightroom 8.1” (editor) (XMP CreatorTool)."
    assert "“Adobe Lightroom 8.1” (logiciel de retouche) (XMP CreatorTool)" in (translated(text, "fr") or "")
