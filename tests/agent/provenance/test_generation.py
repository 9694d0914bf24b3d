"""Files written as the programs write them; the formats are documented by those programs."""

import gzip
import json

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from telltale.agent.intake import receive
from telltale.agent.provenance import generation

from tests.conftest import encode

A1111 = "a duck\nNegative prompt: blurry\nSteps: 15, Sampler: UniPC, CFG scale: 7, Seed: 1, Size: 512x512"
COMFY = json.dumps({"3": {"class_type": "KSampler", "inputs": {"seed": 1}}, "4": {"class_type": "VAELoader"}})
WORKFLOW = json.dumps({"last_node_id": 2, "nodes": [{"id": 1, "type": "KSampler"}, {"id": 2, "type": "VAEDecode"}]})
PICTURE = Image.new("RGB", (140, 140), "teal")


def png(**chunks: str) -> bytes:
    notes = PngImagePlugin.PngInfo()
    for key, value in chunks.items():
        notes.add_text(key.replace("_", "-") if key == "sd_metadata" else key, value)
    return encode(PICTURE, pnginfo=notes)


def with_comment(kind: str, text: str, encoding: str = "utf-16-be") -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + text.encode(encoding)
    return encode(PICTURE, kind, exif=exif)


def programs(data: bytes) -> list[str]:
    return [e.statement.split(" of ", 1)[1].split(" (")[0] for e in generation.read(receive(data))]


@pytest.mark.parametrize(
    ("data", "program"),
    [
        (png(parameters=A1111), "AUTOMATIC1111"),
        (with_comment("JPEG", A1111), "AUTOMATIC1111"),
        (with_comment("WEBP", A1111), "AUTOMATIC1111"),
        (with_comment("JPEG", A1111, "utf-16-le"), "AUTOMATIC1111"),
        (png(prompt=COMFY, workflow=WORKFLOW), "ComfyUI"),
        (png(workflow=WORKFLOW), "ComfyUI"),
        (png(invokeai_metadata=json.dumps({"positive_prompt": "a cat"})), "InvokeAI"),
        (png(sd_metadata=json.dumps({"model": "stable diffusion"})), "InvokeAI"),
        (png(Dream='"a cat" -s 50'), "InvokeAI"),
        (png(Software="NovelAI", Description="a cat", Comment='{"steps": 28}'), "NovelAI"),
        (png(parameters=json.dumps({"prompt": "a cat", "steps": 60}), fooocus_scheme="fooocus"), "Fooocus"),
        (png(parameters=json.dumps({"prompt": "a cat", "steps": 60, "base_model": "jx"})), "Fooocus"),
    ],
)
def test_programs_are_recognised(data, program):
    assert programs(data) == [program]


@pytest.mark.parametrize(
    "chunks",
    [
        {"Description": "A walk in the park. Steps: many"},
        {"Comment": "Created with GIMP"},
        {"prompt": "not json"},
        {"prompt": json.dumps({"a": 1})},
        {"parameters": "aperture 2.8"},
        {"workflow": "[" * 100_000},
    ],
)
def test_ordinary_texts_are_not_taken_for_parameters(chunks):
    assert programs(png(**chunks)) == []


def hide(text: bytes, compressed: bool) -> bytes:
    body = gzip.compress(text) if compressed else text
    signature = b"stealth_pngcomp" if compressed else b"stealth_pnginfo"
    bits = np.unpackbits(np.frombuffer(signature + (len(body) * 8).to_bytes(4, "big") + body, np.uint8))
    side = max(140, int(len(bits) ** 0.5) + 1)
    flat = np.full(side * side, 254, np.uint8)
    flat[: len(bits)] |= bits
    picture = PICTURE.convert("RGBA").resize((side, side))
    picture.putalpha(Image.fromarray(flat.reshape(side, side).T.copy()))  # column by column
    return encode(picture)


@pytest.mark.parametrize("compressed", [True, False])
def test_parameters_hidden_in_the_alpha_channel_are_read(compressed):
    data = hide(A1111.encode(), compressed)
    assert programs(data) == ["AUTOMATIC1111"]
    assert "hidden in the alpha channel" in generation.read(receive(data))[0].statement


def test_hidden_bombs_and_damage_are_bounded():
    text = generation.read_stealth(receive(hide(b"\0" * 30_000_000, True)).alpha)
    assert text is not None
    assert len(text) == 1 << 20  # a small file can't make a large text
    damaged = np.full((140, 140), 254, np.uint8)
    flat = damaged.T.reshape(-1)
    bits = np.unpackbits(np.frombuffer(b"stealth_pngcomp" + (800).to_bytes(4, "big") + b"x" * 100, np.uint8))
    flat[: len(bits)] |= bits
    assert generation.read_stealth(flat.reshape(140, 140).T) is None
    assert generation.read_stealth(np.full((2, 2), 255, np.uint8)) is None


def test_evidence_carries_its_caveat_and_one_line():
    item = generation.read(receive(png(parameters="a\x07 bell\nand line " + A1111)))[0]
    assert item.supports == "synthetic"
    assert "free tools" in item.caveats[0]
    assert item.statement.isprintable()
