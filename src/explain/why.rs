//! Why a person is where the plan has him, as far as class, pins and wishes say it: the words of an answer and of a letter.

use super::unseated;
use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Class, Outcome, Plan, Round, Seat, Station};
use crate::rules::{r06_exemption, r07_minimum_service, r16_leader_terms, r22_pins};
use crate::text::Text;

/// What was decided before any plan: the class, and by which rule.
pub fn reasons(case: &Case, plan: &Plan, teacher: TeacherIx) -> Vec<Text> {
    let row = plan.of(teacher);
    let mut said = Vec::new();
    if let Some(round) = row.and_then(Assignment::round) {
        said.push(settled(round, row.and_then(Assignment::open_after)));
    }
    match case.standing.class_of(teacher) {
        Class::Out => said.push(out(case, teacher)),
        Class::Barred => said.push(Text::new(
            "师德考核不合格，实行一票否决（R05），本年度不予聘任。",
            "The ethics appraisal failed; nobody may be hired in that year (R05).",
        )),
        Class::Leader => said.push(leading(case)),
        Class::Fixed => said.push(fixed(case, teacher, row)),
        Class::Free | Class::Pooled => said.extend(chosen(case, plan, teacher)),
    }
    said
}

/// In which round the outcome came about; `open` after that one a later round may still change it.
fn settled(round: Round, open: Option<Round>) -> Text {
    let name = Text::new(round.zh(), round.en());
    match open {
        None => say!(
            "该结果在第 {no} 轮（{name}）确定。",
            "Settled in round {no} ({name}).",
            no = round.no(),
            name = name
        ),
        Some(last) => say!(
            "该结果为第 {no} 轮（{name}）的暂定结果：编排止于第 {last} 轮，以后各轮尚未进行，可能变动。",
            "Provisional from round {no} ({name}): the year stands after round {last}, and a later round may still change it.",
            no = round.no(),
            name = name,
            last = last.no()
        ),
    }
}

fn out(case: &Case, teacher: TeacherIx) -> Text {
    let status = case.county.teacher(teacher).status;
    if status.is_out() {
        return say!(
            "人员状态为“{status}”。",
            "The status is {status}.",
            status = Text::new(status.zh(), status.en())
        );
    }
    match r06_exemption::reading::retirement(case, teacher) {
        Some(month) => say!(
            "按规定退休月份为 {month}，不晚于本年度起算月份。",
            "The retirement month is {month}, not after the month from which the year is planned.",
            month = month.to_string()
        ),
        None => Text::new("已退休。", "Retired."),
    }
}

fn leading(case: &Case) -> Text {
    match case.county.leader_posts {
        None => Text::new(
            "现任校级正职，本年度没有领导岗位的调整，继续任职，不占教学岗位。",
            "A leader in office goes on leading and takes no teaching post; no leader posts are decided this year.",
        ),
        Some(_) => Text::new(
            "现任校级正职，任期未届满且未被锁定到他处，继续任职（R16）。",
            "A leader whose term is not over and who is not pinned elsewhere goes on leading (R16).",
        ),
    }
}

/// Of those who could be anywhere: what was special about them, else what the outcome means.
fn chosen(case: &Case, plan: &Plan, teacher: TeacherIx) -> Vec<Text> {
    let row = plan.of(teacher);
    let mut said = Vec::new();
    if let Some(end) = r16_leader_terms::reading::ends(case, teacher) {
        let next = match row.is_some_and(|r| r.outcome == Outcome::Lead) {
            true => Text::new("", ""),
            false => Text::new("，回任教师", ", and the person returns to teaching"),
        };
        said.push(say!(
            "原任领导职务本年度结束（{why}，R16）{next}。",
            "The leader post ends this year ({why}, R16){next}.",
            why = end.text(),
            next = next
        ));
    }
    let special = free(case, teacher, row);
    // Who got no seat is told so, whatever else there is to say.
    if let Some(round) = row
        .filter(|r| r.undecided())
        .and_then(Assignment::open_after)
    {
        said.push(say!(
            "本年度编排止于第 {no} 轮（{name}），以后各轮尚未进行。",
            "The year stands after round {no} ({name}); the later rounds are still to come.",
            no = round.no(),
            name = Text::new(round.zh(), round.en())
        ));
        return said;
    }
    let seatless = row.is_some_and(|r| matches!(r.outcome, Outcome::Retained | Outcome::Pool));
    let plain = special.is_empty() || seatless;
    said.extend(special);
    said.extend(row.filter(|_| plain).map(|row| usual(case, plan, row)));
    said.extend(forbidden(case, teacher));
    said
}

fn fixed(case: &Case, teacher: TeacherIx, row: Option<&Assignment>) -> Text {
    let (why, rule) = if let Some(why) = exempt(case, teacher) {
        (why, "R06")
    } else if let Some(why) = r07_minimum_service::reading::reason(case, teacher) {
        (why, "R07")
    } else {
        (
            Text::new("经批准锁定在本岗", "pinned to the present post"),
            "R22",
        )
    };
    let retained = row.is_some_and(|r| r.outcome == Outcome::Retained);
    let beyond = match retained {
        true => Text::new(
            "本岗的岗位数少于直聘人数，因此超岗留任，不参加调动。",
            " There are fewer posts in the cell than fixed holders, so the person is kept beyond the posts and does not move.",
        ),
        false => Text::new(
            "因此直接聘任在本岗，不参加调动。",
            " The person therefore keeps the present post and does not move.",
        ),
    };
    say!(
        "{why}（{rule}），属直聘人员，{beyond}",
        "The class is fixed: {why} ({rule}).{beyond}",
        why = why,
        rule = rule,
        beyond = beyond
    )
}

/// Why somebody is exempt, in the words of the tables: the answer is the person's own.
fn exempt(case: &Case, teacher: TeacherIx) -> Option<Text> {
    let why = r06_exemption::reading::reason(case, teacher)?;
    let t = case.county.teacher(teacher);
    let status = case.policy.rules.exemption.statuses.iter();
    let retires = r06_exemption::reading::retirement(case, teacher);
    Some(if !t.exemption.is_empty() {
        let words = t.exemption.join("、");
        say!("有免调原因（{words}）", "exempt ({words})", words = words)
    } else if let (false, Some(month)) = (status.into_iter().any(|s| s == t.status.zh()), retires) {
        say!(
            "临近退休（规定退休月份 {month}）",
            "near retirement (due in {month})",
            month = month.to_string()
        )
    } else {
        why
    })
}

/// What holds of a person who could be anywhere: a pin, a wish met, a closing school.
fn free(case: &Case, teacher: TeacherIx, row: Option<&Assignment>) -> Vec<Text> {
    let mut said = Vec::new();
    let t = case.county.teacher(teacher);
    let Some(row) = row else { return said };
    if t.school.is_some_and(|s| case.county.school(s).closing) {
        said.push(Text::new(
            "现任学校本年撤并，所有岗位取消，人员须另行安排。",
            "The present school closes this year; all its posts end and its staff must go elsewhere.",
        ));
    }
    let must = r22_pins::reading::musts(case, teacher);
    if let Some(pin) = must.first() {
        let place = words::station(case, *pin);
        said.push(say!(
            "经批准锁定到{place}（R22）。",
            "Pinned to {place} (R22).",
            place = place
        ));
    }
    if let Some(seat) = row.seat()
        && let Some(rank) = t.wish_rank(seat.school, seat.subject)
    {
        said.push(say!(
            "这是本人的第 {rank} 志愿。",
            "This is the person's wish no. {rank}.",
            rank = rank
        ));
    }
    said
}

/// What the pins of a person forbid.
fn forbidden(case: &Case, teacher: TeacherIx) -> impl Iterator<Item = Text> {
    let on = case.policy.rules.pins.on();
    let pins = case.standing.pins[teacher.ix()].iter().filter(move |_| on);
    let pins = pins.map(|i| &case.county.pins[*i]).filter(|p| !p.must);
    pins.map(|pin| {
        let place = Station {
            school: pin.school,
            stage: pin.stage,
            subject: pin.subject,
        };
        say!(
            "经批准不得安排到{place}（R22）。",
            "A pin keeps the person from {place} (R22).",
            place = words::station(case, place)
        )
    })
}

/// What an outcome means where nothing special stands behind it.
fn usual(case: &Case, plan: &Plan, row: &Assignment) -> Text {
    match row.outcome {
        Outcome::Stay => staying(case, row),
        Outcome::Move if case.standing.due[row.teacher.ix()] => say!(
            "在现任学校已满 {years} 周年，属交流到期人员（R08），由全县统筹按各层级的先后次序安排。",
            "With {years} full years at the school the person is due for rotation (R08) and was placed under the order of the county's aims.",
            years = case.standing.years_at_school[row.teacher.ix()]
        ),
        Outcome::Move | Outcome::Placed => Text::new(
            "由全县统筹按各层级的先后次序安排到符合任教资格的岗位。",
            "The person was placed in a post that the certificates fit, under the order of the county's aims.",
        ),
        Outcome::Retained | Outcome::Pool => unseated::reason(case, plan, row),
        Outcome::Lead if r16_leader_terms::reading::ends(case, row.teacher).is_some() => Text::new(
            "按任期交流担任新的正职（R16、R18）。",
            "Appointed to another leader post by exchange (R16, R18).",
        ),
        Outcome::Lead => Text::new(
            "经校级正职选拔任职（R17）。",
            "Appointed to a leader post by selection (R17).",
        ),
        Outcome::Barred => Text::new("不予聘任。", "Not hireable."),
    }
}

fn staying(case: &Case, row: &Assignment) -> Text {
    let own = row.seat() == Seat::current(case, row.teacher);
    let competed = row.round() == Some(Round::InSchool);
    match (own, competed) {
        (true, true) => Text::new(
            "校内竞聘中按竞聘得分聘任在本岗。",
            "The person keeps the present post by score in the in-school competition.",
        ),
        (true, false) => Text::new(
            "在本岗的岗位数之内继续聘任。",
            "The person goes on in the present post, within its number.",
        ),
        (false, true) => Text::new(
            "校内竞聘中未能聘任在本岗，按竞聘得分补入本校其他符合任教资格的岗位。",
            "Not appointed to the present post in the in-school competition, the person fills another post of the school that the certificates fit, by score.",
        ),
        (false, false) => Text::new(
            "在本单位内转到另一个符合任教资格的岗位，由全县统筹按各层级的先后次序安排。",
            "The person changes within the unit to another post that the certificates fit, under the order of the county's aims.",
        ),
    }
}
