const labels = data.plans.map((p) => [p.label, p.label]);
const fate = (f) => (f ? (lang ? f.outcome : f.outcome_zh) + " " + f.school + " " + f.post : "–");
// What is as in the first plan is not said again.
const place = (p, i) => (i && fate(p.fates[i]) === fate(p.fates[0]) ? "=" : fate(p.fates[i]));
const staff = (l) => (l ? l.after + "／" + l.open : "–");
const line = (s, i) => {
  if (!i) return staff(s.lines[0]);
  if (staff(s.lines[i]) === staff(s.lines[0])) return "=";
  const gain = s.lines[i] && s.lines[0] ? s.lines[i].after - s.lines[0].after : 0;
  return staff(s.lines[i]) + (gain ? " (" + (gain > 0 ? "+" : "") + gain + ")" : "");
};
begin({
  persons: {
    rows: data.persons,
    sort: null,
    columns: [
      short(["工号", "id"], (p) => p.teacher_id),
      short(["姓名", "name"], (p) => p.name),
      word(["现任", "now"], (p) => p.from.join(" ")),
      ...labels.map((head, i) => word(head, (p) => place(p, i))),
      word(["差别所在", "what differs"], (p) => (lang ? p.why.en : p.why.zh)),
    ],
    empty: ["各方案人员去向完全相同。", "Everybody goes to the same place in every plan."],
  },
  schools: {
    rows: data.schools,
    sort: null,
    columns: [
      word(["学校", "school"], (s) => s.name),
      ...labels.map((head, i) => ({ head, value: (s) => (s.lines[i] ? s.lines[i].after : -1), show: (s) => line(s, i), number: true })),
    ],
    empty: ["各方案各校人数与缺岗完全相同。", "Every school ends alike in every plan."],
  },
});
root.dataset.ready = "yes";
