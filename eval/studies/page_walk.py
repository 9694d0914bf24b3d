"""A walk through the page in a real browser: times, layout shifts, accessibility, and a screenshot of each station.

    python -m telltale.eval.studies page-walk [--shots DIR] [--axe axe.min.js] [--url http://127.0.0.1:7860]

The walk examines an example, asks questions, looks at every tab, compares it with a second picture, loads the page
again, begins a case, enters a picture that may fool Telltale, has somebody else judge the pictures, makes a report,
closes the case and opens it again, at three widths and in both themes. A server of its own is started on this machine,
unless `--url` names one that runs. It needs Playwright and a Chromium. `--axe` is the file of axe-core
(https://github.com/dequelabs/axe-core), which is not part of Telltale.

Paint times and layout shifts are those of the browser's PerformanceObserver. The layout shift is the largest sum of a
session window as https://web.dev/articles/cls defines it, over the whole life of a page, of which a walk has several;
shifts right after an input do not count. The times of the stages begin with the click on the example; the first visitor
also waits for the server's first examination.
"""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from ...agent.console import DONE, FAILED, fail, say
from ..tables import TableRow, show
from .page_others import compared, entered, judged
from .page_shifts import by_station
from .page_visit import SEEN, THEMES, WIDTHS, Visit, Walked
from .served_page import Server
from .study import Study

PICTURES = 2  # that a walk examines
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
_LEAST = 0.0005  # layout shift of a station that is told


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
                walked.append(_Walk(chromium, url, Walked(width, theme), axe, arguments.shots).through())
                moved = [f"{name} {value:.3f}" for name, value, _ in by_station(walked[-1].pages) if value >= _LEAST]
                say(f"layout shift {walked[-1].shift:.3f} ({', '.join(moved)})")
                say(f"findings {walked[-1].findings or 'none'}")
    show("Times", ("width", "theme", "first paint", "ready", *SEEN, "layout shift"), [_times(one) for one in walked])
    show("Layout shifts by station", ("width", "theme", "station", "layout shift", "what moved"), _shifts(walked))
    if axe is not None:
        show("Accessibility findings", ("impact", "rule", "number of walks", "for example"), _findings(walked))
    show("What else was found", ("walk", "what", "where"), _others(walked))
    return DONE


class _Walk(Visit):
    """One walk."""

    def through(self) -> Walked:
        """Walk from the empty page to the report."""
        page, walked = self.page, self.walked
        self.arrive()
        walked.ready = page.evaluate("performance.now()") / 1000
        walked.first_paint = self.first_paint()
        self.station("empty")
        page.evaluate("walk.begun = performance.now()")
        page.click("[data-example=photograph]")
        page.wait_for_selector("#verdict .stages")
        self.station("examining", check=False)
        page.wait_for_selector("#verdict .facts br", state="attached")
        self.idle()
        walked.seen = {name: value / 1000 for name, value in page.evaluate("walk.seen").items()}
        self.station("examined")
        for number, question in enumerate(QUESTIONS, 1):
            page.fill("#ask textarea", question)
            page.keyboard.press("Enter")
            self.idle()
            self.station(f"answered-{number}")
        for tab in TABS:
            self.tab(tab)
            self.station(tab.lower().replace(" ", "-"))
        page.click("text=Weigh the evidence again")
        page.wait_for_selector("#weighed-again .verdict")
        self.station("weighed-again")
        page.click("#chat [data-cite] >> nth=-1")
        page.wait_for_selector("#evidence tr.cited")
        page.wait_for_timeout(700)
        self.station("cited")
        with TemporaryDirectory() as folder:
            compared(self, Path(folder))
        self.reload("loaded-again")
        self._case()
        self.reload("case-loaded-again")
        self.close()
        return walked

    def _case(self) -> None:
        page = self.page
        self.tab("Case")
        page.click("text=New case")
        self.station("new-case")
        page.get_by_label("Title").fill("A walk")
        page.click("text=Begin the case")
        page.wait_for_selector("#case [data-open]")
        self.station("case-begun")
        self.tab("Log")
        page.click("text=Verify the log")
        page.wait_for_selector("#verified .told")
        self.station("log-verified")
        entered(self)
        other = self.another()
        judged(other, "A walk", PICTURES)
        other.close()
        self.stations = other.stations
        self.walked.pages.append([])
        page.click("#tabs button:has-text('Show the results')")
        page.wait_for_timeout(800)
        self.station("human-check-results")
        self.tab("Report")
        page.click("text=Make the report")
        page.wait_for_selector("text=The report is made")
        self.station("report-made")
        self.tab("Case")
        page.click("#case-choice button:has-text('Close')")
        page.wait_for_selector("#case [data-open]", state="detached")
        self.station("case-closed")
        page.click("#case-choice input")
        page.click("#case-choice [role=option]:has-text('A walk') >> nth=0")
        page.click("#case-choice button:has-text('Open')")
        page.wait_for_selector("#case [data-open]")
        self.station("case-opened")


def _times(one: Walked) -> TableRow:
    seconds = (one.first_paint, one.ready, *(one.seen.get(name) for name in SEEN))
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
