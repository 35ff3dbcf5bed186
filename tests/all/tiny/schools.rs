//! Schools, posts and classes.

use super::{Maker, Theme};
use jiaopin::county::*;
use jiaopin::tables::fault::Place;

impl Maker {
    pub(super) fn schools(&mut self) {
        use Stage::*;
        let number = self.dice.between(self.size.schools.0, self.size.schools.1);
        for i in 0..number {
            let shapes: [&[Stage]; 8] = [
                &[Primary],
                &[Primary],
                &[Junior],
                &[Primary, Junior],
                &[Junior, Senior],
                &[Kindergarten],
                &[Vocational],
                &[Special],
            ];
            let shape = match self.dice.percent(65) {
                true => self.dice.pick(&shapes[..4]),
                false => self.dice.pick(&shapes),
            };
            let d = &mut self.dice;
            let closing = d.percent(13);
            let opened = match d.percent(15) {
                true => Some(d.pick(&[2025, 2026])),
                false => d.pick(&[None, Some(1987), Some(2024)]),
            };
            let area = match self.theme == Theme::Rural && d.percent(50) {
                true => Area::Rural,
                false => d.pick(&[Area::Urban, Area::Town, Area::Rural]),
            };
            let quality = d.pick(&[
                Quality::Strong,
                Quality::Ordinary,
                Quality::Ordinary,
                Quality::Weak,
            ]);
            let placed = d.percent(90);
            let per_school = self.size.teachers.1 / number;
            let school = School {
                id: format!("{:02}", i + 1),
                name: format!("第{}学校", i + 1),
                stages: shape.to_vec(),
                legal_unit: SchoolIx(i as u32),
                cluster: "一区".into(),
                town: None,
                area,
                quality,
                point: placed.then(|| self.point()),
                approved_staff: Some(self.approved(per_school)),
                teaching_staff_max: None,
                senior_posts: Some(self.dice.between(0, 2) as u32),
                intermediate_posts: Some(self.dice.between(0, 2) as u32),
                opened,
                boarders: 0,
                closing,
            };
            self.county.schools.push(school);
        }
        self.teaching_points();
    }

    fn approved(&mut self, per_school: i64) -> u32 {
        let most = match self.theme {
            Theme::Quota => 1,
            _ => per_school + 2,
        };
        self.dice.between(0, most) as u32
    }

    /// Some schools become a teaching point of the first or second one.
    fn teaching_points(&mut self) {
        for i in 1..self.county.schools.len() {
            let centre = SchoolIx(self.dice.between(0, 1.min(i as i64 - 1)) as u32);
            let own = self.county.schools[centre.ix()].legal_unit == centre;
            if own && self.dice.percent(18) {
                self.county.schools[i].legal_unit = centre;
            }
        }
    }

    pub(super) fn posts(&mut self) {
        let mut all = Vec::new();
        for s in 0..self.county.schools.len() {
            for stage in self.county.schools[s].stages.clone() {
                let mut subjects: Vec<u16> = (0..self.taught as u16).collect();
                self.dice.shuffle(&mut subjects);
                let some = self.dice.between(1, self.taught.min(3)) as usize;
                for subject in &subjects[..some] {
                    let count = self.dice.pick(&[0, 1, 1, 1, 1, 2, 2, 3]);
                    all.push((SchoolIx(s as u32), stage, SubjectIx(*subject), count));
                }
            }
        }
        self.dice.shuffle(&mut all);
        all.truncate(self.size.cells);
        all.sort();
        let row = |(school, stage, subject, count): (SchoolIx, Stage, SubjectIx, u32)| PostRow {
            school,
            stage,
            subject,
            count,
            conditions: None,
            basis: None,
            place: Place::default(),
        };
        let mut rows: Vec<PostRow> = all.iter().copied().map(row).collect();
        // Rows of one cell add up.
        if self.dice.percent(20) && !all.is_empty() {
            let (school, stage, subject, _) = self.dice.pick(&all);
            rows.push(row((school, stage, subject, 1)));
            rows.sort_by_key(|r| (r.school, r.stage, r.subject, r.count));
        }
        self.county.posts = Some(rows);
    }

    pub(super) fn classes(&mut self) {
        for s in 0..self.county.schools.len() {
            for stage in self.county.schools[s].stages.clone() {
                let grades: &[Grade] = match stage {
                    Stage::Primary => &[Grade::Year(1), Grade::Year(6)],
                    Stage::Junior => &[Grade::Year(7), Grade::Year(9)],
                    Stage::Senior => &[Grade::Year(10)],
                    Stage::Kindergarten => &[Grade::Kindergarten(2)],
                    Stage::Vocational | Stage::Special => &[],
                };
                for grade in grades {
                    let students = self.dice.pick(&[0, 3, 9, 20, 35, 60]);
                    self.county.classes.push(ClassRow {
                        school: SchoolIx(s as u32),
                        grade: *grade,
                        classes: 1,
                        students,
                    });
                }
            }
        }
    }
}
