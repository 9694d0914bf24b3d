"""The summary: what it counts, and a page that no file's name can break out of."""

import json
import re

import pytest
from telltale.agent.triage import triage_page
from telltale.agent.triage.triage_rows import Row
from telltale.agent.triage.triage_summary import of_file

from .made import family, measured, write

HOSTILE = '</script><img src=x onerror="alert(1)">.jpg'


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "r.jsonl"
    write(
        file,
        [
            measured("quiet.jpg", 0.1),
            measured(HOSTILE, 0.97, label="synthetic", family=family("FLUX")),
            measured("leaning.jpg", 0.7, lean="synthetic"),
            measured("again.jpg", 0.1),
            Row(source="copy.jpg", sha256="00" * 32, same_as=HOSTILE),
            Row(source="bad.jpg", error="bad.jpg: no picture"),
            measured("again.jpg", 0.4),
        ],
    )
    return file


def test_the_worst_come_first_and_a_copy_counts_with_its_label(file):
    summary = of_file(file)
    assert [shown.source for shown in summary.shown] == [HOSTILE, "leaning.jpg", "again.jpg", "quiet.jpg"]
    assert summary.labels == {"synthetic": 2, "inconclusive": 3}
    assert (summary.files, summary.measured, summary.copies, summary.failed) == (6, 4, 1, 1)
    assert summary.families == {"FLUX": 1, "": 1}


def test_near_pictures_are_grouped(tmp_path):
    file = tmp_path / "r.jsonl"
    write(file, [measured(f"{n}.jpg", hash=f"{1 << n:016x}") for n in range(3)] + [measured("x.jpg", hash="f" * 16)])
    assert of_file(file).alike == ((3, ("0.jpg", "1.jpg", "2.jpg")),)


def test_text_of_files_is_never_markup(file, tmp_path):
    triage_page.write(file, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text()
    assert "<img src=x" not in page and page.count("</script>") == 2
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert data["pictures"][0]["source"] == HOSTILE
    assert "http" not in re.sub(r'http-equiv="[^"]*"', "", page)


def test_the_page_speaks_other_languages(file, tmp_path):
    triage_page.write(file, tmp_path / "r.html", language="de")
    page = (tmp_path / "r.html").read_text()
    assert '<html lang="de">' in page and "Sichtung von Bildern" in page and "Triage of" not in page


@pytest.mark.browser
@pytest.mark.slow
def test_counts_worst_groups_and_filters_in_a_browser(file, tmp_path):
    """What the page is for: counts, the worst first, groups of one generator, and everything to be filtered."""
    from playwright.sync_api import sync_playwright

    rows = [
        measured("flux1.png", 0.9, lean="synthetic", family=family("FLUX"), hash="0" * 16),
        measured("flux2.png", 0.8, lean="synthetic", family=family("FLUX"), hash="0" * 15 + "1"),
        measured("altered.png", 0.3, lean="tampered"),
    ]
    with file.open("a") as stream:
        stream.writelines(row.model_dump_json(exclude_defaults=True) + "\n" for row in rows)
    triage_page.write(file, tmp_path / "r.html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto((tmp_path / "r.html").as_uri())
        counts = page.locator(".counts button b").all_inner_texts()
        assert counts == ["2", "0", "6", "0", "1"]  # synthetic, tampered, inconclusive, real, not measured
        names = page.locator(".pictures tbody td.name bdi")
        assert names.all_inner_texts()[:4] == [HOSTILE, "flux1.png", "flux2.png", "leaning.jpg"]
        page.fill("#text", "lean")
        assert names.all_inner_texts() == ["leaning.jpg"]
        assert page.locator(".errors tr:visible").count() == 0
        page.fill("#text", "bad")
        assert page.locator(".errors tr:visible").count() == 1
        page.fill("#text", "")
        page.click('button[data-label="synthetic"]')
        assert names.all_inner_texts() == [HOSTILE]
        page.click('button[data-filter="family"][data-value="FLUX"]')
        assert names.all_inner_texts() == [HOSTILE, "flux1.png", "flux2.png"]
        page.click('button[data-filter="family"][data-value=" "]')
        assert names.all_inner_texts() == ["leaning.jpg"]
        page.select_option("#family", "")
        page.select_option("#lean", "tampered")
        assert names.all_inner_texts() == ["altered.png"]
        page.select_option("#lean", "")
        page.select_option("#group", "0")
        assert {"flux1.png", "flux2.png"} <= set(names.all_inner_texts())
        page.select_option("#group", "")
        page.check("#declared")
        assert not names.all_inner_texts()
        page.uncheck("#declared")
        page.set_viewport_size({"width": 1200, "height": 900})
        page.click('th[data-key="source"] button')
        assert names.all_inner_texts()[1:] == sorted(names.all_inner_texts()[1:], key=str.lower)
        page.click("button[data-errors]")
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert not said
        browser.close()
