//! A trade-off of two tiers: each point a plan, the stair between them the values that no plan can be below.

use super::{Anchor, DARK, LINE, canvas, label, number, round};
use crate::report::frontier::Curve;
use crate::terms::tier::Tier;
use crate::text::Text;
use svg::node::element::{Circle, Path, SVG};

const WIDTH: f64 = 620.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 64.0;
const TOP: f64 = 52.0;
const BOTTOM: f64 = 52.0;
const RIGHT: f64 = 90.0;
/// Points closer than this have no room for their numbers; the table has them all.
const ROOM: f64 = 30.0;

/// Where values stand on one side of the picture.
struct Axis {
    least: i64,
    most: i64,
    from: f64,
    to: f64,
}

impl Axis {
    fn new(values: impl Iterator<Item = i64> + Clone, from: f64, to: f64) -> Axis {
        let (least, most) = (values.clone().min().unwrap_or(0), values.max().unwrap_or(0));
        Axis {
            least,
            most,
            from,
            to,
        }
    }

    fn at(&self, value: i64) -> f64 {
        let span = (self.most - self.least).max(1) as f64;
        self.from + (self.to - self.from) * (value - self.least) as f64 / span
    }
}

/// Empty where there is nothing to trade.
pub fn draw(curve: &Curve) -> String {
    let pairs: Vec<[i64; 2]> = curve.pairs().collect();
    if pairs.len() < 2 {
        return String::new();
    }
    let across = Axis::new(pairs.iter().map(|p| p[0]), LEFT, WIDTH - RIGHT);
    let up = Axis::new(pairs.iter().map(|p| p[1]), HEIGHT - BOTTOM, TOP);
    let said = Tier::numbered;
    let name = Text::new("目标权衡", "trade-off");
    let mut chart = canvas(WIDTH as i32, HEIGHT as i32, &name)
        .add(label(LEFT - 40.0, 18.0, Anchor::Start, &said(curve.second)))
        .add(label(
            WIDTH - RIGHT,
            HEIGHT - 8.0,
            Anchor::End,
            &said(curve.first),
        ))
        .add(frame());
    chart = ticks(chart, &across, &up);
    chart = chart.add(stair(&pairs, &across, &up));
    let mut last = f64::NEG_INFINITY;
    for ([a, b], point) in pairs.iter().zip(&curve.points) {
        let (x, y) = (across.at(*a), up.at(*b));
        let fill = if point.proven { DARK } else { "#ffffff" };
        chart = chart.add(
            Circle::new()
                .set("cx", round(x))
                .set("cy", round(y))
                .set("r", 5)
                .set("fill", fill)
                .set("stroke", DARK)
                .set("stroke-width", 1.5),
        );
        if x - last >= ROOM {
            chart = chart.add(number(x + 7.0, y - 7.0, Anchor::Start, format!("{a}, {b}")));
            last = x;
        }
    }
    chart.to_string()
}

fn frame() -> Path {
    let (bottom, right) = (HEIGHT - BOTTOM + 12.0, WIDTH - RIGHT);
    let left = LEFT - 12.0;
    line(format!("M{left} {TOP}V{bottom}H{right}"), LINE, 0.8)
}

fn line(d: String, stroke: &str, width: f64) -> Path {
    Path::new()
        .set("d", d)
        .set("fill", "none")
        .set("stroke", stroke)
        .set("stroke-width", width)
}

fn ticks(chart: SVG, across: &Axis, up: &Axis) -> SVG {
    let mut chart = chart;
    for value in [across.least, across.most] {
        chart = chart.add(number(
            across.at(value),
            HEIGHT - BOTTOM + 28.0,
            Anchor::Middle,
            value,
        ));
    }
    for value in [up.least, up.most] {
        chart = chart.add(number(LEFT - 18.0, up.at(value) + 4.0, Anchor::End, value));
    }
    chart
}

/// From point to point along the values that can be had: across first, then down.
fn stair(pairs: &[[i64; 2]], across: &Axis, up: &Axis) -> Path {
    let mut d = String::new();
    for (k, [a, b]) in pairs.iter().enumerate() {
        let (x, y) = (round(across.at(*a)), round(up.at(*b)));
        d += &match k {
            0 => format!("M{x} {y}"),
            _ => format!("H{x}V{y}"),
        };
    }
    line(d, LINE, 1.2)
}
