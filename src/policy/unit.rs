//! The units of the policy files in English; the files themselves say them in Chinese.

const UNITS: &[(&str, &str)] = &[
    ("周岁", "years of age"),
    ("周年", "full years"),
    ("年", "years"),
    ("月", "months"),
    ("届", "terms"),
    ("出生年月", "birth month"),
    ("比例", "share"),
    ("倍", "times"),
    ("相对差距", "relative gap"),
    ("名", "persons"),
    ("名学生", "pupils"),
    ("名学生/名", "pupils a person"),
    ("名寄宿生/名", "boarders a person"),
    ("名/班", "persons a class"),
    ("人/百名学生", "persons per 100 pupils"),
    ("课时/周", "lessons a week"),
    ("带班时/周", "hours with a class a week"),
    ("专任当量", "full-time equivalents"),
    ("公里", "km"),
    ("分", "points"),
    ("分值", "points"),
    ("权重", "weight"),
    ("工作日", "working days"),
    ("位", "characters"),
    ("年级", "grades"),
    ("学科", "subjects"),
    ("学历", "education"),
    ("职务", "roles"),
    ("职级", "rank"),
    ("状态", "statuses"),
    ("用语", "words"),
    ("栏目", "columns"),
    ("城乡类型", "areas"),
    ("方式", "way"),
    ("是否", "yes/no"),
];

/// The unit in English; a unit that a county has made up stays as it is.
pub fn english(unit: &str) -> &str {
    let found = UNITS.iter().find(|(zh, _)| *zh == unit);
    found.map_or(unit, |(_, en)| en)
}
