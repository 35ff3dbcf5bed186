//! Text files in every encoding that offices write.

use crate::draft::{Draft, lines};
use encoding_rs::GB18030;

/// Re-encodes every file of a draft.
fn encoded(draft: &Draft, encode: impl Fn(&str) -> Vec<u8>) -> Draft {
    let mut all = draft.clone();
    for bytes in all.files.values_mut() {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        *bytes = encode(&text);
    }
    all
}

fn wide(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let text = if mark {
        format!("\u{FEFF}{text}")
    } else {
        text.to_string()
    };
    let pair = |u: u16| {
        if big {
            u.to_be_bytes()
        } else {
            u.to_le_bytes()
        }
    };
    text.encode_utf16().flat_map(pair).collect()
}

#[test]
fn every_encoding_gives_the_same_county() {
    // 䶮 stands in GB18030 but not in GBK; the middle dot is what names of minorities are written with.
    let plain = Draft::small().change("教师.csv", "甲", "于䶮·巴图");
    let hash = plain.hash();
    let gb = encoded(&plain, |t| GB18030.encode(t).0.into_owned());
    assert!(std::str::from_utf8(&gb.files["教师.csv"]).is_err());
    assert_eq!(gb.hash(), hash);
    let marked = encoded(&plain, |t| [b"\xEF\xBB\xBF", t.as_bytes()].concat());
    assert_eq!(marked.hash(), hash);
    let windows = encoded(&plain, |t| t.replace('\n', "\r\n").into());
    assert_eq!(windows.hash(), hash);
    for (big, mark) in [(false, true), (true, true), (false, false), (true, false)] {
        let draft = encoded(&plain, |t| wide(t, big, mark));
        assert_eq!(draft.hash(), hash, "UTF-16 big {big} mark {mark}");
    }
}

/// Bytes as a Chinese spreadsheet writes them (GBK), not made by the library under test.
#[test]
fn bytes_of_a_gbk_file() {
    let bytes: &[u8] = b"\xD1\xA7\xD0\xA3\xB4\xFA\xC2\xEB,\xC4\xEA\xBC\xB6,\xB0\xE0\xCA\xFD,\xD1\xA7\xC9\xFA\xCA\xFD\r\n\
        S1,\xD2\xBB\xC4\xEA\xBC\xB6,2,80\r\nS2,\xB3\xF5\xD2\xBB,1,30\r\n";
    let draft = Draft::small().with("班级.csv", bytes);
    assert_eq!(draft.hash(), Draft::small().hash());
}

#[test]
fn bytes_that_cannot_be_decoded_are_named() {
    let mut bytes = Draft::small().files["教师.csv"].clone();
    let at = bytes.len() - 10;
    bytes[at] = 0xFF;
    let (county, faults) = Draft::small().with("教师.csv", bytes).read();
    assert!(county.is_none());
    assert_eq!(
        lines(&faults),
        ["E107 教师.csv › 4 第 4 行有无法识别的字符（按 UTF-8 读取）"]
    );
}
