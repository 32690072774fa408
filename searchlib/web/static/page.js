// Comfort for readers with JavaScript: suggestions, copying, keys, the theme. Every page works without it.
"use strict";

const box = document.getElementById("q");

// --- theme ---
for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // The choice then holds for this page.
    }
  });
}

// --- copying ---
async function copy(text, told) {
  const before = told.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "offscreen";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    told.focus();
  }
  told.textContent = told.dataset.done;
  told.setAttribute("aria-live", "polite");
  setTimeout(() => (told.textContent = before), 1600);
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  const source = button.parentElement.querySelector("[data-copy-source]");
  button.addEventListener("click", () => copy(source.textContent, button));
}
for (const link of document.querySelectorAll("[data-copy-link]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    copy(link.href, link);
  });
}

// --- jumping from hit to hit; from mark to mark in a text: reading.js ---
const stops = [...document.querySelectorAll(".hit article")];
let at = -0.5; // the stop one is at; with a half, between two of them
function jump(step) {
  if (!stops.length) return;
  const to = Number.isInteger(at) ? at + step : step > 0 ? Math.ceil(at) : Math.floor(at);
  at = (to + stops.length) % stops.length;
  const stop = stops[at];
  stop.querySelector("a").focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  stop.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest && event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/" && box) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "n") jump(1);
  else if (event.key === "p") jump(-1);
});

// --- suggestions: a combobox with a list, as the ARIA practices describe it ---
if (box && box.form) {
  const field = box.closest("[data-suggest]");
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.listLabel);
  list.hidden = true;
  field.append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  let chosen = -1;
  let waiting = 0;
  let asked = null;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (place + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
    box.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    box.value = option.dataset.query;
    close();
    box.form.requestSubmit();
  };
  const show = (rows) => {
    list.replaceChildren(
      ...rows.map((row, number) => {
        const option = document.createElement("li");
        option.id = "suggestion-" + number;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.query = row.query;
        const text = document.createElement("bdi");
        text.textContent = row.text;
        text.lang = "zh";
        const kind = document.createElement("span");
        kind.className = "count";
        kind.textContent = box.dataset[row.source] + (row.clauses === null ? "" : " " + row.clauses.toLocaleString("en"));
        option.append(text, " ", kind);
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(option));
        return option;
      }),
    );
    chosen = -1;
    list.hidden = !rows.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    const typed = box.value;
    if (!typed.trim()) return close();
    try {
      const answer = await fetch(field.dataset.suggest + "?q=" + encodeURIComponent(typed), { signal: asked.signal });
      if (!answer.ok) return close();
      const rows = (await answer.json()).suggestions;
      if (box.value === typed && document.activeElement === box) show(rows);
    } catch {
      // Nothing is suggested; typing goes on.
    }
  };
  box.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(ask, 120);
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      choose(chosen + 1);
    } else if (event.key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      choose(chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      take(list.children[chosen]);
    }
  });
  box.addEventListener("blur", close);
}

// --- menus close with Escape and with a click elsewhere ---
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// --- ? shows the keys ---
const keys = document.querySelector("template[data-keys]");
addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keys) return;
  if (event.target.closest && event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  if (document.querySelector("dialog.keys-box[open]")) return;
  const dialog = keys.content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
});
