"""What the readers and the rules together find in files of real programs and cameras, where they are at hand."""

import pytest
from telltale.agent.evidence import Flag
from telltale.agent.intake import receive
from telltale.agent.provenance import readers, rules


def found(file):
    exhibit = receive(file)
    return rules.evidence(readers.read(exhibit), exhibit)


@pytest.mark.parametrize(
    ("pattern", "program"),
    [
        ("comfyui/flux/*.png", "ComfyUI"),
        ("comfyui/sd3/*.png", "ComfyUI"),
        ("parameters/**/Fooocus/*", "Fooocus"),
        ("parameters/**/InvokeAI/*", "InvokeAI"),
        ("parameters/**/NovelAI/*", "NovelAI"),
        ("parameters/**/ComfyUI/*", "ComfyUI"),
        ("parameters/**/AUTOMATIC1111/*", "AUTOMATIC1111"),
    ],
)
def test_every_file_of_a_family_names_its_program(shared, pattern, program):
    files = sorted((shared / "provenance").glob(pattern))
    assert files
    for file in files:
        declared = [item for item in found(file) if item.has(Flag.DECLARES)]
        assert [item.supports for item in declared] == ["synthetic"], file.name
        assert program in declared[0].statement, file.name


def test_camera_originals_raise_no_false_alarm(shared):
    files = sorted((shared / "provenance/exif/jpg").rglob("*.jpg"))
    assert len(files) > 40
    for file in files:
        items = found(file)
        assert {item.supports for item in items} == {"neutral"}, file.name
        assert len(items) <= 6, file.name
        assert not any(item.has(Flag.DECLARES) for item in items), file.name
