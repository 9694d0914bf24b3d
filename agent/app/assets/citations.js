// Citations such as [E3] light up the row of the table and the place in the picture, wherever they stand.
(() => {
  "use strict";
  const CITED = /\b(E\d{1,4})\b/g;

  function light(id, from) {
    document.querySelectorAll(".cited").forEach((each) => each.classList.remove("cited"));
    if (from !== "picture") window.telltale.lookAt(id);
    const tab = [...document.querySelectorAll("#tabs button[role=tab]")].find((each) => each.textContent.trim() === "Evidence");
    if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
    requestAnimationFrame(() => {
      const row = document.getElementById(`row-${id}`);
      if (!row) return;
      const fold = row.closest("details");
      if (fold) fold.open = true;
      row.classList.add("cited");
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (from !== "row") row.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    });
  }

  // In the chat, whose text the page does not make, citations are found where they are clicked.
  function citedAt(event) {
    const caret = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(event.clientX, event.clientY)
      : document.caretRangeFromPoint && document.caretRangeFromPoint(event.clientX, event.clientY);
    const node = caret && (caret.offsetNode || caret.startContainer), offset = caret && (caret.offset ?? caret.startOffset);
    if (!node || node.nodeType !== Node.TEXT_NODE) return null;
    for (const match of node.data.matchAll(CITED))
      if (match.index <= offset && offset <= match.index + match[1].length) return match[1];
    return null;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-cite]");
    if (link) { event.preventDefault(); light(link.dataset.cite, link.dataset.from || "text"); return; }
    if (event.target.closest("#chat")) {
      const id = citedAt(event);
      if (id) light(id, "text");
    }
  });

  function underline() {
    const ranges = [], chat = document.getElementById("chat");
    if (!chat) return;
    const walker = document.createTreeWalker(chat, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const match of node.data.matchAll(/\[[^\]]*\bE\d{1,4}\b[^\]]*\]/g)) {
        const range = new Range();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        ranges.push(range);
      }
    chat.querySelectorAll("button:not([aria-label])").forEach((button) => {
      if (button.querySelector("img")) button.setAttribute("aria-label", "Enlarge the picture");
    });
    if (window.Highlight && CSS.highlights) CSS.highlights.set("cited-in-chat", new Highlight(...ranges));
  }
  let pending = false;
  new MutationObserver(() => {
    if (pending) return;
    pending = true;
    setTimeout(() => { pending = false; underline(); }, 200);
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });

  window.telltale = Object.assign(window.telltale || {}, { light });
})();
