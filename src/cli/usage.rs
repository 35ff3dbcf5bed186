//! A command line that cannot be understood, said in the reader's language: clap itself speaks English only.

use super::export::As;
use super::{Cli, LangArg, from_locale, out};
use crate::text::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Error, ValueEnum};

/// Prints what is wrong with the command line, or the help or version that was asked for; the exit code.
pub fn say(mut error: Error) -> u8 {
    nearest_verbs(&mut error);
    let error = &error;
    let help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if error.use_stderr() && !help {
        let text = match lang() {
            Lang::Zh => format!("{}\n{}", chinese(error), usage(error)),
            Lang::En => english(error),
        };
        // The arguments are not understood, this one is.
        if std::env::args().any(|word| word == "--json") {
            out::error(2, &text);
        }
        out::remark(&text);
        return 2;
    }
    let printed = error.print();
    if error.use_stderr() {
        return 2;
    }
    out::keep(printed);
    0
}

/// Of the verbs that clap takes to be meant, only those that are clearly near, a pair of letters exchanged being one slip.
fn nearest_verbs(error: &mut Error) {
    let typed = shown(error.get(ContextKind::InvalidSubcommand));
    if error.kind() != ErrorKind::InvalidSubcommand {
        return;
    }
    let cli = Cli::command();
    let apart = |verb: &clap::Command| strsim::osa_distance(verb.get_name(), &typed);
    let least = cli.get_subcommands().map(apart).min().unwrap_or(0);
    let near = cli.get_subcommands().filter(|verb| {
        let letters = verb.get_name().chars().count();
        apart(verb) == least && least * 2 < letters
    });
    let near = near.map(|verb| verb.get_name().to_owned()).collect();
    error.insert(
        ContextKind::SuggestedSubcommand,
        ContextValue::Strings(near),
    );
}

/// `用法：jiaopin solve …`, where clap knows it.
fn usage(error: &Error) -> String {
    let hint = "加 --help 看各选项的说明。\n";
    match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(text)) => {
            let text = text.to_string();
            format!("{}\n{hint}", text.trim().replacen("Usage: ", "用法：", 1))
        }
        _ => hint.to_owned(),
    }
}

/// What clap says, without the Chinese half of our own checks (`中文 / English`).
fn english(error: &Error) -> String {
    let text = error.render().to_string();
    let why = std::error::Error::source(error).map(ToString::to_string);
    match why
        .as_deref()
        .and_then(|w| Some((w, w.split_once(" / ")?.1)))
    {
        Some((why, en)) => text.replace(why, en),
        None => text,
    }
}

/// The language before the arguments are understood: `--lang` where it stands, else the locale's.
pub(super) fn lang() -> Lang {
    let words: Vec<String> = std::env::args().collect();
    let after = words.iter().position(|w| w == "--lang").map(|at| at + 1);
    let given = after.and_then(|at| words.get(at).map(String::as_str));
    let given = given.or_else(|| words.iter().find_map(|w| w.strip_prefix("--lang=")));
    match given.and_then(|word| LangArg::from_str(word, true).ok()) {
        Some(LangArg::En) => Lang::En,
        Some(LangArg::Zh) => Lang::Zh,
        None => from_locale(),
    }
}

fn chinese(error: &Error) -> String {
    let said = |kind: ContextKind| shown(error.get(kind));
    let argument = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    let near = |kind: ContextKind| match shown(error.get(kind)) {
        word if word.is_empty() => String::new(),
        word => format!("是不是 {word}？"),
    };
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("命令不完整，缺少：{argument}。"),
        ErrorKind::UnknownArgument => {
            let near = near(ContextKind::SuggestedArg);
            let spaces = match argument.starts_with('-') {
                true => "",
                false => "路径中有空格的，须用英文双引号括起来。",
            };
            format!("没有“{argument}”这个选项，或位置不对。{near}{spaces}")
        }
        ErrorKind::InvalidSubcommand => {
            let word = said(ContextKind::InvalidSubcommand);
            let near = near(ContextKind::SuggestedSubcommand);
            format!("没有“{word}”这个命令。{near}")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面没有写值。"),
        ErrorKind::InvalidValue => {
            let words = explained(error.get(ContextKind::ValidValue));
            format!("{argument} 不能是“{value}”；可用：{words}。")
        }
        ErrorKind::ValueValidation => {
            format!("{argument} 的值“{value}”不能用{}。", wanted(error))
        }
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg);
            format!("{argument} 与 {other} 不能同时使用，或重复出现。")
        }
        _ => "命令行写法有误。".to_string(),
    }
}

/// The words that an option takes, each with its Chinese one where that is accepted too: `notice（公示名单）`.
fn explained(words: Option<&ContextValue>) -> String {
    let Some(ContextValue::Strings(words)) = words else {
        return shown(words);
    };
    let kinds = As::value_variants()
        .iter()
        .filter_map(As::to_possible_value);
    let kinds: Vec<_> = kinds.collect();
    let one = |word: &String| {
        let kind = kinds.iter().find(|k| k.get_name() == word);
        match kind.and_then(|k| k.get_name_and_aliases().nth(1)) {
            Some(zh) => format!("{word}（{zh}）"),
            None => word.clone(),
        }
    };
    words.iter().map(one).collect::<Vec<_>>().join("、")
}

/// What a value must be: from our own words, or from clap's for whole numbers.
fn wanted(error: &Error) -> String {
    let Some(said) = std::error::Error::source(error).map(ToString::to_string) else {
        return String::new();
    };
    if let Some((_, range)) = said.split_once(" is not in ") {
        let range = range.replace("..=", " 到 ");
        return format!("，须为 {range} 的整数");
    }
    match said.split_once(" / ") {
        Some((zh, _)) => format!("，{zh}"),
        None if said.contains("invalid digit") => "，须为不小于 0 的整数".to_owned(),
        None if said.contains("too large") => "，数字太大".to_owned(),
        None => String::new(),
    }
}

fn shown(value: Option<&ContextValue>) -> String {
    match value {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(several)) => several.join("、"),
        _ => String::new(),
    }
}
