"use strict";
// Everything can be read without this. It adds: sorting, search and filters; one plugin at a time where there are many;
// the evidence beside the picture.
document.documentElement.classList.add("routed");
addEventListener("DOMContentLoaded", () => {
  const all = (where, selector) => [...where.querySelectorAll(selector)];
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const index = document.getElementById("index");
  const rows = index ? all(index, "#plugins tbody tr") : [];
  const title = document.title;
  let came = null;

  // One plugin at a time; the address tells which.
  const steps = make("nav", { className: "steps", ariaLabel: "Plugins" });
  function order() {
    const body = index.querySelector("#plugins tbody");
    return [...body.rows].filter((row) => !row.hidden).map((row) => row.querySelector("a"));
  }
  function step(text, link) {
    return link ? make("a", { href: link.hash }, text) : make("span", { className: "dim" }, text);
  }
  function route(focus) {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    const plugin = index ? target && target.closest(".plugin") : document.querySelector(".plugin");
    for (const other of all(document, ".plugin.shown")) other.classList.remove("shown");
    if (plugin) plugin.classList.add("shown");
    document.documentElement.classList.toggle("inside", Boolean(plugin));
    if (target && target.matches("details")) {
      target.hidden = false;
      for (let at = target; at; at = at.parentElement.closest("details")) at.open = true;
    }
    if (plugin) prepare(plugin);
    if (index && plugin) {
      const links = order();
      const at = links.findIndex((link) => link.hash === "#" + plugin.id);
      const place = at < 0 ? "" : `${at + 1} of ${links.length}`;
      steps.replaceChildren(make("a", { href: "#" }, "All plugins"), step("Previous", links[at - 1]),
        step("Next", links[at + 1]), make("span", { className: "dim" }, place));
      plugin.prepend(steps);
      came = plugin.id;
      document.title = `${plugin.querySelector("h2").firstChild.textContent.trim()} – ${title}`;
    } else {
      document.title = title;
    }
    if (!focus) return;
    if (plugin && target === plugin) {
      scrollTo(0, 0);
      plugin.focus({ preventScroll: true });
    } else if (plugin) {
      target.scrollIntoView({ block: "nearest" });
      const summary = target.querySelector("summary");
      if (summary) summary.focus();
    } else if (came) {
      const link = rows.map((row) => row.querySelector("a")).find((link) => link.hash === "#" + came);
      if (link) link.focus();
    }
  }
  addEventListener("hashchange", () => route(true));

  // Tables whose heads say so are sorted by a press on the head.
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.key === undefined ? cell.textContent.trim().toLowerCase() : Number(cell.dataset.key);
  };
  function sort(table, head) {
    const up = head.ariaSort !== "ascending";
    for (const other of all(table, "th")) other.removeAttribute("aria-sort");
    head.ariaSort = up ? "ascending" : "descending";
    const keyed = [...table.tBodies[0].rows].map((row) => [key(row, head.cellIndex), row]);
    keyed.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0) * (up ? 1 : -1));
    table.tBodies[0].append(...keyed.map(([, row]) => row));
  }
  for (const table of all(document, "table.sortable")) {
    for (const head of all(table, "th")) {
      const button = make("button", { type: "button" }, ...head.childNodes);
      button.addEventListener("click", () => sort(table, head));
      head.append(button);
    }
  }

  // The index: search, and a choice for each thing that is counted.
  function choice(name, options) {
    const select = make("select", {}, make("option", { value: "" }, "all"));
    for (const [value, text] of options) select.append(make("option", { value }, text));
    return [select, make("label", {}, name, select)];
  }
  if (index) {
    const counted = (id) => all(document, `#${id} tr[data-id]`).map((row) => [row.dataset.id, row.cells[0].textContent]);
    const search = make("input", { type: "search" });
    const [verdict, verdictLabel] = choice("Verdict", ["undisclosed", "incomplete", "ok"].map((id) => [id, id]));
    const [data, dataLabel] = choice("Data", counted("by-data"));
    const [party, partyLabel] = choice("Third party", counted("by-party"));
    const shown = make("output", { className: "dim" });
    const texts = new Map(rows.map((row) =>
      [row, [row.textContent, row.dataset.data, row.dataset.party].join("\n").toLowerCase()]));
    const holds = (list, value) => !value || list.split("\n").includes(value);
    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const row of rows) {
        row.hidden = !(holds(row.dataset.verdict, verdict.value) && holds(row.dataset.data, data.value) &&
          holds(row.dataset.party, party.value) && words.every((word) => texts.get(row).includes(word)));
        count += !row.hidden;
      }
      shown.textContent = `${count} of ${rows.length} plugins`;
    };
    const filters = make("div", { className: "filters", role: "search" },
      make("label", {}, "Search", search), verdictLabel, dataLabel, partyLabel, shown);
    filters.addEventListener("input", apply);
    index.querySelector("#plugins").parentElement.before(filters);
    apply();
  }

  // A plugin, when it is first shown: evidence by class, and the evidence of a band of the picture.
  const ready = new Set();
  function prepare(plugin) {
    if (ready.has(plugin)) return;
    ready.add(plugin);
    const practices = all(plugin, ".practice");
    const classes = [...new Set(practices.map((practice) => practice.dataset.class))];
    if (classes.length > 1) {
      const bar = make("div", { className: "filters" });
      for (const name of ["all", ...classes]) {
        const of = practices.filter((practice) => name === "all" || practice.dataset.class === name);
        const button = make("button", { type: "button", ariaPressed: name === "all" }, `${name} ${of.length}`);
        button.addEventListener("click", () => {
          for (const practice of practices) practice.hidden = !of.includes(practice);
          for (const details of all(plugin, ".unsure-ones")) details.open = name === "to be checked";
          for (const other of bar.children) other.ariaPressed = other === button;
        });
        bar.append(button);
      }
      plugin.querySelector(".evidence h3").after(bar);
    }
    const figure = plugin.querySelector("figure");
    if (!figure) return;
    const hint = make("p", { className: "dim" }, "Point at a band, or reach it with the Tab key, to see its evidence; Enter opens it.");
    const box = make("div", { className: "shown-evidence", ariaLive: "polite" }, hint);
    figure.append(box);
    const tell = (event) => {
      const band = event.target.closest(".band");
      if (!band) return;
      box.replaceChildren(...band.dataset.rows.split(" ").flatMap((row) => {
        const practice = document.getElementById(row);
        const line = make("p", {}, ...practice.querySelector("summary").cloneNode(true).childNodes);
        const code = practice.querySelectorAll("pre");
        return code.length ? [line, code[code.length - 1].cloneNode(true)] : [line];
      }));
    };
    figure.addEventListener("pointerover", tell);
    figure.addEventListener("focusin", tell);
  }

  addEventListener("beforeprint", () => {
    for (const details of all(document, ".shown details")) details.open = true;
  });
  route(Boolean(location.hash));
});
