//! R05 师德一票否决: A teacher who failed the ethics review is not hireable this year.

use super::{Mode, Rule};

pub const RULE: Rule = Rule {
    no: "R05",
    key: "ethics",
    name: ("师德一票否决", "ethics"),
    default: Mode::Hard,
    meaning: (
        "师德考核不合格者本年度不予聘任，不占岗位。",
        "A teacher who failed the ethics review is not hireable this year and takes no seat.",
    ),
};

super::params! {}

// ---- the rule in the model ----

// ---- the rule read from a finished plan ----

pub mod reading {
    use crate::case::Case;
    use crate::county::Ethics;
    use crate::plan::words::{self, say};
    use crate::plan::{Class, Outcome, Plan};
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Whoever failed the ethics review is not hired.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        if !case.policy.rules.ethics.on() {
            return;
        }
        for row in &plan.rows {
            let t = case.county.teacher(row.teacher);
            let staff = case.standing.class_of(row.teacher) != Class::Out;
            if t.ethics == Ethics::Fail && staff && row.outcome != Outcome::Barred {
                let p = words::person(case, row.teacher);
                let said = Text::new(row.outcome.zh(), row.outcome.key());
                let text = say!(
                    "{p}师德考核不合格，本年度不予聘任，方案却为“{said}”",
                    "{p} failed the ethics review and may not be hired, yet the plan says {said}",
                    p = p,
                    said = said
                );
                let schools = row.station.iter().map(|s| s.school).collect();
                out.broken("R05", vec![row.teacher], schools, text);
            }
        }
    }
}
pub use reading::read;
