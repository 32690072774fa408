// Comfort beside an answer: a ticked value is applied at once, long lists of values can be searched.
// Without this file the same forms are sent by their button, and all values are unfolded by a click.
"use strict";
for (const form of document.querySelectorAll("form[data-facet]")) {
  form.querySelector("[data-apply]").hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target.type === "checkbox") form.requestSubmit();
  });
  const sift = form.querySelector(".sift");
  if (!sift) continue;
  sift.hidden = false;
  const rows = [...form.querySelectorAll("li")];
  const folded = form.querySelector(".rest");
  let wasOpen = folded.open;
  sift.addEventListener("input", () => {
    const wanted = sift.value.trim().toLowerCase();
    if (!wanted) folded.open = wasOpen;
    else {
      if (!sift.dataset.used) wasOpen = folded.open;
      folded.open = true;
    }
    sift.dataset.used = wanted;
    for (const row of rows) row.hidden = !row.querySelector("label span").textContent.toLowerCase().includes(wanted);
  });
  sift.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
