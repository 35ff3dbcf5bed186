//! A scenario in the office's words, for lists and pages; what the file itself says stands in brackets behind.

use super::{Action, Scenario};
use crate::policy::{entry, schema};
use crate::rules::CATALOGUE;
use crate::text::Text;
use rust_decimal::Decimal;
use serde_json::Value;

impl Scenario {
    /// Each value that it sets and each change that it makes, a line each.
    pub fn told(&self) -> Vec<Text> {
        let set = entry::list(&self.set);
        let set = set.iter().map(|e| setting(&e.key, &e.shown()));
        set.chain(self.changes.iter().map(|c| c.action.told()))
            .collect()
    }
}

/// `R08 交流轮岗　交流到期教师中调动的最低比例：12%（rules.rotation.share = 0.12）`
fn setting(key: &str, value: &str) -> Text {
    let rule = key.strip_prefix("rules.").and_then(|rest| {
        let rule = rest.split('.').next()?;
        CATALOGUE.iter().find(|r| r.key == rule)
    });
    let rule = rule.map_or_else(
        || Text::new("", ""),
        |r| {
            Text::new(
                format!("{} {}　", r.no, r.name.0),
                format!("{} {}: ", r.no, r.name.1),
            )
        },
    );
    let text = schema::describe(key).unwrap_or(key);
    let (zh, en) = text.split_once(" / ").unwrap_or((text, text));
    let share = value
        .parse::<Decimal>()
        .ok()
        .filter(|_| key.ends_with("share"));
    let shown = share.map_or_else(
        || value.to_owned(),
        |s| format!("{}%", (s * Decimal::ONE_HUNDRED).normalize()),
    );
    Text::new(
        format!("{}{zh}：{shown}（{key} = {value}）", rule.zh),
        format!("{}{en}: {shown} ({key} = {value})", rule.en),
    )
}

impl Action {
    /// `增加招录：学段 小学，学科 体育，数量 10（add recruits）`
    pub fn told(&self) -> Text {
        let value = serde_json::to_value(self).unwrap_or_default();
        let fields = value.as_object().into_iter().flatten();
        let given = |v: &Value| !v.is_null() && *v != Value::Array(Vec::new());
        let rest: Vec<String> = fields
            .filter(|(key, v)| *key != "do" && given(v))
            .map(|(key, v)| format!("{} {}", field(key), crate::policy::show(v)))
            .collect();
        let word = value.get("do").and_then(Value::as_str).unwrap_or_default();
        let zh = format!("{}：{}（{word}）", self.name(), rest.join("，"));
        Text::new(zh, self.said())
    }

    fn name(&self) -> &'static str {
        match self {
            Action::CloseSchool { .. } => "撤并学校",
            Action::AddClasses { .. } => "增加班级",
            Action::SetApprovedStaff { .. } => "核定编制改为",
            Action::AddPosts { .. } => "增设岗位",
            Action::Retire { .. } => "按退休处理的教师",
            Action::Pin { .. } => "锁定（必须）",
            Action::Forbid { .. } => "锁定（禁止）",
            Action::AddRecruits { .. } => "增加招录",
        }
    }
}

fn field(key: &str) -> &str {
    match key {
        "school" => "学校代码",
        "grade" => "年级",
        "classes" => "班数",
        "students" => "学生数",
        "approved_staff" => "核定编制",
        "stage" => "学段",
        "subject" => "学科",
        "count" => "数量",
        "teacher" | "teachers" => "工号",
        "born_until" => "出生年月不晚于",
        other => other,
    }
}
