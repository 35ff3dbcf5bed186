//! Charts in SVG. Every colour is told from every other by its lightness alone, so that grey print and colour-blind
//! readers lose nothing, and every number that a chart shows stands beside it as a number.

pub mod frontier;
pub mod map;
pub mod pyramid;
pub mod spread;

use crate::text::Text;
use svg::node::element::{Group, Rectangle, SVG, Text as Label};

/// Dark, middle and light, as far apart in grey as in colour (after Okabe and Ito).
pub const DARK: &str = "#0b4f7d";
pub const MIDDLE: &str = "#e08e0b";
pub const LIGHT: &str = "#f3d9a4";
pub const LINE: &str = "#555555";

/// Where a label stands against its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

pub fn canvas(width: i32, height: i32, name: &Text) -> SVG {
    svg::Document::new()
        .set("viewBox", format!("0 0 {width} {height}"))
        .set("role", "img")
        .set("aria-label", format!("{} / {}", name.zh, name.en))
}

/// A label in both languages; the page shows one of them.
pub fn label(x: f64, y: f64, anchor: Anchor, text: &Text) -> Group {
    if text.zh == text.en {
        return Group::new().add(one(x, y, anchor, &text.zh));
    }
    let both = [("zh", &text.zh), ("en", &text.en)];
    both.into_iter().fold(Group::new(), |group, (lang, text)| {
        group.add(one(x, y, anchor, text).set("lang", lang))
    })
}

fn one(x: f64, y: f64, anchor: Anchor, text: &str) -> Label {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    Label::new(text)
        .set("x", round(x))
        .set("y", round(y))
        .set("text-anchor", anchor)
}

pub fn number(x: f64, y: f64, anchor: Anchor, text: impl ToString) -> Label {
    one(x, y, anchor, &text.to_string())
}

pub fn bar(x: f64, y: f64, width: f64, height: f64, fill: &str) -> Rectangle {
    Rectangle::new()
        .set("x", round(x))
        .set("y", round(y))
        .set("width", round(width))
        .set("height", round(height))
        .set("fill", fill)
        .set("stroke", LINE)
        .set("stroke-width", 0.5)
}

/// To a tenth of a unit: finer nobody sees, and the page stays small and the same everywhere.
pub fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}
