//! The age pyramid of the persons planned: men to the left, women to the right.

use super::super::Page;
use super::{Anchor, DARK, LIGHT, bar, canvas, label, number};
use crate::report::ages::Ages;
use crate::text::Text;

const HEIGHT: f64 = 20.0;
const HALF: f64 = 200.0;
const AXIS: f64 = 84.0;
const SIDE: f64 = 60.0;
const TOP: f64 = 34.0;

pub fn draw(page: &Page) -> String {
    let ages = Ages::new(page.case, page.plan);
    let bands = &ages.bands;
    let count = bands.len();
    let most = bands.iter().flatten().max().copied().unwrap_or(0).max(1);
    let (left, right) = (SIDE + HALF, SIDE + HALF + AXIS);
    let height = TOP + HEIGHT * count as f64 + 26.0;
    let name = Text::new("年龄结构", "ages");
    let mut chart = canvas((right + HALF + SIDE) as i32, height as i32, &name)
        .add(label(left, 18.0, Anchor::End, &sum("男", "men", bands, 0)))
        .add(label(
            right,
            18.0,
            Anchor::Start,
            &sum("女", "women", bands, 1),
        ));
    for (k, [men, women]) in bands.iter().enumerate() {
        // The oldest stand on top.
        let y = TOP + HEIGHT * (count - 1 - k) as f64;
        let width = |n: u32| HALF * f64::from(n) / f64::from(most);
        let (m, w) = (width(*men), width(*women));
        chart = chart
            .add(bar(left - m, y, m, HEIGHT - 3.0, DARK))
            .add(bar(right, y, w, HEIGHT - 3.0, LIGHT))
            .add(number(left - m - 4.0, y + 13.0, Anchor::End, men))
            .add(number(right + w + 4.0, y + 13.0, Anchor::Start, women))
            .add(label(
                left + AXIS / 2.0,
                y + 13.0,
                Anchor::Middle,
                &ages.name(k),
            ));
    }
    let note = match ages.unknown {
        0 => Text::new("单位：人", "persons"),
        n => Text::new(
            format!("单位：人；另有{n}人年龄或性别不详"),
            format!("persons; {n} more of unknown age or sex"),
        ),
    };
    let chart = chart.add(label(
        left + AXIS / 2.0,
        height - 6.0,
        Anchor::Middle,
        &note,
    ));
    chart.to_string()
}

fn sum(zh: &str, en: &str, bands: &[[u32; 2]], side: usize) -> Text {
    let n: u32 = bands.iter().map(|b| b[side]).sum();
    Text::new(format!("{zh} {n}人"), format!("{en}: {n}"))
}
