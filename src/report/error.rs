//! Why an output could not be written.

use crate::text::Text;
use std::path::Path;

/// What stopped the writing; nothing is left behind in either case.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The place cannot be written to: says which, why, and what to do.
    #[error("{}", .0.en)]
    Place(Text),
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
        use std::io::ErrorKind as Kind;
        let (zh, en) = match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => (
                "磁盘已满。请清理磁盘，或用 -o 换一个位置",
                "the disk is full; free some space, or name another place with -o",
            ),
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => (
                "没有写入权限。请换一个可写的位置，或请管理员开通权限",
                "no permission to write there; name another place, or ask for permission",
            ),
            Kind::NotFound => (
                "上级文件夹不存在。请先建立该文件夹，或更正路径",
                "the folder it belongs in does not exist; make it first, or correct the path",
            ),
            Kind::NotADirectory => (
                "路径中有一段是文件，不是文件夹。请更正路径",
                "a part of the path is a file, not a folder; correct the path",
            ),
            Kind::InvalidFilename => (
                "名称过长，或含有不能用的字符。请换一个名称",
                "the name is too long or has characters that cannot be used; choose another",
            ),
            Kind::ResourceBusy | Kind::ExecutableFileBusy => (
                "正被其他程序占用。请关闭已打开的表格后重试",
                "another program has it open; close it and try again",
            ),
            _ => (
                "写入失败。请检查磁盘与路径，关闭已打开的表格后重试",
                "it could not be written; check the disk and the path, close open workbooks, and try again",
            ),
        };
        let error = innermost(error);
        WriteError::place(
            format!("无法写入“{}”：{zh}。", path.display()),
            format!(
                "cannot write {}: {en} (the system says: {error})",
                path.display()
            ),
        )
    }
}

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
