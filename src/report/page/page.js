const school = (i) => (i < 0 ? "" : data.schools[i].name);
const post = (i) => (i < 0 ? "" : say(data.posts[i]));

// ---- what each table shows: [heading, value to sort and search by, text shown, number?] ----

const km = (tenths) => (tenths < 0 ? "" : (tenths / 10).toFixed(1));

const tables = {
  gaps: {
    rows: data.gaps,
    sort: [5, -1],
    columns: [
      word(["学校", "school"], (g) => school(g[0])),
      short(["学段", "stage"], (g) => say(g[1])),
      short(["学科", "subject"], (g) => g[2]),
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
      short(["城乡", "area"], (s) => say(s.area)),
      number(["交流到期", "due"], (s) => s.rotation[0]),
      number(["需交流", "to move"], (s) => s.rotation[1]),
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
      short(["城乡", "area"], (s) => say(s.area)),
      number(["编制", "quota"], (s) => s.approved),
      number(["现有", "now"], (s) => s.now),
      number(["方案", "after"], (s) => s.after),
      number(["借编", "lent"], (s) => s.lent),
      number(["岗位", "posts"], (s) => s.posts),
      number(["已聘", "filled"], (s) => s.filled),
      number(["缺岗", "open"], (s) => s.open),
      number(["调入", "come"], (s) => s.come),
      number(["调出待岗", "go"], (s) => s.go),
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
      short(["工号", "id"], (p) => p[0]),
      short(["姓名", "name"], (p) => p[1]),
      short(["去向", "outcome"], (p) => say(data.outcomes[p[2]])),
      word(["现任学校", "school now"], (p) => school(p[3])),
      short(["现任岗位", "post now"], (p) => post(p[4])),
      word(["拟聘学校", "school"], (p) => school(p[5])),
      short(["拟聘岗位", "post"], (p) => post(p[6])),
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
  add(line(["进出", "moves"], say([`调入 ${s.come}，调出待岗 ${s.go}`, `${s.come} come, ${s.go} go`])));
  if (s.ages) add(line(["年龄", "ages"], stack(s.ages, ages)));
  add(line(["职称", "titles"], stack(s.titles, titles), say([`（岗位 高级 ${s.title_posts[0]}，中级 ${s.title_posts[1]}）`, ` (posts: ${s.title_posts[0]} senior, ${s.title_posts[1]} intermediate)`])));
  add(line(["骨干", "backbone"], String(s.backbone)));
  if (s.rotation) add(line(["轮岗", "rotation"], say([`需交流 ${s.rotation[1]}，拟交流 ${s.rotation[2]}`, `${s.rotation[2]} of ${s.rotation[1]} to move`])));
  for (const b of s.balance) {
    b.of.forEach((i, k) => add(line([b.stage[0] + data.indicators[k][0].replace("教师", "").replace("专任", ""), b.stage[1] + " " + data.indicators[k][1].replace("teachers above the required ", "").replace(" teachers", "")], meter(i[0], i[2], i[1]))));
  }
  const open = data.gaps.filter((g) => g[0] === s.i);
  if (open.length) add(line(["缺", "open"], open.map((g) => say(g[1]) + (lang ? " " : "") + g[2] + " " + g[4]).join(say(["，", ", "]))));
  const what = s.stages.map(say).join(say(["、", ", "])) + say(["，", ", "]) + say(s.area) + say(["，", ", "]) + say(s.quality) + (s.closing ? say(["，撤并", ", closing"]) : "");
  return make("article", { class: s.closing ? "card closing" : "card", id: "s" + s.i }, make("h3", null, s.name), make("div", { class: "count" }, what), list);
}
data.schools.forEach((s, i) => { s.i = i; });

const shown = begin(tables);

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
