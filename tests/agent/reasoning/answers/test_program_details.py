"""What a program is that the file names; programs that copy or show pictures are no editors."""

from types import SimpleNamespace

import pytest
from telltale.agent.provenance.rules.programs import tool_named
from telltale.agent.reasoning.answers import program_details as details
from telltale.agent.reasoning.answers.software_answers import software
from telltale.agent.translation import translated

from tests.agent.provenance.rules.made_contents import CAMERA
from tests.agent.reasoning.answers.file_cases import made


def told(file, question="what's that program?"):
    found = details.what_program(SimpleNamespace(file=file, asked=SimpleNamespace(text=question)))
    return [item.text for item in found.items] if found is not None else []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Nikon Transfer 1.1 W", "transfer"),
        ("EPSON Scan", "transfer"),
        ("Canon EOS Utility 3.2", "transfer"),
        ("Microsoft Windows Photo Viewer 6.1.7600.16385", "viewer"),
        ("GIMP 2.4.5", "editor"),
        ("ViewNX 2.10 W", "editor"),
    ],
)
def test_the_kind_of_a_program(name, kind):
    program = tool_named(name)
    assert program is not None and program.kind == kind
    assert details.KINDS[kind]() in told(made(EXIF={"Software": name}))[0]


def test_a_program_that_is_not_known_is_said_to_be_so():
    assert told(made(EXIF={"Software": "Frobnicator 3"}))[0].startswith("What “Frobnicator 3” is")
    assert told(made(EXIF=CAMERA)) == [item.text for item in software(made(EXIF=CAMERA))]


@pytest.mark.parametrize("language", ["de", "fr", "es", "zh"])
@pytest.mark.parametrize("name", ["GIMP 2.4.5", "ComfyUI", "Nikon Transfer 1.1 W", "Windows Photo Viewer"])
def test_what_a_program_is_has_words_in_every_language(name, language):
    assert translated(told(made(EXIF={"Software": name}))[0], language) is not None


@pytest.mark.parametrize(
    "question", ["what is GIMP?", "was ist GIMP?", "C'est quoi GIMP ?", "qué es GIMP?", "GIMP是什么"]
)
def test_a_program_that_is_named_in_the_question(question):
    asked = SimpleNamespace(text=question)
    for file, note in ((made(EXIF={"Software": "GIMP 2.4.5"}), details.IN_FILE), (made(), details.NOT_IN_FILE)):
        found = details.named_program(SimpleNamespace(file=file, asked=asked))
        first, second = (item.text for item in found.items)
        assert details.KINDS["editor"]() in first and second.startswith(note(value="x").partition(":")[0])
    assert details.named_program(SimpleNamespace(file=made(), asked=SimpleNamespace(text="what is a hash?"))) is None


def test_whether_it_is_usual_can_not_be_told():
    file = made(EXIF={"Software": "Nikon Transfer 1.1 W"})
    assert details.USUAL() in told(file, "is that software normal for it?")


@pytest.mark.parametrize(
    ("software", "foreign"), [("GIMP 2.4.5", True), ("Nikon Transfer 1.1 W", False), ("Quux 9", False)]
)
def test_what_no_camera_writes_is_said_to_be_so_of_known_programs_alone(software, foreign):
    for question in ("would a camera write that?", "schreibt das eine Kamera?", "相机会写这个吗"):
        assert (details.NO_CAMERA() in told(made(EXIF={"Software": software}), question)) is foreign
    assert details.NO_CAMERA() not in told(made(EXIF={"Software": software}))


def test_a_comment_without_a_program_is_left_to_the_other_answers():
    assert told(made(EXIF={"UserComment": "at the lake"}), "what does that comment mean?") == []
