const numbers = data.plans.map((_, i) => ["方案" + (i + 1), "plan " + (i + 1)]);
const fate = (f) => (f ? (lang ? f.outcome : f.outcome_zh) + " " + f.school + f.post : "–");
const line = (l, key) => (l ? l[key] : null);
begin({
  persons: {
    rows: data.persons,
    sort: null,
    columns: [
      short(["工号", "id"], (p) => p.teacher_id),
      short(["姓名", "name"], (p) => p.name),
      word(["现任", "now"], (p) => p.from.join("")),
      ...numbers.map((head, i) => word(head, (p) => fate(p.fates[i]))),
      word(["差别所在", "what differs"], (p) => (lang ? p.why.en : p.why.zh)),
    ],
    empty: ["各方案人员去向完全相同。", "Everybody goes to the same place in every plan."],
  },
  schools: {
    rows: data.schools,
    sort: null,
    columns: [
      word(["学校", "school"], (s) => s.name),
      ...numbers.flatMap((head, i) => [
        number([head[0] + "人数", head[1] + " staff"], (s) => line(s.lines[i], "after")),
        number([head[0] + "缺岗", head[1] + " open"], (s) => line(s.lines[i], "open")),
        ...(i ? [number([head[0] + "人数差额", head[1] + " staff difference"], (s) => (s.lines[i] && s.lines[0] ? s.lines[i].after - s.lines[0].after : null))] : []),
      ]),
    ],
    empty: ["各方案各校人数与缺岗完全相同。", "Every school ends alike in every plan."],
  },
});
root.dataset.ready = "yes";
