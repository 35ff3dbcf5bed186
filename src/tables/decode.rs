//! From bytes to text: byte order marks, UTF-16 without one, strict UTF-8, else GB18030.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Where decoding failed: the line (from 1) and the encoding that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecodable {
    pub line: usize,
    pub encoding: &'static str,
}

/// The text of a file, without byte order mark.
pub fn decode(bytes: &[u8]) -> Result<String, Undecodable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(&bytes[mark..], encoding);
    }
    let zeros = bytes.iter().filter(|b| **b == 0).count();
    if zeros > 0 && zeros * 20 >= bytes.len() {
        return strictly(bytes, wide(bytes));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_string()),
        Err(_) if is_damaged_utf8(bytes) => strictly(bytes, UTF_8),
        Err(_) => strictly(bytes, GB18030),
    }
}

/// Text files hold no zero bytes (but for a stray one) save in UTF-16, where every Latin sign, comma and line end has one: after it in the
/// little-endian form, before it in the other.
fn wide(bytes: &[u8]) -> &'static Encoding {
    let zeros = |odd: usize| {
        bytes
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    if zeros(1) >= zeros(0) {
        UTF_16LE
    } else {
        UTF_16BE
    }
}

/// Whether bytes are UTF-8 but for a few places: then they are not GB18030, in which such text is rubbish.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut wrong) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| *c as u32 >= 0x800).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    good > 10 * wrong
}

fn strictly(bytes: &[u8], encoding: &'static Encoding) -> Result<String, Undecodable> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder
        .max_utf8_buffer_length_without_replacement(bytes.len())
        .unwrap_or(bytes.len() * 3 + 16);
    let mut text = String::with_capacity(room);
    let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        encoding_rs::DecoderResult::InputEmpty => Ok(text),
        _ => Err(Undecodable {
            line: text.matches('\n').count() + 1,
            encoding: encoding.name(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "工号,姓名\r\n0001,于䶮\r\n";

    #[test]
    fn every_encoding_gives_the_same_text() {
        let wide = |big: bool| -> Vec<u8> {
            let pair = |u: u16| {
                if big {
                    u.to_be_bytes()
                } else {
                    u.to_le_bytes()
                }
            };
            TEXT.encode_utf16().flat_map(pair).collect()
        };
        let (gb, _, lossy) = GB18030.encode(TEXT);
        assert!(!lossy);
        let mut marked = vec![0xFF, 0xFE];
        marked.extend(wide(false));
        let all: [Vec<u8>; 6] = [
            TEXT.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(),
            gb.to_vec(),
            wide(false),
            wide(true),
            marked,
        ];
        for bytes in all {
            assert_eq!(decode(&bytes).as_deref(), Ok(TEXT));
        }
    }

    #[test]
    fn damage_is_named_with_its_line() {
        let mut bytes = "工号,姓名,学科,学段\n0001,".as_bytes().to_vec();
        bytes.extend([0xE4, 0xB8]);
        bytes.extend(",语文,小学\n".as_bytes());
        let found = decode(&bytes).unwrap_err();
        assert_eq!((found.line, found.encoding), (2, "UTF-8"));
        let mut bytes = GB18030.encode("工号,姓名\n").0.to_vec();
        bytes.extend([0xFF, 0xFF]);
        assert_eq!(decode(&bytes).unwrap_err().line, 2);
    }
}
