//! The schools table.

use super::super::{Area, Point, Quality, School, SchoolIx, Stage};
use super::index::Index;
use super::reader::Reader;
use crate::tables::fault::{Faults, Place};
use crate::tables::frame::Frame;
use crate::tables::parse;
use crate::text::Text;

/// The cluster of a county that names neither clusters nor towns.
const ONE_CLUSTER: &str = "全县";

/// All schools in order of their ids, and where each stands.
pub fn schools(frame: &Frame, index: &mut Index, faults: &mut Faults) -> (Vec<School>, Vec<Place>) {
    let view = frame.view();
    let mut all: Vec<Option<(School, (Place, Place))>> =
        (0..index.schools()).map(|_| None).collect();
    for row in view.rows() {
        let mut reader = Reader { row, index, faults };
        let id = reader.text("school_id");
        let places = (reader.place("school_id"), reader.place("legal_unit"));
        let school = school(&mut reader);
        if let Some(ix) = id.and_then(|id| reader.index.school(id)) {
            all[ix.ix()].get_or_insert((school, places));
        }
    }
    let (schools, places): (Vec<School>, Vec<_>) = all.into_iter().flatten().unzip();
    let (own, units): (Vec<Place>, Vec<Place>) = places.into_iter().unzip();
    check_units(&schools, &units, faults);
    (schools, own)
}

fn school(reader: &mut Reader) -> School {
    let id = reader.row.get("school_id").unwrap_or("").to_string();
    let own = reader.index.school(&id).unwrap_or(SchoolIx(0));
    let town = reader.owned("town");
    let cluster = reader.owned("cluster").or_else(|| town.clone());
    School {
        name: reader.owned("name").unwrap_or_default(),
        stages: stages(reader),
        legal_unit: reader.school("legal_unit").unwrap_or(own),
        cluster: cluster.unwrap_or_else(|| ONE_CLUSTER.into()),
        town,
        area: reader.word("area", Area::parse).unwrap_or(Area::Rural),
        quality: reader
            .word("quality", Quality::parse)
            .unwrap_or(Quality::Ordinary),
        point: point(reader, "lon", "lat", true),
        approved_staff: reader.count("approved_staff"),
        teaching_staff_max: reader.count("teaching_staff_max"),
        senior_posts: reader.count("senior_posts"),
        intermediate_posts: reader.count("intermediate_posts"),
        opened: reader.year("opened"),
        boarders: reader.count("boarders").unwrap_or(0),
        closing: reader.yes("closing", false),
        id,
    }
}

/// None at all when one cannot be read, so that nothing is compared with half of them.
fn stages(reader: &mut Reader) -> Vec<Stage> {
    let text = reader.text("stages").unwrap_or("");
    let mut all = Vec::new();
    for word in parse::list(text) {
        match parse::stages(word) {
            Some(stages) => all.extend(stages),
            None => {
                reader.unknown_word("stages", word);
                return Vec::new();
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

/// A place on the globe; both degrees or none. `wanted`: tell when both are missing.
pub fn point(reader: &mut Reader, lon: &str, lat: &str, wanted: bool) -> Option<Point> {
    let (has_lon, has_lat) = (reader.row.get(lon).is_some(), reader.row.get(lat).is_some());
    if has_lon && has_lat {
        let (x, y) = (degree(reader, lon)?, degree(reader, lat)?);
        return fits(reader, (lon, x), (lat, y)).then_some(Point { lon: x, lat: y });
    }
    let missing = if has_lon { lat } else { lon };
    let told = match has_lon || has_lat {
        true => true,
        false => wanted && reader.row.has(lon) && reader.row.has(lat),
    };
    if told && !reader.row.is_bad(missing) {
        no_point(reader, missing, has_lon || has_lat, wanted);
    }
    None
}

/// A point that is not given, or only half of it. Only a school's is `wanted`: a home has the current school's instead.
fn no_point(reader: &mut Reader, missing: &str, half: bool, wanted: bool) {
    let (what_zh, what_en) = match half {
        true => (
            "经度与纬度只填了一个，按未填计",
            "only one of longitude and latitude is given, and counts as none",
        ),
        false => ("没有经纬度", "no degrees"),
    };
    let (then_zh, then_en) = match wanted {
        true => (
            "与该校有关的距离一律按 0 计",
            "distances from this school count 0",
        ),
        false => (
            "住址改取现任学校的位置（无现任学校的，距离按 0 计）",
            "the home is taken to be at the current school (without one distances count 0)",
        ),
    };
    let remedy = match half {
        true => Text::new(
            "建议补填另一个（WGS84），或都留空",
            "better give the other too (WGS84), or neither",
        ),
        false => Text::new(
            "建议补填经度和纬度（WGS84）",
            "better give longitude and latitude (WGS84)",
        ),
    };
    let cause = Text::new(
        format!("{what_zh}，{then_zh}"),
        format!("{what_en}: {then_en}"),
    );
    reader.fault("W307", missing, cause, remedy);
}

/// A number of degrees, as longitude or as latitude.
fn degree(reader: &mut Reader, key: &str) -> Option<f64> {
    let text = reader.row.get(key)?;
    let bare = text.trim_end_matches(['°', 'E', 'N', 'e', 'n']);
    let value = bare.parse::<f64>().ok();
    let value = value.filter(|d| d.is_finite() && d.abs() <= 180.0);
    if value.is_none() {
        no_degree(reader, key, text);
    }
    value
}

fn no_degree(reader: &mut Reader, key: &str, text: &str) {
    reader.fault(
        "E308",
        key,
        Text::new(
            format!("经纬度“{text}”不是有效的度数"),
            format!("\"{text}\" is not a degree that can be"),
        ),
        Text::new(
            "请填写十进制度数，如 118.9567；纬度不超过 90",
            "write decimal degrees, such as 118.9567; latitudes end at 90",
        ),
    );
}

/// Longitudes of China lie above 70, latitudes below 60: what fits only when exchanged is swapped. Another place on the
/// globe may be meant (a made-up county, a system of its own): it is used, and told.
fn fits(reader: &mut Reader, lon: (&str, f64), lat: (&str, f64)) -> bool {
    let inside = |x: f64, y: f64| (70.0..=140.0).contains(&x) && (0.0..=60.0).contains(&y);
    let ((key, x), y) = (lon, lat.1);
    if inside(x, y) {
        return true;
    }
    if inside(y, x) {
        let cause = Text::new(
            format!("经度 {x} 与纬度 {y} 填反了"),
            format!("longitude {x} and latitude {y} are swapped"),
        );
        let remedy = Text::new("请对调两列的内容", "swap the two");
        reader.fault("E308", key, cause, remedy);
        return false;
    }
    if y.abs() > 90.0 {
        no_degree(reader, lat.0, &y.to_string());
        return false;
    }
    let cause = Text::new(
        format!("经度 {x}、纬度 {y} 不在国内，距离仍按此位置计算"),
        format!(
            "longitude {x}, latitude {y} lies outside China; distances are reckoned from it all the same"
        ),
    );
    let remedy = Text::new(
        "请核对；须为 WGS84 十进制度数",
        "check it; decimal degrees in WGS84",
    );
    reader.fault("W314", key, cause, remedy);
    true
}

/// A legal unit must be its own legal unit.
fn check_units(schools: &[School], places: &[Place], faults: &mut Faults) {
    for (at, school) in schools.iter().enumerate() {
        let unit = &schools[school.legal_unit.ix()];
        if school.legal_unit.ix() == at || unit.legal_unit == school.legal_unit {
            continue;
        }
        let top = &schools[unit.legal_unit.ix()];
        faults.push(
            "E404",
            places[at].clone(),
            Text::new(
                format!(
                    "“{}”的法人单位 {} 本身又属于法人单位 {}",
                    school.id, unit.id, top.id
                ),
                format!(
                    "{} names {} as its legal unit, which itself belongs to {}",
                    school.id, unit.id, top.id
                ),
            ),
            Text::new("请直接填写最上一级的法人单位代码", "name the topmost unit"),
        );
    }
}
