//! The class of each teacher: the first of out, barred, leader, fixed, free, pooled that matches.

use crate::county::{Candidate, County, Ethics, Pin, Teacher, TeacherIx};
use crate::demand::{Demand, retirement};
use crate::plan::Class;
use crate::policy::Policy;
use crate::tables::fault::Faults;
use crate::text::Text;

/// Decides the class; `pins` are those of this teacher, `ends` says that his leader post ends (§4a).
pub fn class(
    county: &County,
    policy: &Policy,
    t: &Teacher,
    years_at_school: i32,
    pins: &[&Pin],
    ends: bool,
) -> Class {
    let rules = &policy.rules;
    if t.status.is_out() || retired(policy, t) {
        return Class::Out;
    }
    if rules.ethics.on() && t.ethics == Ethics::Fail {
        return Class::Barred;
    }
    let Some(school) = t.school else {
        return Class::Pooled;
    };
    if county.school(school).closing || ends {
        return Class::Free;
    }
    if t.role.is_leader() {
        return Class::Leader;
    }
    let served = rules.minimum_service.on() && serving(policy, t, years_at_school);
    let exempt = rules.exemption.on() && exempt(policy, t);
    let pinned = rules.pins.on() && pins.iter().any(|p| p.must && pins_here(p, t));
    if exempt || served || pinned {
        Class::Fixed
    } else {
        Class::Free
    }
}

fn retired(policy: &Policy, t: &Teacher) -> bool {
    retirement_month(policy, t).is_some_and(|month| month <= policy.as_of())
}

fn retirement_month(policy: &Policy, t: &Teacher) -> Option<crate::county::Month> {
    retirement::month(t.birth, t.sex, &policy.retirement)
}

/// R06
fn exempt(policy: &Policy, t: &Teacher) -> bool {
    let rule = &policy.rules.exemption;
    let near = retirement_month(policy, t).is_some_and(|month| {
        policy.as_of().months_to(month) <= 12 * rule.near_retirement_years as i32
    });
    near || !t.exemption.is_empty() || rule.statuses.iter().any(|s| s == t.status.zh())
}

/// R07: still within the minimum service; an applicant has asked to go.
fn serving(policy: &Policy, t: &Teacher, years_at_school: i32) -> bool {
    let kind = match t.recruit_type.as_str() {
        "" => "普通",
        word => word,
    };
    let years = policy.rules.minimum_service.years.get(kind);
    !t.is_applicant() && years.is_some_and(|y| years_at_school < *y as i32)
}

/// R22: a `must` that names the current school with stage and subject empty or current.
fn pins_here(pin: &Pin, t: &Teacher) -> bool {
    t.school.is_some_and(|s| pin.covers(s, t.stage, t.subject))
}

/// Who is out by the retirement month alone, while the status says otherwise, is named: nobody drops out unseen.
pub fn check_retired(policy: &Policy, t: &Teacher, faults: &mut Faults) {
    let Some(month) = retirement_month(policy, t).filter(|_| !t.status.is_out()) else {
        return;
    };
    if month > policy.as_of() {
        return;
    }
    faults.push(
        "W415",
        t.place.clone(),
        Text::new(
            format!("{}（{}）{month} 到达退休年月，不列入方案", t.name, t.id),
            format!(
                "{} ({}) reaches retirement in {month} and is not planned",
                t.name, t.id
            ),
        ),
        Text::new(
            "核对出生年月和性别；已批准延迟退休的，按政策 [retirement] 改正",
            "check birth and sex; where retirement was put off, correct [retirement] in the policy",
        ),
    );
}

/// A `must` elsewhere on somebody who stays is an input error: on a fixed teacher, and on a leader whom §4a does not move
/// (SPEC §4). So is a `forbid` of the post in which such a leader stays: R22 is hard, and nothing could keep it. Any other
/// pin that nothing can follow is told of: who is barred or out takes no place.
pub fn check_pins(
    county: &County,
    policy: &Policy,
    t: &Teacher,
    class: Class,
    pins: &[&Pin],
    faults: &mut Faults,
) {
    for pin in pins.iter().filter(|_| policy.rules.pins.on()) {
        let here = pins_here(pin, t);
        match class {
            Class::Fixed if pin.must && !here => elsewhere(county, t, pin, faults),
            Class::Leader if pin.must != here => leads_on(county, t, pin, faults),
            Class::Barred => idle(t, pin, ("师德考核不合格、本年不予聘任", "barred"), faults),
            Class::Out => idle(t, pin, ("已退休或离职", "retired or gone"), faults),
            _ => {}
        }
    }
}

/// A `must` to a post that its school does not have: nothing can follow it, and no plan exists.
pub fn check_posts(
    county: &County,
    policy: &Policy,
    demand: &Demand,
    (teacher, class): (TeacherIx, Class),
    pins: &[&Pin],
    faults: &mut Faults,
) {
    let pins = pins.iter().filter(|_| policy.rules.pins.on());
    for pin in pins.filter(|pin| postless(county, demand, class, pin)) {
        let (t, school) = (county.teacher(teacher), &county.school(pin.school).name);
        let missing = missing_post(county, pin);
        faults.push(
            "W418",
            pin.place.clone(),
            Text::new(
                format!("{}（{}）被锁定为必须在{school}，但{}，无法满足", t.name, t.id, missing.zh),
                format!("{} ({}) must be at {school}, but {}: nothing can follow this pin", t.name, t.id, missing.en),
            ),
            Text::new(
                "核对锁定的学校、学段、学科；确需设岗的，在岗位表中补上",
                "check school, stage and subject of the pin; where there is to be a post, declare it",
            ),
        );
    }
}

/// Whether a `must` asks of somebody who seeks a seat one that its school does not have; a candidate may lead there instead.
pub fn postless(county: &County, demand: &Demand, class: Class, pin: &Pin) -> bool {
    let seeks = matches!(class, Class::Free | Class::Pooled);
    let mut posts = demand.cells.iter().filter(|cell| cell.count > 0);
    let stands = |c: &Candidate| c.teacher == pin.teacher;
    pin.must
        && seeks
        && !pins_here(pin, county.teacher(pin.teacher))
        && !posts.any(|c| pin.covers(c.school, Some(c.stage), Some(c.subject)))
        && !county.candidacies().any(stands)
}

/// `该校没有小学音乐岗位`
pub fn missing_post(county: &County, pin: &Pin) -> Text {
    let subject = pin.subject.map_or("", |s| county.subject(s));
    let (zh, en) = pin.stage.map_or(("", ""), |s| (s.zh(), s.en()));
    let words = [en, subject, "post"].into_iter().filter(|w| !w.is_empty());
    let words: Vec<&str> = words.collect();
    Text::new(
        format!("该校没有{zh}{subject}岗位"),
        format!("that school has no {}", words.join(" ")),
    )
}

fn elsewhere(county: &County, t: &Teacher, pin: &Pin, faults: &mut Faults) {
    let school = &county.school(pin.school).name;
    faults.push(
        "E409",
        pin.place.clone(),
        Text::new(
            format!("{}（{}）属直聘人员，却被锁定到“{school}”的其他岗位", t.name, t.id),
            format!("{} ({}) is fixed at the present post but pinned to another one at {school}", t.name, t.id),
        ),
        Text::new(
            "删去这条锁定，或先改正其免调原因、状态、录用类型或到校年月",
            "delete this pin, or correct the exemption, status, recruit type or since of the teacher",
        ),
    );
}

/// A leader stays whom a pin would have elsewhere.
fn leads_on(county: &County, t: &Teacher, pin: &Pin, faults: &mut Faults) {
    let school = &county.school(pin.school).name;
    let kind = match pin.must {
        true => ("必须在", "must"),
        false => ("禁止在", "must not"),
    };
    faults.push(
        "E409",
        pin.place.clone(),
        Text::new(
            format!("{}（{}）为在任校级正职，却被锁定为{}“{school}”", t.name, t.id, kind.0),
            format!("{} ({}) leads a school and goes on, but {} be at {school}", t.name, t.id, kind.1),
        ),
        Text::new(
            "删去这条锁定；确需调整的，在领导岗位表中补上其现任职位，或改正其行政职务",
            "delete this pin; to move this person, name the post held in leader_posts, or correct the role",
        ),
    );
}

/// `why`: what this person is, in Chinese and English.
fn idle(t: &Teacher, pin: &Pin, why: (&str, &str), faults: &mut Faults) {
    faults.push(
        "W414",
        pin.place.clone(),
        Text::new(
            format!("{}（{}）{}，这条锁定不起作用", t.name, t.id, why.0),
            format!("{} ({}) is {}: this pin has no effect", t.name, t.id, why.1),
        ),
        Text::new(
            "核对此人的状态和师德考核，或删去这条锁定",
            "check the person's status and ethics, or delete the pin",
        ),
    );
}
