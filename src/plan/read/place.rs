//! One row of a plan: the outcome follows from the place.

use super::row::{Reader, Said};
use crate::county::TeacherIx;
use crate::plan::words::{self, say};
use crate::plan::{Class, Outcome, Seat, Station, seat};
use crate::tables::fault::Faults;
use crate::tables::frame::Row;
use crate::text::Text;

impl Reader<'_> {
    /// The outcome that the place means; a contradicted word is a warning.
    pub(super) fn settle(
        &self,
        row: &Row,
        teacher: TeacherIx,
        said: Said,
        faults: &mut Faults,
    ) -> Option<(Outcome, Option<Station>)> {
        let Some(school) = said.school else {
            return self.nowhere(row, teacher, said, faults);
        };
        let t = self.case.county.teacher(teacher);
        let current = Station {
            school,
            stage: t.stage,
            subject: t.subject,
        };
        let here = t.school == Some(school)
            && said.stage.is_none_or(|s| Some(s) == t.stage)
            && said.subject.is_none_or(|s| Some(s) == t.subject);
        let leads = self.case.standing.class_of(teacher) == Class::Leader && here;
        match said.outcome {
            Some(Outcome::Lead) => {
                self.other_cell(row, &said, &current, faults);
                return Some((Outcome::Lead, Some(current)));
            }
            Some(Outcome::Retained) if here => return Some((Outcome::Retained, Some(current))),
            None if leads => return Some((Outcome::Lead, Some(current))),
            _ => {}
        }
        let (Some(stage), Some(subject)) = (said.stage, said.subject) else {
            self.half_named(row, teacher, faults);
            return None;
        };
        let seat = Seat {
            school,
            stage,
            subject,
        };
        let meant = match t.school {
            None => Outcome::Placed,
            Some(_) if seat::is_move(self.case, teacher, school) => Outcome::Move,
            Some(_) => Outcome::Stay,
        };
        if let Some(given) = said.outcome.filter(|o| *o != meant) {
            self.contradicted(row, given, meant, faults);
        }
        Some((meant, Some(seat.station())))
    }

    /// A row without school: the pool, or barred.
    fn nowhere(
        &self,
        row: &Row,
        teacher: TeacherIx,
        said: Said,
        faults: &mut Faults,
    ) -> Option<(Outcome, Option<Station>)> {
        // Without a word for the pool, a post named in half is rather a school that was lost.
        let half = said.stage.is_some() && said.subject.is_some();
        let barred = self.case.standing.class_of(teacher) == Class::Barred;
        match said.outcome {
            Some(o @ (Outcome::Pool | Outcome::Barred)) => Some((o, None)),
            Some(_) => {
                self.half_named(row, teacher, faults);
                None
            }
            None if barred => Some((Outcome::Barred, None)),
            None if half => {
                self.half_named(row, teacher, faults);
                None
            }
            None => Some((Outcome::Pool, None)),
        }
    }

    fn half_named(&self, row: &Row, teacher: TeacherIx, faults: &mut Faults) {
        let column = ["school_id", "stage", "subject"]
            .into_iter()
            .find(|c| row.get(c).is_none());
        faults.push(
            "E506",
            row.place(column.unwrap_or("school_id")),
            say!(
                "{p}的拟聘学校、学段、学科没有填全",
                "school, stage and subject of {p} are not all given",
                p = words::person(self.case, teacher)
            ),
            Text::new(
                "请补全；待岗人员请将去向填为“待岗”并清空学校",
                "fill them in; for somebody in the pool write outcome pool and clear the school",
            ),
        );
    }

    /// Who leads is written with the current stage and subject.
    fn other_cell(&self, row: &Row, said: &Said, current: &Station, faults: &mut Faults) {
        let same = said.stage.is_none_or(|s| Some(s) == current.stage)
            && said.subject.is_none_or(|s| Some(s) == current.subject);
        if !same {
            faults.push(
                "W501",
                row.place("subject"),
                Text::new(
                    "任职人员的学段、学科与教师表不符；按教师表读取",
                    "stage and subject of somebody who leads are not those of the teachers table; those count",
                ),
                Text::new("请核对该行", "check the row"),
            );
        }
    }

    fn contradicted(&self, row: &Row, given: Outcome, meant: Outcome, faults: &mut Faults) {
        faults.push(
            "W501",
            row.place("outcome"),
            say!(
                "去向写作“{given}”，按拟聘学校应为“{meant}”；已按学校读取",
                "the outcome says {given}, the school makes it {meant}; the school counts",
                given = Text::new(given.zh(), given.key()),
                meant = Text::new(meant.zh(), meant.key())
            ),
            match given {
                Outcome::Pool | Outcome::Barred => Text::new(
                    "请核对该行；如确为待岗，请清空拟聘学校",
                    "check the row; for somebody in the pool clear the school",
                ),
                _ => Text::new("请核对该行", "check the row"),
            },
        );
    }
}
