"""Files are read by a process of its own, and whatever they do to it is one line."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from pydantic import Field
from telltale.agent import sandbox
from telltale.agent.evidence import Frozen
from telltale.agent.foreign import Foreign
from telltale.agent.intake import IntakeError, receive
from telltale.agent.sandboxing import Limits, ReaderPool, SandboxError, wire

from tests.conftest import encode

READERS = """
import ctypes, os, signal, socket, subprocess, sys, time
from telltale.agent.foreign import Foreign
from telltale.agent.intake import IntakeError, receive
from telltale.agent.provenance.contents import Contents, Field
from telltale.agent.sandboxing.picture_reader import Reader, warm

def act(data, name, trust_anchors):
    deed = data.decode()
    if deed == "allocate":
        held = bytearray(3 * 2**30)
    elif deed == "allocate and hide it":
        try:
            held = bytearray(3 * 2**30)
        except Exception:
            raise IntakeError("too damaged") from None
    elif deed == "sleep":
        time.sleep(60)
    elif deed == "compute":
        while True:
            pass
    elif deed == "segfault":
        signal.raise_signal(signal.SIGSEGV)
    elif deed == "be killed":
        signal.raise_signal(signal.SIGKILL)
    elif deed == "exit":
        os._exit(0)
    elif deed == "print":
        print("noise", flush=True)
        os.write(1, b"noise"); os.write(2, b"noise")
    elif deed == "refuse":
        raise IntakeError("x: no")
    elif deed == "fail":
        raise RuntimeError("a\\nlibrary")
    elif deed == "cut off":
        os.write(protocol(), b"\\0\\0\\0\\x10\\0\\0\\0\\0\\0\\0\\0\\0{")
        os._exit(0)
    elif deed == "no message":
        os.write(protocol(), b"HTTP/1.1 200 OK and more of it")
    elif deed == "huge":
        os.write(protocol(), b"\\0\\0\\0\\x02" + b"\\xff" * 8 + b"{}")
    elif deed == "lie":
        os.write(protocol(), b'\\0\\0\\0\\x0c\\0\\0\\0\\0\\0\\0\\0\\0{"facts":{}}')
    elif deed.startswith("try "):
        return receive(PICTURE, name), Contents(warnings=(attempt(deed[4:]),))
    exhibit = receive(PICTURE, name)
    field = Field(place="EXIF", name="Software", value=Foreign("a\\x1b[31m\\ud83d\\n" + "x" * 30_000))
    return exhibit, Contents(fields=(field,), warnings=(str(os.getpid()),))

def protocol():
    return max(int(fd) for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")
               and os.readlink(f"/proc/self/fd/{fd}").startswith("pipe"))

def attempt(what):
    deeds = {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
        "write": lambda: open("/tmp/telltale-must-not-be", "w"),
        "start": lambda: subprocess.run(["true"]),
        "fork": lambda: os.fork(),
        "kill": lambda: os.kill(os.getppid(), 0),
        "environment": lambda: os.environ["A_SECRET"],
        "limits": lambda: __import__("resource").getrlimit(__import__("resource").RLIMIT_CORE),
    }
    try:
        return f"done {deeds[what]()}"
    except Exception as error:
        return type(error).__name__

PICTURE = open(os.environ["HOME"] + "/picture.png", "rb").read()
READER = Reader(act, warm)
"""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="system calls are filtered on Linux alone")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A pool whose processes do what the file says, on a short leash."""
    folder = tmp_path_factory.mktemp("readers")
    (folder / "hostile_readers.py").write_text(READERS)
    Image.new("RGB", (40, 30), "red").save(folder / "picture.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        patch.setenv("HOME", str(folder))
        patch.setenv("A_SECRET", "1")
        pool = ReaderPool("hostile_readers:READER", Limits(seconds=1.5))
        yield pool
        pool.close()


@pytest.fixture(scope="module", autouse=True)
def closed():
    yield
    sandbox.stop()


def refused(pool, deed):
    start = time.monotonic()
    with pytest.raises(IntakeError) as caught:
        pool.read(deed.encode(), "x.heic")
    assert "\n" not in str(caught.value)
    return str(caught.value), time.monotonic() - start


@pytest.mark.parametrize(
    ("deed", "line"),
    [
        ("allocate", "x.heic: reading this file needs more than 1 GB of memory; use a smaller copy"),
        ("allocate and hide it", "x.heic: reading this file needs more than 1 GB of memory; use a smaller copy"),
        ("sleep", "x.heic: reading this file took more than 1.5 s; use a smaller copy"),
        ("compute", "x.heic: reading this file took more than 1.5 s; use a smaller copy"),
        ("segfault", "x.heic: the file made the program that reads pictures crash"),
        ("be killed", "x.heic: the program that reads pictures was stopped by the system"),
        ("exit", "x.heic: the file made the program that reads pictures crash"),
        ("cut off", "x.heic: the file made the program that reads pictures crash"),
        ("no message", "x.heic: the file made the program that reads pictures crash"),
        ("huge", "x.heic: the file made the program that reads pictures crash"),
        ("lie", "x.heic: the file made the program that reads pictures crash"),
        ("fail", "x.heic: can't be read (RuntimeError: a library); get another copy"),
        ("refuse", "x: no"),
    ],
)
def test_whatever_a_file_does_is_one_line_and_the_next_one_is_read(hostile, deed, line):
    said, seconds = refused(hostile, deed)
    assert said.startswith(line)
    assert seconds < 20
    exhibit, _ = hostile.read(b"nothing", "good.png")
    assert exhibit.pixels.shape == (30, 40, 3)


def test_a_refused_file_costs_no_process_and_prints_do_not_disturb(hostile):
    before = hostile.read(b"nothing", "a")[1].warnings
    assert refused(hostile, "refuse")[0] == "x: no"
    assert hostile.read(b"print", "a")[1].warnings == before


@LINUX
@pytest.mark.parametrize("what", ["connect", "write", "start", "fork", "kill"])
def test_the_process_can_not_reach_out(hostile, what):
    assert hostile.read(f"try {what}".encode(), "a")[1].warnings == ("PermissionError",)
    assert not Path("/tmp/telltale-must-not-be").exists()


def test_the_process_sees_little_of_the_environment_and_leaves_no_core(hostile):
    assert hostile.read(b"try environment", "a")[1].warnings == ("KeyError",)
    assert hostile.read(b"try limits", "a")[1].warnings == ("done (0, 0)",)


def test_foreign_text_arrives_as_it_stands(hostile):
    (field,) = hostile.read(b"nothing", "a")[1].fields
    assert field.value.raw == "a\x1b[31m\ud83d\n" + "x" * 30_000


def test_two_files_are_read_at_a_time_and_others_wait(hostile):
    seen, failures = set(), []

    def ask(n):
        try:
            if n % 3:
                seen.update(hostile.read(b"nothing", str(n))[1].warnings)
            else:
                hostile.read(b"segfault" if n else b"refuse", str(n))
        except IntakeError as error:
            failures.append(str(error))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) == 3
    assert 1 <= len(seen) <= 4


def test_a_process_is_replaced_after_many_files_and_ends_with_its_pool(hostile):
    pool = ReaderPool("hostile_readers:READER", Limits(files=2))
    numbers = [pool.read(b"nothing", "a")[1].warnings[0] for _ in range(3)]
    assert numbers[0] == numbers[1] != numbers[2]
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(numbers[2]), 0)


def test_a_process_that_can_not_start_is_told_in_one_line(monkeypatch):
    with pytest.raises(SandboxError, match=r"can't be started \(.*no_such_module.*\); reinstall telltale"):
        ReaderPool("no_such_module:READER").read(b"x", "x")
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(SandboxError, match=r"can't be started \(.*No such file.*\)"):
        ReaderPool().read(b"x", "x")


def test_the_exhibit_is_the_one_of_this_process(astronaut, tmp_path):
    transparent = astronaut.resize((90, 70)).convert("RGBA")
    transparent.putalpha(Image.linear_gradient("L").resize((90, 70)))
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Software", "a program")
    for data in (encode(astronaut, "JPEG"), encode(transparent, pnginfo=notes), encode(astronaut, "WEBP")):
        ours, received = receive(data, "a.png"), sandbox.receive(data, "a.png").exhibit
        assert received.facts == ours.facts
        np.testing.assert_array_equal(received.pixels, ours.pixels)
        assert (received.alpha is None) == (ours.alpha is None)
        if ours.alpha is not None:
            np.testing.assert_array_equal(received.alpha, ours.alpha)
        assert received.data == data
        assert received.info == {}


def test_paths_are_named_and_what_is_no_file_is_refused_at_once(tmp_path, astronaut):
    file = tmp_path / "a.png"
    file.write_bytes(encode(astronaut))
    assert sandbox.receive(file).exhibit.facts.name == "a.png"
    assert sandbox.receive(str(file), "b").exhibit.facts.name == "b"
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "s"))
    cases = {
        "pipe": "a device or a pipe", "s": "a device or a pipe", "": "this is a folder", "none": "no such file",
        "empty": "the file is empty", "a.png/x": "can't be read", "\0": "no such file",
    }  # fmt: skip
    for name, reason in cases.items():
        with pytest.raises(IntakeError, match=reason):
            sandbox.receive(tmp_path / name)
    with pytest.raises(IntakeError, match="a device or a pipe"):
        sandbox.receive("/dev/zero")
    listening.close()


def test_a_name_that_is_no_text_can_stand_in_a_record(tmp_path, astronaut):
    file = os.fsencode(tmp_path) + b"/\xff\xfe.png"
    Path(os.fsdecode(file)).write_bytes(encode(astronaut))
    facts = sandbox.receive(os.fsdecode(file)).exhibit.facts
    assert facts.name == "\ufffd\ufffd.png"
    assert facts.model_dump_json()


def test_a_file_of_64_megabytes_is_read_and_one_byte_more_is_refused(tmp_path, astronaut):
    file = tmp_path / "large.jpg"
    data = encode(astronaut, "JPEG")
    file.write_bytes(data.ljust(64 * 2**20, b"\0"))
    assert sandbox.receive(file).exhibit.facts.size == 64 * 2**20
    with file.open("ab") as stream:
        stream.write(b"\0")
    with pytest.raises(IntakeError, match="over the limit of 64 MB"):
        sandbox.receive(file)
    with pytest.raises(IntakeError, match="over the limit of 64 MB"):
        sandbox.receive(file.read_bytes(), "x")


def test_a_process_started_early_is_the_one_that_reads(astronaut):
    sandbox.stop()
    sandbox.warm()
    sandbox.warm()
    assert sandbox.receive(encode(astronaut)).exhibit.pixels.shape == (512, 512, 3)


def test_the_reading_process_imports_no_framework():
    frameworks = "{'torch', 'gradio', 'langchain_core', 'transformers'}"
    code = f"import sys, telltale.agent.sandboxing.reader_process; print(sorted({frameworks} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


class Nested(Frozen):
    text: Foreign
    parts: tuple[Foreign, ...] = ()
    inner: "Nested | None" = None
    named: dict[str, Foreign] = Field(default_factory=dict)


def test_models_of_foreign_text_come_back_as_they_were():
    inner = Nested(text=Foreign("\x00\ud800“"), named={"a": Foreign("b")})
    model = Nested(text=Foreign("x" * 50_000), parts=(Foreign(""), Foreign("\n")), inner=inner)
    assert Nested.model_validate(wire.plain(model)) == model
