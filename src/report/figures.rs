//! The numbers of a finished plan that the lists print: who is where, what stays open, what was lent. Read from the
//! case and the plan only; whether a rule is kept is the audit's to say.

use crate::case::Case;
use crate::demand::CellIx;
use crate::plan::{Assignment, Class, Outcome, Plan};
use crate::rules::{r02_posts, r08_rotation};

/// One school before and after the plan, in persons.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchoolFigures {
    pub approved: u32,
    /// Fixed, free and leaders.
    pub now: u32,
    /// Seats, retained, leaders.
    pub after: u32,
    pub lent: u32,
    /// R03 `over`: beyond max(approved, now) + lent.
    pub over: u32,
    pub posts: u32,
    pub filled: u32,
    pub retained: u32,
    /// Whoever comes from elsewhere or from the pool, leaders and other campuses of the unit included.
    pub moved_in: u32,
    /// Whoever goes to another school, likewise.
    pub moved_out: u32,
    /// Whoever leaves for the pool: `now − moved_out − pooled + moved_in = after`.
    pub pooled: u32,
    /// On the payroll but on nobody's staff this year: R05.
    pub barred: u32,
    /// R08
    pub rotation: r08_rotation::reading::Rotation,
}

/// A cell with open posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub cell: CellIx,
    pub uncovered: u32,
    /// T2 weight of one open post.
    pub weight: i64,
}

#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Per school.
    pub schools: Vec<SchoolFigures>,
    /// Per cell: seats taken.
    pub taken: Vec<u32>,
    /// In the order of the cells.
    pub gaps: Vec<Gap>,
    /// T10: `stay` in another cell than the current one.
    pub changes: u32,
}

impl Figures {
    pub fn new(case: &Case, plan: &Plan, lent: &[u32]) -> Figures {
        let county = &case.county;
        let mut figures = Figures {
            schools: vec![SchoolFigures::default(); county.schools.len()],
            taken: vec![0; case.demand.cells.len()],
            ..Figures::default()
        };
        for row in &plan.rows {
            figures.count(case, row);
        }
        let rotation = r08_rotation::reading::schools(case, plan);
        for school in county.school_ixs() {
            let f = &mut figures.schools[school.ix()];
            f.approved = case.demand.approved.get(school.ix()).copied().unwrap_or(0);
            f.now = case.standing.staff_now(school) as u32;
            f.lent = lent.get(school.ix()).copied().unwrap_or(0);
            f.over = f.after.saturating_sub(f.approved.max(f.now) + f.lent);
            f.rotation = rotation[school.ix()];
        }
        for cell in case.demand.cell_ixs() {
            let count = case.demand.cell(cell).count;
            figures.schools[case.demand.cell(cell).school.ix()].posts += count;
            let uncovered = count.saturating_sub(figures.taken[cell.ix()]);
            if uncovered > 0 {
                let weight = r02_posts::uncovered_weight(case, cell);
                figures.gaps.push(Gap {
                    cell,
                    uncovered,
                    weight,
                });
            }
        }
        figures
    }

    fn count(&mut self, case: &Case, row: &Assignment) {
        if let Some(station) = row.station {
            let f = &mut self.schools[station.school.ix()];
            f.after += 1;
            f.filled += u32::from(row.outcome.is_seat());
            f.retained += u32::from(row.outcome == Outcome::Retained);
        }
        if let Some(cell) = seat(case, row) {
            self.taken[cell.ix()] += 1;
            let current = case.standing.cell[row.teacher.ix()];
            self.changes += u32::from(row.outcome == Outcome::Stay && current != Some(cell));
        }
        let (from, to) = row.crossing(case);
        if let Some(from) = from {
            let f = &mut self.schools[from.ix()];
            f.moved_out += u32::from(to.is_some());
            f.pooled += u32::from(to.is_none());
        }
        if let Some(to) = to {
            self.schools[to.ix()].moved_in += 1;
        }
        if let (Outcome::Barred, Some(own)) = (row.outcome, case.county.teacher(row.teacher).school)
        {
            self.schools[own.ix()].barred += 1;
        }
    }

    pub fn uncovered(&self) -> u32 {
        self.gaps.iter().map(|g| g.uncovered).sum()
    }
}

/// The cell of a seat; none for the other outcomes, and for a hand-made seat that no school has.
pub fn seat(case: &Case, row: &Assignment) -> Option<CellIx> {
    let station = row.station.filter(|_| row.outcome.is_seat())?;
    case.demand
        .find(station.school, station.stage?, station.subject?)
}

/// How many persons of a plan have each class and outcome; out persons, who are no rows, are counted too.
pub struct Counts {
    pub class: Vec<(Class, usize)>,
    pub outcome: Vec<(Outcome, usize)>,
}

impl Counts {
    pub fn new(case: &Case, plan: &Plan) -> Counts {
        let class = |c: Class| case.standing.class.iter().filter(|x| **x == c).count();
        let outcome = |o: Outcome| plan.rows.iter().filter(|r| r.outcome == o).count();
        Counts {
            class: Class::ALL.into_iter().map(|c| (c, class(c))).collect(),
            outcome: Outcome::ALL.into_iter().map(|o| (o, outcome(o))).collect(),
        }
    }

    pub fn of(&self, outcome: Outcome) -> usize {
        self.outcome
            .iter()
            .find(|(o, _)| *o == outcome)
            .map_or(0, |(_, n)| *n)
    }
}
