//! Posts whose conditions only one person meets.

use crate::demand::{county, school};
use jiaopin::county::{
    Backbone, Certificate, Education, Ethics, PostRow, Role, SchoolIx, Sex, Stage, Status,
    SubjectIx, Teacher, Title,
};
use jiaopin::demand::{Demand, made_for_one};
use jiaopin::policy::Policy;
use jiaopin::tables::fault::Place;

fn teacher(id: &str, subject: SubjectIx, school: u32) -> Teacher {
    Teacher {
        id: id.to_string(),
        name: format!("教师{id}"),
        sex: Some(Sex::Female),
        birth: jiaopin::county::Month::new(1985, 3),
        id_number: None,
        school: Some(SchoolIx(school)),
        since: None,
        joined: jiaopin::county::Month::new(2008, 9),
        stage: Some(Stage::Primary),
        subject: Some(subject),
        certificates: vec![Certificate {
            stage: Stage::Primary,
            subject,
        }],
        second_subjects: Vec::new(),
        title: Title::First,
        education: Education::Bachelor,
        backbone: Backbone::None,
        role: Role::None,
        status: Status::Working,
        exemption: Vec::new(),
        recruit_type: String::new(),
        rural_years: None,
        ethics: Ethics::Pass,
        appraisal: Vec::new(),
        score: None,
        obey: true,
        spouse: None,
        home: None,
        wishes: Vec::new(),
        place: Place::default(),
    }
}

/// Who alone meets the conditions, among: A 女 一级 本科, B 男 高级 研究生 市骨干, C 女 二级 专科 小学语文, D 正高级 elsewhere.
fn alone(conditions: &str) -> Option<(String, Vec<String>)> {
    let policy = Policy::national();
    let schools = vec![
        school("1", &[Stage::Primary]),
        school("2", &[Stage::Primary]),
    ];
    let mut county = county(schools, &[], &policy);
    let (maths, chinese) = (
        county.find_subject("数学").unwrap(),
        county.find_subject("语文").unwrap(),
    );
    let a = teacher("A", maths, 0);
    let mut b = teacher("B", maths, 0);
    b.sex = Some(Sex::Male);
    b.title = Title::Senior;
    b.education = Education::Graduate;
    b.backbone = Backbone::City;
    b.joined = jiaopin::county::Month::new(1998, 9);
    let mut c = teacher("C", chinese, 0);
    c.title = Title::Second;
    c.education = Education::College;
    c.birth = jiaopin::county::Month::new(1996, 10);
    c.appraisal = vec!["优秀".to_string()];
    let mut d = teacher("D", maths, 1);
    d.title = Title::FullSenior;
    county.teachers = vec![a, b, c, d];
    county.posts = Some(vec![PostRow {
        school: SchoolIx(0),
        stage: Stage::Primary,
        subject: maths,
        count: 1,
        conditions: Some(conditions.to_string()),
        basis: None,
        place: Place::default(),
    }]);
    let demand = Demand::new(&county, &policy);
    let found = made_for_one(&county, &policy, &demand);
    let first = found.into_iter().next()?;
    Some((
        county.teacher(first.teacher).id.clone(),
        first.conditions.unknown,
    ))
}

#[test]
fn conditions_that_one_person_meets() {
    let who = |conditions: &str| alone(conditions).map(|(id, _)| id).unwrap_or_default();
    assert_eq!(who("高级及以上职称"), "B");
    assert_eq!(who("一级教师"), "A");
    assert_eq!(who("一级及以上"), "", "A and B");
    assert_eq!(who("硕士研究生学历"), "B");
    assert_eq!(who("本科及以上；女"), "A");
    assert_eq!(who("市级骨干教师"), "B");
    assert_eq!(who("限男性"), "B");
    assert_eq!(who("具有小学语文教师资格"), "C");
    assert_eq!(who("教龄20年以上"), "B");
    assert_eq!(who("30周岁以下"), "C");
    assert_eq!(who("年度考核优秀"), "C");
    assert_eq!(who("教师B优先"), "B");
    assert_eq!(who("身体健康"), "", "what is not understood proves nothing");
    assert_eq!(
        alone("男，身体健康"),
        Some(("B".to_string(), vec!["身体健康".to_string()]))
    );
}
