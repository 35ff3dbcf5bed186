//! What a number or word of the policy may be: the ranges and closed lists that the JSON Schema states and the loader
//! checks. These types are never held; a field names one with `#[schemars(with = "…")]`.

use crate::county::{Area, Education, Role, Stage, Status};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::marker::PhantomData;

/// Declares a marker with its schema.
macro_rules! marker {
    ($($(#[$doc:meta])* $name:ident = $schema:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

marker! {
    /// A part of a whole: 0 to 1.
    Share = json_schema!({"type": "number", "minimum": 0, "maximum": 1});
    /// A number by which something is divided: pupils for a person, persons for a class, lessons of a teacher.
    Divisor = json_schema!({"type": "number", "exclusiveMinimum": 0, "maximum": 100});
    /// Points of a hundred, persons for a hundred pupils, parts of a whole weighed against each other.
    Points = json_schema!({"type": "number", "minimum": 0, "maximum": 100});
    /// A score of the competition: some counties give more than a hundred points.
    Score = json_schema!({"type": "number", "minimum": 0, "maximum": 1000});
    /// How many times as many.
    Factor = json_schema!({"type": "number", "minimum": 0, "maximum": 10});
    /// A part by which something grows or, below 0, shrinks.
    Change = json_schema!({"type": "number", "minimum": -1, "maximum": 1});
    /// Lessons a week.
    Hours = json_schema!({"type": "number", "minimum": 0, "maximum": 100});
    /// A distance: no two places are farther apart.
    Km = json_schema!({"type": "number", "minimum": 0, "maximum": 20000});
    /// Years of a working life.
    Years = json_schema!({"type": "integer", "minimum": 0, "maximum": 100});
    /// An age at which people retire.
    Age = json_schema!({"type": "integer", "minimum": 40, "maximum": 80});
    /// Months; 0 only where it is no divisor.
    Months = json_schema!({"type": "integer", "minimum": 0, "maximum": 240});
    MonthStep = json_schema!({"type": "integer", "minimum": 1, "maximum": 240});
    /// Days of a notice.
    Days = json_schema!({"type": "integer", "minimum": 0, "maximum": 365});
    /// A number of persons, pupils or posts.
    Heads = json_schema!({"type": "integer", "minimum": 0, "maximum": 100000});
    /// What one case adds to a tier.
    Weight = json_schema!({"type": "integer", "minimum": 0, "maximum": 10000});
    /// Characters of an id.
    Tail = json_schema!({"type": "integer", "minimum": 0, "maximum": 20});
    /// `2026-09-01`
    Day = json_schema!({"type": "string", "format": "date"});
    /// `1965-01`
    YearMonth = json_schema!({"type": "string", "format": "year-month"});
    /// A tier's key.
    TierKey = words(crate::policy::TIERS.iter().map(|t| t.key()).collect());
    AreaWord = words(Area::words());
    StageWord = words(Stage::words());
    RoleWord = words(Role::words());
    StatusWord = words(Status::words());
    EducationWord = words(Education::words());
    /// K1–K3 and 1–12.
    GradeWord = words(vec!["K1", "K2", "K3", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
    /// Which leaders are exchanged (R16).
    ExchangeWord = words(vec!["due_only"]);
    /// The columns that a public notice may have at all: what tells namesakes apart and what was decided.
    NoticeColumn = words(vec!["姓名", "工号", "现任学校", "拟聘学校", "学段", "学科", "岗位", "去向", "职务", "得分", "排名"]);
}

fn words(list: Vec<&'static str>) -> Schema {
    json_schema!({"type": "string", "enum": list})
}

/// A table whose keys are words of `K` and whose values are `V`.
pub struct Per<K, V>(PhantomData<(K, V)>);

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Per<K, V> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Per{}{}", K::schema_name(), V::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let keys = generator.subschema_for::<K>();
        let values = generator.subschema_for::<V>();
        json_schema!({"type": "object", "propertyNames": keys, "additionalProperties": values})
    }
}

/// A list without repeats.
pub struct Distinct<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for Distinct<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Distinct{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let items = generator.subschema_for::<T>();
        json_schema!({"type": "array", "uniqueItems": true, "items": items})
    }
}
