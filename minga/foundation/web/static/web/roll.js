// A roll by keyboard: arrows go up and down, a letter goes to the next name that begins with it,
// space marks (as in every browser); the count grows. Without this file it is a plain form.
"use strict";
for (const roll of document.querySelectorAll(".roll")) {
  const boxes = [...roll.querySelectorAll("input[type=checkbox]")];
  const count = roll.querySelector("output");
  const bare = (text) => text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const names = boxes.map((box) => bare(box.parentElement.textContent));
  roll.addEventListener("change", () => {
    count.textContent = boxes.filter((box) => box.checked).length;
  });
  roll.addEventListener("keydown", (event) => {
    const here = boxes.indexOf(event.target);
    if (here < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    let next = -1;
    if (event.key === "ArrowDown") next = Math.min(here + 1, boxes.length - 1);
    else if (event.key === "ArrowUp") next = Math.max(here - 1, 0);
    else if (/^\p{L}$/u.test(event.key)) {
      const letter = bare(event.key);
      const order = [...names.keys()].slice(here + 1).concat([...names.keys()].slice(0, here));
      next = order.find((place) => names[place].startsWith(letter)) ?? -1;
    }
    if (next < 0) return;
    event.preventDefault();
    boxes[next].focus();
  });
}
