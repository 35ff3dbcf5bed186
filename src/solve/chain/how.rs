//! The methods by which relaxations are solved, how far each goes, and which comes after which.

/// A reduced cost below this is a real improvement, not rounding; for costs up to a hundred.
const TOLERANCE: f64 = 1e-5;
/// How near a first-order method comes: while many columns are missing, while some are, and for what bounds the tier.
pub const COARSE: f64 = 5e-3;
pub const CLOSE: f64 = 3e-4;
pub const FINE: f64 = 1e-8;
/// When no more than one in so many columns came in, few are missing.
const FEW: usize = 100;
/// Relative tolerances of an interior point method: of the first round, which looks for missing columns, and of those that
/// bound the tier.
pub const NEARLY: f64 = 1e-4;
pub const ROUGHLY: f64 = 1e-6;
/// No more columns than these are few: with 241 the steps did not end, and an interior point method had to come again.
pub const MENDED: usize = 50;

/// How a relaxation is solved. Only the first-order method goes on from where it stands; the others begin from scratch,
/// because from one tier to the next too much changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// To a vertex.
    Exactly,
    /// By a first-order method, only nearly: that finds the columns that are missing.
    Coarsely,
    /// By a first-order method, less so, where a round is long.
    Closely,
    /// By a first-order method, to the end.
    Finely,
    /// By interior point, only nearly.
    Nearly,
    /// By interior point, into the middle of the optimal face.
    Roughly,
    /// By a first-order method, from there, with the few columns that were still missing: a second instead of four, with
    /// 16,000 rows.
    Mending,
}

impl How {
    /// A reduced cost below this is a real improvement, for costs up to a hundred.
    pub fn slip(self) -> f64 {
        match self {
            How::Coarsely => 100.0 * COARSE,
            How::Closely => 100.0 * CLOSE,
            _ => TOLERANCE,
        }
    }

    pub fn is_first_order(self) -> bool {
        !matches!(self, How::Exactly | How::Nearly | How::Roughly)
    }

    /// The next round's, after some columns came in to so many.
    pub fn then(self, entered: usize, all: usize, huge: bool) -> How {
        match self {
            How::Coarsely if entered * FEW > all => How::Coarsely,
            How::Coarsely if huge => How::Closely,
            How::Coarsely => How::Finely,
            How::Closely if entered * FEW > all => How::Closely,
            How::Closely => How::Finely,
            How::Nearly => How::Roughly,
            How::Finely | How::Roughly if entered == 0 => How::Exactly,
            how => how,
        }
    }
}
