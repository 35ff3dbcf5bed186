//! R21 in a staged year (SPEC §6): no justified envy within any round, among those who took part in it. Read from what the
//! plan notes of each person — the round of the outcome and the seat held until then — and from the tables.

use super::envy::Envy;
use super::tiers::score;
use super::{draw, fits};
use crate::case::Case;
use crate::county::{SchoolIx, TeacherIx};
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Class, Outcome, Plan, Round, Seat, seat};
use crate::rules::r13_avoidance;
use crate::rules::r14_couples::reading::bound;
use crate::terms::finding::Findings;
use crate::text::Text;
use std::cmp::Ordering;

/// Pairs with justified envy, round by round. Those whose spouse took part with a wish to move stand apart (`true`): R14
/// ties the two results, and an outcome without any such envy need not exist.
pub fn envy(case: &Case, plan: &Plan) -> Vec<(Envy, bool)> {
    let judge = Judge { case, plan };
    let mut all = judge.holders();
    all.extend(judge.surplus());
    for round in [Round::Cluster, Round::County] {
        all.extend(judge.across(round));
    }
    all
}

/// Outcomes that cannot come from the round noted; a plan that notes no round cannot be judged.
pub fn read(case: &Case, plan: &Plan, out: &mut Findings) {
    if !plan.is_staged() {
        let text = Text::new(
            "方案没有写明各人聘任的轮次，无法逐轮证明择优（逐轮进行的年度）",
            "the plan does not say from which round each outcome came: merit cannot be proven round by round",
        );
        out.broken("R21", Vec::new(), Vec::new(), text);
        return;
    }
    let judge = Judge { case, plan };
    for row in plan.rows.iter().filter(|r| r.outcome != Outcome::Barred) {
        if let Some(why) = judge.impossible(row) {
            let text = say!(
                "{p}：{why}",
                "{p}: {why}",
                p = words::person(case, row.teacher),
                why = why
            );
            let schools = row.station.iter().map(|s| s.school).collect();
            out.broken("R21", vec![row.teacher], schools, text);
        }
    }
}

struct Judge<'a> {
    case: &'a Case,
    plan: &'a Plan,
}

impl<'a> Judge<'a> {
    /// Free and pooled persons whom no pin has placed: all who compete in any round.
    fn competitors(&self) -> impl Iterator<Item = &'a Assignment> + use<'a> {
        let case = self.case;
        let rows = self.plan.rows.iter();
        rows.filter(move |row| {
            let class = case.standing.class_of(row.teacher);
            let teaches = row.outcome != Outcome::Lead;
            matches!(class, Class::Free | Class::Pooled) && teaches && !pinned(case, row.teacher)
        })
    }

    /// Whether the plan has gone as far as this round.
    fn was_run(&self, round: Round) -> bool {
        self.plan.stops_after().is_none_or(|last| last >= round)
    }

    /// Round 2, first part: of a cell's own holders nobody keeps it before one who goes first.
    fn holders(&self) -> Vec<(Envy, bool)> {
        let mut all = Vec::new();
        let free = |r: &&Assignment| self.case.standing.class_of(r.teacher) == Class::Free;
        let rows: Vec<&Assignment> = self.competitors().filter(free).collect();
        let keeps = |r: &Assignment| {
            r.seat_after(self.case, Round::InSchool) == Seat::current(self.case, r.teacher)
        };
        if !self.was_run(Round::InSchool) {
            return all;
        }
        for a in &rows {
            let Some(seat) = Seat::current(self.case, a.teacher).filter(|_| !keeps(a)) else {
                continue;
            };
            let same = rows
                .iter()
                .filter(|b| Seat::current(self.case, b.teacher) == Some(seat));
            for b in same.filter(|b| keeps(b) && self.fits(a, seat)) {
                all.extend(
                    self.pair(Round::InSchool, a, b, seat, 0)
                        .map(|e| (e, false)),
                );
            }
        }
        all
    }

    /// Round 2, second part: the surplus of a school in its open seats.
    fn surplus(&self) -> Vec<(Envy, bool)> {
        let mut all = Vec::new();
        let lost = |r: &&Assignment| {
            let now = r.seat_after(self.case, Round::InSchool);
            self.case.standing.class_of(r.teacher) == Class::Free
                && (now.is_none() || now != Seat::current(self.case, r.teacher))
        };
        if !self.was_run(Round::InSchool) {
            return all;
        }
        let rows: Vec<&Assignment> = self.competitors().filter(lost).collect();
        for b in &rows {
            let Some(seat) = b.seat_after(self.case, Round::InSchool) else {
                continue;
            };
            for a in rows
                .iter()
                .filter(|a| self.own_school(a.teacher) == Some(seat.school))
            {
                let has = a.seat_after(self.case, Round::InSchool);
                let prefers = match has {
                    None => true,
                    Some(has) => self.rank(a, seat) < self.rank(a, has),
                };
                if prefers && self.fits(a, seat) && !self.shut(a, seat, Round::Direct) {
                    let wish = self.rank(a, seat);
                    let wish = if wish == u32::MAX { 0 } else { wish };
                    all.extend(
                        self.pair(Round::InSchool, a, b, seat, wish)
                            .map(|e| (e, false)),
                    );
                }
            }
        }
        all
    }

    /// Rounds 3 and 4: applicants for whom nothing was final before, and the seats that changed hands in that round.
    fn across(&self, round: Round) -> Vec<(Envy, bool)> {
        let mut all = Vec::new();
        let before = if round == Round::Cluster {
            Round::InSchool
        } else {
            Round::Cluster
        };
        let took_part = |r: &&Assignment| {
            let final_before = r.round().is_some_and(|s| s > Round::InSchool && s < round);
            !self.case.county.teacher(r.teacher).wishes.is_empty() && !final_before
        };
        let rows: Vec<&Assignment> = self.competitors().filter(took_part).collect();
        let came = rows.iter().filter(|r| r.round() == Some(round));
        let came: Vec<(&Assignment, Seat)> = came.filter_map(|r| Some((*r, r.seat()?))).collect();
        for a in &rows {
            let has = a.seat_after(self.case, round);
            let has = has.map_or(u32::MAX, |seat| self.rank(a, seat));
            for (b, seat) in &came {
                let wish = self.rank(a, *seat);
                let counts = round == Round::County || self.in_own_cluster(a.teacher, seat.school);
                if wish >= has || !counts || !self.fits(a, *seat) || self.shut(a, *seat, before) {
                    continue;
                }
                let moves = seat::is_move(self.case, a.teacher, seat.school);
                if moves && self.spouse_moved(a.teacher, round) {
                    continue;
                }
                let tied = moves && self.spouse_competes(a.teacher, &rows);
                all.extend(self.pair(round, a, b, *seat, wish).map(|e| (e, tied)));
            }
        }
        all
    }

    fn own_school(&self, t: TeacherIx) -> Option<SchoolIx> {
        self.case.county.teacher(t).school
    }

    fn in_own_cluster(&self, t: TeacherIx, school: SchoolIx) -> bool {
        let county = &self.case.county;
        let own = self.own_school(t).map(|s| &county.school(s).cluster);
        own == Some(&county.school(school).cluster)
    }

    /// The best rank of the wishes that a seat fits; a seat that was not wished comes behind all.
    fn rank(&self, a: &Assignment, seat: Seat) -> u32 {
        let wishes = self.case.county.teacher(a.teacher).wishes.iter();
        let fits = wishes.filter(|w| {
            w.school == seat.school && w.subject.is_none_or(|subject| subject == seat.subject)
        });
        fits.map(|w| w.rank).min().unwrap_or(u32::MAX)
    }

    fn fits(&self, a: &Assignment, seat: Seat) -> bool {
        let cell = self.case.demand.find(seat.school, seat.stage, seat.subject);
        cell.is_some_and(|cell| fits(self.case, a.teacher, cell).is_ok())
            && !r13_avoidance::reading::comes_under(self.case, self.plan, a.teacher, seat)
            && !self.led_by_newcomer(a.teacher, seat)
    }

    /// R13 the other way round: a relative comes to lead the unit, so that nobody whom the rule binds stays there.
    fn led_by_newcomer(&self, t: TeacherIx, seat: Seat) -> bool {
        let unit = self.case.county.legal_unit(seat.school);
        let comes = |r: &TeacherIx| {
            let row = self.plan.of(*r).filter(|row| row.outcome == Outcome::Lead);
            let led = row.and_then(|row| row.leaves_for(self.case));
            led.is_some_and(|s| self.case.county.legal_unit(s) == unit)
        };
        let mut relatives = self.case.standing.relatives[t.ix()].iter();
        let rule = &self.case.policy.rules.avoidance;
        rule.on() && r13_avoidance::reading::bound(self.case, t) && relatives.any(comes)
    }

    /// R26: a cell one of whose holders had no seat when the round began is open to its holders only.
    fn shut(&self, a: &Assignment, seat: Seat, before: Round) -> bool {
        let holds = |t: TeacherIx| Seat::current(self.case, t) == Some(seat);
        let seatless = |t: &TeacherIx| {
            let row = self.plan.of(*t);
            // The direct hires are over; within round 2 the first part is.
            let round = before.max(Round::InSchool);
            let without = |r: &Assignment| {
                r.outcome != Outcome::Lead && r.seat_after(self.case, round).is_none()
            };
            holds(*t) && row.is_none_or(without)
        };
        let staff = &self.case.standing.staff[seat.school.ix()];
        self.case.policy.rules.in_house_first.on()
            && !holds(a.teacher)
            && staff.iter().any(seatless)
    }

    fn spouses(&self, t: TeacherIx) -> impl Iterator<Item = TeacherIx> + '_ {
        let all = self.case.standing.spouses[t.ix()].iter().copied();
        all.filter(move |s| bound(self.case, t, *s))
    }

    fn spouse_moved(&self, t: TeacherIx, by: Round) -> bool {
        let moved = |row: &Assignment| {
            let seat = row.seat_after(self.case, by);
            let leads = row.outcome == Outcome::Lead && row.leaves_for(self.case).is_some();
            leads || seat.is_some_and(|seat| seat::is_move(self.case, row.teacher, seat.school))
        };
        self.spouses(t).filter_map(|s| self.plan.of(s)).any(moved)
    }

    fn spouse_competes(&self, t: TeacherIx, rows: &[&Assignment]) -> bool {
        self.spouses(t).any(|s| {
            let wishes = self.case.county.teacher(s).wishes.iter();
            let away = wishes
                .filter(|w| seat::is_move(self.case, s, w.school))
                .count();
            away > 0 && rows.iter().any(|r| r.teacher == s)
        })
    }

    /// Envy of `a` for the seat of `b`, where `a` goes first by score and, at equal score, by the order of ties.
    fn pair(
        &self,
        round: Round,
        a: &Assignment,
        b: &Assignment,
        seat: Seat,
        wish: u32,
    ) -> Option<Envy> {
        let by = self
            .goes_first(a.teacher, b.teacher, seat)
            .filter(|_| a.teacher != b.teacher)?;
        let (mine, theirs) = (score(self.case, a), score(self.case, b));
        let reason = say!(
            "{round}：{p}（{mine} 分）愿到{seat}，该岗位却给了{other}（{theirs} 分），按{by}应先聘{p}",
            "{round}: {p} ({mine} points) would rather have {seat}, which went to {other} ({theirs} points); by {by} {p} goes first",
            round = Text::new(round.zh(), round.en()),
            p = words::person(self.case, a.teacher),
            mine = mine.normalize(),
            seat = words::seat(self.case, seat),
            other = words::person(self.case, b.teacher),
            theirs = theirs.normalize(),
            by = by
        );
        Some(Envy {
            teacher: a.teacher,
            score: mine,
            wish,
            seat,
            holder: b.teacher,
            holder_score: theirs,
            reason,
        })
    }

    /// By what `a` goes before `b`: score, 优秀 count, title, years of service, education, earlier birth, draw.
    fn goes_first(&self, a: TeacherIx, b: TeacherIx, seat: Seat) -> Option<Text> {
        let county = &self.case.county;
        let (x, y) = (county.teacher(a), county.teacher(b));
        let points = |t: &crate::county::Teacher| {
            t.score
                .unwrap_or(self.case.policy.tiers.weights.default_score)
        };
        let excellent = |t: &crate::county::Teacher| {
            let good = t
                .appraisal
                .iter()
                .filter(|w| *w == "优秀" || *w == "excellent");
            good.count()
        };
        let as_of = self.case.policy.as_of();
        let years = |t: &crate::county::Teacher| t.joined.map_or(0, |m| m.full_years_to(as_of));
        let birth = match (x.birth, y.birth) {
            (Some(p), Some(q)) => p.cmp(&q),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        let seed = self.case.policy.tiers.draw.as_deref().unwrap_or("");
        let drawn = |t| draw::hex(self.case, seed, t, seat);
        let steps = [
            (points(y).cmp(&points(x)), ("得分", "score")),
            (
                excellent(y).cmp(&excellent(x)),
                ("年度考核优秀次数", "appraisals"),
            ),
            (x.title.cmp(&y.title), ("职称", "title")),
            (years(y).cmp(&years(x)), ("工龄", "years of service")),
            (x.education.cmp(&y.education), ("学历", "education")),
            (birth, ("出生年月", "earlier birth")),
            (drawn(a).cmp(&drawn(b)), ("摇号", "the draw")),
        ];
        let (order, (zh, en)) = steps.into_iter().find(|(o, _)| *o != Ordering::Equal)?;
        (order == Ordering::Less).then(|| Text::new(zh, en))
    }

    /// Why an outcome cannot come from the round that the plan notes for it.
    fn impossible(&self, row: &Assignment) -> Option<Text> {
        let case = self.case;
        let t = row.teacher;
        let class = case.standing.class_of(t);
        let leads = row.outcome == Outcome::Lead;
        let first = leads || matches!(class, Class::Leader | Class::Fixed) || pinned(case, t);
        let Some(round) = row.round() else {
            return (row.open_after().is_none()).then(|| {
                Text::new(
                    "没有写明聘任的轮次",
                    "the round of the outcome is not given",
                )
            });
        };
        let seat = row.seat();
        let wished = seat.is_some_and(|s| self.rank(row, s) != u32::MAX);
        let own = |s: Seat| self.own_school(t) == Some(s.school);
        let due = crate::rules::r08_rotation::reading::due(case, t);
        let held = row.held(case);
        let why = match round {
            Round::Direct if !first => (
                "不属直聘，也没有锁定到岗位",
                "is neither a direct hire nor pinned to a seat",
            ),
            _ if first && round != Round::Direct => (
                "属直聘或已锁定，应在第一轮确定",
                "is a direct hire or pinned, and settled in the first round",
            ),
            Round::InSchool if !seat.is_some_and(own) => (
                "校内竞聘只能聘任到本校岗位",
                "the in-school competition gives seats of the own school only",
            ),
            Round::Cluster | Round::County if !wished => (
                "跨校竞聘只能聘任到所报志愿",
                "a competition across schools gives wished seats only",
            ),
            Round::Cluster if !seat.is_some_and(|s| self.in_own_cluster(t, s.school)) => (
                "学区竞聘只能聘任到本学区学校",
                "the cluster competition gives seats of the own cluster only",
            ),
            Round::Adjustment | Round::Training if held.is_some() && !due => (
                "前几轮已有岗位，且不属交流到期人员，组织调剂不得变动",
                "held a seat from the rounds before and is not due for rotation: the adjustment may not touch it",
            ),
            Round::Training if row.outcome != Outcome::Pool => (
                "待岗培训的去向应为待岗",
                "training is for those in the pool",
            ),
            _ => return None,
        };
        Some(Text::new(why.0, why.1))
    }
}

/// Whether the office has bound a free or pooled person to a place (R22).
fn pinned(case: &Case, t: TeacherIx) -> bool {
    let pins = &case.standing.pins[t.ix()];
    case.policy.rules.pins.on() && pins.iter().any(|i| case.county.pins[*i].must)
}
