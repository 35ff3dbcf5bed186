//! `suggest`: ranked seats for one person, each with the change of every tier.

use super::asked::{self, Answerable, Asked};
use super::exit::{Exit, Failure};
use super::explain::{costs_of, forced_json};
use super::{Context, out};
use crate::case::Case;
use crate::explain::suggest::{self, Suggestion};
use crate::explain::teacher;
use crate::explain::words::Claim;
use crate::explain::{Forced, Question};
use crate::plan::{Seat, words};
use crate::solve::Options;
use crate::text::Text;
use serde_json::json;

/// So many seats are printed; `--json` has all.
const LINES: usize = 15;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub asked: Asked,
    /// The person: teacher_id 教师工号
    #[arg(long, value_name = "ID")]
    pub teacher: String,
    /// Seconds for all seats together 各岗位合计限时（秒）
    #[arg(long, value_name = "S", default_value_t = 28.0, value_parser = super::solve::seconds)]
    pub time_limit: f64,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let Answerable {
        case,
        plan,
        recorded,
        ..
    } = args.asked.load(context)?;
    let person = asked::teacher(&case, &args.teacher, context)?;
    let question = asked::question(&case, &plan, recorded.as_ref());
    let options = Options {
        time_limit: Some(args.time_limit),
        stop: super::solve::stop_at_ctrl_c(),
        ..Options::default()
    };
    let list = suggest::first(&question, person);
    if list.is_empty() && !context.json {
        asked::line(&teacher::nothing(&question, person), context);
        return Ok(Exit::Done);
    }
    if !context.json {
        let head = words::say!(
            "{p}：符合条件的其他岗位 {n} 个。按最简单的调换初排：",
            "{p}: {n} other seats fit. First ranks, by the simplest exchange:",
            p = words::person(&case, person),
            n = list.len()
        );
        asked::line(&head, context);
        out::print(&table(&question, &list, context));
    }
    let list = suggest::solve(&question, person, list, &options)?;
    if context.json {
        let seats = list.iter().map(|s| {
            json!({
                "cell": case.cell_name(s.cell),
                "at_most": s.quick,
                "alternative": s.forced.as_ref().map(|f| forced_json(&case, f)),
            })
        });
        return out::json(&json!({
            "format": "jiaopin/suggest/1",
            "teacher_id": case.county.teacher(person).id,
            "tiers": question.known.iter().map(|k| k.tier.key()).collect::<Vec<_>>(),
            "seats": seats.collect::<Vec<_>>(),
        }));
    }
    let head = Text::new("\n逐个重新求解后：", "\nEach solved again:");
    asked::line(&head, context);
    out::print(&table(&question, &list, context));
    asked::note(&question.made, context);
    Ok(Exit::Done)
}

fn table(q: &Question, list: &[Suggestion], context: &Context) -> String {
    let lang = context.lang;
    let rows = list.iter().take(LINES).enumerate().map(|(i, s)| {
        vec![
            String::new(),
            (i + 1).to_string(),
            place(q.case, s).get(lang).to_owned(),
            change(q, s).get(lang).to_owned(),
            sure(s).get(lang).to_owned(),
        ]
    });
    out::columns(&rows.collect::<Vec<_>>())
}

fn place(case: &Case, s: &Suggestion) -> Text {
    words::seat(case, Seat::of(case.demand.cell(s.cell)))
}

fn change(q: &Question, s: &Suggestion) -> Text {
    match (&s.forced, s.worse()) {
        (Some(Forced::Impossible(_)), _) => Text::new("与规则冲突", "against the rules"),
        (_, None) => Text::new(
            "须多人联动，尚未得出",
            "needs a longer exchange, not settled yet",
        ),
        (_, Some(worse)) => {
            let tiers = q.known.iter().map(|k| k.tier).zip(worse);
            costs_of(&tiers.collect::<Vec<_>>())
        }
    }
}

fn sure(s: &Suggestion) -> Text {
    match &s.forced {
        Some(forced) => Claim::of(forced).text(),
        None if s.quick.is_some() => Claim::Found.text(),
        None => Text::new("", ""),
    }
}
