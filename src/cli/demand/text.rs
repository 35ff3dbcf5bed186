//! The arithmetic as text for reading.

use crate::case::Case;
use crate::cli::out;
use crate::county::{SchoolIx, Stage};
use crate::demand::{Basis, PostFormula, SchoolPosts, SchoolStaff, StageStaff};
use crate::demand::{excesses, made_for_one};
use crate::report::order::Subjects;
use crate::text::Lang;

/// Every school (or one), then what needs a look.
pub fn demand(case: &Case, only: Option<SchoolIx>, lang: Lang) -> String {
    let mut text = String::new();
    let wanted = |s: SchoolIx| only.is_none_or(|o| o == s);
    for staff in case.demand.staff.iter().filter(|s| wanted(s.school)) {
        text.push_str(&school(case, staff, lang));
        text.push('\n');
    }
    if only.is_none() {
        text.push_str(&shared(case, lang));
        text.push_str(&over(case, lang));
        text.push_str(&suspects(case, lang));
        text.push_str(&summary(case, lang));
    }
    text
}

fn school(case: &Case, staff: &SchoolStaff, lang: Lang) -> String {
    let school = case.county.school(staff.school);
    let closing = if school.closing {
        lang.pick("（本年度撤并）", " (closing)")
    } else {
        ""
    };
    let mut text = format!("{} {}{closing}\n", school.id, school.name);
    let standards = &case.policy.staffing.stages;
    for stage in &staff.stages {
        if let Some(standard) = standards.get(stage.stage.zh()) {
            text.push_str(&headcount(stage, standard, lang));
        }
    }
    text.push_str(&totals(case, staff, lang));
    let posts = case
        .demand
        .schools
        .iter()
        .find(|p| p.school == staff.school);
    if let Some(posts) = posts {
        text.push_str(&whole(posts, lang));
    }
    text.push_str(&carers(case, staff, lang));
    let here = |f: &&PostFormula| f.school == staff.school;
    let order = Subjects::new(case);
    let mut formulas: Vec<&PostFormula> = case.demand.formulas.iter().filter(here).collect();
    formulas.sort_by_key(|f| (f.stage, order.of(f.subject)));
    let rows: Vec<Vec<String>> = formulas.into_iter().map(|f| post(case, f, lang)).collect();
    text.push_str(&out::columns(&rows));
    text
}

/// A kindergarten's class ratio holds the teachers of its classes and a carer for each (两教一保).
fn carers(case: &Case, staff: &SchoolStaff, lang: Lang) -> String {
    let mut stages = staff.stages.iter();
    let Some(all) = stages
        .find(|s| s.stage == Stage::Kindergarten)
        .and_then(|s| s.by_classes)
    else {
        return String::new();
    };
    let here = |f: &&PostFormula| f.school == staff.school && f.stage == Stage::Kindergarten;
    let teachers: u32 = case
        .demand
        .formulas
        .iter()
        .filter(here)
        .map(|f| f.posts)
        .sum();
    let carers = all.saturating_sub(teachers);
    match lang {
        Lang::Zh => {
            format!("  班级人员 {all}：教师 {teachers}，保育员 {carers}（保育员不占教师岗位）\n")
        }
        Lang::En => {
            format!(
                "  for the classes {all}: {teachers} teachers, {carers} carers (who hold no teaching post)\n"
            )
        }
    }
}

/// `  小学：学生 450 ÷ 19 → 24；班级 10 × 2.4 → 24；核定 24`
fn headcount(s: &StageStaff, standard: &crate::policy::StageStaffing, lang: Lang) -> String {
    if !s.known() {
        return match lang {
            Lang::Zh => format!("  {}：没有班级数据，编制不能测算\n", s.stage),
            Lang::En => format!(
                "  {}: no classes given, headcount cannot be computed\n",
                s.stage.en()
            ),
        };
    }
    let ratio = standard.students_per_staff.normalize();
    let class_ratio = standard.staff_per_class.normalize();
    let by_classes = match (s.by_classes, lang) {
        (Some(n), Lang::Zh) => format!("；{} 班 × {class_ratio} → {n}", s.classes),
        (Some(n), Lang::En) => format!("; {} classes × {class_ratio} → {n}", s.classes),
        (None, Lang::Zh) => format!("；{} 班（非小规模，不按班师比）", s.classes),
        (None, Lang::En) => format!("; {} classes (not small: no class ratio)", s.classes),
    };
    let addition = match (s.addition, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("；单独核增 {n}"),
        (n, Lang::En) => format!("; granted {n}"),
    };
    let (students, by, total) = (s.students, s.by_students, s.total());
    match lang {
        Lang::Zh => format!(
            "  {}：{students} 名学生 ÷ {ratio} → {by}{by_classes}{addition}；计 {total}\n",
            s.stage
        ),
        Lang::En => format!(
            "  {}: {students} pupils ÷ {ratio} → {by}{by_classes}{addition}; {total}\n",
            s.stage.en()
        ),
    }
}

fn totals(case: &Case, s: &SchoolStaff, lang: Lang) -> String {
    let basis = match s.basis {
        Basis::Given => lang.pick("填报", "given"),
        Basis::Derived => lang.pick("推算", "derived"),
        Basis::Posts => lang.pick("按填报岗位", "from declared posts"),
    };
    let quota = match s.quota_given {
        Some(_) => lang.pick("填报", "given").to_owned(),
        None => derived_quota(case, s, lang),
    };
    let derived = match s.known() {
        true => s.derived.to_string(),
        false => lang.pick("不能测算", "cannot be computed").to_owned(),
    };
    match lang {
        Lang::Zh => format!(
            "  寄宿核增 {}；推算编制 {derived}；核定编制 {}（{basis}）；专任教师编制 {}（{quota}）；高级岗位 {}，中级岗位 {}\n",
            s.boarding, s.approved, s.quota, s.senior_posts, s.intermediate_posts
        ),
        Lang::En => format!(
            "  for boarders {}; derived {derived}; approved staff {} ({basis}); teaching quota {} ({quota}); senior posts {}, intermediate {}\n",
            s.boarding, s.approved, s.quota, s.senior_posts, s.intermediate_posts
        ),
    }
}

/// `推算：⌊4 × (15×0.9) ÷ 15⌋`: the teaching part of the headcount.
fn derived_quota(case: &Case, s: &SchoolStaff, lang: Lang) -> String {
    let part = |stage: &StageStaff| {
        let standard = case.policy.staffing.stages.get(stage.stage.zh());
        let share = standard
            .map(|s| s.teaching_share.normalize())
            .unwrap_or_default();
        format!("{}×{share}", stage.total())
    };
    let parts: Vec<String> = s.stages.iter().map(part).collect();
    match (s.derived, lang) {
        (0, _) => lang
            .pick("推算：同核定编制", "derived: all of the approved staff")
            .to_owned(),
        (all, _) => format!(
            "{}⌊{} × ({}) ÷ {all}⌋",
            lang.pick("推算：", "derived: "),
            s.approved,
            parts.join(" + ")
        ),
    }
}

/// How the school's posts were made whole, and what is short or left over.
fn whole(p: &SchoolPosts, lang: Lang) -> String {
    let reduced = match (p.reduced, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "各学科整数部分已超过编制，先按比例折减；",
        (true, Lang::En) => {
            "the whole parts exceed the quota, so shares were reduced in proportion first; "
        }
    };
    let posts = p.posts();
    let missing = p.need.minus(crate::demand::Ratio::whole(posts));
    let spare = p.quota - posts;
    let left = missing > crate::demand::Ratio::default();
    let rest = match (lang, p.short(), left) {
        (Lang::Zh, Some(missing), _) => format!("；编制不足，尚缺 {missing}"),
        (Lang::En, Some(missing), _) => format!("; the quota is short by {missing}"),
        (Lang::Zh, None, true) => {
            format!("；零头 {missing} 由学区走教岗承担；编制余 {spare}")
        }
        (Lang::En, None, true) => {
            format!("; fractions of {missing} go to the cluster's shared posts; quota left {spare}")
        }
        (Lang::Zh, None, false) => format!("；编制余 {spare}"),
        (Lang::En, None, false) => format!("; quota left {spare}"),
    };
    match lang {
        Lang::Zh => format!(
            "  岗位：需要 {}，专任教师编制 {}；{reduced}取整 {}，按余数增 {}，共 {posts}{rest}\n",
            p.need, p.quota, p.whole, p.further
        ),
        Lang::En => format!(
            "  posts: needed {}, teaching quota {}; {reduced}whole parts {}, {} more by remainder, {posts} in all{rest}\n",
            p.need, p.quota, p.whole, p.further
        ),
    }
}

fn post(case: &Case, f: &PostFormula, lang: Lang) -> Vec<String> {
    let terms: Vec<String> = f
        .terms
        .iter()
        .map(|t| format!("{}×{}[{}]", t.classes, t.hours.normalize(), t.grade))
        .collect();
    let stage = lang.pick(f.stage.zh(), f.stage.en());
    let share = match f.share == f.fte {
        true => String::new(),
        false => format!(" ⇒ {}", f.share),
    };
    let rank = match (f.rank, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("余 {} 第{n}", f.remainder),
        (n, Lang::En) => format!("rest {} rank {n}", f.remainder),
    };
    vec![
        String::new(),
        format!(
            "{stage}{}{}",
            lang.pick("", " "),
            case.county.subject(f.subject)
        ),
        format!("= {}", f.posts),
        format!(
            "{}/{} = {}{share}",
            f.lessons().normalize(),
            f.load.normalize(),
            f.fte
        ),
        format!("⌊⌋ {}", f.floor),
        rank,
        terms.join(" + "),
    ]
}

fn shared(case: &Case, lang: Lang) -> String {
    if case.demand.shared.is_empty() {
        return String::new();
    }
    let mut text = lang.pick("走教岗\n", "Shared posts\n").to_string();
    for post in &case.demand.shared {
        let name = |s: SchoolIx| case.county.school(s).name.as_str();
        let served: Vec<String> = post
            .served
            .iter()
            .map(|(s, lessons)| format!("{} {lessons}", name(*s)))
            .collect();
        text.push_str(&format!(
            "  {} {}{}  {} {}  {}\n",
            name(post.host),
            post.stage,
            case.county.subject(post.subject),
            lang.pick("当量", "full-time"),
            post.fte,
            served.join(lang.pick("；", "; ")),
        ));
    }
    text.push('\n');
    text
}

fn over(case: &Case, lang: Lang) -> String {
    let list = excesses(&case.county, &case.demand);
    if list.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = list
        .iter()
        .map(|e| {
            vec![
                String::new(),
                case.cell_name(e.cell),
                format!("{} {}", lang.pick("填报", "declared"), e.declared),
                format!("{} {}", lang.pick("测算", "formula"), e.formula),
                format!("+{}", e.declared - e.formula),
            ]
        })
        .collect();
    let title = lang.pick("超出测算的填报岗位\n", "Declared posts above the formula\n");
    format!("{title}{}\n", out::columns(&rows))
}

fn suspects(case: &Case, lang: Lang) -> String {
    let list = made_for_one(&case.county, &case.policy, &case.demand);
    if list.is_empty() {
        return String::new();
    }
    let mut text = lang
        .pick(
            "条件只有本校一人符合的岗位（疑似因人设岗）\n",
            "Posts whose conditions exactly one teacher of the school meets\n",
        )
        .to_string();
    for found in &list {
        let teacher = case.county.teacher(found.teacher);
        let known: Vec<&str> = found
            .conditions
            .known
            .iter()
            .map(|(c, _)| c.as_str())
            .collect();
        let unknown = match found.conditions.unknown.is_empty() {
            true => String::new(),
            false => format!(
                "  {}{}",
                lang.pick("未能识别：", "not understood: "),
                found.conditions.unknown.join("、")
            ),
        };
        text.push_str(&format!(
            "  {}  {}  → {} {}{unknown}\n",
            case.cell_name(found.cell),
            known.join("、"),
            teacher.id,
            teacher.name,
        ));
    }
    text.push('\n');
    text
}

/// The county in one line.
pub fn summary(case: &Case, lang: Lang) -> String {
    let d = &case.demand;
    let approved: u64 = d.approved.iter().map(|n| u64::from(*n)).sum();
    let posts: u64 = d.cells.iter().map(|c| u64::from(c.count)).sum();
    let declared = case.county.posts.is_some();
    let formula = formula(case, lang);
    match (lang, declared) {
        (Lang::Zh, false) => format!(
            "全县核定编制 {approved}，按测算设岗 {posts}（其中走教岗 {}）。\n",
            d.shared.len()
        ),
        (Lang::En, false) => format!(
            "approved staff {approved}; posts by the formula {posts} ({} of them shared).\n",
            d.shared.len()
        ),
        (Lang::Zh, true) => {
            format!("全县核定编制 {approved}，填报岗位 {posts}（{formula}）。\n")
        }
        (Lang::En, true) => {
            format!("approved staff {approved}; declared posts {posts} ({formula}).\n")
        }
    }
}

/// What the formula gives beside declared posts, as far as there are classes to reckon with.
fn formula(case: &Case, lang: Lang) -> String {
    let d = &case.demand;
    let sum: u64 = d.formulas.iter().map(|f| u64::from(f.posts)).sum();
    let open = |s: &&SchoolStaff| !s.known() && !case.county.school(s.school).closing;
    let unknown = d.staff.iter().filter(open).count();
    match (lang, d.schools.is_empty(), unknown) {
        (Lang::Zh, true, _) => "没有班级数据，不能测算，也不能与填报岗位比较".to_owned(),
        (Lang::En, true, _) => {
            "no classes given: the formula cannot be computed, nor compared with these".to_owned()
        }
        (Lang::Zh, false, 0) => format!("按测算为 {sum}"),
        (Lang::En, false, 0) => format!("by the formula {sum}"),
        (Lang::Zh, false, n) => format!("按测算为 {sum}，另有 {n} 所学校没有班级数据，不能测算"),
        (Lang::En, false, n) => {
            format!("by the formula {sum}; {n} schools without classes cannot be computed")
        }
    }
}
