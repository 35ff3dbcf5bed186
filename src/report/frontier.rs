//! A trade-off between two tiers, as it is handed over: frontier.csv, a sheet with a chart, a picture on the page.

use super::book::Book;
use super::sheet::{Column, Item, Line, Picture, Sheet, Table};
use crate::scenario::frontier::Frontier;
use crate::terms::tier::Tier;
use crate::text::Text;
use serde_json::{Value, json};

/// One point: the folder of its plan, and its values in the order of [`Curve::tiers`].
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub name: String,
    pub values: Vec<Option<i64>>,
    pub proven: bool,
}

/// The points of a trade-off as numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    pub first: Tier,
    pub second: Tier,
    /// Every tier that the plans know: the two first, then the rest in the policy's order.
    pub tiers: Vec<Tier>,
    /// Whether these are all points that there are.
    pub exact: bool,
    /// Whether the last is the end of the trade-off.
    pub complete: bool,
    pub points: Vec<Point>,
}

impl Curve {
    pub fn of(found: &Frontier) -> Curve {
        let (first, second) = (found.first, found.second);
        let known = found.points.first();
        let known = known.iter().flat_map(|p| &p.solved.tiers);
        let rest = known.filter_map(|t| Tier::parse(&t.key));
        let rest = rest.filter(|t| ![first, second].contains(t));
        let tiers: Vec<Tier> = [first, second].into_iter().chain(rest).collect();
        let point = |(at, p): (usize, &crate::scenario::beside::Found)| Point {
            name: format!("point-{:02}", at + 1),
            values: tiers.iter().map(|t| Some(p.tier(*t)?.value)).collect(),
            proven: found.proven(p),
        };
        Curve {
            points: found.points.iter().enumerate().map(point).collect(),
            tiers,
            first,
            second,
            exact: found.exact(),
            complete: found.complete,
        }
    }

    /// The values of the two tiers.
    pub fn pairs(&self) -> impl Iterator<Item = [i64; 2]> + '_ {
        let pair = |p: &Point| Some([p.values.first().copied()??, p.values.get(1).copied()??]);
        self.points.iter().filter_map(pair)
    }

    /// What the points are, in a sentence.
    pub fn said(&self) -> Text {
        let (a, b) = (self.first, self.second);
        let n = self.points.len();
        let mut zh = format!("{}{}与{}{}的权衡：{n}个点", a.no(), a.zh(), b.no(), b.zh());
        let mut en = format!(
            "trade-off of {} {} and {} {}: {n} point{}",
            a.no(),
            a.en(),
            b.no(),
            b.en(),
            if n == 1 { "" } else { "s" }
        );
        let mut add = |more: (&str, &str)| {
            zh.push_str(more.0);
            en.push_str(more.1);
        };
        match self.points.iter().filter(|p| !p.proven).count() {
            0 => add(("，均已证明", ", all proven")),
            open => add((
                &format!("，{open}个未证明（*）"),
                &format!(", {open} not proven (*)"),
            )),
        }
        if !self.complete {
            add(("；限时内未走完", "; not traced to its end in time"));
        } else if !self.exact {
            add(("；其间还可能有别的点", "; there may be others between them"));
        } else if n == 1 {
            add((
                "：两者同时达到各自最小值，不存在权衡",
                ": both reach their least value at once, there is nothing to trade",
            ));
        } else {
            add(("，点与点之间没有别的方案", ", no plan lies between them"));
        }
        Text::new(zh, en)
    }

    /// `point,T4,T5,T1,…,proven`
    pub fn csv(&self) -> anyhow::Result<Vec<u8>> {
        let mut heads = vec!["point"];
        heads.extend(self.tiers.iter().map(|t| t.key()));
        heads.push("proven");
        let row = |p: &Point| {
            let mut row = vec![p.name.clone()];
            row.extend(
                p.values
                    .iter()
                    .map(|v| v.map_or(String::new(), |v| v.to_string())),
            );
            row.push(p.proven.to_string());
            row
        };
        super::tables::write(&heads, self.points.iter().map(row))
    }

    /// A trade-off as [`Curve::json`] has it.
    pub fn read(json: &Value) -> Option<Curve> {
        let tiers = |key: &str| -> Option<Vec<Tier>> {
            let keys = json[key].as_array()?.iter();
            keys.map(|k| Tier::parse(k.as_str()?)).collect()
        };
        let [first, second] = tiers("tiers")?[..] else {
            return None;
        };
        let order = tiers("order")?;
        let point = |p: &Value| {
            let values = order.iter().map(|t| p["values"][t.key()].as_i64());
            Some(Point {
                name: p["name"].as_str()?.to_owned(),
                values: values.collect(),
                proven: p["proven"].as_bool()?,
            })
        };
        let points = json["points"].as_array()?.iter();
        Some(Curve {
            first,
            second,
            exact: json["exact"].as_bool()?,
            complete: json["complete"].as_bool()?,
            points: points.map(point).collect::<Option<_>>()?,
            tiers: order,
        })
    }

    pub fn json(&self) -> Value {
        let point = |p: &Point| {
            let values = self.tiers.iter().zip(&p.values);
            let values: serde_json::Map<String, Value> = values
                .map(|(t, v)| (t.key().to_owned(), json!(v)))
                .collect();
            json!({ "name": p.name, "values": values, "proven": p.proven })
        };
        json!({
            "tiers": [self.first.key(), self.second.key()],
            "order": self.tiers.iter().map(|t| t.key()).collect::<Vec<_>>(),
            "exact": self.exact,
            "complete": self.complete,
            "points": self.points.iter().map(point).collect::<Vec<_>>(),
        })
    }

    /// Heads and rows of the points, an unproven one marked, for print.
    pub fn rows(&self) -> (Vec<Text>, Vec<Vec<String>>) {
        let mut heads = vec![Text::new("方案", "plan")];
        heads.extend(self.tiers.iter().map(|t| t.numbered()));
        let row = |p: &Point| {
            let mut row = vec![format!("{}{}", p.name, if p.proven { "" } else { " *" })];
            row.extend(
                p.values
                    .iter()
                    .map(|v| v.map_or(String::new(), |v| v.to_string())),
            );
            row
        };
        (heads, self.points.iter().map(row).collect())
    }
}

/// The sheet 目标权衡, where a trade-off was asked for.
pub fn sheet(book: &Book) -> Option<Sheet> {
    let curve = book.info.frontier.as_ref()?;
    let mut columns = vec![Column::word("方案", 10.0)];
    let head = |t: &Tier| Column::number(&t.numbered().zh, 8.0);
    columns.extend(curve.tiers.iter().map(head));
    let row = |p: &Point| {
        let mut items = vec![Item::text(&*p.name)];
        items.extend(p.values.iter().map(|v| v.map_or(Item::Empty, Item::Whole)));
        Line::Row(items)
    };
    let names = [curve.first, curve.second].map(|t| format!("{}{}", t.no(), t.zh()));
    Some(Sheet {
        name: "目标权衡",
        title: book.title("目标权衡"),
        landscape: true,
        preface: vec![format!("{}。", curve.said().zh)],
        tables: vec![Table {
            columns,
            lines: curve.points.iter().map(row).collect(),
            picture: (curve.points.len() > 1).then(|| Picture {
                title: format!("{}与{}", names[0], names[1]),
                names: 0,
                series: vec![1, 2],
                height: 220.0,
                lying: false,
            }),
            ..Table::default()
        }],
        notes: vec![
            "注：每个点的完整方案在同名子文件夹中，可用 compare 对比。其前各层级的值不变，其后各层级在此前提下取最优。".to_owned(),
        ],
        ..Sheet::default()
    })
}
