//! R01 一人一岗: Every fixed, free and pooled teacher has exactly one outcome.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::Class;
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};

pub const RULE: Rule = Rule {
    no: "R01",
    key: "one_outcome",
    name: ("一人一岗", "one outcome"),
    default: Mode::Hard,
    meaning: (
        "每名直聘、竞聘、待聘教师有且只有一个去向。",
        "Every fixed, free and pooled teacher has exactly one outcome.",
    ),
};

super::params! {}

// ---- the rule in the model ----

/// Per planned person: exactly one of the columns that name the person.
pub struct Rows {
    persons: Vec<Option<RowIx>>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let row_of = |t: TeacherIx| {
        let planned = !matches!(case.standing.class_of(t), Class::Out | Class::Barred);
        let id = &case.county.teacher(t).id;
        planned.then(|| out.row("R01", id, Some(1), Some(1)))
    };
    Rows {
        persons: case.county.teacher_ixs().map(row_of).collect(),
    }
}

impl Rows {
    pub fn row_of(&self, teacher: TeacherIx) -> Option<RowIx> {
        self.persons[teacher.ix()]
    }
}

impl Counting for Rows {
    fn touch(&self, _case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        if let Some(row) = column.person.and_then(|p| self.persons[p.ix()]) {
            put(row, 1);
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::TeacherIx;
    use crate::plan::words::{self, say};
    use crate::plan::{Assignment, Class, Outcome, Plan, Seat, seat};
    use crate::rules::r16_leader_terms::reading::{ends, vacant};
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Everybody who is planned has one row, nobody else has any, and each outcome says what the place says.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for t in case.county.teacher_ixs() {
            let class = case.standing.class_of(t);
            let rows = plan.rows_of(t);
            let said = match (class, rows) {
                (Class::Out, []) => None,
                (Class::Out, _) => Some(out_but_planned(case, t)),
                (_, []) => Some(missing(case, t, class)),
                (_, [row]) => contradiction(case, row, class),
                (_, rows) => Some(repeated(case, t, rows)),
            };
            if let Some(text) = said {
                let schools = rows.iter().filter_map(|r| r.station.map(|s| s.school));
                out.broken("R01", vec![t], schools.collect(), text);
            }
        }
    }

    fn out_but_planned(case: &Case, t: TeacherIx) -> Text {
        let p = words::person(case, t);
        say!(
            "{p}已退休或离职，不应列入方案",
            "{p} has retired or left and must not be in the plan",
            p = p
        )
    }

    fn missing(case: &Case, t: TeacherIx, class: Class) -> Text {
        let (p, class) = (words::person(case, t), Text::new(class.zh(), class.key()));
        say!(
            "{p}（{class}）在方案中没有去向",
            "{p} ({class}) has no outcome in the plan",
            p = p,
            class = class
        )
    }

    fn repeated(case: &Case, t: TeacherIx, rows: &[Assignment]) -> Text {
        let zh: Vec<String> = rows.iter().map(|r| outcome(case, r).zh).collect();
        let en: Vec<String> = rows.iter().map(|r| outcome(case, r).en).collect();
        let all = Text::new(zh.join("；"), en.join("; "));
        let (p, n) = (words::person(case, t), rows.len());
        say!(
            "{p}在方案中有 {n} 个去向：{all}",
            "{p} has {n} outcomes in the plan: {all}",
            p = p,
            n = n,
            all = all
        )
    }

    /// `调动 第一小学小学语文`
    fn outcome(case: &Case, row: &Assignment) -> Text {
        let word = Text::new(row.outcome.zh(), row.outcome.key());
        match row.station {
            Some(station) => {
                let place = words::station(case, station);
                say!(
                    "{word} {place}",
                    "{word} {place}",
                    word = word,
                    place = place
                )
            }
            None => word,
        }
    }

    /// What is wrong with one row taken by itself. What R05 forbids the barred is said there.
    fn contradiction(case: &Case, row: &Assignment, class: Class) -> Option<Text> {
        let said = outcome(case, row);
        let p = words::person(case, row.teacher);
        if row.class != class && !may_say(case, row) {
            let (given, right) = (
                Text::new(row.class.zh(), row.class.key()),
                Text::new(class.zh(), class.key()),
            );
            return Some(say!(
                "{p}的类别应为“{right}”，方案写作“{given}”",
                "{p} is of class {right}, the plan says {given}",
                p = p,
                right = right,
                given = given
            ));
        }
        let why = match row.outcome {
            Outcome::Stay | Outcome::Move | Outcome::Placed => seat_fault(case, row, class),
            Outcome::Retained => retained_fault(case, row, class),
            Outcome::Pool => pool_fault(row, class),
            Outcome::Lead => lead_fault(case, row, class),
            Outcome::Barred => (class != Class::Barred)
                .then(|| Text::new("此人并未被师德一票否决", "this person is not barred")),
        }?;
        Some(say!(
            "{p}的去向“{said}”不成立：{why}",
            "{p}: outcome \"{said}\" cannot be: {why}",
            p = p,
            said = said,
            why = why
        ))
    }

    /// A leader whose post ends is a leader until the plan says whether he gets another: it may call him either.
    fn may_say(case: &Case, row: &Assignment) -> bool {
        case.standing.swings(&case.county, row.teacher)
            && matches!(row.class, Class::Leader | Class::Free)
    }

    fn seat_fault(case: &Case, row: &Assignment, class: Class) -> Option<Text> {
        if class == Class::Leader {
            return Some(Text::new(
                "校级正职由组织任命，应在原校任职",
                "a leader is appointed and stays at the school",
            ));
        }
        let Some(taken) = row.seat() else {
            return Some(Text::new(
                "没有写明学校、学段和学科",
                "school, stage and subject are not all given",
            ));
        };
        let right = match case.county.teacher(row.teacher).school {
            None => Outcome::Placed,
            Some(_) if seat::is_move(case, row.teacher, taken.school) => Outcome::Move,
            Some(_) => Outcome::Stay,
        };
        let word = Text::new(right.zh(), right.key());
        (row.outcome != right).then(|| {
            say!(
                "按现任学校和拟聘学校应为“{word}”",
                "current and new school make it \"{word}\"",
                word = word
            )
        })
    }

    fn retained_fault(case: &Case, row: &Assignment, class: Class) -> Option<Text> {
        let t = case.county.teacher(row.teacher);
        let station = row.station;
        let here = station.is_some_and(|s| {
            Some(s.school) == t.school && s.stage == t.stage && s.subject == t.subject
        });
        let why = if class == Class::Pooled {
            (
                "没有现任学校，不能超岗留任",
                "there is no current school to be retained at",
            )
        } else if !matches!(class, Class::Fixed | Class::Free | Class::Barred) {
            ("校级正职应在原校任职", "a leader stays as leader")
        } else if seat::from_closing(case, row.teacher) {
            ("现任学校撤并，不能留任", "the current school closes")
        } else if !here {
            (
                "超岗留任只能在现任学校、学段、学科",
                "one is retained only where one stands now",
            )
        } else {
            return None;
        };
        Some(Text::new(why.0, why.1))
    }

    fn pool_fault(row: &Assignment, class: Class) -> Option<Text> {
        if class == Class::Leader {
            return Some(Text::new(
                "校级正职应在原校任职",
                "a leader stays as leader",
            ));
        }
        row.station.is_some().then(|| {
            Text::new(
                "待岗人员不应有学校",
                "a person in the pool stands at no school",
            )
        })
    }

    /// Whether the office is one that the person has.
    fn holds(case: &Case, row: &Assignment) -> bool {
        let mut posts = case.county.leader_posts.iter().flatten();
        row.role == case.county.teacher(row.teacher).role
            || posts.any(|post| post.incumbent == Some(row.teacher) && post.role == row.role)
    }

    /// Who leads goes on in the own post, or is appointed to a vacant one: whether rightly, is for R16 and R17 to say.
    fn lead_fault(case: &Case, row: &Assignment, class: Class) -> Option<Text> {
        let keeps = class == Class::Leader && ends(case, row.teacher).is_none();
        if keeps && !holds(case, row) {
            return Some(Text::new(
                "任期未满的校级正职不改任职务",
                "a leader who is not due keeps the office held",
            ));
        }
        let school = row.station.map(|s| s.school);
        let posts = case.county.leader_posts.iter().flatten();
        let mut open = posts.filter(|post| vacant(case, post));
        if class != Class::Out && open.any(|post| Some(post.school) == school) {
            return None;
        }
        if class != Class::Leader {
            return Some(Text::new("此人不是校级正职", "this person is no leader"));
        }
        (school != case.county.teacher(row.teacher).school).then(|| {
            Text::new(
                "校级正职应在现任学校任职",
                "a leader stays at the current school",
            )
        })
    }

    /// A fixed person who neither sits in the current cell nor is retained; `by` is the rule that fixes, `why` its
    /// reason.
    pub fn displaced(
        case: &Case,
        row: &Assignment,
        by: &'static str,
        why: Text,
        out: &mut Findings,
    ) {
        let said = outcome(case, row);
        let p = words::person(case, row.teacher);
        let now = match Seat::current(case, row.teacher) {
            Some(now) => words::seat(case, now),
            None => Text::new("现任岗位", "the present post"),
        };
        let text = say!(
            "{p}属直聘人员（{why}），应留在{now}，方案为：{said}",
            "{p} is fixed ({why}) and stays at {now}; the plan says: {said}",
            p = p,
            why = why,
            now = now,
            said = said
        );
        let schools = row.station.iter().map(|s| s.school).collect();
        out.broken(by, vec![row.teacher], schools, text);
    }
}
pub use reading::read;
