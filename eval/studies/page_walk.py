"""A walk through the page in a real browser: times, layout shifts, accessibility, and a screenshot of each station.

    python -m telltale.eval.studies page-walk [--shots DIR] [--axe axe.min.js] [--url http://127.0.0.1:7860]

The walk examines an example, asks questions, looks at every tab, loads the page again, begins a case, makes a report,
closes the case and opens it again, at three widths and in both themes. A server of its own is started on this machine,
unless `--url` names one that runs. It needs Playwright and a Chromium. `--axe` is the file of axe-core
(https://github.com/dequelabs/axe-core), which is not part of Telltale.

Paint times and layout shifts are those of the browser's PerformanceObserver. The layout shift is the largest sum of a
session window as https://web.dev/articles/cls defines it, over the whole life of a page, of which a walk has three;
shifts right after an input do not count. The times of the stages begin with the click on the example; the first visitor
also waits for the server's first examination.
"""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...agent.console import DONE, FAILED, fail, say
from ..tables import TableRow, show
from .page_shifts import RECORD, Shift, by_station, largest_window, taken
from .served_page import Server
from .study import Study

WIDTHS, THEMES = {1440: 900, 1280: 800, 390: 844}, ("light", "dark")
QUESTIONS = ("What speaks against it?", "How was the noise measured, and what does it say?")
TABS = (
    "Evidence",
    "File",
    "Credentials",
    "Method",
    "Pictures",
    "Compare",
    "Case",
    "Report",
    "Log",
    "Human check",
    "Settings",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
_LONGEST = 600_000.0  # ms for an examination or an answer
_LEAST = 0.0005  # layout shift of a station that is told
_SEEN = {  # what is told by the first moment at which a part of the page looks so
    "first stage": "#verdict .stages .done",
    "picture": "#viewer .frame:not(.empty)",
    "verdict": "#verdict .verdict b",
    "evidence": "#evidence table",
    "first sentence": "#answer .answer p",
    "explanation": "#answer .limits, #verdict .facts br",
}
_SEE = """
window.walk = {seen: {}, begun: 0};
const parts = PARTS;
document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  if (!walk.begun) return;
  for (const [name, selector] of Object.entries(parts))
    if (!(name in walk.seen) && document.querySelector(selector)) walk.seen[name] = performance.now() - walk.begun;
}).observe(document.documentElement, {childList: true, subtree: true, attributes: true}));
"""


@dataclass
class Walked:
    """What one walk measured.

    Attributes:
        width: of the window in pixels.
        theme: light or dark.
        first_paint: seconds until the first content was painted.
        ready: seconds until the box for a question was there.
        seen: seconds from the choice of the example to the first sight of each part.
        pages: the layout shifts of each page; loading again begins another one.
        findings: accessibility findings as (impact, rule), each with the stations at which it was found.
        wider: stations at which something was wider than the window.
        errors: of scripts.
    """

    width: int
    theme: str
    first_paint: float = 0.0
    ready: float = 0.0
    seen: dict[str, float] = field(default_factory=dict)
    pages: list[list[Shift]] = field(default_factory=lambda: [[]])
    findings: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    wider: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def shift(self) -> float:
        """The largest layout shift of a session window."""
        return max(map(largest_window, self.pages))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--shots", type=Path, metavar="DIR", help="write a screenshot of each station")
    parser.add_argument("--axe", type=Path, metavar="FILE", help="axe.min.js of axe-core, to check accessibility")
    parser.add_argument("--url", help="of a page that runs already")
    parser.add_argument("--width", type=int, action="append", choices=tuple(WIDTHS), help="only this width")
    parser.add_argument("--theme", action="append", choices=THEMES, help="only this theme")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        return fail("there is no Chromium on this machine; install one", FAILED)
    from playwright.sync_api import sync_playwright

    axe = None if arguments.axe is None else arguments.axe.read_text(encoding="utf-8")
    walked = []
    with ExitStack() as stack:
        url = arguments.url or stack.enter_context(Server()).address
        chromium = stack.enter_context(sync_playwright()).chromium.launch(executable_path=browser, args=list(_FLAGS))
        stack.callback(chromium.close)
        for width in arguments.width or WIDTHS:
            for theme in arguments.theme or THEMES:
                say(f"walking at {width} px, {theme}")
                walked.append(_Walk(chromium, url, width, theme, axe, arguments.shots).through())
                moved = [f"{name} {value:.3f}" for name, value, _ in by_station(walked[-1].pages) if value >= _LEAST]
                say(f"layout shift {walked[-1].shift:.3f} ({', '.join(moved)})")
                say(f"findings {walked[-1].findings or 'none'}")
    show("Times", ("width", "theme", "first paint", "ready", *_SEEN, "layout shift"), [_times(one) for one in walked])
    show("Layout shifts by station", ("width", "theme", "station", "layout shift", "what moved"), _shifts(walked))
    if axe is not None:
        show("Accessibility findings", ("impact", "rule", "number of walks", "for example"), _findings(walked))
    show("What else was found", ("walk", "what", "where"), _others(walked))
    return DONE


class _Walk:
    """One walk, in a browser window of its own."""

    def __init__(self, chromium: Any, url: str, width: int, theme: str, axe: str | None, shots: Path | None) -> None:
        self._url, self._axe, self._shots, self._stations = url, axe, shots, 0
        self.walked = Walked(width, theme)
        size = {"width": width, "height": WIDTHS[width]}
        self._context = chromium.new_context(viewport=size, color_scheme=theme, has_touch=width < 600)
        self._context.set_default_timeout(_LONGEST)
        self._context.add_init_script(RECORD + _SEE.replace("PARTS", repr(_SEEN)))
        self.page = self._context.new_page()
        self.page.on("pageerror", lambda error: self.walked.errors.append(str(error)))

    def through(self) -> Walked:
        """Walk from the empty page to the report."""
        page, walked = self.page, self.walked
        page.goto(self._url)
        page.wait_for_selector("#ask textarea")
        page.wait_for_selector("[data-example]")
        walked.ready = page.evaluate("performance.now()") / 1000
        walked.first_paint = self._first_paint()
        self._station("empty")
        page.evaluate("walk.begun = performance.now()")
        page.click("[data-example=photograph]")
        page.wait_for_selector("#verdict .stages")
        self._station("examining", check=False)
        page.wait_for_selector("#verdict .facts br", state="attached")
        self._idle()
        walked.seen = {name: value / 1000 for name, value in page.evaluate("walk.seen").items()}
        self._station("examined")
        for number, question in enumerate(QUESTIONS, 1):
            page.fill("#ask textarea", question)
            page.keyboard.press("Enter")
            self._idle()
            self._station(f"answered-{number}")
        for tab in TABS:
            self._open(tab)
            self._station(tab.lower().replace(" ", "-"))
        page.click("text=Weigh the evidence again")
        page.wait_for_selector("#weighed-again .verdict")
        self._station("weighed-again")
        page.click("#answer [data-cite] >> nth=0")
        page.wait_for_selector("#evidence tr.cited")
        page.wait_for_timeout(700)
        self._station("cited")
        self._reload("loaded-again")
        self._case()
        self._reload("case-loaded-again")
        self._context.close()
        return walked

    def _reload(self, station: str) -> None:
        self.walked.pages.append([])
        self.page.reload()
        self.page.wait_for_selector("#verdict .facts")
        self.page.wait_for_timeout(1500)
        self._station(station)

    def _case(self) -> None:
        page = self.page
        self._open("Case")
        page.click("text=New case")
        self._station("new-case")
        page.get_by_label("Title").fill("A walk")
        page.click("text=Begin the case")
        page.wait_for_selector("#case [data-open]")
        self._station("case-begun")
        self._open("Log")
        page.click("text=Verify the log")
        page.wait_for_selector("#verified .told")
        self._station("log-verified")
        self._open("Human check")
        page.click("#tabs button:has-text('Show the results')")
        page.wait_for_timeout(800)
        self._station("human-check-results")
        self._open("Report")
        page.click("text=Make the report")
        page.wait_for_selector("text=The report is made")
        self._station("report-made")
        self._open("Case")
        page.click("#case-choice button:has-text('Close')")
        page.wait_for_selector("#case [data-open]", state="detached")
        self._station("case-closed")
        page.click("#case-choice input")
        page.click("#case-choice [role=option]:has-text('A walk') >> nth=0")
        page.click("#case-choice button:has-text('Open')")
        page.wait_for_selector("#case [data-open]")
        self._station("case-opened")

    def _open(self, tab: str) -> None:
        """Choose a tab, perhaps out of the menu that has those for which there is no room."""
        button = self.page.locator(f"#tabs button[role=tab]:visible:text-is('{tab}')")
        if not button.count():
            self.page.locator("#tabs .overflow-menu > button").first.click()
            button = self.page.locator(f"#tabs .overflow-dropdown button:text-is('{tab}')")
        button.first.click()
        self.page.wait_for_timeout(700)

    def _idle(self) -> None:
        self.page.wait_for_timeout(500)
        self.page.wait_for_function("document.querySelector('#stop').disabled")
        self.page.wait_for_timeout(1000)

    def _station(self, name: str, check: bool = True) -> None:
        """Look at the page as it is now."""
        page, walked = self.page, self.walked
        page.wait_for_timeout(300)
        walked.pages[-1] += taken(page, name)
        page.evaluate("layoutShifts.hush(true)")  # a screenshot of the whole page moves its parts, which nobody sees
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            walked.wider.append(name)
        self._stations += 1
        if self._shots is not None:
            self._shots.mkdir(parents=True, exist_ok=True)
            file = f"{walked.width}-{walked.theme}-{self._stations:02}-{name}.png"
            down = page.evaluate("scrollY")
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=str(self._shots / file), full_page=True)
            page.evaluate(f"scrollTo(0, {down})")
        if check and self._axe is not None:
            page.evaluate(self._axe)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)")
            for each in found:
                where = f"{name}: {each['nodes'][0]['target'][0]}"
                walked.findings.setdefault((each["impact"], each["id"]), []).append(where)
        page.wait_for_timeout(200)
        page.evaluate("layoutShifts.hush(false)")

    def _first_paint(self) -> float:
        return self.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000


def _times(one: Walked) -> TableRow:
    seconds = (one.first_paint, one.ready, *(one.seen.get(name) for name in _SEEN))
    told = ("" if value is None else f"{value:.2f} s" for value in seconds)
    return (f"{one.width}", one.theme, *told, f"{one.shift:.3f}")


def _shifts(walked: Sequence[Walked]) -> list[TableRow]:
    rows = [(f"{one.width}", one.theme, *found) for one in walked for found in by_station(one.pages)]
    return [(*row[:3], f"{row[3]:.4f}", row[4]) for row in rows if row[3] >= _LEAST] or [("all", "all", "", "0", "")]


def _findings(walked: Sequence[Walked]) -> list[TableRow]:
    number = Counter(key for one in walked for key in one.findings)
    example = {key: places[0] for one in walked for key, places in one.findings.items()}
    return [(*key, f"{count}", example[key][:90]) for key, count in sorted(number.items())] or [("none", "", "", "")]


def _others(walked: Sequence[Walked]) -> list[TableRow]:
    rows = [(f"{one.width} {one.theme}", "wider than the window", ", ".join(one.wider)) for one in walked if one.wider]
    rows += [(f"{one.width} {one.theme}", "error of a script", error[:100]) for one in walked for error in one.errors]
    return rows or [("all", "nothing", "")]


STUDY = Study("page-walk", "a walk through the page in a browser", __doc__, add_arguments, run)
