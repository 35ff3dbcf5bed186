//! Relations and pins: what ties teachers to each other and to places.

use super::{Maker, Theme};
use crate::oracle::world::{Kind, World};
use jiaopin::county::*;
use jiaopin::policy::Policy;
use jiaopin::tables::fault::Place;

impl Maker {
    pub(super) fn relations(&mut self) {
        let n = self.county.teachers.len() as i64;
        let more = if self.theme == Theme::Couples { n } else { 0 };
        for _ in 0..more + self.dice.between(0, 1 + n / 4) {
            let (a, b) = (self.teacher_ix(), self.teacher_ix());
            let taken = |t: &TeacherIx| {
                let married = |r: &Relation| r.a == *t || r.b == *t;
                self.county.relations.iter().any(married)
            };
            if a == b || taken(&a) || taken(&b) {
                continue;
            }
            let spouses = self.theme == Theme::Couples || self.dice.percent(60);
            let kind = match spouses {
                true => RelationKind::Spouse,
                false => self.dice.pick(&RelationKind::ALL[1..]),
            };
            // Half of the couples are known by a spouse_id.
            if kind == RelationKind::Spouse && self.dice.percent(50) {
                self.county.teachers[a.ix()].spouse = Some(b);
            }
            let (a, b) = (a.min(b), a.max(b));
            self.county.relations.push(Relation { a, b, kind });
        }
        for p in 0..self.county.teachers.len() {
            let some = if self.theme == Theme::Kin { 3 } else { 1 };
            for _ in 0..some {
                if self.county.teachers[p].role.is_leader() && self.dice.percent(80) {
                    self.relative_of_leader(TeacherIx(p as u32));
                }
            }
        }
        self.county.relations.sort();
    }

    /// R13 lives on relatives who would like to come where a relative leads.
    fn relative_of_leader(&mut self, a: TeacherIx) {
        let b = self.teacher_ix();
        let known = |r: &Relation| (r.a, r.b) == (a.min(b), a.max(b));
        if a == b || self.county.relations.iter().any(known) {
            return;
        }
        let kind = self.dice.pick(&RelationKind::ALL[1..]);
        self.county.relations.push(Relation {
            a: a.min(b),
            b: a.max(b),
            kind,
        });
        let school = self.county.teachers[a.ix()].school;
        let office = self.dice.pick(&[Role::VicePrincipal, Role::Middle]);
        let relative = &mut self.county.teachers[b.ix()];
        if let (Some(school), true) = (school, relative.wishes.is_empty()) {
            relative.wishes.push(Wish {
                rank: 1,
                school,
                subject: None,
            });
        }
        if !relative.role.is_leader() {
            relative.role = office;
        }
    }

    pub(super) fn pins(&mut self, policy: &Policy) {
        for _ in 0..self.dice.between(0, 2) {
            let teacher = self.teacher_ix();
            let must = self.dice.percent(40);
            let school = self.school_ix();
            let stages = self.county.schools[school.ix()].stages.clone();
            let stage = self.dice.percent(30).then(|| self.dice.pick(&stages));
            let subject = self.dice.percent(30).then(|| self.subject());
            let pin = Pin {
                teacher,
                must,
                school,
                stage,
                subject,
                place: Place::default(),
            };
            self.county.pins.push(pin);
            if !self.sound(policy, teacher) {
                self.county.pins.pop();
            }
        }
        let pins = &mut self.county.pins;
        pins.sort_by_key(|p| (p.teacher, !p.must, p.school, p.stage, p.subject));
    }

    /// Whether a teacher's pins are no input error: asked only of who has an outcome to choose; one `must` at most; a fixed
    /// teacher's `must` names the own school and, if any, the current stage and subject.
    fn sound(&mut self, policy: &Policy, teacher: TeacherIx) -> bool {
        let mine = |p: &&Pin| p.teacher == teacher;
        let pins: Vec<Pin> = self.county.pins.iter().filter(mine).cloned().collect();
        let musts = pins.iter().filter(|p| p.must).count();
        let world = World::new(&self.county, policy);
        let kind = world.people[teacher.ix()].kind;
        let t = &self.county.teachers[teacher.ix()];
        let own = |p: &Pin| {
            Some(p.school) == t.school
                && (p.stage.is_none() || p.stage == t.stage)
                && (p.subject.is_none() || p.subject == t.subject)
        };
        let chooses = matches!(kind, Kind::Fixed | Kind::Free | Kind::Pooled);
        let elsewhere = kind == Kind::Fixed && pins.iter().any(|p| p.must && !own(p));
        // A pin that forbids a fixed teacher's place leaves no plan at all: once in a while only.
        let dead = kind == Kind::Fixed && pins.iter().any(|p| !p.must && own(p));
        chooses && musts <= 1 && !elsewhere && (!dead || self.dice.percent(25))
    }
}
