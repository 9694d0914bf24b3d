// Run by the hidden part that carries data to the viewer, and back to the server what was marked or is to be opened.
const show = () => window.telltale && window.telltale.show
  ? window.telltale.show(props.value || {}) : setTimeout(show, 50);
watch("value", show);
window.addEventListener("telltale-marked", (event) => trigger("select", event.detail));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open], [data-compare], [data-example]");
  if (!button) return;
  trigger("apply", { ...button.dataset });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.getElementById("light-table").scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
});
