//! How a run ends: the exit codes of SPEC §7 and what is said on the way out.

use crate::report::WriteError;
use crate::tables::fault::Faults;
use crate::text::Text;

/// A run that ended as it should: done, or with an answer the caller must act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done and every hard rule holds.
    Done,
    /// 1: the plan breaks a rule, or no plan exists.
    Broken,
    /// 3: stopped before a plan or a proof.
    Stopped,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Broken => 1,
            Exit::Stopped => 3,
        }
    }
}

/// A run that could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// 2: the input has errors; all of them.
    Input(Faults),
    /// 2: the command line or a file asks for something that cannot be.
    Usage(Text),
    /// 70: our own fault.
    Internal(anyhow::Error),
}

impl Failure {
    pub fn code(&self) -> u8 {
        match self {
            Failure::Input(_) | Failure::Usage(_) => 2,
            Failure::Internal(_) => 70,
        }
    }

    pub fn usage(zh: impl Into<String>, en: impl Into<String>) -> Failure {
        Failure::Usage(Text::new(zh, en))
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Internal(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Failure {
        match error {
            WriteError::Place(text) => Failure::Usage(text),
            WriteError::System(fault) => Failure::Input(Faults { list: vec![*fault] }),
            WriteError::Internal(error) => Failure::Internal(error),
        }
    }
}
