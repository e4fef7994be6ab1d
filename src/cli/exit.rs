//! Exit codes: what a script may rely on (`docs/exit-codes.md`).

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done; a plan cut short too, unless `--require-gap` was given.
    Done,
    /// Internal error, or input and output failed.
    Internal,
    /// Wrong usage, or a file is missing.
    Usage,
    /// Findings that are errors; with `--strict` warnings too.
    Findings,
    /// Rules clash: a partial plan was written.
    Clash,
    /// No plan within the limit, or with `--require-gap` none within the gap.
    Limit,
    /// A plan fails verification.
    Verification,
    /// A benchmark is worse than its baseline.
    Gate,
    /// Interrupted.
    Interrupted,
}

impl Exit {
    /// The process's exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Internal => 1,
            Exit::Usage => 2,
            Exit::Findings => 3,
            Exit::Clash => 4,
            Exit::Limit => 5,
            Exit::Verification => 6,
            Exit::Gate => 7,
            Exit::Interrupted => 130,
        }
    }
}
