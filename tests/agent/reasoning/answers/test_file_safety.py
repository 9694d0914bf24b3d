"""The tool scans for no viruses; what looks like commands in a file is quoted and never followed."""

from types import SimpleNamespace

import pytest
from telltale.agent.reasoning.answers import file_safety as safety

from tests.agent.reasoning.answers.file_cases import made


def told(text):
    return [item.text for item in safety.malware(SimpleNamespace(file=made(EXIF={"UserComment": text}))).items]


@pytest.mark.parametrize("text", ["x <script>run()</script>", "<?php system('ls')", "a\n#!/bin/sh", "<img onerror=1>"])
def test_what_looks_like_a_script_is_shown_as_text(text):
    first, second, *_ = told(text)
    assert first == safety.NO_SCANNER() and second.startswith("The text in EXIF UserComment looks in part")


def test_control_characters_are_named_and_harmless_text_is_not():
    assert told("a\x1b[2J")[1].startswith("The text in EXIF UserComment holds control characters")
    assert told("a \u202etxt.exe")[1].startswith("The text in EXIF UserComment holds control characters")
    assert told("A day at the sea, 5 < 7")[1] == safety.NO_SCRIPT()
