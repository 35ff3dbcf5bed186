//! A command line that cannot be understood, said in the reader's language: clap itself speaks English only.

use super::{LangArg, from_locale, out};
use crate::text::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Error, ValueEnum};

/// Prints what is wrong with the command line, or the help or version that was asked for; the exit code.
pub fn say(error: &Error) -> u8 {
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
            format!("没有“{argument}”这个选项，或位置不对。{near}")
        }
        ErrorKind::InvalidSubcommand => {
            let word = said(ContextKind::InvalidSubcommand);
            let near = near(ContextKind::SuggestedSubcommand);
            format!("没有“{word}”这个命令。{near}")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面没有写值。"),
        ErrorKind::InvalidValue => {
            let words = said(ContextKind::ValidValue);
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
