//! The text of the models. All tiers have the same columns and rows, so that one pass over the columns writes every file;
//! they differ in the objective and in the tiers that are locked.

use super::Model;
use super::names::Names;
use crate::case::Case;
use crate::model::arcs::Arcs;
use crate::model::columns;
use crate::model::rulebook::Rulebook;
use crate::terms::column::Column;
use crate::terms::row::{Row, RowIx};
use crate::terms::tier::Tier;
use std::io::{self, Write};

struct Out<'a, W> {
    models: &'a [Model<'a>],
    files: &'a mut [W],
    rows: Vec<String>,
}

/// Writes every model into the file of its place.
pub fn write<W: Write>(
    case: &Case,
    names: &Names,
    models: &[Model],
    files: &mut [W],
) -> io::Result<()> {
    let book = Rulebook::new(case);
    let source = Source {
        case,
        names,
        arcs: Arcs::new(case),
        slacks: names.slacks(&book.rows),
        book,
    };
    let rows = &source.book.rows;
    let mut out = Out {
        models,
        rows: names.rows(rows),
        files,
    };
    out.heads(&rows.rows)?;
    source.columns(&mut out)?;
    out.sides(&rows.rows)?;
    source.bounds(&mut out)?;
    out.all("ENDATA\n")?;
    out.files.iter_mut().try_for_each(Write::flush)
}

/// Where the columns come from: those of the persons one by one, then the rules' own numbers.
struct Source<'a> {
    case: &'a Case,
    names: &'a Names,
    arcs: Arcs,
    book: Rulebook,
    slacks: Vec<String>,
}

impl Source<'_> {
    fn each(&self, put: &mut dyn FnMut(&str, Column) -> io::Result<()>) -> io::Result<()> {
        for teacher in self.case.county.teacher_ixs() {
            for column in columns::of_person(self.case, &self.arcs, teacher) {
                put(&self.names.column(self.case, teacher, &column), column)?;
            }
        }
        Ok(())
    }

    fn columns<W: Write>(&self, out: &mut Out<W>) -> io::Result<()> {
        out.all("COLUMNS\n MARKER 'MARKER' 'INTORG'\n")?;
        self.each(&mut |name, column| {
            let mut factors = Vec::new();
            let put = &mut |row, factor| factors.push((row, factor));
            self.book.touch(self.case, &column, put);
            out.column(name, factors, column.costs)
        })?;
        for (slack, name) in self.book.rows.slacks.iter().zip(&self.slacks) {
            out.column(name, slack.terms.clone(), slack.cost.into_iter().collect())?;
        }
        out.all(" MARKER 'MARKER' 'INTEND'\n")
    }

    /// Readers differ in what they take for granted, so every bound is said.
    fn bounds<W: Write>(&self, out: &mut Out<W>) -> io::Result<()> {
        out.all("BOUNDS\n")?;
        self.each(&mut |name, _| out.all(&format!(" BV BND {name}\n")))?;
        for (slack, name) in self.book.rows.slacks.iter().zip(&self.slacks) {
            out.all(&match slack.upper {
                Some(upper) => format!(" UP BND {name} {upper}\n"),
                None => format!(" PL BND {name}\n"),
            })?;
        }
        Ok(())
    }
}

/// `T3[unplaced]`
fn objective(tier: Tier) -> String {
    format!("{}[{}]", tier.no(), tier.key())
}

/// `lock[T3]`
fn lock(tier: Tier) -> String {
    format!("lock[{}]", tier.no())
}

impl<W: Write> Out<'_, W> {
    /// The same text into all files.
    fn all(&mut self, text: &str) -> io::Result<()> {
        let bytes = text.as_bytes();
        self.files.iter_mut().try_for_each(|f| f.write_all(bytes))
    }

    /// Name and rows: the objective first, then the rules' rows, then the locks.
    fn heads(&mut self, rows: &[Row]) -> io::Result<()> {
        for (model, file) in self.models.iter().zip(self.files.iter_mut()) {
            let goal = objective(model.tier);
            write!(file, "NAME {goal}\nROWS\n N {goal}\n")?;
        }
        for (at, row) in rows.iter().enumerate() {
            let kind = match (row.lower, row.upper) {
                (Some(a), Some(b)) if a == b => 'E',
                (Some(_), _) => 'G',
                (None, Some(_)) => 'L',
                (None, None) => 'N',
            };
            self.all(&format!(" {kind} {}\n", self.rows[at]))?;
        }
        for (at, file) in self.files.iter_mut().enumerate() {
            for before in &self.models[..at] {
                writeln!(file, " L {}", lock(before.tier))?;
            }
        }
        Ok(())
    }

    /// A column's factors in the rows, and what it adds to each tier.
    fn column(
        &mut self,
        name: &str,
        mut factors: Vec<(RowIx, i64)>,
        mut costs: Vec<(Tier, i64)>,
    ) -> io::Result<()> {
        let mut text = String::new();
        for (row, factor) in summed(&mut factors) {
            text += &format!(" {name} {} {factor}\n", self.rows[row.0 as usize]);
        }
        self.all(&text)?;
        let costs = summed(&mut costs);
        let cost = |tier: Tier| costs.iter().find(|(t, _)| *t == tier).map(|(_, c)| *c);
        for (at, file) in self.files.iter_mut().enumerate() {
            let tier = self.models[at].tier;
            // A column must be named once, whatever it adds.
            if let Some(cost) = cost(tier).or(text.is_empty().then_some(0)) {
                writeln!(file, " {name} {} {cost}", objective(tier))?;
            }
            for before in &self.models[..at] {
                if let Some(cost) = cost(before.tier) {
                    writeln!(file, " {name} {} {cost}", lock(before.tier))?;
                }
            }
        }
        Ok(())
    }

    /// Right-hand sides; a row with two of them has the distance to the other one as its range.
    fn sides(&mut self, rows: &[Row]) -> io::Result<()> {
        self.all("RHS\n")?;
        for (at, row) in rows.iter().enumerate() {
            if let Some(side) = row.lower.or(row.upper).filter(|side| *side != 0) {
                self.all(&format!(" RHS {} {side}\n", self.rows[at]))?;
            }
        }
        for (at, file) in self.files.iter_mut().enumerate() {
            for before in self.models[..at].iter().filter(|m| m.result.value != 0) {
                writeln!(file, " RHS {} {}", lock(before.tier), before.result.value)?;
            }
        }
        self.all("RANGES\n")?;
        for (at, row) in rows.iter().enumerate() {
            if let (Some(lower), Some(upper)) = (row.lower, row.upper)
                && lower != upper
            {
                self.all(&format!(" RNG {} {}\n", self.rows[at], upper - lower))?;
            }
        }
        Ok(())
    }
}

/// One entry a key, the zeros left out: a reader may refuse a factor that is given twice.
fn summed<K: Copy + Ord>(entries: &mut Vec<(K, i64)>) -> &[(K, i64)] {
    entries.sort_by_key(|(key, _)| *key);
    entries.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    entries.retain(|(_, factor)| *factor != 0);
    entries
}
