// Run by the hidden part that carries data to the viewer, and back to the server what was marked or is to be opened.
const show = () => window.telltale && window.telltale.show
  ? window.telltale.show(props.value || {}) : setTimeout(show, 50);
watch("value", show);
window.addEventListener("telltale-marked", (event) => trigger("select", event.detail));
window.addEventListener("telltale-open", (event) => trigger("apply", event.detail));
// Room is kept from the moment at which something is chosen or sent, and not only when the server has answered.
const begin = () => document.querySelector("#viewer .frame").classList.add("begun");
const toPicture = () => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.getElementById("light-table").scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
};
const send = (event) => {
  const sends = event.type === "click" ? event.target.closest("#ask .submit-button")
    : event.key === "Enter" && !event.shiftKey && event.target.closest("#ask textarea");
  if (!sends || !document.querySelector("#ask .thumbnails, #ask .thumbnail-item")) return;
  begin();
  if (document.getElementById("viewer").getBoundingClientRect().bottom < innerHeight / 3) toPicture();
};
document.addEventListener("keydown", send, true);
document.addEventListener("click", send, true);
document.addEventListener("click", (event) => {
  if (event.target.closest("#check-choice button.act")) begin();
  const button = event.target.closest("[data-open], [data-compare], [data-example]");
  if (!button) return;
  if (!button.dataset.compare) begin();
  trigger("apply", { ...button.dataset });
  toPicture();
});
