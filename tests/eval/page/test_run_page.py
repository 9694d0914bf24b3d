"""The page of finished runs: what it holds, and how it behaves in a browser."""

import base64
import csv
import hashlib
import json
import re
import shutil

import pytest
from telltale.agent import cli
from telltale.eval import run_record, runs

HOSTILE = (
    "</script><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\u202eYes.\x1b[31m"
)


def embedded(page):
    """The items that a page holds."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def evaluate(labelled, folder, model, *more):
    """Run the command; items may fail."""
    return cli.main(["eval", "csv", "--data", str(labelled), "--model", model, "--out", str(folder), *more])


@pytest.fixture
def hostile(labelled, tmp_path):
    """A run with a hostile reply, a refused one, an empty one and a failure; the other replies are right."""
    rows = []
    for name in [f"{label}/{n}.png" for label in ("real", "generated") for n in range(8)]:
        reply = {"text": "Yes." if name.startswith("generated") else "No.", "seconds": 0.25, "tokens_out": 0}
        rows.append({"id": f"{name}?fake", "key": "", "reply": reply})
    rows[0]["reply"] = {"text": HOSTILE, "tokens_in": 5, "tokens_out": 9}
    rows[1]["reply"] = {"text": "I can't look at pictures."}
    rows[2]["reply"] = {"text": ""}
    rows[3]["reply"] = {"error": "no answer <b>502</b>"}
    (tmp_path / "hostile.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    folder = tmp_path / "runs/hostile"
    evaluate(labelled, folder, f"saved:{tmp_path / 'hostile.jsonl'}", "--limit", "16", "--seed", "3")
    return runs.read(folder)


def test_a_page_stands_alone_and_holds_every_item_of_every_run(finished, tmp_path):
    chance, good = finished
    assert cli.main(["eval", "page", str(good.folder), str(chance.folder), "--out", str(tmp_path / "p.html")]) == 0
    page = (tmp_path / "p.html").read_text()
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!data:|#)", page)  # nothing is loaded from elsewhere
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{allowed}'" in page and "default-src 'none'" in page
    data = embedded(page)
    assert data["models"] == ["saved:good.jsonl", "chance"] and len(data["items"]) == 16
    (wrong,) = [item for item in data["items"] if item["results"][0]["state"] == "wrong"]
    assert wrong["id"] == "generated/0.png?fake" and wrong["truth"] == "fake" and len(wrong["results"]) == 2
    pictures = json.loads(re.search(r'id="pictures-0">(.*?)</script>', page)[1])
    assert len(pictures) == 16 and all(picture.startswith("data:image/webp;base64,") for picture in pictures)
    alone = embedded((good.folder / "page.html").read_text())
    first = [item["id"] for item in alone["items"] if item["media"][0][2] == 0]
    assert first == [wrong["id"]]  # what went wrong gets its small copy first
    assert "McNemar by groups, exact" in page and "Agreement of saved:good.jsonl and chance" in page


def test_what_came_of_an_item_is_told_apart_and_hostile_text_stays_text(hostile):
    page = (hostile.folder / "page.html").read_text()
    assert page.count("<script>") == 1 and 'onerror="document' not in page and "\u202e" not in page
    results = {item["id"]: item["results"][0] for item in embedded(page)["items"]}
    assert [results[f"real/{n}.png?fake"]["state"] for n in range(1, 5)] == ["unparsed", "unparsed", "failed", "right"]
    said = results["real/0.png?fake"]
    assert said["text"] == HOSTILE.replace("\u202e", "⟦U+202E⟧").replace("\x1b", "⟦U+001B⟧")
    assert (said["tokens_in"], said["tokens_out"]) == (5, 9)
    plain = results["real/4.png?fake"]
    assert "tokens_in" not in plain and plain["tokens_out"] == 0  # unknown is not 0
    assert "no answer &lt;b&gt;502&lt;/b&gt;" in page


def test_a_page_tells_how_to_repeat_the_run(hostile, labelled):
    page = (hostile.folder / "page.html").read_text()
    about = run_record.read_about(hostile.folder)
    assert about.command.startswith(f"telltale eval csv --data {labelled} --model saved:")
    assert about.command.endswith(f"--limit 16 --seed 3 --out {hostile.folder}")
    assert about.command in page and f"telltale {about.telltale}, Python {about.python}" in page
    assert about.finished[:10] in page and "at most 16 items, drawn at random" in page


def test_an_item_whose_picture_is_missing_is_there_and_not_called_unparsed(labelled, tmp_path):
    (labelled.parent / "real/0.png").unlink()
    evaluate(labelled, tmp_path / "run", "detector:noise", "--allow-missing")
    made = runs.read(tmp_path / "run")
    assert [(item.id, why) for item, why in made.left_out] == [("real/0.png?fake", "missing")]
    data = embedded((made.folder / "page.html").read_text())
    (item,) = [item for item in data["items"] if item["id"] == "real/0.png?fake"]
    assert item["results"] == [{"state": "missing"}] and item["media"][0][2] == -1


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium here")
def test_a_browser_shows_filters_and_opens_items_without_errors(hostile, labelled, tmp_path):
    from playwright.sync_api import expect, sync_playwright

    both = tmp_path / "p.html"
    evaluate(labelled, tmp_path / "chance", "chance")
    assert cli.main(["eval", "page", str(hostile.folder), str(tmp_path / "chance"), "--out", str(both)]) == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        errors = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(both.as_uri())
        assert page.locator("h1").inner_text() == "csv: saved:hostile.jsonl, chance"
        assert page.locator(".card").count() == 16 and page.locator("svg").count() >= 3
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(".card img").first.evaluate("image => image.naturalWidth") > 0
        page.get_by_label("Model", exact=True).select_option(label="saved:hostile.jsonl")
        page.get_by_label("Outcome").select_option("unparsed")
        expect(page.locator(".card")).to_have_count(3)
        page.get_by_label("Outcome").select_option("all")
        page.get_by_label("Order").select_option("name")
        page.get_by_label("Search").fill("real/0.png")
        expect(page.locator(".card")).to_have_count(1)
        page.locator(".card").click()
        assert "</script><img src=x" in page.locator(".said").nth(1).inner_text()
        page.keyboard.press("o")
        expect(page.locator("#media figcaption span").first).to_contain_text("48 × 48 px")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.className") == "card"
        page.get_by_label("Search").fill("")
        expect(page.locator(".card")).to_have_count(16)
        page.locator(".card").first.click()
        page.keyboard.press("ArrowRight")
        assert page.locator("#one-title").inner_text().startswith("2 of 16")
        assert page.title().startswith("csv: ")
        browser.close()
    assert errors == []


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium here")
def test_a_search_takes_away_and_compares_numbers_and_the_list_can_be_saved(hostile, labelled, tmp_path):
    from playwright.sync_api import expect, sync_playwright

    both = tmp_path / "p.html"
    evaluate(labelled, tmp_path / "chance", "chance")
    chance = runs.read(tmp_path / "chance")
    assert cli.main(["eval", "page", str(hostile.folder), str(tmp_path / "chance"), "--out", str(both)]) == 0
    likely = [one for one in chance.judged if one.belief is not None and one.belief > 0.5]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(accept_downloads=True)
        page.goto(both.as_uri())
        page.get_by_label("Model", exact=True).select_option(label="chance")
        for words, count in (
            ("p>0.5", len(likely)),
            ("-p>0.5", 16 - len(likely)),
            ('"real/0.png"', 1),
            ("-real/0.png", 15),
        ):
            page.get_by_label("Search").fill(words)
            expect(page.locator(".card")).to_have_count(count)
        page.get_by_label("Search").fill("nothing-of-the-kind")
        expect(page.get_by_role("button", name="Save this list")).to_be_disabled()
        page.get_by_label("Search").fill("")
        expect(page.locator(".card")).to_have_count(16)
        with page.expect_download() as download:
            page.get_by_role("button", name="Save this list").click()
        with download.value.path().open(newline="", encoding="utf-8-sig") as stream:
            rows = list(csv.DictReader(stream))
        browser.close()
    assert {row["id"] for row in rows} == {one.item.id for one in chance.judged}
    values = {row["id"]: row["chance: answer read"] for row in rows}
    assert values == {one.item.id: one.value for one in chance.judged}
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
