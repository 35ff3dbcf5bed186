//! Why an output could not be written.

use crate::tables::fault::{Fault, Place, Severity};
use crate::text::Text;
use std::io::ErrorKind;
use std::path::Path;

/// What stopped the writing; nothing is left behind in any case.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The place is none for this output: says which, why, and what to do.
    #[error("{}", .0.en)]
    Place(Text),
    /// The system did not let it be written: a fault of the index.
    #[error("{}: {}", .0.place, .0.cause.en)]
    System(Box<Fault>),
    /// Our own fault: a workbook could not be made.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl WriteError {
    pub fn place(zh: impl Into<String>, en: impl Into<String>) -> WriteError {
        WriteError::Place(Text::new(zh, en))
    }

    /// An error of the operating system, with what to do about it.
    pub fn io(path: &Path, error: &std::io::Error) -> WriteError {
        let (code, cause, remedy) = told(error);
        let place = Place {
            file: path.display().to_string(),
            ..Place::default()
        };
        WriteError::System(Box::new(Fault {
            severity: Severity::Error,
            code,
            place,
            cause,
            remedy,
        }))
    }
}

/// Code, cause and remedy. The system's own words stand only where nothing better is known.
fn told(error: &std::io::Error) -> (&'static str, Text, Text) {
    let known = KNOWN.iter().find(|k| k.kinds.contains(&error.kind()));
    if let Some(known) = known {
        let text = |(zh, en): (&str, &str)| Text::new(zh, en);
        return (known.code, text(known.cause), text(known.remedy));
    }
    let said = innermost(error);
    let cause = Text::new(
        format!("写入失败（系统提示：{said}）"),
        format!("it could not be written (the system says: {said})"),
    );
    let remedy = Text::new(
        "请检查磁盘与路径，关闭已打开的表格后重试",
        "check the disk and the path, close open workbooks, and try again",
    );
    ("E904", cause, remedy)
}

/// What the system may refuse, in Chinese and English.
struct Known {
    kinds: &'static [ErrorKind],
    code: &'static str,
    cause: (&'static str, &'static str),
    remedy: (&'static str, &'static str),
}

const KNOWN: [Known; 6] = [
    Known {
        kinds: &[ErrorKind::StorageFull, ErrorKind::QuotaExceeded],
        code: "E901",
        cause: (
            "磁盘已满，没有写入",
            "the disk is full; nothing was written",
        ),
        remedy: (
            "请清理磁盘，或换一个位置",
            "free some space, or name another place",
        ),
    },
    Known {
        kinds: &[ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem],
        code: "E902",
        cause: ("没有写入权限", "no permission to write there"),
        remedy: (
            "请换一个可写的位置，或请管理员开通权限",
            "name another place, or ask for permission",
        ),
    },
    Known {
        kinds: &[ErrorKind::NotFound],
        code: "E903",
        cause: (
            "上级文件夹不存在",
            "the folder it belongs in does not exist",
        ),
        remedy: (
            "请先建立该文件夹，或更正路径",
            "make it first, or correct the path",
        ),
    },
    Known {
        kinds: &[ErrorKind::NotADirectory],
        code: "E903",
        cause: (
            "路径中有一段是文件，不是文件夹",
            "a part of the path is a file, not a folder",
        ),
        remedy: ("请更正路径", "correct the path"),
    },
    Known {
        kinds: &[ErrorKind::InvalidFilename],
        code: "E903",
        cause: (
            "名称过长，或含有不能用的字符",
            "the name is too long or has characters that cannot be used",
        ),
        remedy: ("请换一个名称", "choose another name"),
    },
    Known {
        kinds: &[ErrorKind::ResourceBusy, ErrorKind::ExecutableFileBusy],
        code: "E904",
        cause: ("正被其他程序占用", "another program has it open"),
        remedy: ("请关闭已打开的表格后重试", "close it and try again"),
    },
];

/// What the system said, without the name of the hidden file that it happened to.
fn innermost(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" at path ").next().unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_file_is_not_named() {
        let dir = tempfile::tempdir().unwrap();
        let error = tempfile::NamedTempFile::new_in(dir.path().join("none")).unwrap_err();
        let said = WriteError::io(Path::new("名单.xlsx"), &error).to_string();
        assert!(
            said.contains("名单.xlsx") && !said.contains(".tmp"),
            "{said}"
        );
    }
}
