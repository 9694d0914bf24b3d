"""The page's server as it runs, and the page in a real browser: a picture goes in, evidence and answers come out."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import PngImagePlugin
from telltale.eval.studies.page_shifts import RECORD, largest_window, taken

from tests.conftest import encode

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = "<img src=x onerror=alert(1)> ![a](http://example.invalid/b.png)"  # markup for a page, and for Markdown
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
KEYBOARD = ("#viewer .bar button", "#viewer [role=application]", "#answer a[data-cite]", "#ask textarea",
            "#wrong button", "#tabs button[role=tab]")  # fmt: skip
FOCUSED = """(selectors) => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = (one) => getComputedStyle(one);
  const outlined = (one) => style(one).outlineStyle !== "none" && parseFloat(style(one).outlineWidth) >= 2;
  const seen = outlined(here) || (here.matches("#ask textarea") && outlined(here.closest("#ask > *")));
  return [selectors.find((each) => here.matches(each)) || here.outerHTML.slice(0, 200), seen];
}"""
QUICK = """
import signal, sys
from telltale.agent.environment import prepare
prepare()
signal.signal(signal.SIGTERM, signal.default_int_handler)
from telltale.agent import app
from telltale.agent.investigator import Investigator
app.serve(Investigator(detectors=["noise", "jpeg"], perceive=False, explain=False), "127.0.0.1", int(sys.argv[1]), [])
"""


@contextmanager
def running(command, folder):
    """A running server as (port, process, folder of its temporary files)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cases = {"TELLTALE_CASEBOOK": str(folder / "cases.db"), "TELLTALE_ACTOR": "Ann"}
    env = {**os.environ, "TMPDIR": str(folder), "OMP_NUM_THREADS": "1", "GRADIO_ALLOWED_PATHS": "/", **cases}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([sys.executable, *command, str(port)], env=env, stdout=log, stderr=log)
        try:
            for _ in range(480):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert process.poll() is None, (folder / "log").read_text()
                    time.sleep(0.25)
            yield port, process, folder
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    assert list(folder.glob("telltale-*")) == []  # no picture stays behind


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(["-c", QUICK], tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def ask(port, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def upload(port, data, name="a.png"):
    boundary = "b0undary"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    return ask(port, "POST", "/gradio_api/upload", body, content_type=f"multipart/form-data; boundary={boundary}")


def submit(port, session, path, text=""):
    """Send a message as the page does; all that gradio sends meanwhile."""
    dependency = next(
        each["id"]
        for each in json.loads(ask(port, "GET", "/config")[2])["dependencies"]
        if any(target[1] == "submit" for target in each["targets"])
    )
    files = [{"path": path, "orig_name": "a.png", "meta": {"_type": "gradio.FileData"}}] if path else []
    message = {"data": [{"text": text, "files": files}, None], "fn_index": dependency, "session_hash": session}
    status, _, body = ask(port, "POST", "/gradio_api/queue/join", json.dumps(message), content_type="application/json")
    if status != 200:
        return status, body.decode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", f"/gradio_api/queue/data?session_hash={session}")
    answer, said = connection.getresponse(), ""
    while line := answer.readline():
        said += line.decode()
        if '"process_completed"' in said or '"close_stream"' in said:
            break
    connection.close()
    return status, said


def test_answers_carry_the_headers(server):
    status, headers, _ = ask(server[0], "GET", "/")
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"


def test_other_names_and_other_sites_are_refused(server):
    assert ask(server[0], "GET", "/", host="evil.example")[0] == 421
    assert ask(server[0], "POST", "/gradio_api/queue/join", "{}", origin="https://evil.example")[0] == 403
    for path in ("/docs", "/redoc", "/monitoring", "/gradio_api/runs"):
        assert ask(server[0], "GET", path)[0] >= 400, path


def test_only_what_was_uploaded_is_read(server, tmp_path):
    port = server[0]
    (tmp_path / "secret.png").write_bytes(b"x")
    assert submit(port, "s1", "http://192.0.2.1/a.png") == (
        400, "Only uploaded files are examined; nothing is fetched from addresses.",
    )  # fmt: skip
    assert "INCONCLUSIVE" not in submit(port, "s2", str(tmp_path / "secret.png"))[1]
    assert ask(port, "GET", f"/gradio_api/file={tmp_path / 'secret.png'}")[0] == 403


def test_a_picture_is_examined_and_a_bad_one_is_a_line(server, astronaut):
    port = server[0]
    (path,) = json.loads(upload(port, encode(astronaut))[2])
    assert path.startswith(str(server[2]))
    assert "evidence" in submit(port, "s3", path)[1]
    (bad,) = json.loads(upload(port, b"no picture")[2])
    assert "can't be examined" in submit(port, "s3", bad)[1]
    assert ask(port, "GET", "/")[0] == 200


def test_a_file_over_the_limit_is_refused_before_it_is_sent(server):
    connection = http.client.HTTPConnection("127.0.0.1", server[0], timeout=60)
    connection.putrequest("POST", "/gradio_api/upload")
    connection.putheader("Content-Length", str(80 * 2**20))
    connection.putheader("Content-Type", "multipart/form-data; boundary=b")
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413 and b"64 MB" in answer.read()


@pytest.mark.browser
def test_walk_through_the_page(server, browser, tmp_path, astronaut):
    body = walked(browser, f"http://127.0.0.1:{server[0]}", tmp_path, astronaut)
    assert "AI made or altered the picture" in body  # which the file says


@pytest.mark.slow
@pytest.mark.browser
def test_walk_with_all_detectors_and_a_model(browser, tiny_folder, tmp_path_factory, tmp_path, astronaut):
    command = ["-m", "telltale.agent.cli", "chat", "--model", str(tiny_folder), "--port"]
    with running(command, tmp_path_factory.mktemp("whole")) as (port, *_):
        body = walked(browser, f"http://127.0.0.1:{port}", tmp_path, astronaut)
    assert "in conflict" in body and "The verdict is inconclusive" in body


def reached_by_tab(page):
    """What the tab key reaches, of `KEYBOARD`, in its order; each must show that it has the focus."""
    reached = []
    page.mouse.click(2, 2)
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED, list(KEYBOARD))
        if found is None:  # the end of the page
            break
        name, seen = found
        assert seen, name
        if name not in reached:
            reached.append(name)
    page.evaluate("document.activeElement.blur()")
    return reached


def followed_by_keyboard(page):
    """Follow a citation in the chat, and come back to it, with the keyboard alone."""
    focused = "[document.activeElement.id, document.activeElement.dataset.cite || '']"
    page.wait_for_selector("#chat [data-cite]", timeout=60_000)
    page.focus("#ask textarea")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('#chat [data-cite]')"):
            break
    _, cited = page.evaluate(focused)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Finding {cited}"
    assert page.evaluate(FOCUSED, ["#chat [data-cite]"]) == ["#chat [data-cite]", True]
    for leave in ("Escape", "Tab"):
        page.keyboard.press("Enter")
        page.wait_for_function(f"document.activeElement.id === 'row-{cited}'", timeout=10_000)
        assert page.evaluate(f"document.querySelector('#row-{cited}').classList.contains('cited')")
        page.keyboard.press(leave)
        while leave == "Tab" and not page.evaluate("document.activeElement.matches('.back')"):
            page.keyboard.press("Tab")
        if leave == "Tab":
            page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.matches('#chat [data-cite]')", timeout=10_000)
        assert page.evaluate(focused)[1] == cited
    plain = page.evaluate("[...document.querySelectorAll('#chat .md:has(+ .linked)')].map((each) => each.offsetHeight)")
    assert set(plain) == {0}  # gradio's own text does not show beside the one with links


def walked(browser, url, tmp_path, astronaut):
    """Examine a picture, ask, mark a part, load the page again, and begin a case; returns what the page said."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("parameters", f"{HOSTILE}\nSteps: 15, Sampler: UniPC, CFG scale: 7, Seed: 1")
    file = tmp_path / "suspicious.png"
    file.write_bytes(encode(astronaut, pnginfo=notes))
    keep = Path(os.environ.get("TELLTALE_SCREENSHOT", tmp_path / "page.png"))
    page = browser.new_page(viewport={"width": 1500, "height": 1050})
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.add_init_script(RECORD)
    page.goto(url)
    page.wait_for_selector("textarea")
    page.click("[data-example=photograph]")  # one click examines an example
    page.wait_for_function("/photograph.jpg/.test(document.querySelector('#verdict').innerText)", timeout=120_000)
    page.set_input_files("input[type=file]", str(file))
    page.wait_for_selector("button[aria-label='Remove file'], .thumbnail-item, .thumbnails", timeout=20_000)
    page.fill("textarea", "What does the noise say?")
    page.keyboard.press("Enter")
    page.wait_for_function("/suspicious.png/.test(document.querySelector('#verdict').innerText)", timeout=120_000)
    page.wait_for_selector("#evidence table", timeout=120_000)
    page.wait_for_function("document.querySelectorAll('[data-part=map] option').length >= 6", timeout=180_000)
    page.wait_for_function("/noise level[^]*noise level/i.test(document.body.innerText)", timeout=180_000)
    page.wait_for_function("document.querySelector('#stop').disabled", timeout=180_000)
    evidence, body = page.inner_text("#evidence"), page.inner_text("body")
    verdict = page.inner_text("#verdict")
    moved = taken(page, "examined")
    assert largest_window(moved) < 0.05, "\n".join(map(str, moved))  # nothing jumps
    page.screenshot(path=str(keep), full_page=True)
    assert set(KEYBOARD) <= set(reached_by_tab(page))
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
    asks_of_part = "/^What is measured at \\d+,\\d+,\\d+,\\d+\\?$/.test(document.querySelector('#ask textarea').value)"
    page.wait_for_function(asks_of_part)
    page.fill("#ask textarea", "")
    page.focus("[data-part=mark]")
    page.keyboard.press("Enter")  # with the keyboard the part in view is marked
    page.wait_for_function(asks_of_part, timeout=10_000)
    followed_by_keyboard(page)
    page.fill("#ask textarea", "Are you sure?")
    page.keyboard.press("Enter")
    page.wait_for_function("/Are you sure\\?/.test(document.querySelector('#chat').innerText)", timeout=30_000)
    page.wait_for_function("document.querySelector('#stop').disabled", timeout=180_000)
    body += page.inner_text("#chat")
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
    page.wait_for_selector("#case [data-open]", timeout=180_000)  # with the pictures of the visit
    page.reload()
    page.wait_for_selector("#ask textarea", timeout=180_000)
    page.click("#tabs button[role=tab]:has-text('Case')")
    page.wait_for_selector("#case [data-open]", timeout=180_000)
    page.close()
    assert "The file itself says that AI made" in verdict
    assert "AUTOMATIC1111" in evidence
    assert "<img src=x" in evidence  # shown as text
    assert "INCONCLUSIVE" in body
    assert errors == []
    outside = [address for address in asked if not address.startswith((url, "data:", "blob:"))]
    assert outside == []  # nothing is loaded from other hosts
    assert keep.stat().st_size > 20_000
    return body


@pytest.mark.slow
def test_memory_stays_flat_over_many_pictures(server, astronaut):
    port, process, _ = server
    sizes = []
    for n in range(60):
        (path,) = json.loads(upload(port, encode(astronaut.rotate(n)), f"{n}.png")[2])
        assert "evidence" in submit(port, f"many{n % 3}", path)[1]
        status = Path(f"/proc/{process.pid}/status").read_text()
        sizes.append(int(status.partition("VmRSS:")[2].split()[0]) / 1024)
    print(f"resident memory in MB: {sizes[19]:.0f} after 20 pictures, {sizes[-1]:.0f} after 60")
    assert sizes[-1] < sizes[19] + 150
