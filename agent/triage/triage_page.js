"use strict";
// Fills the table from the data in the page. Text of files is only ever set as text, never as markup.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const body = document.querySelector(".pictures tbody");
  const state = { sort: "order", down: true, label: "", shown: data.page };
  const controls = {};
  for (const name of ["text", "lean", "family", "group", "declared", "credentials"]) controls[name] = document.getElementById(name);

  function node(kind, content, className) {
    const made = document.createElement(kind);
    if (className) made.className = className;
    if (content !== undefined && content !== null) made.textContent = content;
    return made;
  }
  function cell(row, content, className, title) {
    const made = node("td", content, className);
    if (title && content !== "" && content !== null) made.dataset.title = title;
    row.append(made);
    return made;
  }
  function percent(share) {
    if (share > 0 && share < 0.005) return "<1%";
    if (share > 0.995 && share < 1) return ">99%";
    return Math.round(100 * share) + "%";
  }
  function line(picture) {
    const row = document.createElement("tr");
    if (data.thumbnails) {
      const place = cell(row, "", "picture");
      if (picture.image) {
        const image = node("img");
        image.src = picture.image;
        image.alt = "";
        image.loading = "lazy";
        place.append(image);
      }
    }
    const name = cell(row, "", "name");
    name.append(node("bdi", picture.source));
    name.append(node("small", picture.about));
    cell(row, words[picture.label], "label " + picture.label);
    cell(row, picture.label === "inconclusive" && picture.lean ? words[picture.lean] : "", "", words.leans);
    cell(row, percent(picture.synthetic), "number", words.synthetic);
    cell(row, percent(picture.tampered), "number", words.tampered);
    cell(row, picture.family, "", words.family);
    cell(row, picture.says, "", words.says);
    return row;
  }
  const values = {
    order: (p) => p.order, source: (p) => p.source.toLowerCase(), label: (p) => p.label, lean: (p) => p.lean,
    synthetic: (p) => p.synthetic, tampered: (p) => p.tampered, family: (p) => p.family, says: (p) => p.says,
  };
  function chosen() {
    const text = controls.text.value.trim().toLowerCase();
    return data.pictures.filter((p) =>
      (!state.label || p.label === state.label) && (!text || p.source.toLowerCase().includes(text) || p.sha256.startsWith(text)) &&
      (!controls.lean.value || p.lean === controls.lean.value) &&
      (!controls.family.value || p.familyKey === controls.family.value) &&
      (!controls.group.value || String(p.group) === controls.group.value) &&
      (!controls.declared.checked || p.declares) && (!controls.credentials.checked || p.credentials));
  }
  function draw() {
    const key = values[state.sort];
    const found = chosen().sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (state.down ? -1 : 1);
    });
    body.replaceChildren(...found.slice(0, state.shown).map(line));
    document.getElementById("found").textContent = words.found.replace("{count}", found.length.toLocaleString(document.documentElement.lang));
    document.getElementById("more").hidden = found.length <= state.shown;
    for (const head of document.querySelectorAll(".pictures th")) {
      const sorted = head.dataset.key === state.sort;
      head.setAttribute("aria-sort", sorted ? (state.down ? "descending" : "ascending") : "none");
    }
    const text = controls.text.value.trim().toLowerCase();
    for (const row of document.querySelectorAll(".errors tr")) row.hidden = !row.textContent.toLowerCase().includes(text);
    for (const button of document.querySelectorAll(".counts button[data-label]"))
      button.setAttribute("aria-pressed", String(button.dataset.label === state.label));
  }
  function redraw() { state.shown = data.page; draw(); }
  for (const control of Object.values(controls)) control.addEventListener("input", redraw);
  for (const button of document.querySelectorAll(".counts button[data-label]"))
    button.addEventListener("click", () => { state.label = state.label === button.dataset.label ? "" : button.dataset.label; redraw(); });
  for (const button of document.querySelectorAll(".pictures th button"))
    button.addEventListener("click", () => {
      const key = button.parentElement.dataset.key;
      state.down = state.sort === key ? !state.down : ["synthetic", "tampered"].includes(key);
      state.sort = key;
      redraw();
    });
  for (const button of document.querySelectorAll("button[data-errors]"))
    button.addEventListener("click", () => document.getElementById("errors").scrollIntoView());
  for (const button of document.querySelectorAll("button[data-filter]"))
    button.addEventListener("click", () => {
      state.label = controls.text.value = controls.lean.value = controls.family.value = controls.group.value = "";
      controls.declared.checked = controls.credentials.checked = false;
      controls[button.dataset.filter].value = button.dataset.value;
      redraw();
      document.getElementById("pictures").scrollIntoView();
    });
  document.getElementById("more").addEventListener("click", () => { state.shown += data.page; draw(); });
  draw();
})();
