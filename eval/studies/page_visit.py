"""A visit to the page in a browser window of its own: what it measures at each station, and how it gets there."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .page_shifts import RECORD, Shift, largest_window, taken

WIDTHS, THEMES = {1440: 900, 1280: 800, 390: 844}, ("light", "dark")
SEEN = {  # what is told by the first moment at which a part of the page looks so
    "first stage": "#verdict .stages .done",
    "picture": "#viewer .frame:not(.empty)",
    "verdict": "#verdict .verdict b",
    "evidence": "#evidence table",
    "first sentence": "#answer .answer p",
    "explanation": "#answer .limits, #verdict .facts br",
}
_LONGEST = 600_000.0  # ms for an examination or an answer
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


class Visit:
    """One visit, in a browser window of its own."""

    def __init__(
        self, chromium: Any, url: str, walked: Walked, axe: str | None, shots: Path | None, stations: int = 0
    ) -> None:
        """Open the window.

        Args:
            chromium: the browser.
            url: of the page.
            walked: where the measurements go.
            axe: the text of axe-core; None for no check of accessibility.
            shots: where screenshots go; None for none.
            stations: number of those before it.
        """
        self.url, self.walked, self.stations = url, walked, stations
        self._chromium, self._axe, self._shots = chromium, axe, shots
        size = {"width": walked.width, "height": WIDTHS[walked.width]}
        touch = walked.width < 600
        self._context = chromium.new_context(viewport=size, color_scheme=walked.theme, has_touch=touch)
        self._context.set_default_timeout(_LONGEST)
        self._context.add_init_script(RECORD + _SEE.replace("PARTS", repr(SEEN)))
        self.page = self._context.new_page()
        self.page.on("pageerror", lambda error: walked.errors.append(str(error)))

    def another(self) -> Visit:
        """Somebody else's visit to the same page, which is there."""
        self.walked.pages.append([])
        other = Visit(self._chromium, self.url, self.walked, self._axe, self._shots, self.stations)
        other.arrive()
        return other

    def arrive(self) -> None:
        """Open the page."""
        self.page.goto(self.url)
        self.page.wait_for_selector("#ask textarea")
        self.page.wait_for_selector("[data-example]")

    def close(self) -> None:
        """Close the window."""
        self._context.close()

    def reload(self, station: str) -> None:
        """Load the page again."""
        self.walked.pages.append([])
        self.page.reload()
        self.page.wait_for_selector("#verdict .facts")
        self.page.wait_for_timeout(1500)
        self.station(station)

    def tab(self, name: str) -> None:
        """Choose a tab, perhaps out of the menu that has those for which there is no room."""
        button = self.page.locator(f"#tabs button[role=tab]:visible:text-is('{name}')")
        if not button.count():
            self.page.locator("#tabs .overflow-menu > button").first.click()
            button = self.page.locator(f"#tabs .overflow-dropdown button:text-is('{name}')")
        button.first.click()
        self.page.wait_for_timeout(700)

    def idle(self) -> None:
        """Wait until nothing is in work."""
        self.page.wait_for_timeout(500)
        self.page.wait_for_function("document.querySelector('#stop').disabled")
        self.page.wait_for_timeout(1000)

    def first_paint(self) -> float:
        """Seconds until the first content was painted."""
        return self.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000

    def station(self, name: str, check: bool = True) -> None:
        """Look at the page as it is now."""
        page, walked = self.page, self.walked
        page.wait_for_timeout(300)
        walked.pages[-1] += taken(page, name)
        page.evaluate("layoutShifts.hush(true)")  # a screenshot of the whole page moves its parts, which nobody sees
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            walked.wider.append(name)
        self.stations += 1
        if self._shots is not None:
            self._shots.mkdir(parents=True, exist_ok=True)
            file = f"{walked.width}-{walked.theme}-{self.stations:02}-{name}.png"
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
