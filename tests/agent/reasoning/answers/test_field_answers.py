"""Single fields that a question asks for, in the words of photographers or by their names, as they stand."""

from dataclasses import replace

import pytest
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.answers import field_answers as fields
from telltale.agent.reasoning.answers.file_case import FORGEABLE
from telltale.agent.reasoning.dialogue.asked_fields import data_named, fields_of
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import contents, field
from tests.agent.reasoning.answers.answer_cases import asked, case_of

HELD = contents(
    field("container", "ICC copyright", "Copyright (c) 1998 Hewlett-Packard Company", where="colour profile"),
    field("EXIF", "GPSSatellites", "06", where="GPS"),
    EXIF={"MeteringMode": "5", "FocalLength": "6", "FNumber": "4.5", "Orientation": "6", "ExposureTime": "1/178"},
    XMP={"RawFileName": "DSC_1801.NEF"},
)


@pytest.fixture
def told(exhibit, guide):
    def told(text, held: Contents = HELD, topic=Topic.MAKER):
        case = case_of("real", exhibit, asked(topic, text, choices=(topic, Topic.LEGAL)), guide)
        found = fields.written(replace(case, contents=held))
        return [] if found is None else [item.text for item in found[1].items]

    return told


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("how many satellites did it use", ("EXIF GPSSatellites", "“06”")),
        ("Mit welcher Brennweite und Blende ist das aufgenommen?", ("“4.5”", "“6 (mm)”")),
        ("quelle vitesse d'obturation ?", ("“1/178 (s)”",)),
        ("¿qué medición de la luz usó?", ("“5 (pattern)”",)),
        ("测光模式是什么设置的？", ("“5 (pattern)”",)),
        ("why is it sideways on my screen", ("“6 (to be turned clockwise)”", "turn the picture")),
        ("what was the name of the RAW file?", ("XMP RawFileName", "“DSC_1801.NEF”")),
        ("what does RawFileName say", ("“DSC_1801.NEF”",)),
        ("why does it say Copyright Hewlett-Packard?", ("colour profile", "whose picture")),
    ],
)
def test_a_field_that_is_asked_for_is_told(question, parts, told):
    said = " ".join(told(question))
    assert all(part in said for part in parts), said


@pytest.mark.parametrize(
    "question",
    ["how many metres above sea level", "Wie hoch liegt das überm Meer", "à combien au-dessus de la mer",
     "a cuántos metros sobre el nivel del mar", "海拔多少"],
)  # fmt: skip
def test_a_height_is_asked_for_in_each_language(question, told):
    assert told(question) == [fields.HELD_NOT(fields="EXIF GPSAltitude")]
    assert not fields_of("how high is that building")


def test_what_the_file_lacks_is_told_and_what_it_holds_is_no_proof(told):
    assert told("what altitude?") == [fields.HELD_NOT(fields="EXIF GPSAltitude")]
    assert told("how many satellites")[-1] == FORGEABLE()
    assert told("Is it real?") == [] == told("When was the shutter pressed?")


def test_questions_for_the_meaning_of_a_word_ask_for_no_field():
    assert fields_of("what is the shutter speed?") and not fields_of("what is white balance?")


def test_kinds_of_data_that_a_question_lists():
    assert data_named("¿Lleva la cámara o la fecha en los metadatos?") == (Topic.CAMERA, Topic.WHEN_TAKEN)
    assert data_named("Which camera is it?") == () == data_named("is it real or fake?")
