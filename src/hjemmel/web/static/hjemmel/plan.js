// The board of a plan: a card is dragged to another column. Everything can be done without this file.
"use strict";

const cards = () => [...document.querySelectorAll(".board .slip:has(form)")];

// A card whose form is open is not dragged: there the pointer marks text.
function setDraggable() {
  for (const card of cards()) card.draggable = !card.querySelector("details").open;
}

dragBetween({
  pick: (element) => {
    const card = element.closest(".board .slip[draggable=true]");
    return card && { card, name: card.id };
  },
  landing: (element, { card }) => {
    const column = element.closest(".board > section[data-status]");
    return column && !column.contains(card) ? column : null;
  },
  // The card's own form is sent: the answer shows it where it then stands, or where it stood and why.
  drop: ({ card }, column) => {
    card.querySelector("select[name=status]").value = column.dataset.status;
    card.setAttribute("aria-busy", "true");
    card.draggable = false;
    card.querySelector("form").requestSubmit();
  },
});

document.addEventListener("toggle", setDraggable, true);
for (const hint of document.querySelectorAll("[data-drag-hint]")) hint.hidden = false;
setDraggable();
