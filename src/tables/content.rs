//! What a file really is, whatever its ending says.

use super::decode;

/// What a file is by its first bytes, whatever its ending says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    Workbook,
    Text,
    Html,
    Xml,
    Other,
}

/// What the first bytes say.
pub fn content(bytes: &[u8]) -> Content {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Content::Workbook;
    }
    let start = decode::decode(&bytes[..bytes.len().min(1024) & !1])
        .unwrap_or_else(|_| String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).into_owned());
    let start = start.trim_start().to_lowercase();
    const TAGS: [&str; 8] = [
        "<!doctype html",
        "<html",
        "<table",
        "<head",
        "<meta",
        "<body",
        "<style",
        "<div",
    ];
    if TAGS.iter().any(|t| start.starts_with(t))
        || (start.starts_with('<') && start.contains("<html"))
    {
        return Content::Html;
    }
    if start.starts_with("<?xml") {
        return Content::Xml;
    }
    if start.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Content::Other;
    }
    Content::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        let wide: Vec<u8> = "工号\t姓名\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let all: [(&[u8], Content); 7] = [
            (b"PK\x03\x04", Content::Workbook),
            ("\u{FEFF} <!DOCTYPE html>".as_bytes(), Content::Html),
            (b"<?xml version=\"1.0\"?><Workbook/>", Content::Xml),
            (b"<?xml version=\"1.0\"?><html></html>", Content::Html),
            ("工号,姓名\n".as_bytes(), Content::Text),
            (&wide, Content::Text),
            (b"\x89PNG\r\n\x1a\n\x00\x00", Content::Other),
        ];
        for (bytes, kind) in all {
            assert_eq!(content(bytes), kind, "{bytes:?}");
        }
    }
}
