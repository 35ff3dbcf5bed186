//! What is wrong in a text that is no TOML, told so that a person who fills it in by hand sees it: most often a
//! full-width sign of a Chinese keyboard, or a Chinese key without quotes.

use crate::text::Text;
use rust_decimal::Decimal;

/// Cause and remedy of a fault at `offset` of `text`, with its column; `message` is the parser's own.
pub fn tell(text: &str, offset: usize, message: &str) -> (Text, Text) {
    let (line, at) = line_at(text, offset);
    if let Some(told) = percent(line).or_else(|| chinese_date(line)) {
        return told;
    }
    if let Some((at, sign)) = bare(line).find(|(_, c)| half_width(*c).is_some()) {
        return full_width(column(line, at), sign, half_width(sign).unwrap_or(' '));
    }
    if let Some((start, _)) = bare(line).find(|(_, c)| !c.is_ascii()) {
        return chinese(column(line, start), word(&line[start..]));
    }
    let n = column(line, at);
    let message = match line[at..].trim().is_empty() && message.starts_with("string values") {
        true => "missing value",
        false => message,
    };
    let said = KNOWN.iter().find(|(en, _)| message.starts_with(en));
    let zh = said.map_or("写法不对", |(_, zh)| zh);
    (
        Text::new(
            format!("不是正确的 TOML 文件：第 {n} 列{zh}"),
            format!("this is no TOML: {message}, column {n}"),
        ),
        Text::new(
            "检查该行的引号、括号、逗号和等号；中文名称作键时须加英文双引号。",
            "look at the quotes, brackets, commas and equals signs of that line; a Chinese word used as a key needs straight double quotes.",
        ),
    )
}

/// `12%`, where a share is a plain number.
fn percent(line: &str) -> Option<(Text, Text)> {
    let (at, sign) = bare(line).find(|(_, c)| ['%', '％'].contains(c))?;
    let before = line[..at].trim_end();
    let digits = before.rfind(|c: char| !c.is_ascii_digit() && c != '.');
    let start = digits.map_or(0, |i| {
        i + before[i..].chars().next().map_or(1, char::len_utf8)
    });
    let written = &before[start..];
    let number: Decimal = written.parse().ok()?;
    let share = (number / Decimal::ONE_HUNDRED).normalize();
    let n = column(line, start);
    Some((
        Text::new(
            format!("第 {n} 列的“{written}{sign}”不是数字；TOML 文件的数字不带百分号"),
            format!("column {n}: {written}{sign} is no number; TOML knows no percent sign"),
        ),
        Text::new(format!("写成 {share}。"), format!("write {share}.")),
    ))
}

/// `2026年5月1日`, where a day is written as 2026-05-01.
fn chinese_date(line: &str) -> Option<(Text, Text)> {
    let (at, _) = bare(line).find(|(_, c)| *c == '年')?;
    let digits = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let start = line[..at].rfind(|c: char| !c.is_ascii_digit());
    let start = start.map_or(0, |i| {
        i + line[i..].chars().next().map_or(1, char::len_utf8)
    });
    let after_year = &line[at + '年'.len_utf8()..];
    let (month, rest) = after_year.split_at(digits(after_year));
    let rest = rest.strip_prefix('月')?;
    let (day, end) = rest.split_at(digits(rest));
    let (year, month) = (line[start..at].parse().ok()?, month.parse().ok()?);
    let on = |day: i8| jiff::civil::Date::new(year, month, day).ok();
    // A month alone is a text, a day a date of TOML.
    let right = match day.is_empty() {
        true => format!("\"{}\"", on(1)?.strftime("%Y-%m")),
        false => on(day.parse().ok()?)?.to_string(),
    };
    let end = end.strip_prefix(['日', '号']).unwrap_or(end);
    let written = &line[start..line.len() - end.len()];
    let n = column(line, start);
    Some((
        Text::new(
            format!("第 {n} 列的“{written}”不是 TOML 文件的日期写法"),
            format!("column {n}: {written} is not how TOML writes a date"),
        ),
        Text::new(format!("写成 {right}。"), format!("write {right}.")),
    ))
}

fn full_width(column: usize, sign: char, half: char) -> (Text, Text) {
    let (zh, en) = match half {
        ' ' => ("半角空格".to_owned(), "a plain space".to_owned()),
        _ => (format!("半角的 {half}"), half.to_string()),
    };
    (
        Text::new(
            format!("第 {column} 列的 {sign} 是全角（中文）符号，TOML 文件只认半角（英文）符号"),
            format!("column {column}: {sign} is a full-width sign; TOML knows plain ones only"),
        ),
        Text::new(
            format!("切换到英文输入法，改为{zh}。"),
            format!("switch the keyboard to English and write {en}."),
        ),
    )
}

fn chinese(column: usize, word: &str) -> (Text, Text) {
    (
        Text::new(
            format!("第 {column} 列的“{word}”没有加引号；中文的名称和文字都须放在英文双引号内"),
            format!(
                "column {column}: {word} stands without quotes; Chinese words need straight double quotes"
            ),
        ),
        Text::new(format!("写成 \"{word}\"。"), format!("write \"{word}\".")),
    )
}

/// The line of an offset and the place in it. The end of the text belongs to its last line that is not empty.
fn line_at(text: &str, offset: usize) -> (&str, usize) {
    let mut offset = offset.min(text.trim_end().len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |i| offset + i);
    (text[start..end].trim_end_matches('\r'), offset - start)
}

/// From 1, in characters, as an editor shows it.
fn column(line: &str, at: usize) -> usize {
    1 + line.get(..at).map_or(0, |before| before.chars().count())
}

/// The characters of a line outside quotes and comments, with their offsets.
fn bare(line: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut quote = None;
    let signs = line.char_indices().map(move |(i, c)| {
        let inside = quote.is_some();
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        (i, c, inside)
    });
    let outside = signs.filter(|(_, _, inside)| !inside);
    outside
        .map(|(i, c, _)| (i, c))
        .take_while(|(_, c)| *c != '#')
}

/// A run of letters that are no signs.
fn word(rest: &str) -> &str {
    let end = rest.find(|c: char| c.is_whitespace() || c.is_ascii_punctuation() && c != '_');
    &rest[..end.unwrap_or(rest.len())]
}

/// What a full-width sign stands for.
fn half_width(sign: char) -> Option<char> {
    Some(match sign {
        '“' | '”' | '„' | '「' | '」' => '"',
        '‘' | '’' => '\'',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '、' => ',',
        '。' => '.',
        '　' | '\u{a0}' => ' ',
        '！'..='～' => char::from_u32(u32::from(sign) - 0xFEE0)?,
        _ => return None,
    })
}

/// The parser's messages by their beginnings.
const KNOWN: &[(&str, &str)] = &[
    ("duplicate key", "的参数前面已经写过，同一个参数只能写一次"),
    ("unclosed array", "的列表缺少右方括号 ]"),
    ("missing comma between array", "的列表缺少逗号"),
    ("unclosed inline table", "的花括号没有配对"),
    ("missing comma between key-value", "缺少逗号"),
    ("unclosed table", "的表名缺少右方括号 ]"),
    ("invalid table", "的表名写法不对"),
    (
        "string values must be quoted",
        "的值写法不对：文字须加英文双引号，各项之间用逗号分开",
    ),
    (
        "invalid basic string",
        "的引号不成对，或引号内有换行、反斜杠",
    ),
    ("invalid multi-line", "的多行文字没有结束"),
    ("invalid literal string", "的单引号不成对"),
    ("missing opening quote", "缺少左引号"),
    ("missing escaped value", "的反斜杠后面缺少字符"),
    ("missing assignment", "缺少等号"),
    ("key with no value", "的参数没有等号和值"),
    ("missing value", "等号后面没有值"),
    ("extra", "多了一个符号"),
    ("unexpected leading zero", "的数字前面多了 0"),
    ("invalid integer", "的整数写法不对"),
    ("invalid float", "的小数写法不对"),
    ("invalid mantissa", "的小数写法不对"),
    ("invalid date-time", "的日期写法不对，应如 2026-09-01"),
    ("invalid unquoted key", "的参数名写法不对"),
    ("unexpected key or value", "多了内容：一行只写一个参数"),
];

#[cfg(test)]
mod tests {
    use crate::policy::tree;
    use crate::tables::fault::Faults;

    fn said(text: &str) -> (String, String, String) {
        let mut faults = Faults::default();
        assert!(
            tree::parse("我县.toml", text, &mut faults).is_none(),
            "{text}"
        );
        let fault = faults.list.remove(0);
        assert_eq!(fault.code, "E601");
        (fault.place.cell, fault.cause.zh, fault.remedy.zh)
    }

    #[test]
    fn full_width_signs_are_named() {
        for (text, cell, sign, half) in [
            ("[year]\nlabel = “2026学年”\n", "L2", "第 9 列的 “ 是", "\""),
            (
                "[rules.rotation]\nyears ＝ 6\n",
                "L2",
                "第 7 列的 ＝ 是",
                "=",
            ),
            ("a = 1\nshare = ０．１\n", "L2", "第 9 列的 ０ 是", "0"),
            ("［year］\n", "L1", "第 1 列的 ［ 是", "["),
            ("list = [\"甲\"，\"乙\"]\n", "L1", "第 12 列的 ， 是", ","),
            ("a = 1\n　b = 2\n", "L2", "第 1 列的 　 是", "半角空格"),
        ] {
            let (place, cause, remedy) = said(text);
            assert_eq!(place, cell, "{text}");
            assert!(cause.contains(sign), "{cause}");
            assert!(remedy.contains(half), "{remedy}");
        }
    }

    #[test]
    fn what_stands_in_quotes_or_comments_is_no_fault() {
        let (_, cause, _) = said("a = [\"x\" \"y\"] # “全角”\n");
        assert!(cause.contains("列表缺少逗号"), "{cause}");
        let (_, cause, _) = said("a = \"（全角）\" b\n");
        assert!(!cause.contains("全角"), "{cause}");
    }

    #[test]
    fn chinese_without_quotes_is_named() {
        let (_, cause, remedy) = said("[staffing.stages.小学]\nminimum = 2\n");
        assert!(cause.contains("“小学”没有加引号"), "{cause}");
        assert_eq!(remedy, "写成 \"小学\"。");
        let (_, cause, _) = said("[year]\nlabel = 今年\n");
        assert!(cause.contains("第 9 列的“今年”"), "{cause}");
    }

    #[test]
    fn percents_and_chinese_dates_are_rewritten() {
        for (text, cause, remedy) in [
            ("share = 12%\n", "第 9 列的“12%”", "写成 0.12。"),
            (
                "[r]\nshare = { value = 7.5％, verify = true }\n",
                "第 19 列的“7.5％”",
                "写成 0.075。",
            ),
            (
                "since = 2026年5月1日\n",
                "第 9 列的“2026年5月1日”",
                "写成 2026-05-01。",
            ),
            (
                "births = 1965年1月 # 起\n",
                "第 10 列的“1965年1月”",
                "写成 \"1965-01\"。",
            ),
        ] {
            let (_, told, mended) = said(text);
            assert!(told.contains(cause), "{told}");
            assert_eq!(mended, remedy);
        }
        let (_, told, _) = said("a = 2026年13月1日\n");
        assert!(told.contains("没有加引号"), "{told}");
    }

    #[test]
    fn other_faults_are_told_in_chinese() {
        for (text, part) in [
            ("a = 1\na = 2\n", "只能写一次"),
            ("a = [1, 2\n", "右方括号"),
            ("a = \"x\nb = 1\n", "引号不成对"),
            ("a =\n", "没有值"),
            ("a\n", "等号"),
            ("[rules\n", "右方括号"),
        ] {
            let (_, cause, _) = said(text);
            assert!(cause.contains(part), "{text}: {cause}");
        }
    }
}
