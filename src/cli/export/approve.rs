//! What may be exported as approved, and what whoever exports is told of the plan.

use super::Failure;
use crate::plan::words::say;
use crate::report::RunInfo;
use crate::tables::fault::{Faults, Place};
use crate::text::{Lang, Text};
use std::path::Path;

/// A meeting cannot approve what has not happened, or persons who do not exist; nor should it a plan that may be far from
/// the best because the search for it was broken off (`cut_short`: in which tiers).
pub fn check(
    path: &Path,
    rounds_left: bool,
    cut_short: Option<Text>,
    info: &RunInfo,
) -> Result<(), Failure> {
    let mut faults = Faults::default();
    let place = || Place {
        file: path.display().to_string(),
        ..Place::default()
    };
    if rounds_left {
        let cause = Text::new(
            "方案止于中途，以后各轮竞聘尚未进行，不能审定。",
            "The plan stops before its last round, so no meeting can have approved it.",
        );
        let remedy = Text::new(
            "去掉 --final 导出；把方案文件夹里的 pins.csv 并入“锁定”表，办完以后各轮再审定。",
            "export it without --final; feed pins.csv of its folder back as rows of the table pins (锁定), go on with the later rounds, then approve.",
        );
        faults.push("E507", place(), cause, remedy);
    }
    if info.what_if.iter().any(|w| w.invents) {
        let cause = Text::new(
            "方案依据的情景增加了尚不存在的新招人员，不能审定。",
            "The plan's scenario adds recruits who do not exist, so no meeting can have approved it.",
        );
        let remedy = Text::new(
            "去掉 --final，只作测算导出；招录完成后把人员列入教师表，不带该情景重新求解，再审定。",
            "export it without --final, as a reckoning; once the recruits are hired enter them as teachers, solve without the scenario, then approve.",
        );
        faults.push("E508", place(), cause, remedy);
    }
    if let Some(tiers) = cut_short {
        let cause = say!(
            "求解中途停止，{tiers} 未经证明最优，可能远非最好，不能审定。",
            "The solve was stopped: {tiers} not proven and perhaps far from the best, so no meeting can have approved it.",
            tiers = tiers
        );
        let remedy = Text::new(
            "去掉 --final 导出；放宽 --time-limit、用 --start 从本方案接着求解，算完再审定。确实算不完的，在政策 [tiers.gap] 中定下允许的差距，重新求解。",
            "export it without --final; solve on to the end (a longer --time-limit, --start with this plan), then approve. Where it cannot be proven, let [tiers.gap] of the policy say which gap will do, and solve again.",
        );
        faults.push("E509", place(), cause, remedy);
    }
    match faults.has_errors() {
        true => Err(Failure::Input(faults)),
        false => Ok(()),
    }
}

/// What is said beside a list of a plan that nobody should decide by.
pub fn warned(caution: &Text, rounds_left: bool, lang: Lang) -> String {
    let remedy = match rounds_left {
        true => Text::new(
            "请接着办以后各轮（把 pins.csv 并入“锁定”表再求解）",
            "Go on with the later rounds first (feed pins.csv back as the table pins and solve)",
        ),
        false => Text::new(
            "请先把求解算完（放宽 --time-limit，用 --start 接着算）",
            "Solve to the end first (a longer --time-limit, --start to go on)",
        ),
    };
    match lang {
        Lang::Zh => format!(
            "注意：{}，不宜据此定人；名单上已注明。{}。\n",
            caution.zh, remedy.zh
        ),
        Lang::En => format!(
            "Beware: {}; do not decide by it. The list says so. {}.\n",
            caution.en, remedy.en
        ),
    }
}
