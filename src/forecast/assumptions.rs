//! What a forecast supposes, in words: said wherever its numbers are shown.

use super::Forecast;
use crate::case::Case;
use crate::plan::Class;
use crate::policy::{Entry, show};
use crate::text::Text;
use rust_decimal::Decimal;

/// The table of yearly changes, which are shares.
const CHANGE: &str = "forecast.intake_change.";

/// The method and everything supposed, one sentence each.
pub fn of(case: &Case, forecast: &Forecast) -> Vec<Text> {
    let mut all = vec![first_year(), persons(case), retirement(case)];
    if forecast.unknown > 0 {
        let n = forecast.unknown;
        all.push(Text::new(
            format!("{n}人未填出生年月或性别，退休年月不能推算，按一直在岗计。"),
            format!("{n} persons without birth or sex cannot be told and are taken to stay."),
        ));
    }
    all.extend(pupils(case, forecast));
    all.extend(closing(case));
    all.push(posts(case));
    all.push(Text::new(
        "缺口＝岗位－在岗（能聘任教师岗位的人员，不含校长、书记；按现任教学段学科计，不计兼教和转岗），全县合计，校际余缺由当年方案调剂。",
        "Gap = posts − holders (whoever may hold a post, leaders not; by present stage and subject, second subjects not counted), for the whole county: the plan of each year sees to who works where.",
    ));
    all.push(Text::new(
        "招聘：每年先减退休，再在空编（核定编制－全部人员）之内补缺口；空编不够时先补缺岗权重大的学科（T2，紧缺学科在先），权重相同的逐个补给在岗比例最低的学科。招来的人下一年计入在岗；不计辞职、调出县外和自然减员。",
        "Recruits: each year, once the retired have left, the gaps as far as free headcount (approved − all persons) reaches; where it does not, subjects that weigh more in T2 first (the shortage ones), and of equal weight each further place to the subject with the smallest part of its posts filled. They count as holders from then on; resignations are not reckoned with.",
    ));
    all
}

/// The first column is no forecast: its gaps are for the plan itself to recruit for.
fn first_year() -> Text {
    Text::new(
        "首年为本方案的年度，只列现状，不测算招聘：本年招录见方案工作簿的《缺岗与招录建议》；招聘从次年起测算。",
        "The first year is that of the plan, as things stand, without recruits: the plan's workbook proposes those; recruits are reckoned from the year after on.",
    )
}

/// Why there are fewer persons than rows in a plan.
fn persons(case: &Case) -> Text {
    let barred = case.standing.class.iter().filter(|c| **c == Class::Barred);
    let n = barred.count();
    let (zh, en) = match n {
        0 => Default::default(),
        n => (
            format!("，本年{n}人；方案的人数含这些人"),
            format!(" ({n} this year; a plan has rows for them)"),
        ),
    };
    Text::new(
        format!(
            "全部人员为在编可用的人员，含校长、书记和待岗；不含退休、离职和不予聘任的人员（师德考核不合格{zh}）。"
        ),
        format!(
            "All persons: leaders and those in the pool among them; not those who retired or left, nor the barred{en}."
        ),
    )
}

fn retirement(case: &Case) -> Text {
    let source = |key: &str| case.policy.entry(key).map_or("", |e| e.source.as_str());
    let law = source("retirement.men_base");
    Text::new(
        format!(
            "退休按法定退休年月（{law}），到基准日已到年月的计为减员；另列已可弹性提前退休的人数，实际减员在两者之间。"
        ),
        format!(
            "Retirement is that of the statutory month ({law}) on each year's day; who may go early by then is counted beside it, and the truth lies between the two."
        ),
    )
}

fn pupils(case: &Case, forecast: &Forecast) -> Vec<Text> {
    if !forecast.moves {
        return vec![Text::new(
            "没有班级数据，学生、班级和岗位按本年不变计，只有退休会带来缺口。",
            "There are no classes: pupils and posts stay as they are, and only retirement opens gaps.",
        )];
    }
    let named = |table: &str| -> Vec<&Entry> {
        let all = case.policy.entries.iter();
        all.filter(|e| e.key.starts_with(table)).collect()
    };
    let list = |entries: &[&Entry], lang_none: &str| match entries {
        [] => lang_none.to_owned(),
        some => some.iter().map(|e| value(e)).collect::<Vec<_>>().join("、"),
    };
    let (rate, change) = (named("forecast.progression."), named(CHANGE));
    vec![
        Text::new(
            "学生：各年级整班升入上一年级；学校不办上一年级的（如教学点），按现有学生数并入本法人单位、本学区、全县办该年级的学校。寄宿生数不变。撤并学校的班级不计入，其学生请填在并入学校。",
            "Pupils: each cohort moves up with its classes; where its school does not teach the next grade (a teaching point), it goes to the schools of the legal unit, the cluster or the county that do, in proportion to their pupils. Boarders stay as many. Classes of closing schools are left out: enter their pupils at the schools that receive them.",
        ),
        Text::new(
            format!(
                "起始年级：按上一学段毕业年级人数乘以升学比例的学段：{}；其余学段按本年人数，每年增减：{}。按各校本年起始年级人数分配，班额不变。",
                list(&rate, "无"),
                list(&change, "无")
            ),
            format!(
                "First grades: so many times those who leave the stage before: {}; else as many as now, changing each year by: {}. Spread as the present intake is, in classes as large as now.",
                list(&rate, "none"),
                list(&change, "none")
            ),
        ),
    ]
}

/// Pupils whom nobody has yet entered where they will be.
fn closing(case: &Case) -> Option<Text> {
    let county = &case.county;
    let rows = county
        .classes
        .iter()
        .filter(|r| county.school(r.school).closing);
    let n: u32 = rows.map(|r| r.students).sum();
    (n > 0).then(|| {
        Text::new(
            format!("注意：撤并学校的班级中还填有学生{n}人，没有计入。"),
            format!(
                "Beware: {n} pupils still stand in the classes of closing schools and are left out."
            ),
        )
    })
}

/// `初中 1.0※`, `小学 -3%`
fn value(entry: &Entry) -> String {
    let stage = entry.key.rsplit('.').next().unwrap_or_default();
    let mark = if entry.verify { "※" } else { "" };
    let shown = show(&entry.value);
    let share = shown.parse::<Decimal>().ok();
    let shown = match share.filter(|_| entry.key.starts_with(CHANGE)) {
        Some(share) => format!("{}%", (share * Decimal::ONE_HUNDRED).normalize()),
        None => shown,
    };
    format!("{stage} {shown}{mark}")
}

fn posts(case: &Case) -> Text {
    match case.county.posts.is_some() {
        true => Text::new(
            "岗位：本年为填报岗位，以后各年按测算岗位的增减调整。核定编制有填报的各年不变，未填报的按标准随学生和班级推算；撤并学校的编制不计入。",
            "Posts: this year as declared, later moved by as much as the formula's. Approved staff stays where it is given, else follows pupils and classes by the standard; that of closing schools is left out.",
        ),
        false => Text::new(
            "岗位：各年按班级和课程测算（同 demand）。核定编制有填报的各年不变，未填报的按标准随学生和班级推算；撤并学校的编制不计入。",
            "Posts: each year by the formula of `demand`. Approved staff stays where it is given, else follows pupils and classes by the standard; that of closing schools is left out.",
        ),
    }
}
