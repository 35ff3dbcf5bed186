//! R12 优质均衡: Per school and stage: teachers above the required education, backbone, PE and arts teachers per 100 pupils; the deficit is tier T5.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{Education, Grade, SchoolIx, Stage};
use crate::exact;
use crate::policy::quantity::{Distinct, EducationWord, Points};
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use crate::terms::tier::Tier;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R12",
    key: "balance",
    name: ("优质均衡", "balance"),
    default: Mode::Tier,
    meaning: (
        "每所未撤并学校的小学、初中学段，每百名学生的高于规定学历教师、县级以上骨干教师、体育艺术教师应达到规定标准：应有数 = ⌈标准 × 学生数 ÷ 100⌉，缺额 = max（0，应有数 − 实有数），各项缺额之和计入“均衡”层级。实有数按该学段的在岗、超岗留任和校级正职计算：在岗的按岗位的学段、学科，超岗留任和校级正职按现任学段、学科。小学学生数为1—6年级，初中为7—9年级。",
        "Per school not closing, with primary or junior, and each indicator (education above the stage's requirement, backbone, PE and arts teachers), on the persons of that stage (seats, retained, leaders): need = ⌈threshold × students ÷ 100⌉, deficit = max(0, need − have); Σ deficits is tier T5. A seat counts in its own stage and subject, a retained person or leader in the current ones. Students of primary are grades 1–6, of junior 7–9.",
    ),
};

super::params! {
    /// 小学每百名学生高于规定学历的教师数 / primary teachers above the required education per 100 pupils
    #[schemars(with = "Points")]
    pub primary_education: Decimal,
    /// 初中每百名学生高于规定学历的教师数 / junior teachers above the required education per 100 pupils
    #[schemars(with = "Points")]
    pub junior_education: Decimal,
    /// 小学计入的最低学历 / education that counts at primary stage, and above
    #[schemars(with = "EducationWord")]
    pub primary_floor: String,
    /// 初中计入的最低学历 / education that counts at junior stage, and above
    #[schemars(with = "EducationWord")]
    pub junior_floor: String,
    /// 每百名学生县级以上骨干教师数 / backbone teachers per 100 pupils
    #[schemars(with = "Points")]
    pub backbone: Decimal,
    /// 每百名学生体育、艺术教师数 / PE and arts teachers per 100 pupils
    #[schemars(with = "Points")]
    pub pe_arts: Decimal,
    /// 计入体育、艺术的学科 / subjects that count as PE and arts
    #[schemars(with = "Distinct<String>")]
    pub pe_arts_subjects: Vec<String>,
}

// ---- the rule in the model ----

/// Per school, stage and indicator: persons who count + deficit ≥ need.
pub struct Rows {
    /// Per school: the rows of 小学 and 初中, each education, backbone, PE and arts.
    schools: Vec<[[Option<RowIx>; 3]; 2]>,
    floors: [Education; 2],
    pe_arts: Vec<bool>,
}

const STAGES: [Stage; 2] = [Stage::Primary, Stage::Junior];
const INDICATORS: [&str; 3] = ["education", "backbone", "pe_arts"];

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let rule = &case.policy.rules.balance;
    let pupils = pupils(case);
    let row_of = |school: SchoolIx| {
        let s = case.county.school(school);
        let mut rows = [[None; 3]; 2];
        for (i, stage) in STAGES.into_iter().enumerate() {
            if !rule.on() || s.closing || !s.stages.contains(&stage) {
                continue;
            }
            let education = [rule.primary_education, rule.junior_education][i];
            for (k, threshold) in [education, rule.backbone, rule.pe_arts]
                .into_iter()
                .enumerate()
            {
                let students = Decimal::from(pupils[school.ix()][i]);
                let need = exact::ceil(threshold * students / Decimal::ONE_HUNDRED);
                let name = format!("{} {} {}", s.id, stage, INDICATORS[k]);
                rows[i][k] = (need > 0).then(|| deficit_row(&name, need, out));
            }
        }
        rows
    };
    let floor = |word: &str| Education::parse(word).unwrap_or(Education::Bachelor);
    let subjects = case.county.subjects.iter();
    Rows {
        schools: case.county.school_ixs().map(row_of).collect(),
        floors: [floor(&rule.primary_floor), floor(&rule.junior_floor)],
        pe_arts: subjects
            .map(|s| rule.pe_arts_subjects.contains(s))
            .collect(),
    }
}

fn deficit_row(name: &str, need: i64, out: &mut row::Rows) -> RowIx {
    let row = out.row("R12", name, Some(need), None);
    let cost = Some((Tier::Balance, 1));
    out.slack(format!("deficit {name}"), Some(need), cost, vec![(row, 1)]);
    row
}

/// Per school: pupils of grades 1–6 and 7–9.
fn pupils(case: &Case) -> Vec<[u32; 2]> {
    let mut all = vec![[0; 2]; case.county.schools.len()];
    for row in &case.county.classes {
        match row.grade {
            Grade::Year(1..=6) => all[row.school.ix()][0] += row.students,
            Grade::Year(7..=9) => all[row.school.ix()][1] += row.students,
            _ => {}
        }
    }
    all
}

impl Counting for Rows {
    fn touch(&self, _case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        let Some(station) = column.station else {
            return;
        };
        let Some(i) = STAGES.iter().position(|s| Some(*s) == station.stage) else {
            return;
        };
        let counts = [
            column.profile.education.reaches(self.floors[i]),
            column.profile.backbone,
            station.subject.is_some_and(|s| self.pe_arts[s.ix()]),
        ];
        for (row, counts) in self.schools[station.school.ix()][i].iter().zip(counts) {
            if let (Some(row), true) = (row, counts) {
                put(*row, 1);
            }
        }
    }
}

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::{County, Education, Grade, SchoolIx, Stage, SubjectIx, TeacherIx};
    use crate::exact;
    use crate::plan::Plan;
    use crate::plan::words::{self, say};
    use crate::terms::finding::Findings;
    use crate::text::Text;
    use rust_decimal::Decimal;

    /// What is counted per hundred pupils.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Indicator {
        /// Teachers above the education that the stage requires.
        Education,
        Backbone,
        PeArts,
    }

    impl Indicator {
        pub const ALL: [Indicator; 3] =
            [Indicator::Education, Indicator::Backbone, Indicator::PeArts];

        pub fn name(self) -> Text {
            match self {
                Indicator::Education => {
                    Text::new("高于规定学历教师", "teachers above the required education")
                }
                Indicator::Backbone => Text::new("县级以上骨干教师", "backbone teachers"),
                Indicator::PeArts => Text::new("体育、艺术专任教师", "PE and arts teachers"),
            }
        }
    }

    /// One indicator of one stage of one school, in persons.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Reading {
        pub school: SchoolIx,
        pub stage: Stage,
        pub indicator: Indicator,
        pub pupils: u32,
        pub need: i64,
        pub before: i64,
        pub after: i64,
    }

    impl Reading {
        pub fn deficit(&self) -> i64 {
            (self.need - self.after).max(0)
        }
    }

    /// All indicators of all schools that stay, before and after the plan; the report shows them when the rule is off
    /// too.
    pub fn readings(case: &Case, plan: &Plan) -> Vec<Reading> {
        let persons = plan.persons(case);
        let mut all = Vec::new();
        for school in case.county.school_ixs() {
            let s = case.county.school(school);
            for stage in [Stage::Primary, Stage::Junior] {
                if s.closing || !s.stages.contains(&stage) {
                    continue;
                }
                let pupils = pupils(&case.county, school, stage);
                for indicator in Indicator::ALL {
                    let threshold = threshold(case, stage, indicator);
                    let need = threshold * Decimal::from(pupils) / Decimal::ONE_HUNDRED;
                    let counts = |t, at, subject| {
                        at == Some(stage) && counts(case, stage, indicator, t, subject)
                    };
                    let before = case.standing.persons_now(school).filter(|t| {
                        let now = case.county.teacher(*t);
                        counts(*t, now.stage, now.subject)
                    });
                    let after = persons[school.ix()].iter().filter(|row| {
                        row.station
                            .is_some_and(|at| counts(row.teacher, at.stage, at.subject))
                    });
                    all.push(Reading {
                        school,
                        stage,
                        indicator,
                        pupils,
                        need: exact::ceil(need),
                        before: before.count() as i64,
                        after: after.count() as i64,
                    });
                }
            }
        }
        all
    }

    /// Schools that stay and have one of the two stages, without any pupils in it: what they need cannot be known.
    pub fn unknown(county: &County) -> Vec<(SchoolIx, Stage)> {
        let stages = county.school_ixs().flat_map(|school| {
            let s = county.school(school);
            let both = [Stage::Primary, Stage::Junior].into_iter();
            let own = both.filter(|stage| !s.closing && s.stages.contains(stage));
            own.map(move |stage| (school, stage))
        });
        stages
            .filter(|(school, stage)| pupils(county, *school, *stage) == 0)
            .collect()
    }

    /// Pupils of the stage's grades.
    fn pupils(county: &County, school: SchoolIx, stage: Stage) -> u32 {
        let grades = match stage {
            Stage::Junior => 7..=9,
            _ => 1..=6,
        };
        let rows = county.classes.iter().filter(|row| {
            row.school == school && matches!(row.grade, Grade::Year(y) if grades.contains(&y))
        });
        rows.map(|row| row.students).sum()
    }

    fn threshold(case: &Case, stage: Stage, indicator: Indicator) -> Decimal {
        let rule = &case.policy.rules.balance;
        match (indicator, stage) {
            (Indicator::Education, Stage::Junior) => rule.junior_education,
            (Indicator::Education, _) => rule.primary_education,
            (Indicator::Backbone, _) => rule.backbone,
            (Indicator::PeArts, _) => rule.pe_arts,
        }
    }

    /// Whether a person who teaches `subject` at this stage counts for the indicator.
    fn counts(
        case: &Case,
        stage: Stage,
        indicator: Indicator,
        teacher: TeacherIx,
        subject: Option<SubjectIx>,
    ) -> bool {
        let rule = &case.policy.rules.balance;
        let t = case.county.teacher(teacher);
        match indicator {
            Indicator::Education => {
                let floor = match stage {
                    Stage::Junior => &rule.junior_floor,
                    _ => &rule.primary_floor,
                };
                // The list runs from the highest education to the lowest.
                Education::parse(floor).is_some_and(|floor| t.education <= floor)
            }
            Indicator::Backbone => t.backbone.counts(),
            Indicator::PeArts => {
                let subject = subject.map(|s| case.county.subject(s));
                subject.is_some_and(|s| rule.pe_arts_subjects.iter().any(|w| w == s))
            }
        }
    }

    /// Tier T5.
    pub fn tier(case: &Case, plan: &Plan) -> i64 {
        match case.policy.rules.balance.on() {
            true => readings(case, plan).iter().map(Reading::deficit).sum(),
            false => 0,
        }
    }

    /// Reports each indicator that falls short.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        if !case.policy.rules.balance.on() {
            return;
        }
        let all = readings(case, plan).into_iter();
        for r in all.filter(|r| r.deficit() > 0) {
            let text = say!(
                "{name} {stage}：{what} {after} 人 < 应有 {need} 人（学生 {pupils} 人）",
                "{name}, {stage}: {after} {what} < {need} needed ({pupils} pupils)",
                name = words::school(case, r.school),
                stage = Text::new(r.stage.zh(), r.stage.en()),
                what = r.indicator.name(),
                after = r.after,
                need = r.need,
                pupils = r.pupils
            );
            out.reported("R12", Vec::new(), vec![r.school], text);
        }
    }
}
pub use reading::read;
