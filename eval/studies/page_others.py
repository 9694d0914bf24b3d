"""Stations of the walk through the page at which two pictures are compared and people judge beside Telltale."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from .page_visit import Visit


def compared(visit: Visit, folder: Path) -> None:
    """Examine a second picture, lay the first one over it, divide them, and look at their difference."""
    page, file = visit.page, folder / "a-version.jpg"
    _version(visit).save(file, quality=90)
    page.set_input_files("#ask input[type=file]", str(file))
    page.wait_for_selector("#ask .thumbnail-item, #ask .thumbnails")
    page.click("#ask .submit-button")
    page.wait_for_function(f"document.querySelector('#verdict').innerText.includes('{file.name}')")
    visit.idle()
    visit.station("second-picture")
    visit.tab("Compare")
    page.wait_for_selector("#similar [data-compare]")
    visit.station("similar")
    page.click("#similar [data-compare] >> nth=0")
    page.wait_for_selector("#compared .told")
    page.wait_for_timeout(1500)
    visit.station("compared")
    page.focus("[data-part=strength]")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    visit.station("divided")
    page.select_option("[data-part=map]", "compare difference")
    page.wait_for_timeout(1200)
    visit.station("difference")
    page.select_option("[data-part=map]", "")
    visit.station("overlay-off")


def _version(visit: Visit) -> Image.Image:
    """The picture that the page has shown first, with a part of it copied."""
    loaded = visit.page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    address = next(name for name in loaded if "/shown/" in name)
    picture = Image.open(io.BytesIO(visit.page.request.get(address).body())).convert("RGB")
    width, height = picture.size
    picture.paste(picture.crop((0, 0, width // 4, height // 4)), (width // 2, height // 2))
    return picture


def entered(visit: Visit) -> None:
    """Enter the picture that is shown among those that may fool Telltale."""
    page = visit.page
    visit.tab("Human check")
    page.click("#tabs button:has-text('Pictures that fool Telltale')")
    page.wait_for_timeout(800)
    visit.station("may-fool")
    page.click("#tabs button:has-text('Enter the picture')")
    page.wait_for_selector("#challenges .told")
    visit.station("not-entered")
    page.locator("#tabs label:has-text('tampered') >> visible=true").last.click()
    page.get_by_label("Licence under which").fill("CC0-1.0")
    page.keyboard.press("Enter")
    page.locator("label:has-text('The picture may be kept, and given away')").click()
    page.click("#tabs button:has-text('Enter the picture')")
    page.wait_for_function("/Entered/.test(document.querySelector('#challenges').textContent)")
    visit.station("entered")


def judged(visit: Visit, title: str, count: int) -> None:
    """Somebody who has not seen the verdicts judges the pictures of a case.

    Args:
        visit: of a person who has just come.
        title: of the case.
        count: of its pictures.
    """
    page = visit.page
    visit.tab("Human check")
    page.wait_for_timeout(800)
    visit.station("check-tab")
    page.click("#check-choice input >> nth=0")
    page.click(f"#check-choice [role=option]:has-text('{title}') >> nth=0")
    page.get_by_label("Your name").fill("B. Li")
    page.click("#check-choice button:has-text('Begin')")
    for number in range(1, count + 1):
        page.wait_for_function(f"/{number} of {count}/.test(document.querySelector('#verdict').textContent)")
        page.wait_for_timeout(1000)
        visit.station(f"check-{number}")
        if number == 1:
            page.click("#judge button:has-text('Judge')")  # before anything is chosen
            page.wait_for_selector("#judge-told .told")
            visit.station("check-refused")
        page.click("#judge label:has-text('tampered')")
        page.click("#judge button:has-text('Judge')")
    page.wait_for_selector("#verdict .judging", state="detached")
    page.wait_for_timeout(1000)
    visit.station("check-done")
    visit.tab("Human check")
    page.click("#tabs button:has-text('Write the judgements')")
    page.wait_for_timeout(1000)
    visit.station("check-written")
