// Citations such as [E3] light up the row of the table and the place in the picture, wherever they stand.
(() => {
  "use strict";
  const CITED = /\b(E\d{1,4})\b/g, BRACKETS = /\[[^\][]{0,200}\bE\d{1,4}\b[^\][]{0,200}\]/g;
  const PATIENCE = 100, TRIES = 100;  // ms between looks for what is on its way, and how many
  let about = [], origin = null;  // the picture that each message is about; where the last citation was followed
  const chat = () => document.getElementById("chat");
  const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  // In the chat gradio writes plain text; beside it a copy with links is shown in its place.
  function linked(text, picture) {
    const whole = new DocumentFragment(), add = (part) => whole.append(part);
    let end = 0;
    for (const bracket of text.matchAll(BRACKETS))
      for (const match of bracket[0].matchAll(CITED)) {
        const at = bracket.index + match.index, link = document.createElement("a");
        add(text.slice(end, at));
        link.href = `#row-${match[1]}`;
        link.textContent = match[1];
        Object.assign(link.dataset, { cite: match[1], about: picture });
        link.setAttribute("aria-label", `Finding ${match[1]}`);
        add(link);
        end = at + match[1].length;
      }
    add(text.slice(end));
    return end ? whole : null;
  }

  function linkAll() {
    const rows = [...chat().querySelectorAll(".message-row")], known = rows.length === about.length;
    rows.forEach((row, number) => row.querySelectorAll(".message-content > .md:not(.linked)").forEach((plain) => {
      const next = plain.nextElementSibling, copy = next && next.matches(".linked") ? next : null;
      const picture = known ? about[number] : copy ? copy.dataset.about : "", text = plain.textContent;
      if (copy && copy.textContent === text && copy.dataset.about === picture) return;
      if (copy) copy.remove();
      const links = linked(text, picture);
      if (!links) return;
      const made = document.createElement("span");
      made.className = `${plain.className} linked`;
      made.dataset.about = picture;
      made.append(links);
      plain.after(made);
    }));
    chat().querySelectorAll(".linked").forEach((copy) => {
      if (!copy.previousElementSibling || !copy.previousElementSibling.matches(".md")) copy.remove();
    });
    chat().querySelectorAll("button:not([aria-label])").forEach((button) => {
      if (button.querySelector("img")) button.setAttribute("aria-label", "Enlarge the picture");
    });
  }

  // Told by the page whenever the conversation changes.
  function told(messages) {
    about = (messages || []).map((each) => ((each && each.metadata) || {}).id || "");
    if (chat()) linkAll();
  }

  function follow(link, byKeyboard, from) {
    const { cite, about: picture } = link.dataset;
    if (!picture || picture === window.telltale.shown()) { light(cite, from, link, byKeyboard); return; }
    window.dispatchEvent(new CustomEvent("telltale-open", { detail: { open: picture } }));
    const wait = (tries) => {
      if (window.telltale.shown() === picture) setTimeout(() => light(cite, from, link, byKeyboard), 2 * PATIENCE);
      else if (tries) setTimeout(() => wait(tries - 1), PATIENCE);
    };
    wait(TRIES);
  }

  function light(id, from, link, byKeyboard) {
    document.querySelectorAll(".cited").forEach((each) => each.classList.remove("cited"));
    document.querySelectorAll("#evidence .back").forEach((each) => each.remove());
    if (from !== "picture") window.telltale.lookAt(id);
    else window.telltale.frame(id);
    origin = { link, id, from };
    if (from === "row") {
      const viewer = document.getElementById("viewer"), { top, bottom } = viewer.getBoundingClientRect();
      if (bottom < innerHeight / 4 || top > innerHeight * 3 / 4) viewer.scrollIntoView({ block: "start", behavior: calm() });
    }
    const tab = [...document.querySelectorAll("#tabs button[role=tab]")].find((each) => each.textContent.trim() === "Evidence");
    if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
    const arrive = (tries) => {
      const row = document.getElementById(`row-${id}`), fold = row && row.closest("details");
      if (fold) fold.open = true;
      if (!row || !row.offsetParent) { if (tries) requestAnimationFrame(() => arrive(tries - 1)); return; }
      row.classList.add("cited");
      if (from === "row") return;
      row.cells[0].append(wayBack(id));
      row.scrollIntoView({ block: "nearest", behavior: calm() });
      if (!byKeyboard) return;
      row.tabIndex = -1;
      row.focus({ preventScroll: true });
    };
    arrive(30);
  }

  function wayBack(id) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "back";
    button.textContent = "Back";
    button.setAttribute("aria-label", `Back to where ${id} was chosen`);
    button.onclick = back;
    return button;
  }

  // To the citation, or to its like if the page has written it anew since.
  function back() {
    if (!origin) return;
    const { link, id, from } = origin, place = from === "picture" ? `.place[data-place="${id}"]` : `#chat [data-cite="${id}"], #answer [data-cite="${id}"]`;
    const again = link && link.isConnected ? link : [...document.querySelectorAll(place)].pop();
    const to = again || document.querySelector("#ask textarea");
    to.scrollIntoView({ block: "center", behavior: calm() });
    to.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-cite]");
    if (!link) return;
    event.preventDefault();
    follow(link, event.detail === 0, link.dataset.from || "text");  // the keyboard has no number of clicks
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && origin && document.activeElement.closest("#evidence tr.cited")) back();
  });

  // What gradio writes into the chat is linked before it is painted.
  let watched = null;
  const watch = () => {
    if (!chat() || chat() === watched) return;
    watched = chat();
    new MutationObserver(linkAll).observe(watched, { childList: true, subtree: true, characterData: true });
    linkAll();
  };
  let pending = false;
  new MutationObserver(() => {
    if (pending) return;
    pending = true;
    setTimeout(() => { pending = false; watch(); }, 200);
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.telltale = Object.assign(window.telltale || {}, { light, told });
})();
