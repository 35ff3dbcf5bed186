// Tables that sort, search and turn pages: the same on every page. What they show is said by the page's own script.
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;
let lang = location.hash === "#en" ? 1 : 0;
const say = (pair) => pair[lang];

// Rows on the screen at once, and on paper.
const SCREEN = { table: 50, cards: 12 };
const PAPER = { table: 400, cards: 60 };
let printing = false;

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const key in attributes || {}) {
    if (key === "style") node.style.cssText = attributes[key];
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), attributes[key]);
    else if (attributes[key] !== null) node.setAttribute(key, attributes[key]);
  }
  for (const child of children) {
    if (child !== null) node.append(child);
  }
  return node;
}

// A column: [heading], what it sorts by, what it shows.
const word = (head, of) => ({ head, value: of, show: of, number: false });
const short = (head, of) => ({ ...word(head, of), short: true });
const number = (head, of) => ({ head, value: of, show: (r) => { const v = of(r); return v === null || v === undefined ? "" : String(v); }, number: true });

// ---- tables that sort, search and turn pages ----

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (a === b) return 0;
  if (a === "" || a === null) return 1;
  if (b === "" || b === null) return -1;
  return collator.compare(String(a), String(b));
}
const collator = new Intl.Collator(["zh-CN", "en"], { numeric: true });

function live(place, table) {
  const state = { sort: table.sort, query: "", only: "", page: 0, rows: null };
  const search = make("input", { type: "search", oninput: () => { state.query = search.value; state.page = 0; state.rows = null; draw(); } });
  const choice = table.filter ? make("select", { onchange: () => { state.only = choice.value; state.page = 0; state.rows = null; draw(); } }) : null;
  const back = make("button", { type: "button", onclick: () => { state.page -= 1; draw(); } }, "‹");
  const on = make("button", { type: "button", onclick: () => { state.page += 1; draw(); } }, "›");
  const count = make("span", { class: "count", "aria-live": "polite" });
  const body = make("div", { class: "scroll" });
  const note = make("p", { class: "note" });
  place.append(make("div", { class: "controls" }, search, choice, back, on, count), body, note);

  function rows() {
    if (state.rows) return state.rows;
    const words = state.query.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let rows = table.rows;
    if (state.only !== "") rows = rows.filter((r) => String(table.filter.of(r)) === state.only);
    if (words.length) {
      rows = rows.filter((r) => {
        const text = table.columns.map((c) => c.show(r)).join(" ").toLowerCase();
        return words.every((w) => text.includes(w));
      });
    }
    if (state.sort) {
      const [at, direction] = state.sort;
      const of = table.columns[at].value;
      // Whole numbers beside their rows: values are read once, not once a comparison.
      const keyed = rows.map((r, i) => [of(r), i, r]);
      keyed.sort((a, b) => direction * compare(a[0], b[0]) || a[1] - b[1]);
      rows = keyed.map((k) => k[2]);
    }
    state.rows = rows;
    return rows;
  }

  function head() {
    const cells = table.columns.map((c, at) => {
      // A browser repeats heads on every sheet of paper, but not the buttons in them.
      if (printing) return make("th", { class: c.number ? "n" : null, scope: "col" }, say(c.head));
      const now = state.sort && state.sort[0] === at ? state.sort[1] : 0;
      const click = () => {
        const first = c.number ? -1 : 1;
        state.sort = now === first ? [at, -first] : now === -first ? null : [at, first];
        state.page = 0;
        state.rows = null;
        draw();
      };
      return make("th", { class: c.number ? "n" : null, scope: "col", "aria-sort": now > 0 ? "ascending" : now < 0 ? "descending" : "none" },
        make("button", { type: "button", onclick: click }, say(c.head)));
    });
    return make("thead", null, make("tr", null, ...cells));
  }

  function draw() {
    const all = rows();
    const size = (printing ? PAPER : SCREEN)[table.cards ? "cards" : "table"];
    const pages = Math.max(1, Math.ceil(all.length / size));
    state.page = Math.min(Math.max(state.page, 0), pages - 1);
    const from = state.page * size;
    const shown = all.slice(from, from + size);
    search.placeholder = say(["检索（可用空格分隔多个词）", "search (several words: all must match)"]);
    search.setAttribute("aria-label", search.placeholder);
    back.setAttribute("aria-label", say(["上一页", "previous page"]));
    on.setAttribute("aria-label", say(["下一页", "next page"]));
    back.disabled = state.page === 0;
    on.disabled = state.page === pages - 1;
    const range = all.length ? from + 1 + "–" + (from + shown.length) : "0";
    count.textContent = range + " / " + all.length;
    if (choice) options();
    let content;
    if (!shown.length) {
      const nothing = state.query || state.only ? ["没有符合的行。", "Nothing matches."] : table.empty;
      content = make("p", { class: "note" }, say(nothing));
    } else if (table.cards) {
      content = make("div", { class: "cards" }, ...shown.map(card));
    } else {
      const lines = shown.map((r) => make("tr", null, ...table.columns.map((c) => make("td", { class: c.number ? "n" : c.short ? "short" : null }, String(c.show(r))))));
      content = make("table", null, head(), make("tbody", null, ...lines));
    }
    const focused = body.contains(document.activeElement) ? [...body.querySelectorAll("th button")].indexOf(document.activeElement) : -1;
    body.replaceChildren(content);
    if (focused >= 0) body.querySelectorAll("th button")[focused]?.focus();
    note.textContent = printing && shown.length < all.length
      ? say([`此处打印第 ${range} 行，共 ${all.length} 行；完整名单见 appointments.xlsx。`, `Rows ${range} of ${all.length}; the whole list is in appointments.xlsx.`])
      : "";
  }

  function options() {
    const all = [["", say(["全部去向", "all outcomes"])]];
    const used = new Set(table.rows.map(table.filter.of));
    table.filter.words.forEach((w, i) => { if (used.has(i)) all.push([String(i), say(w)]); });
    choice.setAttribute("aria-label", say(table.filter.head));
    choice.replaceChildren(...all.map(([value, text]) => make("option", { value }, text)));
    choice.value = state.only;
  }

  draw();
  return {
    draw,
    // In another language: sorting and searching go by what is shown.
    refresh() { state.rows = null; draw(); },
    find(text) { search.value = text; state.query = text; state.page = 0; state.rows = null; draw(); },
  };
}

// Draws every table into its place, and again in the other language and for paper.
function begin(tables) {
  root.lang = lang ? "en" : "zh-CN";
  const shown = {};
  for (const place of document.querySelectorAll("[data-table]")) {
    shown[place.dataset.table] = live(place, tables[place.dataset.table]);
  }
  const again = () => Object.values(shown).forEach((table) => table.draw());

  document.getElementById("lang").addEventListener("click", () => {
    lang = 1 - lang;
    root.lang = lang ? "en" : "zh-CN";
    Object.values(shown).forEach((table) => table.refresh());
  });
  window.addEventListener("beforeprint", () => { printing = true; again(); });
  window.addEventListener("afterprint", () => { printing = false; again(); });
  return shown;
}
