//! SCIP, which `lp-solvers` does not know by itself.

use good_lp::solvers::lp_solvers::{
    Solution, SolverProgram, SolverWithSolutionParsing, Status, WithMaxSeconds, WithMipGap,
};
use lp_solvers::lp_format::LpProblem;
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

#[derive(Debug, Clone, Copy, Default)]
pub struct Scip {
    seconds: Option<u32>,
    gap: Option<f32>,
}

impl SolverProgram for Scip {
    fn command_name(&self) -> &str {
        "scip"
    }

    fn arguments(&self, lp_file: &Path, solution_file: &Path) -> Vec<OsString> {
        let mut commands = vec![format!("read \"{}\"", lp_file.display())];
        commands.extend(self.gap.map(|gap| format!("set limits gap {gap}")));
        commands.extend(self.seconds.map(|s| format!("set limits time {s}")));
        commands.push("optimize".to_owned());
        commands.push(format!("write solution \"{}\"", solution_file.display()));
        commands.push("quit".to_owned());
        let each = commands.into_iter().flat_map(|c| ["-c".to_owned(), c]);
        each.map(OsString::from).collect()
    }
}

impl SolverWithSolutionParsing for Scip {
    /// `solution status: …`, `objective value: …`, then a line for each value that is not 0: `v12   1   (obj:3)`.
    fn read_specific_solution<'a, P: LpProblem<'a>>(
        &self,
        file: &File,
        _problem: Option<&'a P>,
    ) -> Result<Solution, String> {
        let mut status = Status::NotSolved;
        let mut values = HashMap::new();
        for line in BufReader::new(file).lines() {
            let line = line.map_err(|e| e.to_string())?;
            if let Some(said) = line.strip_prefix("solution status:") {
                status = ending(said.trim());
                continue;
            }
            let mut words = line.split_whitespace();
            let (name, value) = (words.next(), words.next().and_then(|w| w.parse().ok()));
            if let (Some(name), Some(value)) = (name, value) {
                values.insert(name.to_owned(), value);
            }
        }
        if values.is_empty() && status == Status::SubOptimal {
            status = Status::NotSolved;
        }
        Ok(Solution::new(status, values))
    }
}

fn ending(said: &str) -> Status {
    match said {
        "optimal solution found" => Status::Optimal,
        "gap limit reached" => Status::MipGap,
        "infeasible" => Status::Infeasible,
        "unbounded" => Status::Unbounded,
        _ => Status::SubOptimal,
    }
}

impl WithMaxSeconds<Scip> for Scip {
    fn max_seconds(&self) -> Option<u32> {
        self.seconds
    }

    fn with_max_seconds(&self, seconds: u32) -> Scip {
        Scip {
            seconds: Some(seconds),
            ..*self
        }
    }
}

impl WithMipGap<Scip> for Scip {
    fn mip_gap(&self) -> Option<f32> {
        self.gap
    }

    fn with_mip_gap(&self, gap: f32) -> Result<Scip, String> {
        Ok(Scip {
            gap: Some(gap),
            ..*self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lp_solvers::problem::{Problem, StrExpression};
    use std::io::{Seek, Write};

    fn read(text: &str) -> Solution {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.rewind().unwrap();
        let none: Option<&Problem<StrExpression>> = None;
        Scip::default().read_specific_solution(&file, none).unwrap()
    }

    #[test]
    fn an_answer_is_read_as_scip_writes_it() {
        let found = read(
            "solution status: optimal solution found\nobjective value:                    4\n\
             v1                                  1 \t(obj:3)\nv7                                  2 \t(obj:0.5)\n",
        );
        assert_eq!(found.status, Status::Optimal);
        let expected = HashMap::from([("v1".to_owned(), 1.0), ("v7".to_owned(), 2.0)]);
        assert_eq!(found.results, expected);
        let none = read("solution status: infeasible\nno solution available\n");
        assert_eq!((none.status, none.results.len()), (Status::Infeasible, 0));
        let late = read("solution status: time limit reached\nno solution available\n");
        assert_eq!(late.status, Status::NotSolved);
    }
}
