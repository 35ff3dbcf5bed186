//! The help in the reader's language. Each text of the command line holds both, English first and Chinese behind; each
//! reader gets his own alone.

use crate::text::Lang;
use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

pub fn in_language(command: Command, lang: Lang) -> Command {
    let command = told(command, lang).mut_subcommands(|verb| told(verb, lang));
    match lang {
        Lang::Zh => {
            let command = with_usage(command);
            let version = Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version);
            let mut command = command
                .subcommand_help_heading("命令")
                .disable_version_flag(true)
                .arg(version.help("显示版本").help_heading("通用选项"));
            // Clap adds the verb `help` when it builds; before that there is nothing to name.
            command.build();
            command.mut_subcommand("help", |help| help.about("显示某个命令的说明"))
        }
        Lang::En => command,
    }
}

/// One command with its arguments.
fn told(command: Command, lang: Lang) -> Command {
    let about = command.get_about().map(|text| said(text, lang));
    let command = match about {
        Some(text) => command.about(text),
        None => command,
    };
    let command = command.mut_args(|arg| {
        let arg = named(headed(arg, lang), lang);
        match arg.get_help().map(|text| said(text, lang)) {
            Some(text) => with_values(arg, text, lang),
            None => arg,
        }
    });
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help);
    match lang {
        Lang::Zh => command
            .help_template(TEMPLATE)
            .disable_help_flag(true)
            .arg(help.help("显示这份说明").help_heading("通用选项")),
        Lang::En => command,
    }
}

/// Clap's own `[OPTIONS]` and `<COMMAND>` in Chinese. A copy is built to learn what it would say.
fn with_usage(command: Command) -> Command {
    let mut built = command.clone();
    built.build();
    let usage = |of: &mut Command| {
        let text = of.render_usage().to_string();
        let text = text
            .replace("[OPTIONS]", "[选项]")
            .replace("[COMMAND]", "<命令>");
        text.replace("<COMMAND>", "<命令>")
            .replacen("Usage: ", "", 1)
    };
    let own = usage(&mut built);
    let verbs = command.get_subcommands().map(|c| c.get_name().to_owned());
    let verbs: Vec<String> = verbs.collect();
    verbs
        .into_iter()
        .fold(command.override_usage(own), |command, verb| {
            let text = built.find_subcommand_mut(&verb).map(usage);
            command.mut_subcommand(verb, |c| match text {
                Some(text) => c.override_usage(text),
                None => c,
            })
        })
}

/// The help of an argument with its values and its default in the reader's language; clap says them in English, and what
/// each value means in both.
fn with_values(arg: Arg, mut help: String, lang: Lang) -> Arg {
    let takes = arg.get_action().takes_values();
    let mut values = arg.get_possible_values();
    values.retain(|v| takes && !v.is_hide_set());
    let explained = values.iter().any(|v| v.get_help().is_some());
    let default = arg.get_default_values().iter().map(|v| v.to_string_lossy());
    let default: Vec<String> = default.map(|v| v.into_owned()).collect();
    if explained {
        for value in &values {
            let said = value
                .get_help()
                .map_or(String::new(), |text| said(text, lang));
            help += &format!("\n- {}: {said}", value.get_name());
        }
    }
    if lang == Lang::En {
        return arg.help(help).hide_possible_values(explained);
    }
    if !explained && !values.is_empty() {
        let names: Vec<&str> = values.iter().map(|v| v.get_name()).collect();
        help += &format!("（可用 {}）", names.join("、"));
    }
    if takes && !default.is_empty() {
        help += &format!("（默认 {}）", default.join("、"));
    }
    arg.help(help)
        .hide_possible_values(true)
        .hide_default_value(true)
}

/// What stands for a value in angle brackets, in Chinese.
fn named(arg: Arg, lang: Lang) -> Arg {
    let own = |names: &[clap::builder::Str]| names.first().map(ToString::to_string);
    let name = arg.get_value_names().and_then(own);
    let name = name.unwrap_or_else(|| arg.get_id().to_string().to_uppercase());
    let known = VALUES.iter().find(|(en, _)| *en == name);
    match known.filter(|_| lang == Lang::Zh && arg.get_action().takes_values()) {
        // A school's code and a teacher's are both ids.
        Some(_) if arg.get_id() == "school" && name == "ID" => arg.value_name("学校"),
        Some((_, zh)) => arg.value_name(zh),
        None => arg,
    }
}

/// The words for values. Single letters stay: each option says itself what it counts.
const VALUES: &[(&str, &str)] = &[
    ("COLOR", "颜色"),
    ("COUNTY", "数据"),
    ("DIR", "文件夹"),
    ("FILE", "文件"),
    ("ID", "工号"),
    ("KIND", "种类"),
    ("LANG", "语言"),
    ("MEETING", "会议名称"),
    ("METHOD", "方法"),
    ("NAME", "名称"),
    ("OUT", "输出"),
    ("PLAN", "方案"),
    ("PLANS", "方案"),
    ("PRESET", "数据集"),
    ("ROUND", "轮次"),
    ("SCHOOL", "学校"),
    ("SCHOOLS", "学校名单"),
    ("SCHOOL/STAGE/SUBJECT", "学校/学段/学科"),
    ("TIER", "层级"),
    ("TIER,TIER", "层级,层级"),
    ("WHAT", "内容"),
    ("WITH", "附加表"),
];

fn headed(arg: Arg, lang: Lang) -> Arg {
    let general = arg.get_help_heading() == Some(super::GENERAL);
    let heading = match (lang, general) {
        (Lang::Zh, true) => "通用选项",
        (Lang::En, true) => "General options",
        (Lang::Zh, false) if arg.is_positional() => "参数",
        (Lang::Zh, false) => "选项",
        (Lang::En, false) => return arg,
    };
    arg.help_heading(heading)
}

/// A text's part in a language: the Chinese one begins with the first Chinese character.
fn said(text: &StyledStr, lang: Lang) -> String {
    let text = text.to_string();
    let chinese = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c);
    match (text.find(chinese), lang) {
        (Some(at), Lang::Zh) => text[at..].to_owned(),
        (Some(at), Lang::En) if at > 0 => text[..at].trim_end().to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_gets_his_language() {
        let text = StyledStr::from("Replace it 覆盖先前结果");
        assert_eq!(said(&text, Lang::Zh), "覆盖先前结果");
        assert_eq!(said(&text, Lang::En), "Replace it");
        assert_eq!(said(&StyledStr::from("教聘：x"), Lang::Zh), "教聘：x");
    }
}
