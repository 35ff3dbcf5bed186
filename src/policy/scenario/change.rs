//! The changes of the data that a scenario may ask for: `[[change]]`.

use crate::policy::quantity::StageWord;
use crate::policy::shape;
use crate::policy::tree::{Leaf, Origin};
use crate::tables::fault::Faults;
use crate::text::Text;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::OnceLock;

/// One change and where it stands.
#[derive(Debug, Clone)]
pub struct Change {
    pub action: Action,
    pub origin: Origin,
}

/// What is changed. Schools and teachers are named by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(tag = "do", deny_unknown_fields)]
pub enum Action {
    #[serde(rename = "close school")]
    CloseSchool { school: String },
    #[serde(rename = "add classes")]
    AddClasses {
        school: String,
        grade: String,
        classes: u32,
        students: u32,
    },
    #[serde(rename = "set approved_staff")]
    SetApprovedStaff { school: String, approved_staff: u32 },
    #[serde(rename = "add posts")]
    AddPosts {
        school: String,
        #[schemars(with = "StageWord")]
        stage: String,
        subject: String,
        count: u32,
    },
    /// Teachers that match everything given; at least one of the fields.
    #[serde(rename = "retire teachers matching")]
    Retire {
        #[serde(default)]
        teachers: Vec<String>,
        #[serde(default)]
        school: Option<String>,
        #[serde(default)]
        #[schemars(with = "Option<StageWord>")]
        stage: Option<String>,
        #[serde(default)]
        subject: Option<String>,
        /// `1967-08`: born in this month or before.
        #[serde(default)]
        born_until: Option<String>,
    },
    #[serde(rename = "pin")]
    Pin {
        teacher: String,
        school: String,
        #[serde(default)]
        #[schemars(with = "Option<StageWord>")]
        stage: Option<String>,
        #[serde(default)]
        subject: Option<String>,
    },
    #[serde(rename = "forbid")]
    Forbid {
        teacher: String,
        school: String,
        #[serde(default)]
        #[schemars(with = "Option<StageWord>")]
        stage: Option<String>,
        #[serde(default)]
        subject: Option<String>,
    },
    #[serde(rename = "add recruits")]
    AddRecruits {
        #[schemars(with = "StageWord")]
        stage: String,
        subject: String,
        count: u32,
    },
}

impl Action {
    /// The change in one line, its fields in the order of the file's reference.
    pub fn said(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        let fields = value.as_object().into_iter().flatten();
        let given = |v: &Value| !v.is_null() && *v != Value::Array(Vec::new());
        let rest: Vec<String> = fields
            .filter(|(key, v)| *key != "do" && given(v))
            .map(|(key, v)| format!("{key} = {}", crate::policy::show(v)))
            .collect();
        let word = value.get("do").and_then(Value::as_str).unwrap_or_default();
        format!("{word}: {}", rest.join(", "))
    }
}

/// JSON Schema of one `[[change]]` block: one shape for each `do`.
pub fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let settings = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
        Value::from(settings.into_generator().into_root_schema_for::<Action>())
    })
}

fn shapes() -> impl Iterator<Item = (&'static str, &'static Value)> {
    let all = schema().get("oneOf").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(|shape| {
        let word = shape
            .pointer("/properties/do/const")
            .and_then(Value::as_str);
        word.map(|w| (w, shape))
    })
}

/// Reads the blocks; a faulty one is named with its line and left out.
pub fn read(leaf: &Leaf, faults: &mut Faults) -> Vec<Change> {
    let blocks = leaf.value.as_array().map_or(&[][..], Vec::as_slice);
    let mut changes = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let origin = Origin {
            file: leaf.origin.file.clone(),
            line: leaf.lines.get(at).copied().unwrap_or(leaf.origin.line),
        };
        changes.extend(one(block, origin, faults));
    }
    changes
}

fn one(block: &Value, origin: Origin, faults: &mut Faults) -> Option<Change> {
    let place = origin.place("change");
    let word = block.get("do").and_then(Value::as_str).unwrap_or_default();
    let Some((_, shape)) = shapes().find(|(w, _)| *w == word) else {
        let words: Vec<&str> = shapes().map(|(w, _)| w).collect();
        shape::not_in_list(&Value::from(word), &words, &place, faults);
        return None;
    };
    let before = faults.list.len();
    shape::check_value(block, shape, &place, faults);
    if faults.list.len() > before {
        return None;
    }
    match serde_json::from_value(block.clone()) {
        Ok(action) => Some(Change { action, origin }),
        Err(error) => {
            faults.push(
                "E603",
                place,
                Text::new(
                    format!("该项变动无法读取：{error}。"),
                    format!("this change cannot be read: {error}."),
                ),
                Text::new("改正该项。", "correct it."),
            );
            None
        }
    }
}
