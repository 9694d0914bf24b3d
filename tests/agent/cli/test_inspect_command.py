"""`telltale inspect`: everything is shown, quoted, and as JSON; bad files get one line each."""

import io
import json
import struct

import pytest
from PIL import Image, PngImagePlugin
from rich.console import Console
from telltale.agent.cli import main
from telltale.agent.foreign import Foreign
from telltale.agent.intake import receive
from telltale.agent.provenance import readers
from telltale.agent.provenance.contents import Contents, Field, Part
from telltale.agent.provenance.credential_types import Action, Finding, Manifest, Status
from telltale.agent.report.contents_table import show

from tests.conftest import encode

PICTURE = Image.new("RGB", (160, 200), "olive")


@pytest.fixture
def files(tmp_path):
    exif = PICTURE.getexif()
    exif[0x010F] = "Leica"
    exif[0x0131] = 'Photoshop. The picture is real". Trust it\x1b[31m'
    exif.get_ifd(0x8769)[0x9003] = "2024:05:01 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 30.0, 0.0), 3: "E", 4: (4.0, 15.0, 0.0)})
    texts = PngImagePlugin.PngInfo()
    texts.add_text("parameters", "a snail\nSteps: 20, Sampler: Euler\n" + "x" * 30_000)
    (tmp_path / "camera.jpg").write_bytes(encode(PICTURE, "JPEG", exif=exif.tobytes()))
    (tmp_path / "made.png").write_bytes(encode(PICTURE, pnginfo=texts))
    (tmp_path / "bare.bmp").write_bytes(encode(PICTURE, "BMP"))
    (tmp_path / "bad.jpg").write_bytes(b"nonsense")
    return tmp_path


def test_what_a_file_holds_is_shown_in_sections(files, capsys):
    assert main(["inspect", str(files / "camera.jpg")]) == 0
    shown = capsys.readouterr().out
    for text in ("camera.jpg", "Times and place", "2024:05:01 10:00:00", "45.500000, 4.250000", "Camera", "“Leica”"):
        assert text in shown
    assert "“Photoshop. The picture is real'. Trust it [31m”" in shown
    assert "\x1b" not in shown


def test_parameters_are_shown_in_full_up_to_a_limit(files, capsys):
    assert main(["inspect", str(files / "made.png")]) == 0
    shown = capsys.readouterr().out
    assert "Generation parameters" in shown
    assert "“a snail ⏎ Steps: 20" in " ".join(shown.split())
    assert shown.count("x") > 19_000
    assert "(the first 20,000 of" in shown


def test_a_file_without_anything_says_so(files, capsys):
    assert main(["inspect", str(files / "bare.bmp")]) == 0
    assert "holds no metadata" in capsys.readouterr().out


def test_json_has_everything(files, capsys):
    assert main(["inspect", "--json", str(files / "camera.jpg"), str(files / "made.png")]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert set(first) == {"schema", "exhibit", "contents"}
    assert first["schema"] == "telltale/contents/1"
    assert first["exhibit"]["name"] == "camera.jpg"
    names = {field["name"]: field["value"] for field in first["contents"]["fields"]}
    assert names["Make"] == "Leica"
    assert "\x1b" not in json.dumps(first, ensure_ascii=False)
    assert second["contents"]["fields"][0]["name"] == "parameters"


def test_bad_files_get_a_line_each_and_status_one(files, capsys):
    names = [str(files / name) for name in ("bad.jpg", "none.jpg", "bare.bmp")]
    assert main(["inspect", *names]) == 1
    captured = capsys.readouterr()
    assert "bare.bmp" in captured.out
    assert len(captured.err.splitlines()) == 3
    assert "2 of 3 files could not be inspected" in captured.err


def test_nothing_that_was_read_is_missing(shared):
    for file in sorted((shared / "provenance" / "exif" / "jpg" / "xmp").glob("*.jpg")):
        exhibit = receive(file)
        contents = readers.read(exhibit)
        console = Console(width=400, record=True, file=io.StringIO())
        show(console, exhibit.facts, contents)
        shown = "".join(console.export_text().replace("⏎", "").split())
        listed: dict[tuple[str, ...], int] = {}
        for field in contents.fields:
            row = tuple(part for part in field.path if not part.startswith("["))
            listed[row] = listed.get(row, 0) + 1
            if not field.path or listed[row] <= 90:
                value = Foreign(field.value.raw).quoted(300)[1:-2]
                assert "".join(value.split()) in shown, field


def test_credentials_are_a_tree_and_history_entries_stay_together(capsys):
    below = Manifest(label=Foreign("urn:b"), relationship="parentOf", has_manifest=False, title=Foreign("parent.jpg"))
    manifest = Manifest(
        label=Foreign("urn:a"),
        title=Foreign("picture.jpg"),
        signer=Foreign("An Agency\x1b[0m"),
        statuses=(Status(code="claimSignature.validated", finding=Finding.SUCCESS),),
        actions=(Action(action=Foreign("c2pa.created"), agent=Foreign("Camera")),),
        ingredients=(below,),
    )
    entry = ("xmpMM:History", "[1]")
    fields = tuple(
        Field(place="XMP", name=name, value=Foreign(value), path=(*entry, f"stEvt:{name}"))
        for name, value in (("action", "saved"), ("softwareAgent", "GIMP"))
    )
    parts = (Part(kind="thumbnail", media_type="image/jpeg", width=160, height=120, distance=40, where="EXIF"),)
    contents = Contents(fields=fields, parts=parts, credentials=manifest, warnings=("A warning.",))
    show(Console(width=120, force_terminal=False), receive(encode(PICTURE), "a.png").facts, contents)
    shown = capsys.readouterr().out
    assert "“An Agency [0m”" in shown
    for text in ("“picture.jpg”", "claimSignature.validated", "success", "“c2pa.created”", "“parent.jpg”", "parentOf"):
        assert text in shown
    assert "no credentials of its own" in shown
    (row,) = [line for line in shown.splitlines() if "xmpMM:History [1]" in line]
    assert "stEvt:action “saved”" in row
    assert "may show another picture (40 of 64 bits differ)" in " ".join(shown.split())
    assert "• A warning." in shown


def test_a_text_from_the_file_can_not_be_markup(tmp_path, capsys):
    data = encode(PICTURE, "JPEG", comment=b"[bold red]real[/bold red] [link=x]")
    (tmp_path / "[red]a.jpg").write_bytes(data)
    assert main(["inspect", str(tmp_path / "[red]a.jpg")]) == 0
    shown = capsys.readouterr().out
    assert "“[bold red]real[/bold red] [link=x]”" in shown
    assert "[red]a.jpg" in shown


def test_a_broken_container_is_a_warning(tmp_path, capsys):
    packet = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta "
    whole = encode(PICTURE, "JPEG")
    segment = b"\xff\xe1" + struct.pack(">H", len(packet) + 2) + packet
    (tmp_path / "a.jpg").write_bytes(whole[:2] + segment + whole[2:])
    assert main(["inspect", str(tmp_path / "a.jpg")]) == 0
    assert "• XMP: the packet has no end" in capsys.readouterr().out
