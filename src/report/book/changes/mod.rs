//! 异动名册: what differs between 现聘 and 拟聘, with what the personnel and payroll forms ask for: who, from, to, why and by
//! which way, from when, and which headcount goes along. Whoever stays as he is stands on none of it.

mod headcount;
mod recruits;
mod way;

use super::super::sheet::{Column, Item, Line, Sheet, Table};
use super::super::{names, rounds, turnover};
use super::{Book, chinese_date, ordinal, quota, workbook};
use crate::county::{Role, SchoolIx};
use crate::plan::{Assignment, Outcome, words};
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeMap;

/// What changes for a person, in the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Appointed,
    Moved,
    Placed,
    Campus,
    Post,
    /// An office ends and nothing else.
    Office,
    Pool,
    Barred,
}

impl Kind {
    const ALL: [Kind; 8] = [
        Kind::Appointed,
        Kind::Moved,
        Kind::Placed,
        Kind::Campus,
        Kind::Post,
        Kind::Office,
        Kind::Pool,
        Kind::Barred,
    ];

    fn zh(self) -> &'static str {
        match self {
            Kind::Appointed => "任校级正职",
            Kind::Moved => "调动",
            Kind::Placed => "安置上岗",
            Kind::Campus => "本单位内调整校区",
            Kind::Post => "转岗",
            Kind::Office => "免校级正职",
            Kind::Pool => "待岗",
            Kind::Barred => "不予聘任",
        }
    }

    fn of(book: &Book, row: &Assignment) -> Option<Kind> {
        let t = book.case.county.teacher(row.teacher);
        let to = row.station;
        let elsewhere = to.map(|s| s.school) != t.school;
        match row.outcome {
            // Of whom a later round will decide, nothing has changed yet.
            _ if row.undecided() => None,
            Outcome::Lead => (elsewhere || row.role != t.role).then_some(Kind::Appointed),
            Outcome::Move => Some(Kind::Moved),
            Outcome::Placed => Some(Kind::Placed),
            Outcome::Stay if elsewhere => Some(Kind::Campus),
            Outcome::Stay if to.is_some_and(|s| (s.stage, s.subject) != (t.stage, t.subject)) => {
                Some(Kind::Post)
            }
            Outcome::Pool => t.school.map(|_| Kind::Pool),
            Outcome::Barred => Some(Kind::Barred),
            Outcome::Stay | Outcome::Retained => ends(book, row).then_some(Kind::Office),
        }
    }
}

/// Whether the person led a school and does so no longer.
fn ends(book: &Book, row: &Assignment) -> bool {
    let role = book.case.county.teacher(row.teacher).role;
    role.is_leader() && row.role != role
}

/// The workbook's bytes.
///
/// # Errors
/// Only where there is more than a workbook can hold.
pub fn bytes(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let sheets = [
        register(book),
        recruits::sheet(book),
        headcount::leavers(book),
        headcount::flows(book),
        quota::sheet(book),
    ];
    workbook(
        &sheets,
        &book.letterhead(),
        &book.title("人员异动名册"),
        &book.case.policy.year.as_of,
    )
}

fn register(book: &Book) -> Sheet {
    let mut all: BTreeMap<Kind, Vec<&Assignment>> = BTreeMap::new();
    for row in &book.plan.rows {
        if let Some(kind) = Kind::of(book, row) {
            all.entry(kind).or_default().push(row);
        }
    }
    let mut lines = Vec::new();
    let listed = Kind::ALL.iter().filter_map(|k| Some((k, all.get(k)?)));
    for (n, (kind, rows)) in listed.enumerate() {
        let (word, count) = (kind.zh(), rows.len());
        lines.push(Line::Section(format!("{}{word}：{count}人", ordinal(n))));
        let rows = rows.iter().enumerate();
        lines.extend(rows.map(|(i, row)| person(book, i + 1, *kind, row)));
    }
    Sheet {
        name: "异动名册",
        title: book.title("教师人员异动名册"),
        landscape: true,
        preface: waiting(book).into_iter().collect(),
        tables: vec![Table {
            columns: columns(),
            lines,
            when_empty: "现聘与拟聘没有不同。",
            ..Table::default()
        }],
        notes: vec![
            "注：只列学校、岗位、职务与现聘不同的人员；原岗留任、超岗留任的不在内。编制随人转移：转出、转入写编制所在的法人单位，待岗人员的编制转入人员周转池，不予聘任人员的编制另行处理；新招录人员属增员，转出栏为空，另见《增员名册》。".to_owned(),
            "城乡类型有变动的，乡村教师补助、乡镇工作补贴等按拟聘学校重新核定；转岗、任免的，岗位等级和工资按人社部门规定办理。生效日期按方案基准日，另有规定的从其规定；批准文号由经办人填写。".to_owned(),
        ],
        signs: book.signs(),
    }
}

/// How many are on no list of changes because their round is still to come.
fn waiting(book: &Book) -> Option<String> {
    let last = book.plan.stops_after()?;
    let open = rounds::waiting(book.plan);
    (open > 0).then(|| {
        format!(
            "　　编排止于第{}轮，另有{open}人尚无结果（以后各轮尚未进行），不列入本名册和编制转移表。",
            last.no()
        )
    })
}

fn columns() -> Vec<Column> {
    vec![
        Column::word("序号", 5.0),
        Column::word("工号", 9.0),
        Column::word("姓名", 8.0),
        Column::word("性别", 4.0),
        Column::word("职称", 7.0),
        Column::text("学校", 12.0, 22.0).under("现聘"),
        Column::text("岗位职务", 10.0, 14.0).under("现聘"),
        Column::text("学校", 12.0, 22.0).under("拟聘"),
        Column::text("岗位职务", 10.0, 14.0).under("拟聘"),
        Column::text("转出", 11.0, 20.0).under("编制"),
        Column::text("转入", 11.0, 20.0).under("编制"),
        Column::word("城乡类型", 9.0),
        Column::text("原因", 9.0, 14.0),
        Column::text("途径", 9.0, 16.0),
        Column::word("生效日期", 12.0),
        Column::text("批准文号", 8.0, 12.0),
    ]
}

fn person(book: &Book, n: usize, kind: Kind, row: &Assignment) -> Line {
    let t = book.case.county.teacher(row.teacher);
    let to = row.station;
    let post = to.map_or(String::new(), |s| names::post(book.case, &s));
    let [out, into] = headcount::moved(book, row);
    // Whoever waits in the pool holds no post, whatever he has taught.
    let now = t
        .school
        .map_or(String::new(), |_| book.current_post(row.teacher));
    Line::Row(vec![
        Item::count(n),
        Item::text(&*t.id),
        Item::text(&*t.name),
        Item::text(t.sex.map_or("", |s| s.zh())),
        Item::text(t.title.zh()),
        Item::text(book.schools.maybe(t.school)),
        Item::text(held(&now, t.role)),
        Item::text(book.schools.maybe(to.map(|s| s.school))),
        Item::text(held(&post, row.office(book.case))),
        Item::text(out),
        Item::text(into),
        Item::text(areas(book, row)),
        Item::text(reason(book, kind, row)),
        Item::text(way::way(book, kind, row)),
        Item::text(chinese_date(&book.case.policy.year.as_of)),
        Item::Empty,
    ])
}

/// `小学语文、副校长`; who leads a school holds no other post.
fn held(post: &str, role: Role) -> String {
    match (post.is_empty() || role.is_leader(), role) {
        (_, Role::None) => post.to_owned(),
        (true, role) => role.zh().to_owned(),
        (false, role) => format!("{post}、{}", role.zh()),
    }
}

/// `城区→乡村`, where it changes: allowances hang on it.
fn areas(book: &Book, row: &Assignment) -> String {
    let area = |s: SchoolIx| book.case.county.school(s).area;
    let from = book.case.county.teacher(row.teacher).school.map(area);
    match (from, row.station.map(|s| area(s.school))) {
        (Some(from), Some(to)) if from != to => format!("{}→{}", from.zh(), to.zh()),
        (None, Some(to)) => to.zh().to_owned(),
        _ => String::new(),
    }
}

fn reason(book: &Book, kind: Kind, row: &Assignment) -> String {
    let main = match kind {
        Kind::Campus => "校区调整",
        Kind::Post => "校内转岗",
        Kind::Office => "",
        Kind::Barred => "师德考核不合格",
        _ => turnover::reason(book.case, row).zh(),
    };
    let role = book.case.county.teacher(row.teacher).role;
    let own = row.laid_down(book.case);
    let office = match ends(book, row) {
        true => Some(format!("不再任{}", role.zh())),
        false => own.map(|role| words::laid_down(role, row).zh),
    };
    let parts = [Some(main.to_owned()), office];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|p| !p.is_empty())
        .collect();
    parts.join("；")
}
