//! What the office calls the policy's tables, parameters and values: the one source of these names for all that is
//! printed in Chinese.

use super::{Entry, schema};
use crate::rules::{CATALOGUE, Mode};
use crate::terms::tier::Tier;
use serde_json::Value;

/// Words for persons' circumstances are in no list.
pub fn is_circumstance(entry: &Entry) -> bool {
    [".reasons", ".statuses"]
        .iter()
        .any(|end| entry.key.ends_with(end))
}

/// The table of the file in which a key stands: `rules.posts`.
pub fn table_of(key: &str) -> &str {
    key.rsplit_once('.').map_or("", |(table, _)| table)
}

/// That table as the file's head names it; Chinese parts need quotes there.
pub fn head(table: &str) -> String {
    let quoted = |part: &str| match part.is_ascii() {
        true => part.to_owned(),
        false => format!("\"{part}\""),
    };
    let parts: Vec<String> = table.split('.').map(quoted).collect();
    format!("[{}]", parts.join("."))
}

/// What a table of the file is about: `各年级周课时·小学`, `R11 岗位结构：高级岗位比例`.
pub fn title(table: &str) -> String {
    let parts: Vec<&str> = table.split('.').collect();
    match parts[..] {
        ["year"] => "年度".to_owned(),
        ["staffing"] => "编制与走教".to_owned(),
        ["staffing", "stages", stage] => format!("编制标准·{stage}"),
        ["curriculum", "grades"] => "各学段年级".to_owned(),
        ["curriculum", "weekly_hours", stage] => format!("各年级周课时·{stage}"),
        ["curriculum", "load", stage] => format!("教师周课时量·{stage}"),
        ["curriculum", "role_hours"] => "兼任行政职务者周任课".to_owned(),
        ["curriculum", ..] => "课程".to_owned(),
        ["retirement", ..] => "退休年龄".to_owned(),
        ["rules", key, ref rest @ ..] => rule(key, rest),
        ["tiers"] => "目标层级".to_owned(),
        ["tiers", "gap"] => "目标层级允许的差距".to_owned(),
        ["tiers", "weights", "area"] => "缺岗计分：每缺1岗按城乡类型加权".to_owned(),
        ["tiers", ..] => "目标层级的计分".to_owned(),
        ["process", ..] => "编排方式".to_owned(),
        ["publish", ..] => "公示".to_owned(),
        ["forecast"] => "预测".to_owned(),
        ["forecast", ..] => format!("预测：{}", meaning(table)),
        _ => table.to_owned(),
    }
}

/// The title with the unit that all rows of the table have, for a list without a column for units.
pub fn title_with_unit(first: &Entry) -> String {
    let table = table_of(&first.key);
    let hours = [
        "curriculum.weekly_hours",
        "curriculum.load",
        "curriculum.role_hours",
    ];
    match hours.iter().any(|h| table.starts_with(h)) {
        true => format!("{}（{}）", title(table), first.unit),
        false => title(table),
    }
}

fn rule(key: &str, rest: &[&str]) -> String {
    let named = CATALOGUE.iter().find(|r| r.key == key);
    let name = named.map_or_else(|| key.to_owned(), |r| format!("{} {}", r.no, r.name.0));
    let below = rest.iter().map(|part| format!("：{}", word(part)));
    format!("{name}{}", below.collect::<String>())
}

/// What the office calls a parameter, within its table: `最大公里数`, `语文`.
pub fn name(key: &str) -> String {
    let parts: Vec<&str> = key.split('.').collect();
    match parts[..] {
        ["process", "mode"] => "编排方式".to_owned(),
        ["rules", _, "mode"] => "如何执行".to_owned(),
        ["tiers", "gap", tier] => tier_name(tier),
        // Subjects, stages, areas and roles are called what they are.
        [.., own] if !own.is_ascii() => own.to_owned(),
        ["rules", _, own] => word(own).to_owned(),
        ["curriculum", .., own] | ["rules", .., own] | ["tiers", "weights", "area", own] => {
            own.to_owned()
        }
        _ => meaning(key).to_owned(),
    }
}

/// The name with the key behind it, for whoever edits the file: `最大公里数（max_km）`.
pub fn name_and_key(key: &str) -> String {
    let own = key.rsplit('.').next().unwrap_or_default();
    let name = name(key);
    match name == own {
        true => name,
        false => format!("{name}（{own}）"),
    }
}

/// `最大公里数 15公里`, `语文 8、8、7`: an item of a list.
pub fn in_a_list(entry: &Entry) -> String {
    let parts: Vec<&str> = entry.key.split('.').collect();
    let unit = match parts[..] {
        // One unit for all of the table, which its title says.
        ["curriculum", ..] | ["rules", _, _, _, ..] | ["tiers", "weights", "area", _] => "",
        _ => unit(entry),
    };
    let shown = match (&entry.value, is_circumstance(entry)) {
        (_, true) => "见政策文件".to_owned(),
        (Value::Number(n), _) if ["比例", "相对差距"].contains(&entry.unit.as_str()) => {
            percent(&n.to_string())
        }
        _ => value(entry),
    };
    format!("{} {shown}{unit}", name(&entry.key))
}

/// A value in the office's words; numbers as the file has them.
pub fn value(entry: &Entry) -> String {
    let words = |of: fn(&str) -> String| {
        let items = entry.value.as_array().into_iter().flatten();
        let words = items.filter_map(Value::as_str).map(of);
        words.collect::<Vec<_>>().join("、")
    };
    match &entry.value {
        Value::String(mode) if entry.key.starts_with("rules.") && entry.key.ends_with(".mode") => {
            let read = serde_json::from_value::<Mode>(Value::from(mode.as_str()));
            read.map_or_else(|_| mode.clone(), |m| m.name().0.to_owned())
        }
        Value::String(mode) if entry.key == "process.mode" => match mode.as_str() {
            "integrated" => "统筹一次排定".to_owned(),
            "staged" => "逐轮进行".to_owned(),
            other => other.to_owned(),
        },
        Value::Array(_) if entry.key == "tiers.order" => words(tier_name),
        value => shown(entry.key.rsplit('.').next().unwrap_or_default(), value),
    }
}

fn meaning(key: &str) -> &'static str {
    let text = schema::describe(key).unwrap_or_default();
    text.split_once(" / ").map_or(text, |(zh, _)| zh)
}

fn tier_name(key: &str) -> String {
    Tier::parse(key).map_or_else(|| key.to_owned(), |t| format!("{} {}", t.no(), t.zh()))
}

/// Units that a reader needs: a share is shown in percent, points and weights are bare.
fn unit(entry: &Entry) -> &str {
    let bare = ["比例", "相对差距", "权重", "分值", "是否"];
    let number = match &entry.value {
        Value::Array(items) => items.first().is_some_and(Value::is_number),
        one => one.is_number(),
    };
    match number && !bare.contains(&entry.unit.as_str()) {
        true => entry.unit.as_str(),
        false => "",
    }
}

/// What a parameter is called in the office.
pub fn word(key: &str) -> &str {
    match key {
        "areas" => "适用区域",
        "reasons" => "免调原因",
        "statuses" => "免调状态",
        "years" => "年限",
        "share" => "比例",
        "backbone_share" => "骨干占比",
        "county_share" => "全县比例",
        "pool_per_school" => "每校借用上限",
        "pool_share" => "周转池比例",
        "pool_total" => "周转池总数",
        "retain_max_share" => "超岗留任上限",
        "kindergarten_own" => "幼儿园须幼儿园资格",
        "near_retirement_years" => "临近退休年数",
        "max_km" => "最大公里数",
        "finance_roles" => "其他回避职务",
        "leader_roles" => "校级职务",
        "roles" => "参选职务",
        "vote_weight" => "海选权重",
        "staff_vote_weight" => "职工推荐权重",
        "defence_weight" => "答辩权重",
        "panel_weight" => "票决权重",
        "loan_years" => "借用期限",
        "leaders_outside" => "校长书记双肩挑单列",
        "deputies_outside" => "副校长双肩挑单列",
        "rural_years_senior" => "高级乡村单列年限",
        "rural_years_intermediate" => "中级乡村单列年限",
        "min_fraction" => "走教最小份额",
        "all_teachers" => "含普通教师",
        "primary_education" => "小学高学历",
        "junior_education" => "初中高学历",
        "primary_floor" => "小学学历要求",
        "junior_floor" => "初中学历要求",
        "backbone" => "骨干",
        "pe_arts" => "体艺教师",
        "pe_arts_subjects" => "体艺学科",
        "max_terms" => "最多届数",
        "term_years" => "每届年数",
        "exchange" => "交流范围",
        "vote_min" => "海选最低分",
        "staff_vote_min" => "职工推荐最低分",
        "defence_min" => "答辩最低分",
        "panel_min" => "集体票决最低分",
        "ranks" => "职级",
        "strong_rank" => "强校长职级",
        "weak_weight" => "薄弱校计分",
        "area_weight" => "同区域计分",
        "stage_weight" => "学段不符计分",
        "return_weight" => "转任教师计分",
        "senior_share" => "高级岗位比例",
        "intermediate_share" => "中级岗位比例",
        "dual_role_max_staff" => "一肩挑人数上限",
        other => other,
    }
}

pub fn shown(key: &str, value: &Value) -> String {
    match value {
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::String(text) if key.ends_with("share") => percent(text),
        Value::String(text) if key == "exchange" && text == "due_only" => "任期届满者".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "无".to_owned(),
        Value::Array(items) => items
            .iter()
            .map(|v| shown(key, v))
            .collect::<Vec<_>>()
            .join("、"),
        other => other.to_string(),
    }
}

/// Decimals are written as text; a share reads better in percent.
fn percent(text: &str) -> String {
    match text.parse::<rust_decimal::Decimal>() {
        Ok(share) => format!(
            "{}%",
            (share * rust_decimal::Decimal::ONE_HUNDRED).normalize()
        ),
        Err(_) => text.to_owned(),
    }
}
