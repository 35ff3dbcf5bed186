//! Why a person is where the plan has him, as far as class, pins and wishes say it: the words of an answer and of a letter.

use crate::case::Case;
use crate::county::TeacherIx;
use crate::plan::words::{self, say};
use crate::plan::{Assignment, Class, Outcome, Seat, Station};
use crate::rules::{r06_exemption, r07_minimum_service, r16_leader_terms, r22_pins};
use crate::text::Text;

/// What was decided before any plan: the class, and by which rule.
pub fn reasons(case: &Case, teacher: TeacherIx, row: Option<&Assignment>) -> Vec<Text> {
    let t = case.county.teacher(teacher);
    let mut said = Vec::new();
    if let Some(round) = row.and_then(Assignment::round) {
        said.push(say!(
            "该结果在第 {no} 轮（{name}）确定。",
            "Settled in round {no} ({name}).",
            no = round.no(),
            name = Text::new(round.zh(), round.en())
        ));
    }
    match case.standing.class_of(teacher) {
        Class::Out => said.push(match t.status.is_out() {
            true => say!(
                "原因：人员状态为“{status}”。",
                "Reason: the status is {status}.",
                status = Text::new(t.status.zh(), t.status.en())
            ),
            false => match r06_exemption::reading::retirement(case, teacher) {
                Some(month) => say!(
                    "原因：按规定退休月份为 {month}，不晚于本年度起算月份。",
                    "Reason: the retirement month is {month}, not after the month from which the year is planned.",
                    month = month.to_string()
                ),
                None => Text::new("原因：已退休。", "Reason: retired."),
            },
        }),
        Class::Barred => said.push(Text::new(
            "原因：师德考核不合格，实行一票否决（R05），本年度不予聘任。",
            "Reason: the ethics appraisal failed; nobody may be hired in that year (R05).",
        )),
        Class::Leader if case.county.leader_posts.is_none() => said.push(Text::new(
            "原因：现任校级正职，本年度没有领导岗位的调整，继续任职，不占教学岗位。",
            "Reason: a leader in office goes on leading and takes no teaching post; no leader posts are decided this year.",
        )),
        Class::Leader => said.push(Text::new(
            "原因：现任校级正职，任期未届满且未被锁定到他处，继续任职（R16）。",
            "Reason: a leader whose term is not over and who is not pinned elsewhere goes on leading (R16).",
        )),
        Class::Fixed => said.push(fixed(case, teacher, row)),
        Class::Free | Class::Pooled => {
            if let Some(end) = r16_leader_terms::reading::ends(case, teacher) {
                said.push(say!(
                    "其领导职务已结束（{why}，R16）。",
                    "The leader post has ended ({why}, R16).",
                    why = end.text()
                ));
            }
            let special = free(case, teacher, row);
            let none = special.is_empty();
            said.extend(special);
            said.extend(row.filter(|_| none).map(|row| usual(case, row)));
            said.extend(forbidden(case, teacher));
        }
    }
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
        "原因：{why}（{rule}），属直聘人员，{beyond}",
        "Reason: {why} ({rule}), so the class is fixed.{beyond}",
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
            "原因：经批准锁定到{place}（R22）。",
            "Reason: pinned to {place} (R22).",
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
fn usual(case: &Case, row: &Assignment) -> Text {
    let own = row.seat() == Seat::current(case, row.teacher);
    let due = case.standing.due[row.teacher.ix()];
    match row.outcome {
        Outcome::Stay if own => Text::new(
            "在本岗的岗位数之内继续聘任。",
            "The person goes on in the present post, within its number.",
        ),
        Outcome::Stay => Text::new(
            "在本单位内转到另一个符合任教资格的岗位，由全县统筹按各层级的先后次序安排。",
            "The person changes within the unit to another post that the certificates fit, under the order of the county's aims.",
        ),
        Outcome::Move if due => say!(
            "在现任学校已满 {years} 周年，属应交流人员（R08），由全县统筹按各层级的先后次序安排。",
            "With {years} full years at the school the person is due for rotation (R08) and was placed under the order of the county's aims.",
            years = case.standing.years_at_school[row.teacher.ix()]
        ),
        Outcome::Move | Outcome::Placed => Text::new(
            "由全县统筹按各层级的先后次序安排到符合任教资格的岗位。",
            "The person was placed in a post that the certificates fit, under the order of the county's aims.",
        ),
        Outcome::Retained => retained(case, row.teacher),
        Outcome::Pool => Text::new(
            "本年度未分到岗位，进入待岗。",
            "The person has no post this year and waits in the pool.",
        ),
        Outcome::Lead => Text::new(
            "经校级正职选拔任职（R17）。",
            "Appointed to a leader post by selection (R17).",
        ),
        Outcome::Barred => Text::new("不予聘任。", "Not hireable."),
    }
}

/// Kept beyond the posts: too many holders, or a post that went to somebody else.
fn retained(case: &Case, teacher: TeacherIx) -> Text {
    let cell = case.standing.cell[teacher.ix()];
    let count = cell.map_or(0, |c| case.demand.cell(c).count) as usize;
    let planned = |t: &TeacherIx| matches!(case.standing.class_of(*t), Class::Fixed | Class::Free);
    let same = |t: &TeacherIx| match cell {
        Some(_) => case.standing.cell[t.ix()] == cell,
        None => *t == teacher,
    };
    let here: Vec<TeacherIx> = case
        .county
        .teacher_ixs()
        .filter(planned)
        .filter(same)
        .collect();
    // Who may be appointed to lead need not be among the holders in the end.
    let sure = |t: &&TeacherIx| case.standing.lead.chances_of(**t).is_empty();
    let holders = here.len();
    let settled = here.iter().filter(sure).count() == holders;
    match settled && holders > count {
        true => say!(
            "本岗设岗 {count} 个，现有 {holders} 人，本年度未分到岗位，留在本校（超岗留任）。",
            "The present cell has {count} posts and {holders} holders; the person has no post this year and is kept at the school beyond the posts.",
            count = count,
            holders = holders
        ),
        false => Text::new(
            "按全县统筹的先后次序，本年度未分到岗位，留在本校（超岗留任）。",
            "Under the order of the county's aims the person has no post this year and is kept at the school beyond the posts.",
        ),
    }
}
