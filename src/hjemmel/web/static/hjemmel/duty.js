// The board of a roster: cells by arrow keys, changes by drag. Everything can be done without this file.
"use strict";

const board = () => document.getElementById("board");
const cells = () => [...document.querySelectorAll("#board[data-edit] .matrix td[data-d]")];
const nameOf = (cell) => `${cell.dataset.l}|${cell.dataset.d}`;
let chosen = "";

function makeGrid() {
  const all = cells();
  if (!all.length) return;
  all[0].closest("table").setAttribute("role", "grid");
  const active = all.find((cell) => nameOf(cell) === chosen) ?? all.find((cell) => cell.dataset.l) ?? all[0];
  for (const cell of all) {
    cell.tabIndex = cell === active ? 0 : -1;
    for (const chip of cell.querySelectorAll(".chip")) chip.draggable = true;
  }
}

function moveTo(cell) {
  if (!cell) return;
  for (const other of cells()) other.tabIndex = other === cell ? 0 : -1;
  chosen = nameOf(cell);
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function beside(cell, key) {
  const row = cell.parentElement;
  const place = cell.cellIndex;
  const within = (found) => (found?.matches?.("td[data-d]") ? found : null);
  switch (key) {
    case "ArrowLeft": return within(cell.previousElementSibling);
    case "ArrowRight": return within(cell.nextElementSibling);
    case "ArrowUp": return within(row.previousElementSibling?.cells[place]);
    case "ArrowDown": return within(row.nextElementSibling?.cells[place]);
    case "Home": return within(row.cells[1]);
    case "End": return within(row.cells[row.cells.length - 2]);
    default: return null;
  }
}

function address(values) {
  return `${board().dataset.panel}&${new URLSearchParams(values)}`;
}

async function openPanel(values) {
  await htmx.ajax("GET", address(values), { target: "#panel", swap: "outerHTML" });
  const panel = document.getElementById("panel");
  (panel.querySelector("button, a, select") ?? panel).focus();
}

function openCell(cell) {
  moveTo(cell);
  for (const other of document.querySelectorAll(".matrix [aria-selected]")) other.removeAttribute("aria-selected");
  cell.setAttribute("aria-selected", "true");
  if (cell.dataset.l) openPanel({ lege: cell.dataset.l, dag: cell.dataset.d });
  else if (cell.querySelector(".chip")) openPanel({ vakt: cell.querySelector(".chip").dataset.s });
}

function send(values, from) {
  const token = document.querySelector("#board [name=csrfmiddlewaretoken]").value;
  const about = from ? `&${new URLSearchParams(from)}` : "";
  return htmx.ajax("POST", board().dataset.change + about, {
    target: "#board", swap: "outerHTML",
    values: { csrfmiddlewaretoken: token, version: board().dataset.version, ...values },
  });
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.(".matrix td[tabindex]");
  if (cell) {
    const next = beside(cell, event.key);
    if (next) moveTo(next);
    if (event.key === "Enter" || event.key === " ") openCell(cell);
    if (next || event.key === " " || event.key === "Enter") event.preventDefault();
  } else if (event.key === "Escape" && event.target.closest?.("#panel") && chosen) {
    moveTo(cells().find((one) => nameOf(one) === chosen));
  }
});

document.addEventListener("click", (event) => {
  const chip = event.target.closest?.(".matrix tr.open .chip");
  const cell = event.target.closest?.(".matrix td[tabindex]");
  if (!cell) return;
  if (chip) {
    moveTo(cell);
    openPanel({ vakt: chip.dataset.s });
  } else openCell(cell);
});

// A form of the panel changes the board in place.
document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("#board [data-change-form]");
  if (!form || typeof htmx === "undefined") return;
  event.preventDefault();
  const [doctor, day] = chosen.split("|");
  send(Object.fromEntries(new FormData(form)), doctor && day ? { lege: doctor, dag: day } : null);
});

dragBetween({
  pick: (element) => {
    const chip = element.closest(".matrix .chip");
    const cell = chip?.closest("td");
    return cell ? { name: chip.dataset.s, shift: chip.dataset.s, doctor: cell.dataset.l, day: cell.dataset.d } : null;
  },
  landing: (element, dragged) => {
    const cell = element.closest(".matrix td[data-d]");
    return cell && cell.dataset.d === dragged.day && cell.dataset.l !== dragged.doctor ? cell : null;
  },
  drop: (dragged, cell) => {
    const values = { what: "change", shift: dragged.shift };
    if (cell.dataset.l) values.put_on = cell.dataset.l;
    if (dragged.doctor) values.take_off = dragged.doctor;
    const about = cell.dataset.l || dragged.doctor;
    chosen = `${about}|${dragged.day}`;
    send(values, { lege: about, dag: dragged.day });
  },
});

// A refusal comes with the board as it stands now: show it. What is no part of the page, as when the
// session has ended, is seen by asking for the page again.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (target?.id !== "board" && target?.id !== "panel") return;
  if (xhr.responseText.includes(`id="${target.id}"`) && !xhr.responseText.includes("<html")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  } else {
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    window.location.reload();
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  makeGrid();
  if (event.detail.target?.id === "board" || event.target?.id === "board") {
    const cell = cells().find((one) => nameOf(one) === chosen);
    if (cell) moveTo(cell);
  }
  const wrong = new Set();
  for (const item of document.querySelectorAll("#findings li[data-s][data-l]")) {
    for (const shift of item.dataset.s.split(" ")) wrong.add(`${item.dataset.l} ${shift}`);
  }
  for (const chip of document.querySelectorAll(".matrix tbody tr:not(.open) .chip")) {
    chip.classList.toggle("broken-here", wrong.has(`${chip.closest("td").dataset.l} ${chip.dataset.s}`));
  }
});

makeGrid();
