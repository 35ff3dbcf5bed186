//! Finding the header row and the columns it names.

use super::catalogue::Table;
use super::grid::{Grid, GridRow};
use std::collections::HashMap;

/// How many rows from the top are searched: titles, units of measure and notes may stand above the header.
const SEARCHED_ROWS: usize = 20;

/// Where the known columns of a table stand in a grid.
#[derive(Debug, Clone)]
pub struct Header {
    /// Position in [`Grid::rows`] of the header row, the lower one of two.
    pub row: usize,
    /// Source column (0 = A) of each catalogue column.
    pub at: Vec<Option<usize>>,
    /// Catalogue columns that two source columns claim alike: (catalogue position, source columns).
    pub twice: Vec<(usize, Vec<usize>)>,
    /// Source columns that are not known: (column, header text).
    pub extra: Vec<(usize, String)>,
}

/// A header or sheet name without what the hand adds: blanks, line breaks, full-width forms, capital letters.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(half)
        .filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Full-width letters, digits and signs become the half-width ones.
pub fn half(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Zero-width characters and byte order marks that come along with copied text.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}'
    )
}

/// A plain header without a trailing mark (`*`, `:`) and without a bracketed remark.
fn bare(plain: &str) -> String {
    let cut = plain.split(['(', '[', '【', '〔']).next().unwrap_or(plain);
    cut.trim_matches(['*', ':', '★', '※', '#', '.']).to_string()
}

/// Known headers of one table: plain text → (catalogue position, is the official name).
struct Known {
    names: HashMap<String, (usize, bool)>,
}

impl Known {
    fn of(table: &Table) -> Known {
        let mut names = HashMap::new();
        for (i, column) in table.columns.iter().enumerate() {
            for alias in column.aliases {
                names.entry(plain(alias)).or_insert((i, false));
            }
        }
        for (i, column) in table.columns.iter().enumerate() {
            names.insert(plain(column.key), (i, true));
            names.insert(plain(column.title), (i, true));
        }
        Known { names }
    }

    fn find(&self, text: &str) -> Option<(usize, bool)> {
        let plain = plain(text);
        let found = self.names.get(&plain).or_else(|| {
            let bare = bare(&plain);
            (bare != plain).then(|| self.names.get(&bare)).flatten()
        });
        found.copied()
    }
}

/// How many known headers of the table the best row of the grid holds, and which row that is.
pub fn best_row(grid: &Grid, table: &Table) -> Option<(usize, usize)> {
    let known = Known::of(table);
    let mut best: Option<(usize, usize)> = None;
    for (i, row) in grid.rows.iter().take(SEARCHED_ROWS).enumerate() {
        let mut seen: Vec<usize> = row
            .cells
            .iter()
            .filter_map(|c| known.find(c.text()?).map(|(k, _)| k))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        if seen.len() >= 2 && best.is_none_or(|(_, n)| seen.len() > n) {
            best = Some((i, seen.len()));
        }
    }
    best
}

/// The header of a grid that is to hold `table`; none when no row looks like one.
pub fn find(grid: &Grid, table: &'static Table) -> Option<Header> {
    let (best, _) = best_row(grid, table)?;
    let known = Known::of(table);
    let row = last_row(grid, best, &known);
    let texts = titles(grid, row, &known);
    let mut claims: Vec<Vec<(usize, bool)>> = vec![Vec::new(); table.columns.len()];
    let mut extra = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        if plain(text).is_empty() {
            continue;
        }
        match known.find(text) {
            Some((column, official)) => claims[column].push((at, official)),
            None => extra.push((at, text.trim().replace(['\n', '\r'], ""))),
        }
    }
    let mut header = Header {
        row,
        at: vec![None; table.columns.len()],
        twice: Vec::new(),
        extra,
    };
    for (column, claims) in claims.into_iter().enumerate() {
        let official: Vec<usize> = claims.iter().filter(|c| c.1).map(|c| c.0).collect();
        let others: Vec<usize> = claims.iter().filter(|c| !c.1).map(|c| c.0).collect();
        let chosen = if official.is_empty() {
            &others
        } else {
            &official
        };
        header.at[column] = chosen.first().copied();
        if chosen.len() > 1 {
            header.twice.push((column, chosen.clone()));
        }
        if !official.is_empty() {
            let text = |at: usize| texts[at].trim().to_string();
            header
                .extra
                .extend(others.iter().map(|at| (*at, text(*at))));
        }
    }
    header.extra.sort();
    Some(header)
}

/// A header may take two rows, with cells merged: the lower one is the header's last.
fn last_row(grid: &Grid, best: usize, known: &Known) -> usize {
    let next = grid.rows.get(best + 1);
    let below = next.filter(|r| r.no == grid.rows[best].no + 1);
    let names = |row: &GridRow| {
        let texts = row.cells.iter().filter_map(|c| c.text());
        texts.filter(|t| known.find(t).is_some()).count()
    };
    best + usize::from(below.is_some_and(|row| names(row) >= 2))
}

/// The title of each source column: of the header's last row, else a known one right above an empty cell.
fn titles<'g>(grid: &'g Grid, row: usize, known: &Known) -> Vec<&'g str> {
    let last = &grid.rows[row];
    let above = row.checked_sub(1).map(|i| &grid.rows[i]);
    let above = above.filter(|r| r.no + 1 == last.no);
    let width = above.map_or(0, |r| r.cells.len()).max(last.cells.len());
    let text = |row: &'g GridRow, at: usize| row.cells.get(at).and_then(|c| c.text());
    let title = |at: usize| {
        let own = text(last, at).filter(|t| !plain(t).is_empty());
        let upper = || text(above?, at).filter(|t| known.find(t).is_some());
        own.or_else(upper).unwrap_or("")
    };
    (0..width).map(title).collect()
}
