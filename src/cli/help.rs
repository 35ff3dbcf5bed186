//! The help in the reader's language. Each text of the command line holds both, English first and Chinese behind; whoever
//! reads Chinese gets the Chinese first, whoever reads English gets no Chinese.

use crate::text::Lang;
use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

pub fn in_language(command: Command, lang: Lang) -> Command {
    let command = told(command, lang).mut_subcommands(|verb| told(verb, lang));
    match lang {
        Lang::Zh => {
            let version = Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version);
            command
                .subcommand_help_heading("命令")
                .subcommand_value_name("命令")
                .disable_version_flag(true)
                .arg(version.help("显示版本").help_heading("通用选项"))
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
        let arg = headed(arg, lang);
        match arg.get_help().map(|text| said(text, lang)) {
            Some(text) => arg.help(text),
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

/// A text's part in a language; in Chinese the English stays behind it.
fn said(text: &StyledStr, lang: Lang) -> String {
    let text = text.to_string();
    let chinese = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c);
    match (text.find(chinese), lang) {
        (Some(at), Lang::Zh) if at > 0 => {
            let (en, zh) = text.split_at(at);
            format!("{zh}　{}", en.trim_end())
        }
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
        assert_eq!(said(&text, Lang::Zh), "覆盖先前结果　Replace it");
        assert_eq!(said(&text, Lang::En), "Replace it");
        assert_eq!(said(&StyledStr::from("教聘：x"), Lang::Zh), "教聘：x");
    }
}
