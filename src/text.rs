//! Texts that users read, always in both languages; the officer's choice decides at the last moment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The language of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

/// One statement in Chinese and English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

impl Text {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Text {
        Text {
            zh: zh.into(),
            en: en.into(),
        }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Whether two ids are the same but for leading zeros, which spreadsheets drop.
pub fn same_but_zeros(a: &str, b: &str) -> bool {
    let bare = a.trim_start_matches('0');
    !bare.is_empty() && bare == b.trim_start_matches('0')
}

impl Lang {
    /// Picks one of two fixed texts.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}
