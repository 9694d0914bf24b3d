// The viewer of the page: OpenSeadragon with maps over the picture, places that are cited, and parts to be marked.
(() => {
  "use strict";
  const state = { osd: null, data: null, root: null, marking: false, loupe: null };
  const find = (name) => state.root.querySelector(`[data-part="${name}"]`);

  function start(root) {
    state.root = root;
    state.osd = OpenSeadragon({
      element: find("canvas"), showNavigationControl: false, drawer: "canvas", animationTime: 0.3, springStiffness: 12,
      minZoomImageRatio: 0.7, maxZoomPixelRatio: 32, visibilityRatio: 0.5, crossOriginPolicy: false,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    });
    state.osd.addHandler("zoom", sharpen);
    state.osd.addHandler("open", () => { overlayMap(); placeBoxes(); });
    find("in").onclick = () => state.osd.viewport.zoomBy(1.6);
    find("out").onclick = () => state.osd.viewport.zoomBy(1 / 1.6);
    find("fit").onclick = () => state.osd.viewport.goHome();
    find("one").onclick = () => state.osd.viewport.zoomTo(state.osd.viewport.imageToViewportZoom(1));
    find("full").onclick = () => (document.fullscreenElement ? document.exitFullscreen() : state.root.requestFullscreen());
    find("map").onchange = () => { usual(); overlayMap(); };
    find("strength").oninput = () => { overlaid(blend); drawDivider(); };
    find("boxes").onclick = () => { press("boxes"); placeBoxes(); };
    find("mark").onclick = (event) => {
      if (event.detail === 0) { markView(); return; }  // the keyboard draws no box
      press("mark");
      mark(find("mark").getAttribute("aria-pressed") === "true");
    };
    find("loupe").onclick = () => press("loupe");
    trackDrawing();
    trackLoupe();
    const held = find("canvas").querySelector(".openseadragon-canvas");  // which takes the keyboard
    held.setAttribute("role", "application");
    held.setAttribute("aria-label", "The picture. Arrow keys move it, plus and minus enlarge and reduce it.");
    document.getElementById("verdict").setAttribute("aria-live", "polite");
    if (state.data) show(state.data);
  }

  function press(name) {
    const button = find(name);
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  }

  // Single pixels are seen as such when they are magnified.
  function sharpen() {
    const item = state.osd.world.getItemAt(0);
    if (item) state.osd.drawer.setImageSmoothingEnabled(item.viewportToImageZoom(state.osd.viewport.getZoom(true)) < 2);
  }

  function show(data) {
    const before = state.data;
    state.data = data;
    if (!state.root) return;
    state.root.classList.toggle("empty", !data.picture);
    if ("picture" in data) reveal();  // an example that is chosen before has no desk to go to
    find("name").textContent = data.name || "";
    find("canvas").querySelector(".openseadragon-canvas").tabIndex = data.picture ? 0 : -1;
    const menu = find("map"), chosen = menu.value;
    menu.replaceChildren(new Option("No overlay", ""));
    for (const [title, kind] of [["To compare with", "other"], ["To compare with", "difference"], ["Maps in which a part stands out", "map"], ["All other maps", "quiet"],
      ["Views to look at; no evidence by themselves", "view"]]) {
      const layers = (data.layers || []).filter((layer) => layer.kind === kind);
      if (!layers.length) continue;
      const group = document.createElement("optgroup");
      group.label = title;
      layers.forEach((layer) => group.append(new Option(layer.title, layer.name)));
      menu.append(group);
    }
    const has = (name) => [...menu.options].some((option) => option.value === name);
    menu.value = has(data.choose) ? data.choose : has(chosen) ? chosen : "";
    if (has(data.choose)) usual();
    if (!data.picture) { state.osd.close(); caption(); return; }
    state.root.classList.add("begun");  // from here on room is kept, even when the picture is closed
    if (!before || before.picture !== data.picture) state.marked = null;  // it was a part of another picture
    if (!before || before.picture !== data.picture || !state.osd.world.getItemCount())
      state.osd.open({ type: "image", url: data.picture });
    else { overlayMap(); placeBoxes(); }
  }

  // The page is shown when all that came with a picture is in its place, too.
  function reveal(tries = 0) {
    const there = (selector) => document.querySelector(selector) !== null;
    const whole = !state.data.picture || (there("#verdict .verdict") && (!there("#verdict .facts br") || there("#answer .answer")));
    if (!whole && tries < 160) setTimeout(() => reveal(tries + 1), 50);
    else requestAnimationFrame(() => requestAnimationFrame(() => state.root.classList.add("ready")));
  }

  function overlaid(change) {
    for (let i = state.osd.world.getItemCount() - 1; i > 0; i--) change(state.osd.world.getItemAt(i));
  }

  function overlayMap() {
    overlaid((item) => state.osd.world.removeItem(item));
    const layer = chosenLayer();
    caption(layer);
    if (layer)
      state.osd.addSimpleImage({ url: layer.url, x: 0, y: 0, width: 1, success: (event) => blend(event.item) });
    drawDivider();
  }

  // Where the slider stands when a layer is chosen: a picture to compare with is divided in the middle.
  function usual() {
    const layer = chosenLayer();
    find("strength").value = { other: 50, difference: 100 }[layer && layer.kind] || 60;
  }

  // A map is blended in; another picture lies to the right of the divider.
  function blend(item) {
    const layer = chosenLayer(), share = find("strength").value / 100;
    if (!layer || layer.kind !== "other") { item.setClip(null); item.setOpacity(share); return; }
    const size = item.getContentSize(), left = Math.round(size.x * share);
    item.setOpacity(1);
    item.setClip(new OpenSeadragon.Rect(left, 0, Math.max(size.x - left, 1), size.y));
  }

  function drawDivider() {
    if (state.osd.getOverlayById("divider")) state.osd.removeOverlay("divider");
    const layer = chosenLayer(), first = state.osd.world.getItemAt(0);
    if (!first || !layer || layer.kind !== "other") return;
    const line = document.createElement("div");
    line.id = "divider";
    const size = first.getContentSize();
    state.osd.addOverlay({ element: line, location: first.imageToViewportRectangle(
      size.x * find("strength").value / 100, 0, 0.001, size.y) });
  }

  const chosenLayer = () => ((state.data || {}).layers || []).find((layer) => layer.name === find("map").value);

  function caption(layer) {
    find("caption").textContent = layer ? layer.caption : "";
    find("legend").hidden = !layer || !["map", "quiet"].includes(layer.kind);
    find("strength").closest("label").hidden = !layer;
    find("slides").textContent = layer && layer.kind === "other" ? "Divide" : "Strength";
  }

  function placeBoxes(lit) {
    state.osd.clearOverlays();
    if (!state.osd.world.getItemCount()) return;
    const all = find("boxes").getAttribute("aria-pressed") === "true";
    for (const box of (state.data || {}).boxes || []) {
      if (!all && box.id !== lit) continue;
      const frame = document.createElement("button");
      frame.type = "button";
      frame.className = "place" + (box.id === lit ? " lit" : "");
      frame.title = `${box.id}: ${box.title}`;
      frame.textContent = box.id;
      frame.dataset.place = box.id;
      const chosen = (byKeyboard) => window.telltale.light(box.id, "picture", frame, byKeyboard);
      frame.onclick = (event) => { if (event.detail === 0) chosen(true); };  // of the keyboard; else the tracker tells
      state.osd.addOverlay({ element: frame, location: rectangle(box) });
      new OpenSeadragon.MouseTracker({ element: frame, clickHandler: () => chosen(false) });
    }
    if (state.marked) drawMarked();
    drawDivider();
  }

  // The frame of a place that was chosen in the picture is emphasised; it stays where the keyboard is.
  function frame(id) {
    state.root.querySelectorAll(".place").forEach((each) => each.classList.toggle("lit", each.dataset.place === id));
  }

  const shown = () => (state.data || {}).sha256 || "";

  function rectangle(box) {
    return state.osd.world.getItemAt(0).imageToViewportRectangle(box.x, box.y, box.w, box.h);
  }

  function mark(on) {
    state.marking = on;
    state.osd.setMouseNavEnabled(!on);
    find("canvas").classList.toggle("marking", on);
  }

  function trackDrawing() {
    let from = null;
    const canvas = find("canvas");
    const place = (event) => {
      const frame = canvas.getBoundingClientRect();
      const point = new OpenSeadragon.Point(event.clientX - frame.left, event.clientY - frame.top);
      return state.osd.world.getItemAt(0).viewerElementToImageCoordinates(point);
    };
    const part = (a, b) => {
      const { width, height } = state.data, inside = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
      const [x, y] = [inside(Math.min(a.x, b.x), width), inside(Math.min(a.y, b.y), height)];
      return { x, y, w: inside(Math.max(a.x, b.x), width) - x, h: inside(Math.max(a.y, b.y), height) - y };
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (!state.marking || !state.osd.world.getItemCount()) return;
      from = place(event);
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
      event.stopPropagation();
    }, true);
    canvas.addEventListener("pointermove", (event) => {
      if (!from) return;
      state.marked = part(from, place(event));
      drawMarked();
    }, true);
    canvas.addEventListener("pointerup", (event) => {
      if (!from) return;
      state.marked = part(from, place(event));
      from = null;
      press("mark");
      mark(false);
      if (state.marked.w < 2 || state.marked.h < 2) { state.marked = null; return; }
      marked();
    }, true);
  }

  // With the keyboard the part in view is marked, so that what is wanted is enlarged first.
  function markView() {
    const first = state.osd.world.getItemAt(0);
    if (!first) return;
    const view = first.viewportToImageRectangle(state.osd.viewport.getBounds()), { width, height } = state.data;
    const side = (from, length, most) => [Math.min(Math.max(Math.round(from), 0), most), Math.min(Math.max(Math.round(from + length), 0), most)];
    const [left, right] = side(view.x, view.width, width), [top, bottom] = side(view.y, view.height, height);
    if (right - left < 2 || bottom - top < 2) return;
    state.marked = { x: left, y: top, w: right - left, h: bottom - top };
    marked();
  }

  function marked() {
    drawMarked();
    window.dispatchEvent(new CustomEvent("telltale-marked", { detail: state.marked }));
  }

  function drawMarked() {
    const old = state.osd.getOverlayById("marked-part");
    if (old) state.osd.removeOverlay("marked-part");
    const frame = document.createElement("div");
    frame.id = "marked-part";
    frame.className = "place marked";
    state.osd.addOverlay({ element: frame, location: rectangle(state.marked) });
  }

  // A loupe that shows the pixels four times as large, under the pointer.
  function trackLoupe() {
    const glass = find("glass"), canvas = find("canvas"), context = glass.getContext("2d");
    let source = null, address = "";
    canvas.addEventListener("pointermove", (event) => {
      const on = find("loupe").getAttribute("aria-pressed") === "true" && state.osd.world.getItemCount();
      glass.hidden = !on;
      if (!on) return;
      if (address !== state.data.picture) {
        address = state.data.picture;
        source = new Image();
        source.src = address;
      }
      const frame = canvas.getBoundingClientRect(), x = event.clientX - frame.left, y = event.clientY - frame.top;
      const at = state.osd.world.getItemAt(0).viewerElementToImageCoordinates(new OpenSeadragon.Point(x, y));
      const span = glass.width / 4;
      context.imageSmoothingEnabled = false;
      context.clearRect(0, 0, glass.width, glass.height);
      context.drawImage(source, Math.round(at.x - span / 2), Math.round(at.y - span / 2), span, span,
        0, 0, glass.width, glass.height);
      glass.style.left = `${x}px`;
      glass.style.top = `${y + canvas.offsetTop}px`;  // the glass lies in the frame, the toolbar is above the canvas
    });
    canvas.addEventListener("pointerleave", () => { glass.hidden = true; });
  }

  function lookAt(id) {
    const box = ((state.data || {}).boxes || []).find((each) => each.id === id);
    const layer = ((state.data || {}).layers || []).find((each) => each.evidence === id && each.kind === "map");
    if (layer) { find("map").value = layer.name; overlayMap(); }
    if (!state.osd.world.getItemCount()) return;
    placeBoxes(id);
    if (!box) return;
    const place = rectangle(box), room = Math.max(place.width, place.height);
    if (place.width * place.height < 0.5)
      state.osd.viewport.fitBounds(new OpenSeadragon.Rect(place.x - room / 2, place.y - room / 2,
        place.width + room, place.height + room));
  }

  window.telltale = Object.assign(window.telltale || {}, { start, show, shown, lookAt, frame });
})();
