//! Teachers and their applications.

use super::{Maker, Theme};
use jiaopin::county::*;
use jiaopin::tables::fault::Place;
use rust_decimal::Decimal;

impl Maker {
    pub(super) fn teachers(&mut self) {
        let number = self
            .dice
            .between(self.size.teachers.0, self.size.teachers.1);
        for i in 0..number {
            let teacher = self.teacher(i);
            self.county.teachers.push(teacher);
        }
    }

    /// The current post: mostly a cell of the school, sometimes one that has no posts.
    fn post(&mut self) -> (SchoolIx, Stage, SubjectIx) {
        let rows = self.county.posts.clone().unwrap_or_default();
        let rows: Vec<_> = rows
            .iter()
            .map(|r| (r.school, r.stage, r.subject))
            .collect();
        if !rows.is_empty() && self.dice.percent(85) {
            // Few cells crowd: that is what makes surplus.
            let some = 1 + rows.len() * self.crowd / 100;
            return self.dice.pick(&rows[..some.min(rows.len())]);
        }
        let school = self.school_ix();
        let stages = self.county.schools[school.ix()].stages.clone();
        (school, self.dice.pick(&stages), self.subject())
    }

    fn month(&mut self, from: i64, to: i64) -> Option<Month> {
        let year = self.dice.between(from, to) as i16;
        let last = if year == 2026 { 9 } else { 12 };
        Month::new(year, self.dice.between(1, last) as u8)
    }

    fn birth(&mut self) -> Option<Month> {
        match self.dice.between(0, 9) {
            0 => self.month(1963, 1967),
            1 => self.month(1968, 1974),
            2 => None,
            _ => self.month(1975, 2000),
        }
    }

    fn certificates(&mut self, own: Certificate) -> Vec<Certificate> {
        if self.dice.percent(20) {
            return Vec::new();
        }
        let mut list = Vec::new();
        if self.dice.percent(80) {
            list.push(own);
        }
        for _ in 0..self.dice.between(if list.is_empty() { 1 } else { 0 }, 4) {
            let rows = self.county.posts.as_deref().unwrap_or_default();
            let i = (self.dice.roll() % rows.len().max(1) as u64) as usize;
            let from_posts = rows.get(i).map(|r| Certificate {
                stage: r.stage,
                subject: r.subject,
            });
            let stage = self.dice.pick(Stage::ALL);
            let subject = self.subject();
            let any = Certificate { stage, subject };
            let near = from_posts.filter(|_| self.dice.percent(75)).unwrap_or(any);
            list.push(near);
        }
        list.sort();
        list.dedup();
        list
    }

    fn teacher(&mut self, i: i64) -> Teacher {
        let (school, stage, subject) = self.post();
        let certificates = self.certificates(Certificate { stage, subject });
        let second = self.dice.percent(25).then(|| self.subject());
        let home = self.dice.percent(50).then(|| self.point());
        let birth = self.birth();
        let since = self.month(2008, 2026);
        let wishes = self.wishes();
        let d = &mut self.dice;
        let lowest = if self.theme == Theme::Kin { -15 } else { 0 };
        let role = match d.between(lowest, 99) {
            ..=6 => Role::Principal,
            7..=10 => Role::Secretary,
            11..=24 => Role::VicePrincipal,
            25..=34 => Role::Middle,
            _ => Role::None,
        };
        let status = match d.between(0, 99) {
            0..=3 => Status::Maternity,
            4..=6 => Status::Seconded,
            7..=9 => Status::Sick,
            10..=14 => Status::Waiting,
            15..=16 => Status::Retired,
            _ => Status::Working,
        };
        let ethics = match d.between(0, 99) {
            0..=3 => Ethics::Fail,
            4..=15 => Ethics::Excellent,
            _ => Ethics::Pass,
        };
        let backbone = [
            Backbone::City,
            Backbone::County,
            Backbone::School,
            Backbone::None,
            Backbone::None,
        ];
        Teacher {
            id: format!("{:03}", i + 1),
            name: format!("教师{}", i + 1),
            sex: Some(d.pick(&[Sex::Male, Sex::Female, Sex::Female])),
            birth,
            id_number: None,
            school: (!d.percent(15)).then_some(school),
            since: since.filter(|_| !d.percent(5)),
            joined: None,
            stage: Some(stage),
            subject: Some(subject),
            certificates,
            second_subjects: second.into_iter().collect(),
            title: d.pick(Title::ALL),
            education: d.pick(&Education::ALL[..4]),
            backbone: d.pick(&backbone),
            role,
            status,
            exemption: match d.percent(6) {
                true => vec!["孕期".into()],
                false => Vec::new(),
            },
            recruit_type: d.pick(&["", "普通", "普通", "特岗", "公费师范生"]).into(),
            rural_years: None,
            ethics,
            appraisal: Vec::new(),
            score: d.percent(75).then(|| Decimal::new(d.between(400, 1000), 1)),
            obey: d.percent(75),
            spouse: None,
            home,
            wishes,
            place: Place::default(),
        }
    }

    /// Up to three wishes; ranks rise and may leave gaps.
    fn wishes(&mut self) -> Vec<Wish> {
        let mut list = Vec::new();
        if self.dice.percent(50) {
            return list;
        }
        let mut rank = 0;
        for _ in 0..self.dice.between(1, 3) {
            rank += self.dice.pick(&[1, 1, 1, 2, 4]);
            let school = self.school_ix();
            let subject = self.dice.percent(40).then(|| self.subject());
            let same = |w: &Wish| w.school == school && w.subject == subject;
            if !list.iter().any(same) {
                list.push(Wish {
                    rank,
                    school,
                    subject,
                });
            }
        }
        list
    }
}
