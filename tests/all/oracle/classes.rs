//! What each person is before any plan: class, years, points.

use super::world::{Kind, Leads, Person, World, months, on};
use jiaopin::county::{Area, Role, Sex, Status, Teacher};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// `1965-01` in months.
fn months_of(text: &str) -> i32 {
    let mut parts = text.split('-').map(|p| p.parse::<i32>().expect("a number"));
    let year = parts.next().expect("a year");
    year * 12 + parts.next().expect("a month") - 1
}

impl World<'_> {
    pub(super) fn person(&self, p: usize, leads: &Leads) -> Person {
        let t = &self.county.teachers[p];
        let now = months(self.policy.as_of());
        // Reading 2: no `since`, no full years.
        let years = t.since.map_or(0, |m| (now - months(m)).max(0) / 12);
        let school = t.school.map(|s| s.ix());
        let cell = match (school, t.stage, t.subject) {
            (Some(s), Some(g), Some(j)) => self.find(s, g, j),
            _ => None,
        };
        let score = t.score.unwrap_or(self.policy.tiers.weights.default_score);
        let rounded = (score + Decimal::new(5, 1)).floor().to_i64();
        let mut kind = self.kind(p, years);
        if leads.ended.contains(&p) {
            kind = Kind::Free;
        }
        let stands = school.filter(|_| kind == Kind::Leader);
        let rotation = &self.policy.rules.rotation;
        let due = kind == Kind::Free
            && years >= rotation.years as i32
            && school.is_some_and(|s| self.rotates(s));
        Person {
            kind,
            school,
            unit: school.map(|s| self.unit(s)),
            cell,
            due,
            backbone: t.backbone.counts(),
            points: rounded.expect("a small number").max(0),
            leads: leads.appointed.get(&p).copied().or(stands),
        }
    }

    /// Whether R08 counts due teachers at this school.
    fn rotates(&self, school: usize) -> bool {
        let area = self.county.schools[school].area;
        let areas = &self.policy.rules.rotation.areas;
        areas.iter().any(|word| Area::parse(word) == Some(area))
    }

    fn kind(&self, p: usize, years: i32) -> Kind {
        let t = &self.county.teachers[p];
        let rules = &self.policy.rules;
        let now = months(self.policy.as_of());
        let retires = self.retirement(t);
        if matches!(t.status, Status::Retired | Status::Left) || retires.is_some_and(|r| r <= now) {
            return Kind::Out;
        }
        if on(rules.ethics.mode) && t.ethics == jiaopin::county::Ethics::Fail {
            return Kind::Barred;
        }
        let Some(school) = t.school.map(|s| s.ix()) else {
            return Kind::Pooled; // Reading 1
        };
        if self.county.schools[school].closing {
            return Kind::Free;
        }
        if matches!(t.role, Role::Principal | Role::Secretary) {
            return Kind::Leader;
        }
        let near = now + 12 * rules.exemption.near_retirement_years as i32;
        let protected = |word: &String| Status::parse(word) == Some(t.status);
        let exempt = on(rules.exemption.mode)
            && (!t.exemption.is_empty()
                || rules.exemption.statuses.iter().any(protected)
                || retires.is_some_and(|r| r <= near));
        let serving = on(rules.minimum_service.mode)
            && t.wishes.is_empty()
            && years < self.service(&t.recruit_type);
        let pinned = on(rules.pins.mode)
            && self.county.pins.iter().any(|pin| {
                pin.teacher.ix() == p
                    && pin.must
                    && pin.school.ix() == school
                    && (pin.stage.is_none() || pin.stage == t.stage)
                    && (pin.subject.is_none() || pin.subject == t.subject)
            });
        if exempt || serving || pinned {
            Kind::Fixed
        } else {
            Kind::Free
        }
    }

    fn service(&self, recruit_type: &str) -> i32 {
        let years = &self.policy.rules.minimum_service.years;
        let word = if recruit_type.is_empty() {
            "普通"
        } else {
            recruit_type
        };
        years.get(word).map_or(0, |y| *y as i32)
    }

    /// The retirement month, counted in months.
    pub fn retirement(&self, t: &Teacher) -> Option<i32> {
        let r = &self.policy.retirement;
        let (base, from) = match t.sex? {
            Sex::Male => (r.men_base, &r.men_from),
            Sex::Female => (r.women_base, &r.women_from),
        };
        let birth = months(t.birth?);
        let after = birth - months_of(from);
        let delay = if after < 0 {
            0
        } else {
            (after / r.step_months as i32 + 1).min(r.max_delay as i32)
        };
        Some(birth + 12 * base as i32 + delay)
    }
}
