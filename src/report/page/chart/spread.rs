//! Before and after of each indicator: persons missing, and how unequal the schools are.

use super::super::Page;
use super::super::matrix::{IndicatorLine, indicators};
use super::{Anchor, DARK, LIGHT, LINE, bar, canvas, label, number, round};
use crate::text::Text;
use svg::node::element::{Circle, Line, SVG};

const ROW: f64 = 40.0;
const TOP: f64 = 44.0;
const NAME: f64 = 210.0;
const HALF: f64 = 230.0;
const GUTTER: f64 = 60.0;

/// Empty where no school has the stages.
pub fn draw(page: &Page) -> String {
    let lines = indicators(page);
    if lines.is_empty() {
        return String::new();
    }
    let missing = lines.iter().flat_map(|l| l.missing).max().unwrap_or(0);
    let spread = lines.iter().filter_map(|l| l.variation).flatten();
    let widest = spread.fold(0.0_f64, f64::max);
    let height = TOP + ROW * lines.len() as f64 + 8.0;
    let name = Text::new("均衡指标实施前后", "indicators before and after");
    let right = NAME + HALF + GUTTER;
    let mut chart = canvas((right + HALF + 40.0) as i32, height as i32, &name);
    chart = legend(chart, right);
    for (k, line) in lines.iter().enumerate() {
        let y = TOP + ROW * k as f64;
        let words = Text::new(
            format!("{}·{}", line.stage.zh, line.name.zh),
            format!("{}: {}", line.stage.en, short(&line.name.en)),
        );
        chart = chart.add(label(NAME - 8.0, y + 20.0, Anchor::End, &words));
        for (side, (n, fill)) in line.missing.into_iter().zip([LIGHT, DARK]).enumerate() {
            let width = (HALF - 30.0) * n as f64 / missing.max(1) as f64;
            let y = y + 2.0 + 15.0 * side as f64;
            chart = chart.add(bar(NAME, y, width, 13.0, fill)).add(number(
                NAME + width + 4.0,
                y + 11.0,
                Anchor::Start,
                n,
            ));
        }
        chart = dumbbell(chart, line, right, y + 18.0, widest);
    }
    chart.to_string()
}

fn short(name: &str) -> &str {
    name.strip_prefix("teachers above the required ")
        .unwrap_or(name)
}

fn legend(chart: SVG, right: f64) -> SVG {
    let left = Text::new(
        "缺额（人）：浅 实施前，深 实施后",
        "missing persons: light before, dark after",
    );
    let spread = Text::new(
        "校际差异系数：○ 实施前，● 实施后",
        "coefficient of variation: ○ before, ● after",
    );
    chart
        .add(label(NAME, 22.0, Anchor::Start, &left))
        .add(label(right, 22.0, Anchor::Start, &spread))
}

/// An open circle for before, a full one for after, on one line from 0 to the widest spread.
fn dumbbell(chart: SVG, line: &IndicatorLine, x: f64, y: f64, widest: f64) -> SVG {
    let Some([before, after]) = line.variation else {
        return chart.add(number(x, y + 4.0, Anchor::Start, "–"));
    };
    let at = |v: f64| x + (HALF - 10.0) * v / widest.max(1e-9);
    let rule = |a: f64, b: f64, width: f64| {
        Line::new()
            .set("x1", round(a))
            .set("x2", round(b))
            .set("y1", round(y))
            .set("y2", round(y))
            .set("stroke", LINE)
            .set("stroke-width", width)
    };
    let dot = |v: f64, fill: &str| {
        Circle::new()
            .set("cx", round(at(v)))
            .set("cy", round(y))
            .set("r", 5)
            .set("fill", fill)
            .set("stroke", DARK)
            .set("stroke-width", 1.5)
    };
    let said = format!("{before:.3} → {after:.3}");
    chart
        .add(rule(x, x + HALF - 10.0, 0.4))
        .add(rule(at(before), at(after), 2.5))
        .add(dot(before, "#ffffff"))
        .add(dot(after, DARK))
        .add(number(x, y + 18.0, Anchor::Start, said))
}
