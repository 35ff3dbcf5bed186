//! The progress line of a solve: on a terminal only, one line a tier, gone from files and pipes.

use super::Context;
use crate::solve::Progress;
use crate::text::Lang;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// Shows tiers as they are solved; does nothing when stderr is not a terminal.
pub struct Display {
    bar: ProgressBar,
    lang: Lang,
    /// Of one among several: its tiers pass by in one line.
    name: Option<String>,
}

impl Display {
    pub fn new(context: &Context) -> Display {
        let shown = std::io::stderr().is_terminal() && !context.quiet;
        let bar = match shown {
            true => ProgressBar::new_spinner(),
            false => ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
        };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        if shown {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Display {
            bar,
            lang: context.lang,
            name: None,
        }
    }

    /// One line among several, with a name before it.
    pub fn among(all: &MultiProgress, name: &str, context: &Context) -> Display {
        let mut display = Display::new(context);
        display.bar = all.add(display.bar);
        display.name = Some(name.to_owned());
        display
    }

    /// Lets the line stand, with a last word.
    pub fn end(&self, word: &str) {
        let name = self.name.as_deref().unwrap_or_default();
        self.bar.finish_with_message(format!("{name}　{word}"));
    }

    pub fn show(&self, p: Progress) {
        let line = self.line(&p);
        if let Some(name) = &self.name {
            self.bar.set_message(format!("{name}　{line}"));
        } else if p.done {
            self.bar.println(format!("✓ {line}"));
            self.bar.set_message(String::new());
        } else {
            self.bar.set_message(line);
        }
    }

    pub fn say(&self, zh: &str, en: &str) {
        let name = self
            .name
            .as_deref()
            .map_or(String::new(), |n| format!("{n}　"));
        self.bar.set_message(name + self.lang.pick(zh, en));
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn line(&self, p: &Progress) -> String {
        let name = p.tier.heading();
        let name = name.get(self.lang);
        let number = |v: f64| match v.is_finite() {
            true => format!("{v:.0}"),
            false => "–".to_string(),
        };
        let gap = match p.value.is_finite() && p.bound.is_finite() && p.value.abs() > 0.5 {
            true => format!(
                "{:.2}%",
                100.0 * (p.value - p.bound).max(0.0) / p.value.abs()
            ),
            false => "–".to_string(),
        };
        let left = p.left.map_or(String::new(), |s| match self.lang {
            Lang::Zh => format!("，剩余 {s:.0} 秒"),
            Lang::En => format!(", {s:.0} s left"),
        });
        let (value, bound) = (number(p.value), number(p.bound));
        let seconds = p.elapsed.as_secs_f64();
        match self.lang {
            Lang::Zh => format!(
                "{} {name}　值 {value}　下界 {bound}　差距 {gap}　列 {}　{seconds:.1} 秒{left}",
                p.tier.no(),
                p.columns
            ),
            Lang::En => format!(
                "{} {name}: value {value}, bound {bound}, gap {gap}, {} columns, {seconds:.1} s{left}",
                p.tier.no(),
                p.columns
            ),
        }
    }
}
