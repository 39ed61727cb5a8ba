// Search over all pages, and the menu that is open where there is room. Without scripts the pages still read well.
"use strict";

const up = document.currentScript.dataset.up;

function loadIndex() {
  return new Promise((done) => {
    if (window.pages) {
      done(window.pages);
      return;
    }
    const script = document.createElement("script");
    script.src = `${up}search.js`;
    script.onload = () => done(window.pages);
    document.head.append(script);
  });
}

// How well a section answers: words in its heading count most, then in the title of its page, then in its text. 0: not at all.
// References count half: they have many short sections.
function score([title, heading, address, text], words) {
  let sum = 0;
  for (const word of words) {
    const inHeading = heading.toLowerCase().includes(word);
    const inTitle = title.toLowerCase().includes(word);
    const count = text.toLowerCase().split(word).length - 1;
    if (!inHeading && !inTitle && !count) {
      return 0;
    }
    sum += (inHeading ? 20 : 0) + (inTitle ? 5 : 0) + Math.min(count, 5);
  }
  return address.startsWith("reference/") ? sum / 2 : sum;
}

function excerpt(text, word) {
  const at = Math.max(0, text.toLowerCase().indexOf(word) - 60);
  return (at ? "… " : "") + text.slice(at, at + 180) + (text.length > at + 180 ? " …" : "");
}

function show(found, words, sections) {
  found.replaceChildren();
  const best = sections.map((section) => [score(section, words), section]).filter(([points]) => points > 0)
    .sort((a, b) => b[0] - a[0]).slice(0, 20);
  if (!best.length) {
    found.append("Nothing found.");
  }
  for (const [, [title, heading, address, text]] of best) {
    const link = document.createElement("a");
    link.href = up + address;
    const name = document.createElement("strong");
    name.textContent = heading === title ? title : `${title}: ${heading}`;
    const part = document.createElement("span");
    part.textContent = excerpt(text, words[0]);
    link.append(name, part);
    found.append(link);
  }
}

function start() {
  const form = document.getElementById("search");
  const input = document.getElementById("words");
  const found = document.getElementById("found");
  const menu = document.getElementById("menu");
  const wide = matchMedia("(min-width: 60rem)");
  const fit = () => {
    menu.open = wide.matches;
  };
  fit();
  wide.addEventListener("change", fit);
  menu.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    found.querySelector("a")?.click();
  });
  input.addEventListener("input", async () => {
    const words = input.value.toLowerCase().split(/\s+/).filter((word) => word.length > 1);
    found.hidden = !words.length;
    if (words.length) {
      show(found, words, await loadIndex());
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      input.value = "";
      found.hidden = true;
    } else if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    }
  });
}

start();
