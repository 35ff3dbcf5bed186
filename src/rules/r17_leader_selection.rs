//! R17 校长选拔: A new leader passed every gate in order.

use super::{Mode, Rule};
use crate::case::Case;
use crate::county::{Candidate, County, Role, TeacherIx};
use crate::exact;
use crate::plan::Class;
use crate::policy::Policy;
use crate::policy::quantity::{Distinct, Heads, Points, RoleWord};
use crate::standing::{Slot, SlotIx, Standing};
use crate::terms::column::Column;
use crate::terms::row::{self, Counting, RowIx};
use crate::terms::tier::Tier;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    no: "R17",
    key: "leader_selection",
    name: ("校长选拔", "leader selection"),
    default: Mode::Hard,
    meaning: (
        "新任校长、书记由同职务的届满正职（不得回原法人单位）或者依次通过各环节的候选人担任：现任副校长，海选、职工推荐、业务答辩各达最低分，集体票决达到规定得分，单位考核通过，公示无异议；并须符合亲属回避和锁定事项。《领导岗位》表的“职级要求”不是资格条件，低于要求的在规则 R18 中提示。",
        "A new leader is a due incumbent of the same role (not at the same legal unit) or a candidate who passed every gate in order: vice-principal now, vote, staff vote and defence each at or above its minimum, panel at or above its share, assessment passed, publicity without objection; avoidance and pins obeyed. rank_required of leader_posts is no gate: R18 reports who is below it.",
    ),
};

super::params! {
    /// 候选人现任职务 / roles a candidate holds now
    #[schemars(with = "Distinct<RoleWord>")]
    pub roles: Vec<String>,
    /// 海选最低分 / least points of the vote
    #[schemars(with = "Points")]
    pub vote_min: Decimal,
    /// 职工推荐最低分 / least points of the staff vote
    #[schemars(with = "Points")]
    pub staff_vote_min: Decimal,
    /// 业务答辩最低分 / least points of the defence
    #[schemars(with = "Points")]
    pub defence_min: Decimal,
    /// 集体票决最低得分 / least points of the panel
    #[schemars(with = "Points")]
    pub panel_min: Decimal,
    /// 海选权重 / weight of the vote in the score
    #[schemars(with = "Points")]
    pub vote_weight: Decimal,
    /// 职工推荐权重 / weight of the staff vote in the score
    #[schemars(with = "Points")]
    pub staff_vote_weight: Decimal,
    /// 业务答辩权重 / weight of the defence in the score
    #[schemars(with = "Points")]
    pub defence_weight: Decimal,
    /// 集体票决权重 / weight of the panel in the score
    #[schemars(with = "Points")]
    pub panel_weight: Decimal,
    /// 现有教师不多于此数的学校，书记、校长由一人担任；0即不兼任 / at a school with no more current staff both leader posts are one person's; 0 = never
    #[schemars(with = "Heads")]
    pub dual_role_max_staff: u32,
}

// ---- the rule in the model ----

/// Per slot: one appointment + unfilled = 1; unfilled is tier L1, a unit for each post.
pub struct Rows {
    slots: Vec<RowIx>,
}

pub fn rows(case: &Case, out: &mut row::Rows) -> Rows {
    let row_of = |slot: SlotIx| {
        let slot = case.standing.lead.slot(slot);
        let posts = case.county.leader_posts.as_deref().unwrap_or_default();
        let role = slot.posts.first().map_or("", |i| posts[*i].role.zh());
        let name = format!("{} {role}", case.county.school(slot.school).id);
        let row = out.row("R17", &name, Some(1), Some(1));
        let cost = Some((Tier::LeaderUnfilled, slot.posts.len() as i64));
        out.slack(format!("unfilled {name}"), Some(1), cost, vec![(row, 1)]);
        row
    };
    Rows {
        slots: case.standing.lead.slot_ixs().map(row_of).collect(),
    }
}

impl Counting for Rows {
    fn touch(&self, _case: &Case, column: &Column, put: &mut dyn FnMut(RowIx, i64)) {
        if let Some(slot) = column.slot() {
            put(self.slots[slot.ix()], 1);
        }
    }
}

/// Whether a teacher may be appointed to one of a slot's posts, as far as the procedure and the pins decide it.
pub fn may_have(
    county: &County,
    policy: &Policy,
    standing: &Standing,
    teacher: TeacherIx,
    slot: &Slot,
) -> bool {
    let t = county.teacher(teacher);
    if standing.class_of(teacher) != Class::Free {
        return false;
    }
    let posts = county.leader_posts.as_deref().unwrap_or_default();
    let roles = || slot.posts.iter().map(|i| posts[*i].role);
    let due = standing.lead.is_due(teacher);
    let same_unit = t.school.is_some_and(|s| county.same_unit(s, slot.school));
    let held = |role: Role| {
        let mut posts = posts.iter();
        posts.any(|p| p.incumbent == Some(teacher) && p.role == role)
    };
    // Who is due goes elsewhere, whichever way.
    let comes = !(due && same_unit);
    let exchanged = due && roles().any(held);
    let selected = || roles().any(|role| passed(county, policy, teacher, role).is_some());
    let pins = county.pins.iter().filter(|pin| pin.teacher == teacher);
    let mut pins = pins.filter(|_| policy.rules.pins.on());
    comes
        && (exchanged || selected())
        && pins.all(|pin| pin.covers(slot.school, t.stage, t.subject) == pin.must)
}

/// The candidacy for a role that passed every gate.
fn passed<'a>(
    county: &'a County,
    policy: &Policy,
    teacher: TeacherIx,
    role: Role,
) -> Option<&'a Candidate> {
    let rule = &policy.rules.leader_selection;
    let start = county.candidates.partition_point(|c| c.teacher < teacher);
    let own = county.candidates[start..].iter();
    let mut own = own.take_while(|c| c.teacher == teacher);
    let now = county.teacher(teacher).role.zh();
    let points = |given: Option<Decimal>, least: Decimal| given.is_some_and(|p| p >= least);
    let gates = |c: &Candidate| {
        rule.roles.iter().any(|role| role == now)
            && points(c.vote, rule.vote_min)
            && points(c.staff_vote, rule.staff_vote_min)
            && points(c.defence, rule.defence_min)
            && points(c.panel, rule.panel_min)
            && c.assessment == Some(true)
            && c.publicity == Some(true)
    };
    own.find(|c| c.role == role && (!rule.on() || gates(c)))
}

/// L3: what a candidate's score misses of 100; nothing for somebody who is exchanged.
pub fn lost_points(case: &Case, teacher: TeacherIx, slot: SlotIx) -> i64 {
    if case.standing.lead.is_due(teacher) {
        return 0;
    }
    let posts = case.county.leader_posts.as_deref().unwrap_or_default();
    let roles = case.standing.lead.slot(slot).posts.iter();
    let rows = roles.filter_map(|i| passed(&case.county, &case.policy, teacher, posts[*i].role));
    let best = rows.map(|c| score(&case.policy, c)).max();
    100 - best.unwrap_or(0).min(100)
}

fn score(policy: &Policy, c: &Candidate) -> i64 {
    let rule = &policy.rules.leader_selection;
    let parts = [
        (c.vote, rule.vote_weight),
        (c.staff_vote, rule.staff_vote_weight),
        (c.defence, rule.defence_weight),
        (c.panel, rule.panel_weight),
    ];
    let of = |(points, weight): (Option<Decimal>, Decimal)| points.unwrap_or_default() * weight;
    let weights: Decimal = parts.iter().map(|(_, weight)| *weight).sum();
    let sum: Decimal = parts.into_iter().map(of).sum();
    sum.checked_div(weights).map_or(0, exact::round_half_up)
}

// ---- the rule read from a finished plan ----

pub mod reading {
    mod fate;
    mod gates;

    pub use fate::{Fate, fate};
    pub use gates::{Gate, points, stop};

    use crate::case::Case;
    use crate::county::{LeaderPost, Role, SchoolIx, TeacherIx};
    use crate::plan::words::{self, say};
    use crate::plan::{Assignment, Class, Outcome, Plan};
    use crate::rules::r16_leader_terms::reading::{ends, vacant};
    use crate::terms::finding::Findings;
    use crate::text::Text;

    /// Why nobody of this class may be appointed, whatever the gates say.
    pub fn bound(case: &Case, teacher: TeacherIx) -> Option<Text> {
        let why = match case.standing.class_of(teacher) {
            Class::Free => return None,
            Class::Leader if ends(case, teacher).is_some() => return None,
            Class::Leader => ("现任正职任期未满", "leads a school and is not due"),
            Class::Fixed => ("属直聘（免调）人员", "is fixed at the present post"),
            Class::Pooled => ("没有现任学校", "has no current school"),
            Class::Barred => ("师德一票否决", "is barred"),
            Class::Out => ("已退休或离职", "has retired or left"),
        };
        Some(Text::new(why.0, why.1))
    }

    /// Somebody whom a plan appoints to vacant posts.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Appointment {
        pub teacher: TeacherIx,
        pub school: SchoolIx,
        pub role: Role,
        /// Positions in `County::leader_posts`; none where the school has no such vacant post.
        pub posts: Vec<usize>,
    }

    /// Whom a plan appoints, in the order of teachers. Whoever goes on in his post is not among them.
    pub fn appointments(case: &Case, plan: &Plan) -> Vec<Appointment> {
        let Some(posts) = &case.county.leader_posts else {
            return Vec::new();
        };
        let lead = plan.rows.iter().filter(|r| r.outcome == Outcome::Lead);
        let new = lead.filter(|row| !goes_on(case, posts, row));
        new.filter_map(|row| {
            let school = row.station?.school;
            Some(Appointment {
                teacher: row.teacher,
                school,
                role: row.role,
                posts: filled(case, posts, school, row.role),
            })
        })
        .collect()
    }

    /// Whether a leader simply stays: not due, at the present school, in a post held now or in none of the table.
    fn goes_on(case: &Case, posts: &[LeaderPost], row: &Assignment) -> bool {
        let t = case.county.teacher(row.teacher);
        let mut own = posts.iter().filter(|p| p.incumbent == Some(row.teacher));
        let school = row.station.map(|s| s.school);
        let holds = match own.next() {
            Some(first) => Some(first.school) == school,
            None => t.role.is_leader(),
        };
        holds && t.school == school && ends(case, row.teacher).is_none()
    }

    /// The vacant posts that one appointment fills: all of a small school.
    fn filled(case: &Case, posts: &[LeaderPost], school: SchoolIx, role: Role) -> Vec<usize> {
        let here = (0..posts.len()).filter(|i| posts[*i].school == school);
        let open = here.filter(|i| vacant(case, &posts[*i]));
        open.filter(|i| posts[*i].role == role || shared(case, school))
            .collect()
    }

    /// Whether one person fills all leader posts of a school: it has few fixed and free teachers.
    pub fn shared(case: &Case, school: SchoolIx) -> bool {
        let most = case.policy.rules.leader_selection.dual_role_max_staff as usize;
        let staff = case.standing.staff[school.ix()].iter();
        most > 0 && staff.filter(|t| ends(case, **t).is_none()).count() <= most
    }

    /// Per vacant post: who is appointed to it by the plan.
    pub fn successors(case: &Case, plan: &Plan) -> Vec<(usize, Vec<TeacherIx>)> {
        let posts = case.county.leader_posts.as_deref().unwrap_or_default();
        let made = appointments(case, plan);
        let of = |i: usize| {
            let here = made.iter().filter(|a| a.posts.contains(&i));
            (i, here.map(|a| a.teacher).collect())
        };
        let open = (0..posts.len()).filter(|i| vacant(case, &posts[*i]));
        open.map(of).collect()
    }

    /// Appointments that no gate led to, and posts with two persons.
    pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
        for a in appointments(case, plan) {
            if let Some(why) = against(case, &a) {
                let text = say!(
                    "{p}不能任{school}{role}：{why}",
                    "{p} cannot be {role} of {school}: {why}",
                    p = words::person(case, a.teacher),
                    school = words::school(case, a.school),
                    role = Text::new(a.role.zh(), a.role.en()),
                    why = why
                );
                out.broken("R17", vec![a.teacher], vec![a.school], text);
            }
        }
        let posts = case.county.leader_posts.as_deref().unwrap_or_default();
        for (i, persons) in successors(case, plan) {
            if persons.len() > 1 {
                let text = say!(
                    "{school}{role}由 {n} 人同时担任：{who}",
                    "{n} persons are {role} of {school}: {who}",
                    school = words::school(case, posts[i].school),
                    role = Text::new(posts[i].role.zh(), posts[i].role.en()),
                    n = persons.len(),
                    who = words::persons(case, &persons)
                );
                out.broken("R17", persons, vec![posts[i].school], text);
            }
        }
    }

    /// Why an appointment cannot be; pins, kinship and terms are said by their own rules.
    fn against(case: &Case, a: &Appointment) -> Option<Text> {
        if a.posts.is_empty() {
            return Some(Text::new(
                "该校没有可由其担任的空缺正职岗位",
                "the school has no vacant leader post for this person",
            ));
        }
        if let Some(why) = bound(case, a.teacher) {
            return Some(why);
        }
        let posts = case.county.leader_posts.as_deref().unwrap_or_default();
        let fills = |role: Role| a.posts.iter().any(|i| posts[*i].role == role);
        let held = |p: &LeaderPost| p.incumbent == Some(a.teacher) && fills(p.role);
        if ends(case, a.teacher).is_some() && posts.iter().any(held) {
            return None;
        }
        let all = case.county.candidates.iter();
        let own: Vec<_> = all
            .filter(|c| c.teacher == a.teacher && fills(c.role))
            .collect();
        let stops: Vec<_> = own.iter().map(|c| stop(case, c)).collect();
        if stops.iter().any(Option::is_none) {
            return None;
        }
        match stops.into_iter().flatten().next() {
            Some((gate, why)) => Some(say!(
                "{gate}{why}",
                "{gate}: {why}",
                gate = gate.name(),
                why = why
            )),
            None => Some(Text::new(
                "不是该职务的候选人",
                "is no candidate for this role",
            )),
        }
    }

    /// Tier L1.
    pub fn unfilled(case: &Case, plan: &Plan) -> i64 {
        let all = successors(case, plan).into_iter();
        all.filter(|(_, persons)| persons.is_empty()).count() as i64
    }

    /// Tier L3.
    pub fn lost_points(case: &Case, plan: &Plan) -> i64 {
        let posts = case.county.leader_posts.as_deref().unwrap_or_default();
        let of = |a: &Appointment| {
            let fills = |role: Role| a.posts.iter().any(|i| posts[*i].role == role);
            let all = case.county.candidates.iter();
            let own = all.filter(|c| c.teacher == a.teacher && fills(c.role));
            let best = own
                .filter(|c| stop(case, c).is_none())
                .map(|c| points(case, c));
            100 - best.max().unwrap_or(0)
        };
        let made = appointments(case, plan).into_iter();
        let new = made.filter(|a| ends(case, a.teacher).is_none());
        new.map(|a| of(&a)).sum()
    }

    /// How somebody came to a post, for lists: `任期交流`, `公开选拔`.
    pub fn basis(case: &Case, teacher: TeacherIx) -> Text {
        match ends(case, teacher) {
            Some(_) => Text::new("任期交流", "exchange"),
            None => Text::new("公开选拔", "selection"),
        }
    }
}
pub use reading::read;
