"use strict";

// Everything can be read without this script: what needs it is hidden until it runs.
const laws = [...document.querySelectorAll("details.law")];
const groups = [...document.querySelectorAll("details.group")];

function setUpFilter() {
  const form = document.getElementById("filter");
  if (!form) return;
  const searched = new Map(laws.map((law) => [law, law.textContent.toLowerCase()]));
  const openAtFirst = new Map(groups.map((group) => [group, group.open]));
  const unwanted = (name) => new Set([...form.querySelectorAll(`[name=${name}]:not(:checked)`)].map((box) => box.value));

  function apply() {
    const words = document.getElementById("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const outcomes = unwanted("outcome");
    const suites = unwanted("suite");
    for (const law of laws) {
      const text = searched.get(law);
      law.hidden = outcomes.has(law.dataset.outcome) || suites.has(law.dataset.suite) || !words.every((word) => text.includes(word));
    }
    const shown = laws.filter((law) => !law.hidden).length;
    for (const group of groups) {
      const count = group.querySelectorAll("details.law:not([hidden])").length;
      group.hidden = count === 0;
      group.querySelector(".count").textContent = count;
      // Search results must not stay behind a closed heading.
      group.open = words.length > 0 || openAtFirst.get(group);
    }
    document.getElementById("shown").textContent = `${shown} of ${laws.length} laws`;
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
}

function setUpFindings() {
  for (const link of document.querySelectorAll(".findings a")) {
    link.addEventListener("click", () => {
      const law = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!law) return;
      law.closest("details.group").open = true;
      law.open = true;
    });
  }
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Pages from plain http have no clipboard; an old command still works there.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  if (!isDone) throw new Error("not copied");
}

function setUpCopying() {
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  document.body.append(said);
  for (const button of document.querySelectorAll("button.copy")) {
    const place = button.closest(button.dataset.copy === "all" ? ".commands" : "li");
    // The rest of the label, read aloud, says which command it is.
    const label = button.firstChild;
    const words = label.data;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const commands = [...place.querySelectorAll("pre code")].map((code) => code.textContent);
      try {
        await copy(commands.join("\n"));
        label.data = "Copied";
      } catch {
        label.data = "Not copied";
      }
      said.textContent = label.data;
      setTimeout(() => { label.data = words; }, 2000);
    });
  }
}

function setUpTheme() {
  const button = document.getElementById("theme");
  const themes = ["auto", "light", "dark"];
  let theme = "auto";
  // Some browsers keep nothing for pages from a file.
  try { theme = localStorage.getItem("edgeproof-theme") ?? theme; } catch { /* ignored */ }

  function show(next) {
    theme = themes.includes(next) ? next : "auto";
    document.documentElement.dataset.theme = theme;
    button.querySelector("span").textContent = theme;
    try { localStorage.setItem("edgeproof-theme", theme); } catch { /* ignored */ }
  }

  button.hidden = false;
  button.addEventListener("click", () => show(themes[(themes.indexOf(theme) + 1) % themes.length]));
  show(theme);
}

function setUpPrinting() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.group, details.law.o-broken, details.law.o-broken details.exchange")].filter((one) => !one.open);
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
}

setUpFindings();
setUpFilter();
setUpCopying();
setUpTheme();
setUpPrinting();
