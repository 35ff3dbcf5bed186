//! Scenario files: what they set and change, and what is wrong with them.

use crate::policy::{Folder, lines, models};
use jiaopin::policy::Policy;
use jiaopin::tables::fault::Faults;
use std::path::{Path, PathBuf};

#[test]
fn a_scenario_changes_values_and_says_so() {
    let folder = Folder::new();
    let path = folder.file(
        "more.toml",
        "title = \"多交流\"\nreason = \"试算\"\n[set]\nrules.rotation.share = 0.2\n\"rules.couples.mode\" = \"off\"\n\
         [[change]]\ndo = \"close school\"\nschool = \"0003\"\n",
    );
    let (policy, scenarios) = Policy::resolve(Some(&models("hongshan.toml")), &[path]).unwrap();
    assert_eq!(policy.rules.rotation.share.to_string(), "0.2");
    assert!(!policy.rules.couples.on());
    let entry = policy.entry("rules.rotation.share").unwrap();
    assert_eq!((entry.file.as_str(), entry.line), ("more.toml", 4));
    assert_eq!(entry.source, "情景“多交流”：试算");
    assert_eq!(
        policy.rules.rotation.source, "教师〔2014〕4号",
        "the rule's own source stays"
    );
    assert_eq!(scenarios[0].changes.len(), 1);
    assert_eq!(scenarios[0].hash.len(), 64);
}

#[test]
fn a_faulty_scenario_is_told_by_line() {
    let folder = Folder::new();
    let path = folder.file(
        "bad.toml",
        "title = \"x\"\n[set]\nrules.rotation.shaer = 0.2\n[[change]]\ndo = \"close schol\"\nschool = \"1\"\n\n\
         [[change]]\ndo = \"pin\"\nteacher = \"1\"\n",
    );
    let found = Policy::resolve(None, &[path]).unwrap_err();
    let told = lines(&found.list);
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(
        told[0].starts_with("E605 bad.toml › change › L5 ")
            && told[0].contains("是不是“close school”？"),
        "{}",
        told[0]
    );
    assert!(
        told[1].starts_with("E608 bad.toml › change › L9 ") && told[1].contains("school"),
        "{}",
        told[1]
    );
    assert!(
        told[2].starts_with("E602 bad.toml › rules.rotation › L3 "),
        "{}",
        told[2]
    );
}

#[test]
fn changes_of_a_scenario_reach_the_county() {
    let mut found = Faults::default();
    let policy = Policy::national();
    let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/small");
    let mut county =
        jiaopin::county::load(&county, &policy, &mut found).expect("the small county is sound");
    let before = county.clone();
    let school = before.schools[1].id.clone();
    let teacher = before.teachers[2].clone();
    let (stage, subject) = (
        teacher.stage.unwrap(),
        before.subject(teacher.subject.unwrap()).to_string(),
    );
    let folder = Folder::new();
    let text = format!(
        "[[change]]\ndo = \"close school\"\nschool = \"{school}\"\n\
         [[change]]\ndo = \"retire teachers matching\"\nteachers = [\"{id}\"]\n\
         [[change]]\ndo = \"add recruits\"\nstage = \"{stage}\"\nsubject = \"{subject}\"\ncount = 2\n\
         [[change]]\ndo = \"set approved_staff\"\nschool = \"{school}\"\napproved_staff = 7\n\
         [[change]]\ndo = \"forbid\"\nteacher = \"{id}\"\nschool = \"{school}\"\n\
         [[change]]\ndo = \"close school\"\nschool = \"nowhere\"\n",
        id = teacher.id,
    );
    let path = folder.file("s.toml", &text);
    let (policy, scenarios) = Policy::resolve(None, &[path]).unwrap();
    let mut told = Faults::default();
    let changes = &scenarios[0].changes;
    jiaopin::policy::scenario::apply(&mut county, changes, policy.as_of(), &mut told);
    assert!(county.schools[1].closing && !before.schools[1].closing);
    assert_eq!(county.schools[1].approved_staff, Some(7));
    assert_eq!(county.teachers.len(), before.teachers.len() + 2);
    assert!(county.teachers.is_sorted_by(|a, b| a.id < b.id));
    let retired = county.find_teacher(&teacher.id).unwrap();
    assert!(county.teacher(retired).status.is_out());
    assert_eq!(
        county.pins.last().map(|p| (p.teacher, p.must)),
        Some((retired, false))
    );
    for (old, new) in before.couples().into_iter().zip(county.couples()) {
        assert_eq!(before.teacher(old.0).id, county.teacher(new.0).id);
    }
    let line = 1 + text.lines().position(|l| l.contains("nowhere")).unwrap() - 1;
    assert_eq!(told.list.len(), 1);
    assert_eq!(told.list[0].code, "E610");
    assert_eq!(
        told.list[0].place.to_string(),
        format!("s.toml › change › L{line}")
    );
}

#[test]
fn the_scenarios_that_come_with_the_program_load() {
    let folder = std::fs::read_dir(models("scenarios")).unwrap();
    let files: Vec<PathBuf> = folder.map(|f| f.unwrap().path()).collect();
    assert!(files.len() >= 8);
    for file in files {
        let (policy, read) = Policy::resolve(None, std::slice::from_ref(&file)).unwrap();
        assert!(!read[0].title.is_empty());
        let changes = policy.hash != Policy::national().hash || !read[0].changes.is_empty();
        assert!(changes, "{} changes nothing", file.display());
        assert!(!read[0].told().is_empty() && !read[0].reason.is_empty());
    }
}
