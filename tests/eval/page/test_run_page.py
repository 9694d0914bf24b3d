"""The page of finished runs."""

import re
import shutil

import pytest
from telltale.agent import cli
from telltale.eval.page.examples import examples, thumbnails


def test_a_page_stands_alone_and_shows_the_surest_mistake(finished, tmp_path, capsys):
    chance, good = finished
    assert cli.main(["eval", "page", str(good.folder), str(chance.folder), "--out", str(tmp_path / "p.html")]) == 0
    page = (tmp_path / "p.html").read_text()
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!data:|#)", page)  # nothing is loaded from elsewhere
    assert "saved:good.jsonl" in page and "chance" in page and page.count("<svg") >= 5
    (worst,) = examples([good, chance], wrong=True)
    assert worst.item.id == "generated/0.png?fake" and len(worst.results) == 2
    assert thumbnails(good.judged[0])[0].startswith("data:image/jpeg;base64,")
    assert "Wrong answers that the model was surest of (saved:good.jsonl)" in page


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium here")
def test_a_browser_shows_the_page_without_errors(finished, tmp_path):
    from playwright.sync_api import sync_playwright

    comparing_page = tmp_path / "p.html"
    assert cli.main(["eval", "page", *(str(one.folder) for one in finished), "--out", str(comparing_page)]) == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        errors = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(comparing_page.as_uri())
        assert page.locator("h1").inner_text() == "csv"
        assert page.locator("svg").count() >= 5
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(".example img").first.evaluate("image => image.naturalWidth") > 0
        browser.close()
    assert errors == []
