// Small comforts. Every page works without this file.
"use strict";

// Only one menu in the bar is open at a time; Escape closes it and gives the focus back.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!(menu instanceof HTMLDetailsElement) || !menu.classList.contains("menu") || !menu.open) return;
  for (const other of document.querySelectorAll("details.menu[open]")) {
    if (other !== menu) other.open = false;
  }
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// An answer that could not be fetched must not leave the old one standing: go to its own page.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => {
    window.location.assign(event.detail.pathInfo.finalRequestPath);
  });
}

// When the answer says that a field is wrong, the field says so too.
document.addEventListener("htmx:afterSwap", () => {
  for (const input of document.querySelectorAll(".assumptions [aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const link of document.querySelectorAll("#answer [role=alert] a[href^='#f-']")) {
    const input = document.querySelector(link.getAttribute("href"));
    if (!input) continue;
    input.setAttribute("aria-invalid", "true");
    link.closest("li, p").id ||= `why-${input.id}`;
    input.setAttribute("aria-describedby", link.closest("li, p").id);
  }
});
