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

/// A place on the globe; both degrees or none. `wanted`: tell when it is missing.
pub fn point(reader: &mut Reader, lon: &str, lat: &str, wanted: bool) -> Option<Point> {
    let given = (reader.row.get(lon).is_some(), reader.row.get(lat).is_some());
    match given {
        (false, false) => {
            if wanted && reader.row.has(lon) && reader.row.has(lat) && !reader.row.is_bad(lon) {
                reader.fault(
                    "W307",
                    lon,
                    Text::new(
                        "没有经纬度，与该校有关的距离一律按 0 计",
                        "no degrees: distances from this school count 0",
                    ),
                    Text::new(
                        "建议补填经度和纬度（WGS84）",
                        "better give longitude and latitude (WGS84)",
                    ),
                );
            }
            None
        }
        (true, true) => {
            let (x, y) = (degree(reader, lon, 180.0)?, degree(reader, lat, 180.0)?);
            fits(reader, lon, lat, x, y).then_some(Point { lon: x, lat: y })
        }
        (has_lon, _) => {
            let missing = if has_lon { lat } else { lon };
            if !reader.row.is_bad(missing) {
                reader.fault(
                    "E308",
                    missing,
                    Text::new(
                        "经度与纬度只填了一个",
                        "only one of longitude and latitude is given",
                    ),
                    Text::new("请补填另一个，或都留空", "give the other, or neither"),
                );
            }
            None
        }
    }
}

fn degree(reader: &mut Reader, key: &str, most: f64) -> Option<f64> {
    let text = reader.row.get(key)?;
    let bare = text.trim_end_matches(['°', 'E', 'N', 'e', 'n']);
    let value = bare
        .parse::<f64>()
        .ok()
        .filter(|d| d.is_finite() && d.abs() <= most);
    if value.is_none() {
        reader.fault(
            "E308",
            key,
            Text::new(
                format!("经纬度“{text}”不是有效的度数"),
                format!("\"{text}\" is not a degree that can be"),
            ),
            Text::new(
                "请填写十进制度数，如 118.9567",
                "write decimal degrees, such as 118.9567",
            ),
        );
    }
    value
}

/// Longitudes of China lie above 70, latitudes below 60: anything else is swapped or wrong.
fn fits(reader: &mut Reader, lon: &str, _lat: &str, x: f64, y: f64) -> bool {
    let ok = |x: f64, y: f64| (70.0..=140.0).contains(&x) && (0.0..=60.0).contains(&y);
    if ok(x, y) {
        return true;
    }
    let (cause, remedy) = match ok(y, x) {
        true => (
            Text::new(
                format!("经度 {x} 与纬度 {y} 填反了"),
                format!("longitude {x} and latitude {y} are swapped"),
            ),
            Text::new("请对调两列的内容", "swap the two"),
        ),
        false => (
            Text::new(
                format!("经度 {x}、纬度 {y} 不在国内"),
                format!("longitude {x}, latitude {y} lies outside China"),
            ),
            Text::new(
                "请核对；须为 WGS84 十进制度数",
                "check it; decimal degrees in WGS84",
            ),
        ),
    };
    reader.fault("E308", lon, cause, remedy);
    false
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
