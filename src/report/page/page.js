"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  let lang = location.hash === "#en" ? 1 : 0;
  const say = (pair) => pair[lang];
  const school = (i) => (i < 0 ? "" : data.schools[i].name);
  const post = (i) => (i < 0 ? "" : say(data.posts[i]));

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

  // ---- what each table shows: [heading, value to sort and search by, text shown, number?] ----

  const word = (head, of) => ({ head, value: of, show: of, number: false });
  const number = (head, of) => ({ head, value: of, show: (r) => { const v = of(r); return v === null || v === undefined ? "" : String(v); }, number: true });
  const km = (tenths) => (tenths < 0 ? "" : (tenths / 10).toFixed(1));

  const tables = {
    gaps: {
      rows: data.gaps,
      sort: [5, -1],
      columns: [
        word(["学校", "school"], (g) => school(g[0])),
        word(["学段", "stage"], (g) => say(g[1])),
        word(["学科", "subject"], (g) => g[2]),
        number(["岗位", "posts"], (g) => g[3]),
        number(["缺岗", "open"], (g) => g[4]),
        number(["缺岗计分", "points"], (g) => g[4] * g[5]),
      ],
      empty: ["所有岗位均已聘任到位。", "Every post is filled."],
    },
    rotation: {
      rows: data.schools.filter((s) => s.rotation),
      sort: null,
      columns: [
        word(["学校", "school"], (s) => s.name),
        word(["城乡", "area"], (s) => say(s.area)),
        number(["符合条件", "due"], (s) => s.rotation[0]),
        number(["应交流", "to move"], (s) => s.rotation[1]),
        number(["拟交流", "moving"], (s) => s.rotation[2]),
        number(["差额", "short"], (s) => s.rotation[3]),
        number(["其中骨干", "backbone"], (s) => s.rotation[4]),
      ],
      empty: ["没有须参加交流轮岗的学校。", "No school has to rotate."],
    },
    schools: {
      rows: data.schools,
      sort: null,
      columns: [
        word(["学校", "school"], (s) => s.name),
        word(["学区", "cluster"], (s) => s.cluster),
        word(["城乡", "area"], (s) => say(s.area)),
        number(["编制", "quota"], (s) => s.approved),
        number(["现有", "now"], (s) => s.now),
        number(["方案", "after"], (s) => s.after),
        number(["借编", "lent"], (s) => s.lent),
        number(["岗位", "posts"], (s) => s.posts),
        number(["已聘", "filled"], (s) => s.filled),
        number(["缺岗", "open"], (s) => s.open),
        number(["调入", "come"], (s) => s.come),
        number(["调出", "go"], (s) => s.go),
      ],
      empty: ["没有学校。", "There is no school."],
    },
    cards: {
      rows: data.schools,
      sort: null,
      cards: true,
      columns: [word(["学校", "school"], (s) => s.name), word(["学区", "cluster"], (s) => s.cluster), word(["", ""], (s) => s.id)],
      empty: ["没有学校。", "There is no school."],
    },
    persons: {
      rows: data.persons,
      sort: null,
      filter: { head: ["去向", "outcome"], of: (p) => p[2], words: data.outcomes },
      columns: [
        word(["工号", "id"], (p) => p[0]),
        word(["姓名", "name"], (p) => p[1]),
        word(["去向", "outcome"], (p) => say(data.outcomes[p[2]])),
        word(["现任学校", "school now"], (p) => school(p[3])),
        word(["现任岗位", "post now"], (p) => post(p[4])),
        word(["拟聘学校", "school"], (p) => school(p[5])),
        word(["拟聘岗位", "post"], (p) => post(p[6])),
        { head: ["两校公里", "km between"], value: (p) => p[7], show: (p) => km(p[7]), number: true },
      ].slice(data.public ? 1 : 0),
      empty: ["没有人员。", "There is nobody."],
    },
  };

  // ---- a school's card ----

  function line(head, ...content) {
    return [make("dt", null, say(head)), make("dd", null, ...content)];
  }

  function stack(counts, names) {
    const all = counts.reduce((a, b) => a + b, 0);
    if (!all) return "–";
    const bar = make("div", { class: "stack" });
    counts.forEach((n, i) => {
      if (n) bar.append(make("i", { style: "width:" + (100 * n) / all + "%", title: names[i] + " " + n }, String(n)));
    });
    const words = counts.map((n, i) => (n ? names[i] + " " + n : "")).filter(Boolean);
    return make("div", null, bar, words.join(say(["，", ", "])));
  }

  function meter(need, after, before) {
    const top = Math.max(need, after, 1);
    const bar = make("div", { class: "meter" },
      make("i", { class: after < need ? "low" : null, style: "width:" + (100 * after) / top + "%" }),
      make("u", { style: "left:calc(" + (100 * need) / top + "% - 1px)" }));
    const words = lang
      ? after + " of " + need + " needed, " + before + " before"
      : "方案 " + after + "／应有 " + need + "，现有 " + before;
    return make("div", null, words, bar);
  }

  function card(s) {
    const list = make("dl");
    const ages = [["30岁以下", "30–39", "40–49", "50–54", "55岁以上", "不详"], ["<30", "30–39", "40–49", "50–54", "55+", "unknown"]][lang];
    const titles = [["高级", "中级", "其他"], ["senior", "intermediate", "others"]][lang];
    const add = (...nodes) => list.append(...nodes.flat());
    add(line(["岗位", "posts"], say([`${s.posts} 个，已聘 ${s.filled}，缺 ${s.open}`, `${s.posts}, ${s.filled} filled, ${s.open} open`])));
    add(line(["人数", "staff"], say([`编制 ${s.approved}，现有 ${s.now}，方案 ${s.after}`, `quota ${s.approved}, now ${s.now}, after ${s.after}`])
      + (s.lent ? say([`，借编 ${s.lent}`, `, lent ${s.lent}`]) : "") + (s.over ? say([`，超编 ${s.over}`, `, over ${s.over}`]) : "")
      + (s.retained ? say([`，超岗留任 ${s.retained}`, `, retained ${s.retained}`]) : "")));
    add(line(["进出", "moves"], say([`调入 ${s.come}，调出 ${s.go}`, `${s.come} come, ${s.go} go`])));
    if (s.ages) add(line(["年龄", "ages"], stack(s.ages, ages)));
    add(line(["职称", "titles"], stack(s.titles, titles), say([`（岗位 高级 ${s.title_posts[0]}，中级 ${s.title_posts[1]}）`, ` (posts: ${s.title_posts[0]} senior, ${s.title_posts[1]} intermediate)`])));
    add(line(["骨干", "backbone"], String(s.backbone)));
    if (s.rotation) add(line(["轮岗", "rotation"], say([`应交流 ${s.rotation[1]}，拟交流 ${s.rotation[2]}`, `${s.rotation[2]} of ${s.rotation[1]} to move`])));
    for (const b of s.balance) {
      b.of.forEach((i, k) => add(line([b.stage[0] + data.indicators[k][0].replace("教师", "").replace("专任", ""), b.stage[1] + " " + data.indicators[k][1].replace("teachers above the required ", "").replace(" teachers", "")], meter(i[0], i[2], i[1]))));
    }
    const open = data.gaps.filter((g) => g[0] === s.i);
    if (open.length) add(line(["缺", "open"], open.map((g) => say(g[1]) + (lang ? " " : "") + g[2] + " " + g[4]).join(say(["，", ", "]))));
    const what = s.stages.map(say).join(say(["、", ", "])) + say(["，", ", "]) + say(s.area) + say(["，", ", "]) + say(s.quality) + (s.closing ? say(["，撤并", ", closing"]) : "");
    return make("article", { class: s.closing ? "card closing" : "card", id: "s" + s.i }, make("h3", null, s.name), make("div", { class: "count" }, what), list);
  }
  data.schools.forEach((s, i) => { s.i = i; });

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
        const lines = shown.map((r) => make("tr", null, ...table.columns.map((c) => make("td", { class: c.number ? "n" : null }, String(c.show(r))))));
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

  // ---- the map ----

  const map = document.getElementById("map");
  function pick(i) {
    map.classList.toggle("picked", i !== null);
    for (const path of map.querySelectorAll(".flows path")) {
      path.classList.toggle("on", path.dataset.a === i || path.dataset.b === i);
    }
  }
  function open(i) {
    shown.cards.find(data.schools[i].name);
    document.getElementById("cards").scrollIntoView({ behavior: "smooth" });
  }
  if (map) {
    for (const mark of map.querySelectorAll(".mark")) {
      mark.addEventListener("mouseenter", () => pick(mark.dataset.i));
      mark.addEventListener("mouseleave", () => pick(null));
      mark.addEventListener("focus", () => pick(mark.dataset.i));
      mark.addEventListener("blur", () => pick(null));
      mark.addEventListener("click", () => open(mark.dataset.i));
      mark.addEventListener("keydown", (e) => { if (e.key === "Enter") open(mark.dataset.i); });
    }
  }
  root.dataset.ready = "yes";
})();
