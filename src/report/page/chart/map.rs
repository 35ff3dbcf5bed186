//! The schools on a map, with who moves between them. Schools without a point stand below it in rows; where most have
//! none, all stand in rows by cluster, and the page says so.

use super::super::{Page, schools};
use super::{Anchor, DARK, LIGHT, LINE, MIDDLE, canvas, label, round};
use crate::county::{Area, Point, SchoolIx};
use crate::report::width;
use crate::text::Text;
use svg::node::element::{Circle, Definitions, Group, Marker, Path, Polygon, Rectangle, Title};

const WIDTH: f64 = 1000.0;
const MARGIN: f64 = 46.0;
/// The map is as high as the county is long, within reason.
const HEIGHTS: (f64, f64) = (420.0, 900.0);
/// As many flows as a reader can follow; the heaviest first.
const FLOWS: usize = 150;
/// Type size of a school's name, and how many columns of it are shown.
const POINTS: f64 = 11.0;
const COLUMNS: usize = 24;

struct Place {
    school: SchoolIx,
    x: f64,
    y: f64,
    /// Of the mark.
    radius: f64,
}

/// Empty where there is only one school.
pub fn draw(page: &Page) -> String {
    if page.case.county.schools.len() < 2 {
        return String::new();
    }
    let (places, height, schematic) = places(page);
    let name = Text::new("学校分布与人员流动", "schools and moves between them");
    let mut chart = canvas(WIDTH as i32, height as i32, &name).set("id", "map");
    chart = chart.add(arrow());
    chart = chart.add(flows(page, &places));
    let mut labels = Labels::new(&places);
    let mut marks = Group::new();
    // Small ones last, so that a large one hides none.
    let mut order: Vec<&Place> = places.iter().collect();
    order.sort_by(|a, b| b.radius.total_cmp(&a.radius).then(a.school.cmp(&b.school)));
    let mut names = Group::new().set("class", "names");
    let common = common(page);
    for place in order {
        marks = marks.add(mark(page, place));
        let text = cut(page.schools.of(place.school), common);
        if let Some((x, y, anchor)) = labels.put(place, width::of(&text)) {
            names = names.add(label(x, y, anchor, &Text::new(&*text, &*text)));
        }
    }
    chart = chart.add(marks).add(names);
    let note = match schematic {
        Schematic::All => Some(Text::new(
            "多数学校没有经纬度：按学区示意排列，距离无意义",
            "most schools have no coordinates: in rows by cluster, distances mean nothing",
        )),
        Schematic::Some(n) => Some(Text::new(
            format!("最下一行：没有经纬度的{n}所学校"),
            format!("bottom rows: {n} schools without coordinates"),
        )),
        Schematic::None => None,
    };
    if let Some(note) = note {
        chart = chart.add(label(8.0, 16.0, Anchor::Start, &note));
    }
    chart.to_string()
}

/// How many schools do not stand where they are.
enum Schematic {
    None,
    Some(usize),
    All,
}

fn places(page: &Page) -> (Vec<Place>, f64, Schematic) {
    let county = &page.case.county;
    let most = page.figures.schools.iter().map(|f| f.after).max();
    let most = f64::from(most.unwrap_or(0).max(1));
    let largest = if county.schools.len() > 200 {
        8.0
    } else {
        13.0
    };
    let radius = |s: SchoolIx| {
        let share = f64::from(page.figures.schools[s.ix()].after) / most;
        3.5 + (largest - 3.5) * share.sqrt()
    };
    let place = |(school, x, y)| Place {
        school,
        x,
        y,
        radius: radius(school),
    };
    let all = || county.school_ixs();
    let known: Vec<(SchoolIx, Point)> = all()
        .filter_map(|s| county.school(s).point.map(|p| (s, p)))
        .collect();
    let lost: Vec<SchoolIx> = all()
        .filter(|s| county.school(*s).point.is_none())
        .collect();
    if known.len() < lost.len() || known.is_empty() {
        let mut order: Vec<SchoolIx> = all().collect();
        order.sort_by_key(|s| (&county.school(*s).cluster, *s));
        let (spots, height) = rows(&order, MARGIN);
        return (
            spots.into_iter().map(place).collect(),
            height,
            Schematic::All,
        );
    }
    let (mut spots, height) = project(&known);
    let (below, bottom) = rows(&lost, height);
    let count = below.len();
    spots.extend(below);
    let places = spots.into_iter().map(place).collect();
    match count {
        0 => (places, height, Schematic::None),
        n => (places, bottom, Schematic::Some(n)),
    }
}

type Spot = (SchoolIx, f64, f64);

/// Rows from `top` down, as wide as the map.
fn rows(schools: &[SchoolIx], top: f64) -> (Vec<Spot>, f64) {
    let wide = (schools.len() as f64 * 1.6).sqrt().ceil().max(6.0) as usize;
    let step = (WIDTH - 2.0 * MARGIN) / wide as f64;
    let down = step.clamp(24.0, 60.0);
    let spot = |(k, s): (usize, &SchoolIx)| {
        let (column, row) = ((k % wide) as f64, (k / wide) as f64);
        (*s, MARGIN + step * (column + 0.5), top + down * (row + 0.5))
    };
    let spots: Vec<Spot> = schools.iter().enumerate().map(spot).collect();
    let height = top + down * schools.len().div_ceil(wide) as f64 + MARGIN / 2.0;
    (spots, height)
}

/// Degrees to the page: a degree of longitude as long as it is in the county's middle.
fn project(known: &[(SchoolIx, Point)]) -> (Vec<Spot>, f64) {
    let span = |of: fn(&Point) -> f64| {
        let all = known.iter().map(|(_, p)| of(p));
        all.fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)))
    };
    let ((west, east), (south, north)) = (span(|p| p.lon), span(|p| p.lat));
    let narrow = ((south + north) / 2.0).to_radians().cos().max(0.05);
    let (wide, tall) = ((east - west) * narrow, north - south);
    let inner = WIDTH - 2.0 * MARGIN;
    let height = match wide > 0.0 {
        true => (inner * tall / wide + 2.0 * MARGIN).clamp(HEIGHTS.0, HEIGHTS.1),
        false => HEIGHTS.0,
    };
    // A county of one place has no extent.
    let room = |room: f64, extent: f64| {
        if extent > 0.0 {
            room / extent
        } else {
            f64::MAX
        }
    };
    let scale = room(inner, wide).min(room(height - 2.0 * MARGIN, tall));
    let scale = if scale == f64::MAX { 0.0 } else { scale };
    let spot = |(s, p): &(SchoolIx, Point)| {
        let x = (p.lon - (west + east) / 2.0) * narrow * scale;
        let y = ((south + north) / 2.0 - p.lat) * scale;
        (*s, WIDTH / 2.0 + x, height / 2.0 + y)
    };
    (known.iter().map(spot).collect(), height)
}

fn arrow() -> Definitions {
    let head = Path::new().set("d", "M0 0L8 3L0 6Z").set("fill", DARK);
    let marker = Marker::new()
        .set("id", "head")
        .set("viewBox", "0 0 8 6")
        .set("refX", 7)
        .set("refY", 3)
        .set("markerWidth", 8)
        .set("markerHeight", 6)
        .set("markerUnits", "userSpaceOnUse")
        .set("orient", "auto")
        .add(head);
    Definitions::new().add(marker)
}

/// Bent to the right of their way, so that coming and going lie side by side.
fn flows(page: &Page, places: &[Place]) -> Group {
    let mut at = vec![None; page.case.county.schools.len()];
    places.iter().for_each(|p| at[p.school.ix()] = Some(p));
    let mut all = schools::flows(page);
    all.sort_by_key(|(a, b, n)| (std::cmp::Reverse(*n), *a, *b));
    let mut group = Group::new()
        .set("class", "flows")
        .set("fill", "none")
        .set("stroke", DARK);
    for (from, to, n) in all.into_iter().take(FLOWS) {
        let Some((a, b)) = at[from.ix()].zip(at[to.ix()]) else {
            continue;
        };
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = dx.hypot(dy).max(1e-6);
        let (mx, my) = ((a.x + b.x) / 2.0 - dy * 0.12, (a.y + b.y) / 2.0 + dx * 0.12);
        let end = (
            b.x - dx / length * (b.radius + 1.0),
            b.y - dy / length * (b.radius + 1.0),
        );
        let path = format!(
            "M{} {}Q{} {} {} {}",
            round(a.x),
            round(a.y),
            round(mx),
            round(my),
            round(end.0),
            round(end.1)
        );
        let title = format!("{} → {}  {n}", page.schools.of(from), page.schools.of(to));
        group = group.add(
            Path::new()
                .set("d", path)
                .set("stroke-width", round(0.8 + 0.6 * f64::from(n).sqrt()))
                .set("stroke-opacity", 0.35)
                .set("marker-end", "url(#head)")
                .set("data-a", from.0)
                .set("data-b", to.0)
                .add(Title::new(title)),
        );
    }
    group
}

/// Round in town, square in a township, a triangle in the country; orange where posts stay open, dark where none does,
/// light where the school closes.
fn mark(page: &Page, place: &Place) -> Group {
    let s = page.case.county.school(place.school);
    let open = page.figures.gaps.iter();
    let open: u32 = open
        .filter(|g| page.case.demand.cell(g.cell).school == place.school)
        .map(|g| g.uncovered)
        .sum();
    let fill = match (s.closing, open) {
        (true, _) => LIGHT,
        (false, 0) => DARK,
        (false, _) => MIDDLE,
    };
    let (x, y, r) = (place.x, place.y, place.radius);
    let title = format!(
        "{}  {}/{}",
        page.schools.of(place.school),
        page.figures.schools[place.school.ix()].filled,
        page.figures.schools[place.school.ix()].posts
    );
    let group = Group::new()
        .set("class", "mark")
        .set("data-i", place.school.0)
        .set("tabindex", 0)
        .set("fill", fill)
        .set("stroke", if s.closing { LINE } else { "#ffffff" })
        .set("stroke-width", 1)
        .add(Title::new(title));
    match s.area {
        Area::Urban => group.add(
            Circle::new()
                .set("cx", round(x))
                .set("cy", round(y))
                .set("r", round(r)),
        ),
        Area::Town => group.add(
            Rectangle::new()
                .set("x", round(x - r * 0.9))
                .set("y", round(y - r * 0.9))
                .set("width", round(r * 1.8))
                .set("height", round(r * 1.8)),
        ),
        Area::Rural => group.add(Polygon::new().set(
            "points",
            format!(
                "{},{} {},{} {},{}",
                round(x),
                round(y - r * 1.2),
                round(x - r * 1.1),
                round(y + r * 0.8),
                round(x + r * 1.1),
                round(y + r * 0.8)
            ),
        )),
    }
}

/// How many characters all names begin with; they tell no school from another.
fn common(page: &Page) -> usize {
    let all = page.case.county.school_ixs();
    let mut names = all.map(|s| page.schools.of(s));
    let first = names.next().unwrap_or_default();
    let shared = |name: &str| {
        let pairs = name.chars().zip(first.chars());
        pairs.take_while(|(a, b)| a == b).count()
    };
    names.map(shared).min().unwrap_or(0)
}

/// A name for which there is room: one too long loses what it shares with all others, then its end.
fn cut(name: &str, common: usize) -> String {
    if width::of(name) <= COLUMNS {
        return name.to_owned();
    }
    let (begins, own) = match name.char_indices().nth(common) {
        Some((at, _)) if common > 1 => ("…", &name[at..]),
        _ => ("", name),
    };
    let mut short = begins.to_owned();
    for c in own.chars() {
        if width::of(&short) >= COLUMNS - 2 {
            return short + "…";
        }
        short.push(c);
    }
    short
}

/// Names put where they cover no mark and no other name; those that find no place are left to the tables.
struct Labels {
    taken: Vec<[f64; 4]>,
}

impl Labels {
    fn new(places: &[Place]) -> Labels {
        let mark = |p: &Place| {
            [
                p.x - p.radius,
                p.y - p.radius,
                p.x + p.radius,
                p.y + p.radius,
            ]
        };
        Labels {
            taken: places.iter().map(mark).collect(),
        }
    }

    fn put(&mut self, place: &Place, columns: usize) -> Option<(f64, f64, Anchor)> {
        let (wide, tall) = (columns as f64 * POINTS * 0.52, POINTS);
        let (x, y, r) = (place.x, place.y, place.radius + 2.0);
        let tries = [
            (x + r, y + 4.0, Anchor::Start),
            (x - r, y + 4.0, Anchor::End),
            (x, y - r - 2.0, Anchor::Middle),
            (x, y + r + tall - 2.0, Anchor::Middle),
        ];

        tries.into_iter().find(|(x, y, anchor)| {
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - wide / 2.0,
                Anchor::End => x - wide,
            };
            let area = [left, y - tall, left + wide, *y + 1.0];
            let inside = area[0] >= 2.0 && area[2] <= WIDTH - 2.0 && area[1] >= 0.0;
            let free = inside && !self.taken.iter().any(|t| overlap(t, &area));
            if free {
                self.taken.push(area);
            }
            free
        })
    }
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}
