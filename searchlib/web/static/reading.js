// Comfort while reading a text: from mark to mark over all of its parts, the current chapter, places named
// by a fragment. Without this file the same links lead from page to page.
"use strict";
{
  const bar = document.querySelector(".bar");
  const total = Number(bar.dataset.total);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // --- marks ---
  const links = [...bar.querySelectorAll("[data-jump]")];
  const numbers = [...document.querySelectorAll("mark[id]")].map((mark) => Number(mark.id.slice(1)));
  // The number of the mark one is at; with a half, between two of them.
  let at = Number(bar.dataset.mark) || Number(bar.dataset.next) - 0.5;

  const beside = (step) => {
    const to = Number.isInteger(at) ? at + step : step > 0 ? Math.ceil(at) : Math.floor(at);
    return ((to - 1 + total) % total) + 1;
  };
  const addressOf = (number) => {
    const address = new URL(links[0].href);
    address.searchParams.set("mark", number);
    address.hash = "m" + number;
    return address.href;
  };
  const told = () => {
    for (const link of links) link.href = addressOf(beside(Number(link.dataset.jump)));
    if (!Number.isInteger(at)) return;
    const shown = at.toLocaleString("en");
    bar.querySelector(".at").textContent = bar.dataset.moved.replace("{n}", shown).replace("{total}", total.toLocaleString("en"));
  };
  const show = (mark) => {
    const folded = mark.closest("details");
    if (folded) folded.open = true;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };
  const jump = (step) => {
    const number = beside(step);
    const mark = document.getElementById("m" + number);
    if (!mark) {
      location.assign(addressOf(number)); // it is in another part
      return;
    }
    at = number;
    told();
    history.replaceState(null, "", addressOf(number));
    show(mark);
  };
  if (total) {
    for (const link of links) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        jump(Number(link.dataset.jump));
      });
    }
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest && event.target.closest("input, textarea, select, [contenteditable]")) return;
      if (event.key === "n") jump(1);
      else if (event.key === "p") jump(-1);
    });
  }

  // --- the place named by the fragment ---
  const named = () => {
    const name = location.hash.slice(1);
    try {
      return decodeURIComponent(name);
    } catch {
      return name;
    }
  };
  const follow = () => {
    const name = named();
    if (!name) return;
    const element = document.getElementById(name);
    if (!element) {
      elsewhere(name);
      return;
    }
    if (!total) return;
    if (element.matches("mark[id]")) {
      at = Number(name.slice(1));
      element.focus({ preventScroll: true });
    } else {
      // A clause that was opened counts as its first mark; without any, one is before the first mark below it.
      const below = Node.DOCUMENT_POSITION_FOLLOWING;
      const next = numbers.find((number) => {
        const mark = document.getElementById("m" + number);
        return element.compareDocumentPosition(mark) & below;
      });
      if (next === undefined) at = numbers.length ? numbers[numbers.length - 1] + 0.5 : at;
      else at = element.contains(document.getElementById("m" + next)) ? next : next - 0.5;
    }
    told();
  };
  // A clause or a mark of another part: the server knows which one.
  const elsewhere = (name) => {
    const address = new URL(location.href);
    const asked = address.searchParams;
    if (/^m\d+$/.test(name)) {
      if (asked.get("mark") === name.slice(1) || !total) return;
      asked.set("mark", name.slice(1));
    } else if (/^([a-z]?\d+|title)([-.~]\d+)*$/.test(name)) {
      if (asked.get("at") === name) return;
      asked.set("at", name);
    } else return;
    asked.delete("page");
    location.replace(address.href);
  };
  follow();
  addEventListener("hashchange", follow);
  if (total && !location.hash && Number(bar.dataset.mark)) told();

  // --- the current chapter ---
  const drawer = document.getElementById("contents");
  const here = bar.querySelector(".here");
  const entries = [...document.querySelectorAll(".contents a")];
  const depth = (entry) => Number(entry.parentElement.className.replace("depth-", ""));
  const targets = entries.map((entry) => (entry.getAttribute("href").startsWith("#") ? document.getElementById(decodeURIComponent(entry.hash.slice(1))) : null));
  const chapter = () => {
    const line = innerHeight * 0.35;
    let last = -1;
    targets.forEach((target, number) => {
      if (target && target.getBoundingClientRect().top <= line) last = number;
    });
    if (last < 0) return;
    const trail = [last];
    for (let number = last - 1; number >= 0; number--) {
      if (depth(entries[number]) < depth(entries[trail[0]])) trail.unshift(number);
    }
    entries.forEach((entry, number) => {
      if (trail.includes(number)) entry.setAttribute("aria-current", "true");
      else entry.removeAttribute("aria-current");
    });
    here.textContent = trail.map((number) => entries[number].firstElementChild.firstChild.textContent.trim()).join(" › ");
  };
  if (!entries.some((entry) => entry.hasAttribute("aria-current"))) chapter();
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting || !entries.length) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      chapter();
    });
  });
  if (drawer) {
    const current = [...drawer.querySelectorAll("[aria-current]")].pop();
    if (current) drawer.scrollTop = current.offsetTop - drawer.clientHeight / 3;
    drawer.addEventListener("click", (event) => {
      if (event.target.closest("a") && drawer.matches(":popover-open")) drawer.hidePopover();
    });
  }
}
