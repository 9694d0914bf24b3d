"""The page in a real browser: a picture goes in, stages, evidence, maps and answers come out."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from PIL import PngImagePlugin
from telltale.agent import app

from tests.conftest import encode

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = "<img src=x onerror=alert(1)> ![a](http://example.invalid/b.png)"  # markup for a page, and for Markdown


def test_the_page_imports_nothing_that_the_command_line_does_not():
    allowed = {"..evidence", "..foreign", "..intake", "..investigator", "..sandbox", "..sentences", "..text"}
    allowed |= {
        "..provenance.contents",
        "..provenance.credential_types",
        "..pixels.maps",
        "..casebook",
        "..casework",
        "..dossier",
        "..dossier.report_files",
        "..file_bytes",
    }
    for file in Path(app.__file__).parent.glob("*.py"):
        imported = {line.split()[1] for line in file.read_text().splitlines() if line.startswith("from .")}
        rooms = {name for name in imported if name.startswith("..report.") or not name.startswith("..")}
        assert imported - rooms <= allowed, file.name


@pytest.fixture
def page_url(tiny_folder, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "telltale.agent.cli", "chat", "--port", str(port), "--model", str(tiny_folder)]
    log = (tmp_path / "log").open("w")
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    env = {**os.environ, "TMPDIR": str(uploads), "TELLTALE_CASEBOOK": str(tmp_path / "cases.db")}
    server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=env)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(url, timeout=2)
                break
            except OSError:
                assert server.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        server.wait(60)
    assert list(uploads.glob("telltale-*")) == []  # no picture stays behind


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_walk_through_the_page(page_url, tmp_path, astronaut):
    from playwright.sync_api import sync_playwright

    notes = PngImagePlugin.PngInfo()
    notes.add_text("parameters", f"{HOSTILE}\nSteps: 15, Sampler: UniPC, CFG scale: 7, Seed: 1")
    file = tmp_path / "suspicious.png"
    file.write_bytes(encode(astronaut, pnginfo=notes))
    keep = Path(os.environ.get("TELLTALE_SCREENSHOT", tmp_path / "page.png"))
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(viewport={"width": 1500, "height": 1050})
        asked: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(dialog.message))
        page.goto(page_url)
        page.wait_for_selector("textarea")
        page.set_input_files("input[type=file]", str(file))
        page.wait_for_selector("button[aria-label='Remove file'], .thumbnail-item, .thumbnails", timeout=20_000)
        page.fill("textarea", "What does the noise say?")
        page.keyboard.press("Enter")
        page.wait_for_selector("#evidence table", timeout=120_000)
        page.wait_for_function("document.querySelectorAll('[data-part=map] option').length >= 6", timeout=180_000)
        page.wait_for_function("/noise level[^]*noise level/i.test(document.body.innerText)", timeout=180_000)
        page.wait_for_function("document.querySelector('#stop').disabled", timeout=180_000)
        evidence, body = page.inner_text("#evidence"), page.inner_text("body")
        verdict = page.inner_text("#verdict")
        page.screenshot(path=str(keep), full_page=True)
        page.click("#answer a[data-cite]")
        page.wait_for_selector("#evidence tr.cited", timeout=10_000)
        page.select_option("[data-part=map]", index=1)
        page.wait_for_selector("[data-part=legend]:not([hidden])", timeout=10_000)
        page.click("[data-part=mark]")
        canvas = page.query_selector("[data-part=canvas]").bounding_box()
        page.mouse.move(canvas["x"] + canvas["width"] * 0.45, canvas["y"] + canvas["height"] * 0.45)
        page.mouse.down()
        page.mouse.move(canvas["x"] + canvas["width"] * 0.55, canvas["y"] + canvas["height"] * 0.6, steps=3)
        page.mouse.up()
        page.wait_for_function(
            "/^What is measured at \\d+,\\d+,\\d+,\\d+\\?$/.test(document.querySelector('textarea').value)"
        )
        page.fill("textarea", "Are you sure?")
        page.keyboard.press("Enter")
        page.wait_for_function("/The verdict is inconclusive/.test(document.body.innerText)", timeout=180_000)
        page.reload()  # which loses nothing
        page.wait_for_selector("#evidence table", timeout=180_000)
        page.wait_for_function("/Are you sure\\?/.test(document.querySelector('#chat').innerText)", timeout=30_000)
        page.wait_for_function("document.querySelector('#stop').disabled", timeout=180_000)  # the page follows the work
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390  # nothing is cut off on a phone
        assert page.inner_text("#evidence").count("AUTOMATIC1111") >= 1
        page.set_viewport_size({"width": 1500, "height": 1050})
        page.click("#tabs button[role=tab]:has-text('Case')")
        page.click("text=New case")
        page.get_by_label("Title").fill("Parcel 4711")
        page.click("text=Begin the case")
        page.wait_for_selector("#case [data-open]", timeout=180_000)  # with the picture of the visit
        page.reload()
        page.wait_for_selector("#ask textarea", timeout=180_000)
        page.click("#tabs button[role=tab]:has-text('Case')")
        page.wait_for_selector("#case [data-open]", timeout=180_000)
        browser.close()
    assert "synthetic" in verdict
    assert "AUTOMATIC1111" in evidence
    assert "<img src=x" in evidence  # shown as text
    assert "INCONCLUSIVE" in body and "in conflict" in body
    assert errors == []
    outside = [url for url in asked if not url.startswith((page_url, "data:", "blob:"))]
    assert outside == []  # nothing is loaded from other hosts
    assert keep.stat().st_size > 20_000
