// Something dragged with the pointer from one place of a page to another. Whatever is dragged can be moved without, too.
"use strict";

// pick(element) returns what is dragged by an element, or null; landing(element, dragged) the place that it may be
// dropped on, or null; drop(dragged, place) moves it.
function dragBetween({ pick, landing, drop }) {
  let dragged = null;
  let over = null;
  const mark = (place) => {
    if (place === over) return;
    over?.classList.remove("over");
    place?.classList.add("over");
    over = place;
  };
  const placeOf = (event) => (dragged && event.target.closest ? landing(event.target, dragged) : null);

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest ? pick(event.target) : null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.name);
  });
  document.addEventListener("dragover", (event) => {
    const place = placeOf(event);
    mark(place);
    if (place) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const place = placeOf(event);
    if (!place) return;
    event.preventDefault();
    drop(dragged, place);
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });
}
