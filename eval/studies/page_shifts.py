"""Layout shifts of a page as a browser reports them: what moved, and the largest sum of a session window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

_GAP, _WINDOW = 1000.0, 5000.0  # ms, of a session window
_NAMED = 4  # elements of a station
RECORD = """
(() => {
  const shifts = [];
  let hushed = false;
  const named = (node) => {
    let each = node && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
    if (!each) return "what is gone";
    const kind = (one) => one.tagName.toLowerCase() + (typeof one.className === "string"
      ? one.className.split(/\\s+/).filter((name) => name && !name.startsWith("svelte")).slice(0, 2)
        .map((name) => "." + name).join("") : "");
    let told = kind(each);
    while (each && !(each.id && !/^component-/.test(each.id))) each = each.parentElement;
    return each ? (each === node ? "#" + each.id : `#${each.id} ${told}`) : told;
  };
  const box = (one) => [one.x, one.y, one.width, one.height].map(Math.round);
  const take = (entries) => entries.forEach((entry) => {
    if (hushed || entry.hadRecentInput) return;
    const moved = entry.sources.map((one) => (
      {what: named(one.node), from: box(one.previousRect), to: box(one.currentRect)}));
    shifts.push({time: entry.startTime, value: entry.value, moved});
  });
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({type: "layout-shift", buffered: true});
  window.layoutShifts = {
    taken: () => { take(observer.takeRecords()); return shifts.splice(0); },
    hush: (on) => { take(observer.takeRecords()); hushed = on; },
  };
})();
"""


class Shift(NamedTuple):
    """One layout shift that did not follow an input.

    Attributes:
        time: in ms since the page was begun.
        value: of the shift.
        station: of the walk at which it was seen.
        moved: what moved, each with its rectangles x, y, w, h before and after.
    """

    time: float
    value: float
    station: str
    moved: tuple[dict[str, Any], ...] = ()


def taken(page: Any, station: str) -> list[Shift]:
    """The shifts of a page, which runs `RECORD`, since they were last taken."""
    found = page.evaluate("layoutShifts.taken()")
    return [Shift(each["time"], each["value"], station, tuple(each["moved"])) for each in found]


def largest_window(shifts: Sequence[Shift]) -> float:
    """The cumulative layout shift, https://web.dev/articles/cls: the largest sum of shifts in a session window.

    In a window less than 1 s lies between two shifts, and less than 5 s in all.

    Args:
        shifts: of one page since it was begun, in the order of time.
    """
    largest = total = 0.0
    begun = last = -_WINDOW
    for each in shifts:
        if each.time - last >= _GAP or each.time - begun >= _WINDOW:
            total, begun = 0.0, each.time
        total, last = total + each.value, each.time
        largest = max(largest, total)
    return largest


def by_station(pages: Iterable[Sequence[Shift]]) -> list[tuple[str, float, str]]:
    """(station, its largest window, what moved most) of each station at which something moved, the worst first."""
    found: dict[str, tuple[float, str]] = {}
    for shifts in pages:
        for station in dict.fromkeys(each.station for each in shifts):
            own = [each for each in shifts if each.station == station]
            moved: Counter[str] = Counter()
            for each in own:
                for what in dict.fromkeys(one["what"] for one in each.moved):
                    moved[what] += round(each.value * 1e6)
            value = largest_window(own)
            if value > found.get(station, (0.0, ""))[0]:
                found[station] = value, ", ".join(what for what, _ in moved.most_common(_NAMED))
    return sorted(((name, *told) for name, told in found.items()), key=lambda row: -row[1])
