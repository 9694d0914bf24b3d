// Every item of the page: filtered, sorted, in pages of cards, and one at a time with its pictures and replies.
// All text comes from data sets and models; it is put in as text alone, and never as markup.
(() => {
  "use strict";
  const EACH = 60;  // cards of a page
  const find = (id) => document.getElementById(id);
  const data = JSON.parse(find("data").textContent);
  const chunks = new Map();
  const view = { chosen: [], page: 0, at: -1, opener: null };
  const menus = {};

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function copyOf(number) {
    if (number < 0) return "";
    const chunk = Math.floor(number / data.chunk);
    if (!chunks.has(chunk)) chunks.set(chunk, JSON.parse(find(`pictures-${chunk}`).textContent));
    return chunks.get(chunk)[number % data.chunk];
  }

  // The results that the chosen model has, or those of all models.
  const several = data.models.length > 1;
  let only = several ? -1 : 0;  // the chosen model; -1 for any
  const results = (item) => (only < 0 ? item.held : item.results[only] ? [item.results[only]] : []);
  const first = (item) => item.results[Math.max(0, only)] || item.held[0] || {};
  const collator = new Intl.Collator("en", { numeric: true });
  for (const item of data.items) item.held = item.results.filter(Boolean);
  const differ = (item) => {
    const seen = item.held.map((one) => (one.state === "open" ? `open ${one.value}` : one.state));
    return new Set(seen).size > 1;
  };
  const outcomes = {
    all: ["all", () => true],
    ...Object.fromEntries(Object.entries(data.states).map(([state, name]) =>
      [state, [name, (item) => results(item).some((one) => one.state === state)]])),
    abstained: ["abstained", (item) => results(item).some((one) => one.abstained)],
    ...(several ? { differ: ["models differ", differ] } : {}),
  };

  const urgency = { wrong: 0, unparsed: 1, failed: 2, missing: 3, unsupported: 4, open: 5, right: 6 };
  const sure = (item) => first(item).sure || 0;
  const worst = (item) => Math.min(9, ...results(item).map((one) => urgency[one.state]));
  const belief = (item) => (first(item).belief === undefined ? -Infinity : first(item).belief);
  const orders = {
    mistakes: ["surest mistakes first", (a, b) => worst(a) - worst(b) || (worst(a) === 6 ? sure(a) - sure(b) : sure(b) - sure(a))],
    data: ["as in the data set", () => 0],
    surest: ["surest answers first", (a, b) => sure(b) - sure(a)],
    unsure: ["least sure answers first", (a, b) => sure(a) - sure(b)],
    fake: ["most believed to be fake first", (a, b) => belief(b) - belief(a) || 0],
    name: ["by name", (a, b) => collator.compare(a.id, b.id)],
    long: ["longest replies first", (a, b) => (first(b).text || "").length - (first(a).text || "").length],
    slow: ["slowest first", (a, b) => (first(b).seconds || 0) - (first(a).seconds || 0)],
  };

  function menu(name, label, choices) {
    const select = make("select");
    for (const [value, text] of choices) select.append(new Option(text, value));
    const held = make("div", "field"), told = make("label", "", label);
    told.htmlFor = select.id = `by-${name}`;
    held.append(told, select);
    find("bar").append(held);
    select.addEventListener("change", () => { view.page = 0; choose(); });
    menus[name] = select;
  }

  function menuOf(name, label) {
    const counts = new Map();
    for (const item of data.items) if (item[name]) counts.set(item[name], (counts.get(item[name]) || 0) + 1);
    if (counts.size < 2 && counts.get([...counts.keys()][0]) === data.items.length) return;
    if (!counts.size || counts.size > 400) return;
    const sorted = [...counts].sort((a, b) => collator.compare(a[0], b[0]));
    menu(name, label, [["", "all"], ...sorted.map(([value, n]) => [value, `${value} (${n.toLocaleString("en")})`])]);
  }

  function haystack(item) {
    if (item.words === undefined)
      item.words = [item.id, item.question, item.answer, item.truth, item.category, item.generator, item.source,
        ...(item.options || []), ...item.media.map((one) => one[0]),
        ...item.held.flatMap((one) => [one.text, one.value, one.why, one.error])]
        .filter(Boolean).join("\n").toLowerCase();
    return item.words;
  }

  // What is searched for: words, "a phrase", -what must not be there, and the belief in a fake, as p>0.9.
  function conditions(text) {
    return [...text.toLowerCase().matchAll(/(-?)(?:"([^"]+)"|([^\s"]+))/g)].map(([, not, phrase, word]) => {
      const number = phrase ? null : /^p([<>])(\d*\.?\d+)$/.exec(word);
      const fits = number
        ? (item) => results(item).some((one) => one.belief !== undefined && (number[1] === ">" ? one.belief > number[2] : one.belief < number[2]))
        : (item) => haystack(item).includes(phrase || word);
      return not ? (item) => !fits(item) : fits;
    });
  }

  function choose() {
    if (menus.model) only = Number(menus.model.value);
    const words = conditions(find("words").value);
    const fields = ["truth", "category", "generator", "source", "modality", "delivery"].filter((name) => menus[name] && menus[name].value);
    const within = data.items.filter((item) => fields.every((name) => item[name] === menus[name].value) &&
      words.every((fits) => fits(item)));
    for (const option of menus.outcome.options) {
      const test = outcomes[option.value][1];
      const count = within.reduce((sum, item) => sum + (test(item) ? 1 : 0), 0);
      option.textContent = `${outcomes[option.value][0]} (${count.toLocaleString("en")})`;
    }
    view.chosen = within.filter(outcomes[menus.outcome.value][1]).sort(orders[menus.order.value][1]);
    draw();
  }

  function told(one, name) {
    const line = make("span", "told");
    if (several) line.append(`${name}: `);
    if (!one) { line.append("not asked"); return line; }
    line.append(make("span", `state ${one.state}`, data.states[one.state]));
    if (one.value && one.state !== "open") line.append(` · said ${one.value}`);
    if (one.state === "open" && one.value) line.append(` · ${one.value}`);
    if (one.belief !== undefined) line.append(` · ${probable(one.belief) ? "p(fake)" : "score"} ${number(one.belief)}`);
    if (one.abstained) line.append(" · abstained");
    return line;
  }

  function named(item) {
    const name = make("span", "name", item.id.length > 30 ? `…${item.id.slice(-28)}` : item.id);
    name.title = item.id;
    return name;
  }

  const probable = (belief) => belief >= 0 && belief <= 1;
  const number = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

  function draw() {
    const pages = Math.max(1, Math.ceil(view.chosen.length / EACH));
    view.page = Math.min(view.page, pages - 1);
    const shown = view.chosen.slice(view.page * EACH, (view.page + 1) * EACH);
    find("cards").replaceChildren(...shown.map((item, at) => {
      const card = make("button", "card");
      card.type = "button";
      const shot = make("span", "shot"), copy = item.media.length ? copyOf(item.media[0][2]) : "";
      if (copy) { const image = make("img"); image.alt = ""; image.src = copy; shot.append(image); }
      else shot.textContent = item.media.length ? (item.modality === "image" ? "no small copy" : item.modality) : "text only";
      const text = make("span");
      text.append(...item.results.map((one, n) => told(one, data.models[n])));
      const truth = item.truth || item.answer;
      if (truth) text.append(make("span", "told", `truth: ${truth}${item.generator ? `, ${item.generator}` : ""}`));
      text.append(named(item));
      card.append(shot, text);
      card.addEventListener("click", () => { view.opener = card; open(view.page * EACH + at); });
      const entry = make("li");
      entry.append(card);
      return entry;
    }));
    const total = data.items.length.toLocaleString("en"), n = view.chosen.length.toLocaleString("en");
    find("count").textContent = view.chosen.length === data.items.length ? `${total} items` : `${n} of ${total} items` +
      (view.chosen.length ? "" : ". Nothing fits; choose fewer conditions.");
    if (data.without) find("count").append(` · ${data.without.toLocaleString("en")} pictures have no small copy here, to keep the page small; open the item and show the original.`);
    find("save").disabled = !view.chosen.length;
    find("page").textContent = `Page ${view.page + 1} of ${pages}`;
    find("before").disabled = view.page === 0;
    find("after").disabled = view.page >= pages - 1;
    find("pages").hidden = pages < 2;
  }

  // The chosen items as a table, in their order; a cell that a spreadsheet would take for a formula is marked as text.
  function table() {
    const fields = ["id", "answer", "truth", "generator", "category", "source", "group", "delivery"];
    const cell = (value) => {
      const text = String(value ?? ""), shown = /^[=+\-@\t\r]/.test(text) && isNaN(text) ? `'${text}` : text;
      return `"${shown.replaceAll('"', '""')}"`;
    };
    const names = data.models.flatMap((name) => ["outcome", "answer read", "belief in fake", "reply"].map((what) => `${name}: ${what}`));
    const rows = view.chosen.map((item) => [item.media.map((one) => one[0]).join(" | "), ...fields.map((name) => item[name]),
      ...item.results.flatMap((one) => (one ? [data.states[one.state], one.value, one.belief, one.text || one.error] : ["not asked", "", "", ""]))]);
    return [["file", ...fields, ...names], ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  function save() {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", table()], { type: "text/csv" }));
    link.download = "chosen-items.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function turn(step) {
    const pages = Math.ceil(view.chosen.length / EACH), page = view.page + step;
    if (page < 0 || page >= pages) return;
    view.page = page;
    draw();
    find("count").scrollIntoView({ block: "nearest" });
  }

  // One item.
  function open(at) {
    if (at < 0 || at >= view.chosen.length) return;
    view.at = at;
    const item = view.chosen[at], dialog = find("one");
    find("one-title").textContent = `${(at + 1).toLocaleString("en")} of ${view.chosen.length.toLocaleString("en")} · ${item.id}`;
    find("left").disabled = at === 0;
    find("right").disabled = at === view.chosen.length - 1;
    find("media").replaceChildren(...(item.media.length ? item.media.map((one, n) => picture(item, one, n)) : [make("p", "soft", "This item has no picture.")]));
    find("text").replaceChildren(...about(item));
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    remember(`#item-${data.items.indexOf(item)}`);
  }

  function remember(hash) {
    try { history.replaceState(null, "", hash || location.pathname + location.search); } catch { /* a page without addresses */ }
  }

  function picture(item, [path, address, number], place) {
    const figure = make("figure"), frame = make("div", "frame"), image = make("img"), caption = make("figcaption");
    const note = make("span", "", path), copy = copyOf(number), still = ["image", "render"].includes(item.modality);
    image.alt = `Picture of ${item.id}`;
    const wrap = make("div");
    wrap.append(frame);
    if (copy) { image.src = copy; frame.append(image); boxes(item, frame, place); }
    else if (!still) frame.append(make("span", "soft", `${item.modality}: no picture to show`));
    caption.append(note);
    if (address && still) {
      const whole = make("button", "original", "Show the original"), actual = make("button", "", "Actual pixels");
      whole.type = actual.type = "button";
      actual.hidden = true;
      actual.setAttribute("aria-pressed", "false");
      whole.addEventListener("click", () => {
        const fresh = new Image();
        fresh.alt = image.alt;
        fresh.onload = () => {
          frame.replaceChildren(fresh);
          boxes(item, frame, place, [fresh.naturalWidth, fresh.naturalHeight]);
          note.textContent = `${path} · ${fresh.naturalWidth} × ${fresh.naturalHeight} px, the original file`;
          actual.hidden = false;
          whole.hidden = true;
        };
        fresh.onerror = () => { note.textContent = `${path} · the original can't be shown: it is not on this machine any more, the browser does not know its format, or this page was not opened as a file`; };
        fresh.src = address;
      });
      actual.addEventListener("click", () => {
        const on = wrap.classList.toggle("actual");
        if (on) wrap.tabIndex = 0; else wrap.removeAttribute("tabindex");
        actual.setAttribute("aria-pressed", String(on));
      });
      caption.append(whole, actual);
    }
    figure.append(wrap, caption);
    return figure;
  }

  // Boxes that people marked, and those that the models point to.
  function boxes(item, frame, place, natural) {
    const size = item.size || natural;
    const groups = [["theirs", item.regions || []], ["ours", item.held.flatMap((one) => one.regions || [])]];
    if (place || !size || !groups.some(([, list]) => list.length)) return;
    const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    for (const [name, list] of groups)
      for (const box of list) {
        const rect = document.createElementNS(space, "rect");
        rect.setAttribute("class", name);
        ["x", "y", "width", "height"].forEach((side, n) => rect.setAttribute(side, box[n]));
        svg.append(rect);
      }
    frame.append(svg);
  }

  function about(item) {
    const parts = [], list = make("dl");
    const row = (name, value) => { if (value !== undefined && value !== "") list.append(make("dt", "", name), make("dd", "", value)); };
    if (item.system) parts.push(make("h3", "", "What the model was told before"), make("div", "said", item.system));
    (item.lead || []).forEach((text, n) => parts.push(make("h3", "", `After picture ${n + 1}`), make("div", "said", text)));
    parts.push(make("h3", "", "Question"), make("div", "said", item.question || "(none)"));
    (item.options || []).forEach((text, n) => row(`option ${String.fromCharCode(65 + n)}`, text));
    row("right answer", item.answer || "not known");
    row("the picture is", item.truth);
    for (const name of ["generator", "category", "source", "group", "delivery"]) row(name, item[name]);
    if (item.modality !== "image") row("medium", item.modality);
    parts.push(list);
    if (item.regions || item.results.some((one) => one && one.regions))
      parts.push(make("p", "soft", "Boxes: people's in green, solid; the model's in pink, dashed."));
    if (item.references) {
      parts.push(make("h3", "", "What people wrote"));
      item.references.forEach((text) => parts.push(make("div", "said", text)));
    }
    item.results.forEach((one, n) => parts.push(reply(item, one, data.models[n])));
    for (const part of parts) if (part.className === "said") part.dir = "auto";
    return parts;
  }

  function reply(item, one, name) {
    const part = make("section", "reply");
    part.append(make("h3", "", `Reply of ${name}`));
    if (!one) { part.append(make("p", "soft", "This run did not hold the item.")); return part; }
    const line = make("p");
    line.append(make("span", `state ${one.state}`, data.states[one.state]));
    const why = { missing: "it was not asked, because its picture is missing", unsupported: "it was not asked, because the model can't take this kind of media" }[one.state];
    line.append(why ? ` – ${why}` : one.state === "unparsed" ? ` – ${one.why}; nothing is guessed` : one.error ? ` – ${one.error}` : "");
    part.append(line);
    if (one.text) { const said = make("div", "said", one.text); said.dir = "auto"; part.append(said); }
    const list = make("dl");
    const row = (label, value) => { if (value !== undefined) list.append(make("dt", "", label), make("dd", "", value)); };
    row("answer read", one.value);
    if (one.abstained) row("abstained", "yes; the answer is its better guess");
    if (one.belief !== undefined) row(probable(one.belief) ? "probability of fake" : "score for fake", one.belief.toPrecision(3));
    if (one.options && !one.options.includes(null)) {
      const names = item.kind === "judgement" ? ["yes", "no"] : one.options.map((_, n) => String.fromCharCode(65 + n));
      row("probability of each answer", one.options.map((value, n) => `${names[n]} ${value.toFixed(3)}`).join(", "));
    }
    if (one.seconds) row("time", `${one.seconds.toPrecision(3)} s`);
    if (one.state !== "missing" && one.state !== "unsupported") {
      const count = (value) => (value === undefined ? "unknown" : value.toLocaleString("en"));
      row("tokens", `${count(one.tokens_in)} in, ${count(one.tokens_out)} out`);
    }
    part.append(list);
    return part;
  }

  function typed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target instanceof Element && event.target.matches("input, select, textarea");
    const opened = find("one").open;
    const step = { ArrowRight: 1, ArrowLeft: -1, j: 1, k: -1 }[event.key];
    if (inField) return;
    if (event.key === "/" && !opened) find("words").focus();
    else if (event.key.toLowerCase() === "o" && opened) { const button = find("media").querySelector("button.original"); if (button) button.click(); }
    else if (step && opened && !(event.target instanceof Element && event.target.closest(".actual"))) open(view.at + step);
    else if (step && !opened && document.activeElement === document.body || step && !opened && document.activeElement.closest("#cards, #pages")) turn(step);
    else return;
    event.preventDefault();
  }

  if (several) menu("model", "Model", [["-1", "any of them"], ...data.models.map((name, n) => [String(n), name])]);
  menu("outcome", "Outcome", Object.entries(outcomes).map(([value, [name]]) => [value, name]));
  for (const [value, [, test]] of Object.entries(outcomes))
    if (value !== "all" && !data.items.some(test)) menus.outcome.querySelector(`[value="${value}"]`).remove();
  for (const [name, label] of [["truth", "Truth"], ["category", "Category"], ["generator", "Generator"], ["source", "Source"], ["modality", "Medium"], ["delivery", "Delivery"]]) menuOf(name, label);
  menu("order", "Order", Object.entries(orders).map(([value, [name]]) => [value, name]));
  let waiting = 0;
  find("words").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => { view.page = 0; choose(); }, 120); });
  find("bar").addEventListener("submit", (event) => event.preventDefault());
  find("before").addEventListener("click", () => turn(-1));
  find("after").addEventListener("click", () => turn(1));
  find("save").addEventListener("click", save);
  find("left").addEventListener("click", () => open(view.at - 1));
  find("right").addEventListener("click", () => open(view.at + 1));
  find("close").addEventListener("click", () => find("one").close());
  find("one").addEventListener("click", (event) => { if (event.target === find("one")) find("one").close(); });
  find("one").addEventListener("close", () => {
    remember("");
    view.page = Math.floor(Math.max(0, view.at) / EACH);
    draw();
    const card = find("cards").children[view.at % EACH];
    if (card) card.firstChild.focus();
  });
  document.addEventListener("keydown", typed);
  find("bar").hidden = find("keys").hidden = find("save").hidden = false;
  choose();
  const asked = /^#item-(\d+)$/.exec(location.hash);
  if (asked && data.items[asked[1]]) open(view.chosen.indexOf(data.items[asked[1]]));
})();
