//! How wide a text is in print: a Chinese character is two columns, a letter one.

use unicode_width::UnicodeWidthStr;

/// Pixels of a spreadsheet column beyond its width in characters, and of one such character (of the default font).
const EDGE: f64 = 5.0;
const CHARACTER: f64 = 7.0;
/// Pixels that a cell keeps free beside its text, and that an indent takes.
const PADDING: f64 = 8.0;
pub const INDENT: f64 = 9.0;

/// Columns that a text takes; marks such as `—` and `“` are wide, as in a Chinese font.
pub fn of(text: &str) -> usize {
    let widths = text.lines().map(UnicodeWidthStr::width_cjk);
    widths.max().unwrap_or(0)
}

/// Pixels of a spreadsheet column of this width.
pub fn pixels(width: f64) -> f64 {
    (width * CHARACTER + EDGE).floor()
}

/// The width that a spreadsheet column needs for a text of so many columns, set in `points`.
pub fn needed(columns: usize, points: f64, indent: f64) -> f64 {
    (columns as f64 * column(points) + PADDING + indent - EDGE) / CHARACTER
}

/// Lines that a text set in `points` takes in a cell so many pixels wide.
pub fn lines(text: &str, pixels: f64, points: f64) -> usize {
    let room = ((pixels - PADDING) / column(points)).floor().max(2.0);
    let count = |line: &str| {
        let columns = UnicodeWidthStr::width_cjk(line) as f64;
        if columns <= room {
            return 1;
        }
        // Wrapping never breaks a wide character, so a column may be lost at each line's end.
        (columns / (room - 1.0)).ceil().max(1.0) as usize
    };
    text.lines().map(count).sum::<usize>().max(1)
}

/// Pixels of one column of print: half of a Chinese character.
fn column(points: f64) -> f64 {
    points * 96.0 / 72.0 / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_counts_double() {
        assert_eq!(of("红山一小"), 8);
        assert_eq!(of("T01"), 3);
        assert_eq!(of("一\n二二二"), 6);
    }

    #[test]
    fn a_column_made_for_a_text_holds_it_on_one_line() {
        for text in ["红山区第一实验小学", "T0001", "道德与法治"] {
            let width = needed(of(text), 11.0, 0.0);
            assert_eq!(lines(text, pixels(width) + 1.0, 11.0), 1, "{text}");
            assert!(lines(text, pixels(width * 0.6), 11.0) > 1, "{text}");
        }
        assert_eq!(lines("", 30.0, 11.0), 1);
        assert_eq!(lines("一\n二", 300.0, 11.0), 2);
    }
}
