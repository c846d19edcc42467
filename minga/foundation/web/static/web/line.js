// A form that is sent by htmx stays as it is when the line drops: this says so.
"use strict";
document.addEventListener("htmx:sendError", () => {
  for (const told of document.querySelectorAll("[data-line]")) told.hidden = false;
});
document.addEventListener("htmx:beforeRequest", () => {
  for (const told of document.querySelectorAll("[data-line]")) told.hidden = true;
});
