"""What is found in files of real programs and cameras, where they are at hand."""

import pytest
from telltale.agent.evidence import Flag
from telltale.agent.intake import IntakeError, receive
from telltale.agent.provenance import collect

CASES = [
    ("c2pa-ai/**/firefly-1.jpg", "synthetic"),
    ("c2pa-ai/**/gen-fill.jpg", "tampered"),
    ("c2pa-ai/**/composite-dst.jpg", "tampered"),
    ("c2pa-ai/**/genai-actions-v2.jpg", "synthetic"),
    ("openai/**/*.png", "synthetic"),
    ("comfyui/flux/*.png", "synthetic"),
    ("comfyui/sd3/*.png", "synthetic"),
    ("parameters/**/parsers/**/*.*", "synthetic"),
    ("c2pa/**/*-E-dat-*.jpg", "tampered"),
    ("c2pa/**/*-E-sig-*.jpg", "tampered"),
    ("c2pa/**/*-E-uri-CA.jpg", "tampered"),
    ("c2pa/**/*-X*.jpg", "tampered"),
]


@pytest.mark.parametrize(("pattern", "supports"), CASES)
def test_every_file_of_a_family_tells_its_making(shared, pattern, supports):
    files = sorted((shared / "provenance").glob(pattern))
    assert files
    for file in files:
        found = {item.supports for item in collect(receive(file))}
        assert supports in found, file.name


def test_camera_originals_raise_no_false_alarm(shared):
    files = sorted((shared / "provenance/exif/jpg").rglob("*.jpg"))
    assert len(files) > 40
    supports = [{item.supports for item in collect(receive(file))} for file in files]
    assert all(found == {"neutral"} for found in supports)  # a camera's data can be copied into any file


def test_intact_credentials_raise_no_false_alarm(shared):
    files = [f for f in (shared / "provenance/c2pa").rglob("*.jpg") if "-E-" not in f.name and "-X" not in f.name]
    assert len(files) >= 10
    for file in files:
        assert not {"synthetic", "tampered"} & {item.supports for item in collect(receive(file))}, file.name


def test_empty_file_is_refused(shared):
    with pytest.raises(IntakeError, match="empty"):
        receive(shared / "provenance/parameters/tests/resources/bad_images/empty_file.png")


def test_a_declaration_says_what_it_rests_on(shared):
    files = [*(shared / "provenance/c2pa-ai").rglob("*.jpg"), *(shared / "provenance/openai").rglob("*.png")]
    declared = [item for file in files for item in collect(receive(file)) if item.has(Flag.DECLARES)]
    assert len(declared) >= len(files)
    assert all("source type" in item.statement or " by “" in item.statement for item in declared)
