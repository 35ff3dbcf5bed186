//! Who retires: in numbers, and by name.

use super::super::names;
use super::super::order::Subjects;
use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::chinese;
use super::sheets::Paper;
use crate::county::Role;
use crate::forecast::Leaver;
use std::collections::BTreeMap;

impl Paper<'_> {
    pub fn retirement(&self) -> Sheet {
        let order = Subjects::new(self.case);
        let mut posts: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        for l in &self.forecast.leavers {
            let t = self.case.county.teacher(l.teacher);
            let key = (t.stage, t.subject.map(|s| order.of(s)));
            let years = posts
                .entry(key)
                .or_insert_with(|| vec![0; self.forecast.years.len()]);
            years[l.year] += 1;
        }
        let rows = posts.into_iter().map(|((stage, subject), years)| {
            let subject = names::subject(self.case, subject.map(|s| s.1));
            (vec![names::stage(stage).into(), subject.into()], years)
        });
        let heads = vec![Column::word("学段", 9.0), Column::word("学科", 12.0)];
        let mut table = self.matrix("", heads, rows);
        table.caption = None;
        Sheet {
            notes: vec!["注：按现任教学段学科，含校长、书记；各年为上一基准日后到该基准日到达法定退休年月的人数。".to_owned()],
            ..self.sheet("退休预测", "退休人数预测", table)
        }
    }

    /// By name, for the office: the year, and no month, for that would tell the birth.
    pub fn leavers(&self) -> Sheet {
        let mut lines = Vec::new();
        for (n, year) in self.forecast.years.iter().enumerate().skip(1) {
            let all = self.forecast.leavers.iter().filter(|l| l.year == n);
            let leavers: Vec<&Leaver> = all.collect();
            if !leavers.is_empty() {
                let (by, count) = (chinese(year.at), leavers.len());
                lines.push(Line::Section(format!("{by}前退休：{count}人")));
            }
            let rows = leavers.iter().enumerate();
            lines.extend(rows.map(|(i, l)| self.leaver(i + 1, l)));
        }
        let table = Table {
            columns: Column::of_persons([
                Column::text("现任学校", 16.0, 34.0),
                Column::word("现任教", 14.0),
                Column::word("职务", 9.0),
                Column::word("职称", 9.0),
            ]),
            lines,
            when_empty: "各年没有到达法定退休年月的人员。",
            ..Table::default()
        };
        self.sheet("退休名册", "退休人员名册（预测）", table)
    }

    fn leaver(&self, n: usize, leaver: &Leaver) -> Line {
        let t = self.case.county.teacher(leaver.teacher);
        let role = if t.role == Role::None {
            ""
        } else {
            t.role.zh()
        };
        let post = format!(
            "{}{}",
            names::stage(t.stage),
            names::subject(self.case, t.subject)
        );
        Line::Row(vec![
            Item::count(n),
            Item::text(&*t.id),
            Item::text(&*t.name),
            Item::text(self.schools.maybe(t.school)),
            Item::text(post),
            Item::text(role),
            Item::text(t.title.zh()),
        ])
    }
}
