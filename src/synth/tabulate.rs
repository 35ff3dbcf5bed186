//! Made-up schools and persons as tables.

use super::land::Land;
use super::person::Person;
use super::sheet::{self, Sheet};
use super::unit::Unit;
use super::wishes::PinLine;
use crate::county::{Backbone, RelationKind, Role, Stage};

pub fn schools(units: &[Unit], land: Land) -> Sheet {
    let mut sheet = Sheet::new("学校", sheet::SCHOOLS);
    for (at, u) in units.iter().enumerate() {
        let made = || u.site.map(|s| land.degrees(s));
        let (lon, lat) = u.degrees.clone().or_else(made).unwrap_or_default();
        let stages: Vec<&str> = u.stages.iter().map(|s| s.zh()).collect();
        let legal = if u.legal == at {
            String::new()
        } else {
            units[u.legal].id.clone()
        };
        let (senior, intermediate) = titles(u);
        sheet.rows.push(vec![
            u.id.clone(),
            u.name.clone(),
            stages.join("、"),
            legal,
            u.cluster.clone(),
            u.town.clone(),
            u.area.zh().into(),
            u.quality.zh().into(),
            lon,
            lat,
            u.approved.to_string(),
            // All of a made-up headcount teaches: the other work is bought in.
            match u.listed {
                Some(_) => String::new(),
                None => u.approved.to_string(),
            },
            senior.to_string(),
            intermediate.to_string(),
            u.opened.map(|y| y.to_string()).unwrap_or_default(),
            if u.boarders > 0 {
                u.boarders.to_string()
            } else {
                String::new()
            },
            if u.closing {
                "是".into()
            } else {
                String::new()
            },
        ]);
    }
    sheet
}

/// Title posts of a made-up school: 高级 and 中级 in hundredths of the approved staff, by its highest stage.
fn titles(unit: &Unit) -> (u64, u64) {
    let (senior, intermediate) = match unit.main_stage() {
        Stage::Kindergarten => (10, 40),
        Stage::Primary => (18, 46),
        Stage::Special => (20, 45),
        Stage::Junior => (27, 42),
        _ => (36, 40),
    };
    (
        (unit.approved * senior).div_ceil(100),
        (unit.approved * intermediate).div_ceil(100),
    )
}

pub fn classes(units: &[Unit]) -> Sheet {
    let mut sheet = Sheet::new("班级", sheet::CLASSES);
    for u in units {
        for c in &u.classes {
            sheet.rows.push(vec![
                u.id.clone(),
                c.grade.to_string(),
                c.classes.to_string(),
                c.students.to_string(),
            ]);
        }
    }
    sheet
}

pub fn posts(units: &[Unit]) -> Sheet {
    let mut sheet = Sheet::new("岗位", sheet::POSTS);
    for u in units {
        for p in &u.posts {
            sheet.rows.push(vec![
                u.id.clone(),
                p.stage.zh().into(),
                p.subject.clone(),
                p.count.to_string(),
                String::new(),
                p.basis.clone(),
            ]);
        }
    }
    sheet
}

pub fn teachers(units: &[Unit], people: &[Person], land: Land) -> Sheet {
    let mut sheet = Sheet::new("教师", sheet::TEACHERS);
    for p in people {
        let (lon, lat) = p.home.map(|s| land.degrees(s)).unwrap_or_default();
        let certificates: Vec<String> = p
            .certificates
            .iter()
            .map(|(stage, subject)| format!("{stage}{subject}"))
            .collect();
        let role = if p.role == Role::None {
            ""
        } else {
            p.role.zh()
        };
        let backbone = if p.backbone == Backbone::None {
            ""
        } else {
            p.backbone.zh()
        };
        sheet.rows.push(vec![
            p.id.clone(),
            p.name.clone(),
            if p.female { "女" } else { "男" }.into(),
            p.birth.to_string(),
            p.id_number.clone().unwrap_or_default(),
            p.school.map(|s| units[s].id.clone()).unwrap_or_default(),
            p.since.map(|m| m.to_string()).unwrap_or_default(),
            p.joined.to_string(),
            p.stage.zh().into(),
            p.subject.clone(),
            certificates.join("、"),
            p.second.join("、"),
            p.title.zh().into(),
            p.education.zh().into(),
            backbone.into(),
            role.into(),
            p.status.zh().into(),
            p.exemption.unwrap_or_default().into(),
            p.recruit.into(),
            p.rural_years.to_string(),
            p.ethics.zh().into(),
            p.appraisal.join("、"),
            p.score
                .map(|s| format!("{}.{}", s / 10, s % 10))
                .unwrap_or_default(),
            if p.obey { "是" } else { "否" }.into(),
            p.spouse.map(|s| people[s].id.clone()).unwrap_or_default(),
            lon,
            lat,
        ]);
    }
    sheet
}

pub fn applications(units: &[Unit], people: &[Person]) -> Sheet {
    let mut sheet = Sheet::new("志愿", sheet::APPLICATIONS);
    for p in people {
        for (n, (school, subject)) in p.wishes.iter().enumerate() {
            sheet.rows.push(vec![
                p.id.clone(),
                (n + 1).to_string(),
                units[*school].id.clone(),
                subject.clone().unwrap_or_default(),
            ]);
        }
    }
    sheet
}

pub fn relations(people: &[Person], pairs: &[(usize, usize, RelationKind)]) -> Sheet {
    let mut sheet = Sheet::new("亲属关系", sheet::RELATIONS);
    for (a, b, kind) in pairs {
        let row = [people[*a].id.as_str(), people[*b].id.as_str(), kind.zh()];
        sheet.rows.push(row.map(String::from).to_vec());
    }
    sheet.rows.sort();
    sheet
}

pub fn pins(units: &[Unit], people: &[Person], pins: &[PinLine]) -> Sheet {
    let mut sheet = Sheet::new("锁定", sheet::PINS);
    for pin in pins {
        let (stage, subject) = match &pin.cell {
            Some((stage, subject)) => (stage.zh().to_string(), subject.clone()),
            None => Default::default(),
        };
        sheet.rows.push(vec![
            people[pin.person].id.clone(),
            if pin.must { "必须" } else { "禁止" }.into(),
            units[pin.school].id.clone(),
            stage,
            subject,
        ]);
    }
    sheet.rows.sort();
    sheet
}
