// Run by the viewer's part of the page as soon as it is there; `element` is that part.
const begin = () => window.OpenSeadragon && window.telltale && window.telltale.start
  ? window.telltale.start(element.querySelector(".frame")) : setTimeout(begin, 50);
begin();
