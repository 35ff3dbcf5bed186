//! Writes a folder or a file whole or not at all, for its owner only.
//!
//! Everything goes to a hidden folder beside the goal first; one rename makes it visible. Whatever goes wrong before
//! that, the hidden folder goes away and the goal stays as it was.

use super::error::WriteError;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file of the output: its name and content.
pub type File = (&'static str, Vec<u8>);

/// The file by which a folder of ours is known, and how it begins.
pub const MARK: &str = crate::tables::source::RECORD;
const PREFIX: &str = ".jiaopin-";

/// By what a folder of ours is known.
pub struct Ours<'a> {
    /// A file in it, and what that file says.
    pub mark: &'a str,
    pub says: &'a str,
    /// What tells a folder without that file: these stand there all together.
    pub all: &'a [&'a str],
    /// Whether we write a file of this name.
    pub holds: &'a dyn Fn(&str) -> bool,
}

/// What may stand in a folder of ours besides our own files: left there by desktops, of no worth.
const DROSS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Checks, before any long work, that a folder can be written to `out`. Also see [`write`], which checks again.
///
/// # Errors
/// `out` exists and `force` is false; or it is not an output of ours; or the place cannot be written to.
pub fn check(out: &Path, force: bool, ours: &[&str]) -> Result<(), WriteError> {
    let holds = |name: &str| ours.contains(&name) || super::FILES.contains(&name);
    check_ours(out, force, &plan_folder(ours, &holds))
}

/// A folder with a plan in it, or one of other `files` of ours.
fn plan_folder<'a>(files: &'a [&'a str], holds: &'a dyn Fn(&str) -> bool) -> Ours<'a> {
    Ours {
        mark: MARK,
        says: super::result::FORMAT,
        all: if files.contains(&MARK) { &[] } else { files },
        holds,
    }
}

/// [`check`] for a folder that is known by something else than a plan.
pub fn check_ours(out: &Path, force: bool, ours: &Ours) -> Result<(), WriteError> {
    let goal = goal(out)?;
    check_standing(&goal, out, force, ours)?;
    // Only a real attempt tells whether the place can be written to.
    hidden(&goal).map(drop)
}

/// Writes `files` as the folder `out`. With `force` an earlier output of ours is replaced, once the new one is complete.
///
/// # Errors
/// As [`check`], and whatever the disk says; then nothing has changed.
pub fn write(out: &Path, force: bool, files: &[File]) -> Result<(), WriteError> {
    write_with(out, force, files, &mut owner_only)
}

fn write_with(
    out: &Path,
    force: bool,
    files: &[File],
    put: &mut dyn FnMut(&Path, &[u8]) -> io::Result<()>,
) -> Result<(), WriteError> {
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let holds = |name: &str| names.contains(&name) || super::FILES.contains(&name);
    fill(out, force, &plan_folder(&names, &holds), |fresh| {
        for (name, content) in files {
            put(&fresh.join(name), content).map_err(|e| WriteError::io(&out.join(name), &e))?;
        }
        Ok(())
    })
}

/// Makes the folder `out`, whole or not at all: `put` writes its files into the folder it is given.
///
/// # Errors
/// As [`check_ours`], and those of `put`; then nothing has changed.
pub fn fill(
    out: &Path,
    force: bool,
    ours: &Ours,
    put: impl FnOnce(&Path) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let goal = goal(out)?;
    check_standing(&goal, out, force, ours)?;
    let hidden = hidden(&goal)?;
    let fresh = hidden.path().join("new");
    make_private(&fresh).map_err(|e| WriteError::io(&fresh, &e))?;
    put(&fresh)?;
    let old = hidden.path().join("old");
    let replaces = goal.exists();
    if replaces {
        fs::rename(&goal, &old).map_err(|e| WriteError::io(out, &e))?;
    }
    if let Err(error) = fs::rename(&fresh, &goal) {
        if replaces && fs::rename(&old, &goal).is_err() {
            let kept = hidden.keep().join("old");
            return Err(WriteError::place(
                format!(
                    "无法替换“{}”：{error}。原有内容保存在“{}”。",
                    out.display(),
                    kept.display()
                ),
                format!(
                    "cannot replace {}: {error}; what was there is now in {}",
                    out.display(),
                    kept.display()
                ),
            ));
        }
        return Err(WriteError::io(out, &error));
    }
    // The new one stands; what was there before goes with the hidden folder.
    Ok(())
}

/// Checks that [`write_file`] could write there.
pub fn check_file(out: &Path, force: bool) -> Result<(), WriteError> {
    let goal = free_file(out, force)?;
    hidden(&goal).map(drop)
}

/// The file's resolved path, if it may be written.
fn free_file(out: &Path, force: bool) -> Result<PathBuf, WriteError> {
    let goal = goal(out)?;
    if goal.is_dir() {
        return Err(WriteError::place(
            format!(
                "“{}”是文件夹。请用 -o 给出文件名，例如 名单.xlsx。",
                out.display()
            ),
            format!(
                "{} is a folder; give a file name with -o, such as list.xlsx",
                out.display()
            ),
        ));
    }
    if goal.exists() && !force {
        return Err(exists(out));
    }
    Ok(goal)
}

/// Writes one file whole or not at all.
///
/// # Errors
/// It exists and `force` is false, or the place cannot be written to.
pub fn write_file(out: &Path, force: bool, content: &[u8]) -> Result<(), WriteError> {
    let goal = free_file(out, force)?;
    let said = |e: &io::Error| WriteError::io(out, e);
    let parent = goal.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(PREFIX)
        .tempfile_in(parent)
        .map_err(|e| said(&e))?;
    file.write_all(content).map_err(|e| said(&e))?;
    file.as_file().sync_all().map_err(|e| said(&e))?;
    if force {
        file.persist(&goal).map_err(|e| said(&e.error))?;
    } else {
        file.persist_noclobber(&goal)
            .map_err(|e| match e.error.kind() {
                io::ErrorKind::AlreadyExists => exists(out),
                _ => said(&e.error),
            })?;
    }
    Ok(())
}

/// The path with its folder resolved, so that "beside" has a meaning; a link stands for what it points at.
fn goal(out: &Path) -> Result<PathBuf, WriteError> {
    if let Ok(there) = fs::canonicalize(out) {
        return Ok(there);
    }
    let unnamed = || {
        WriteError::place(
            format!(
                "输出位置“{}”没有名称。请用 -o 给出新文件夹或文件的名称。",
                out.display()
            ),
            format!(
                "{} names nothing; give the name of a new folder or file with -o",
                out.display()
            ),
        )
    };
    let name = out.file_name().ok_or_else(unnamed)?;
    let parent = match out.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    let parent = fs::canonicalize(parent).map_err(|e| WriteError::io(out, &e))?;
    if !parent.is_dir() {
        return Err(WriteError::io(out, &io::ErrorKind::NotADirectory.into()));
    }
    Ok(parent.join(name))
}

fn exists(out: &Path) -> WriteError {
    WriteError::place(
        format!(
            "“{}”已存在。请换一个名称，或加 --force 替换。",
            out.display()
        ),
        format!(
            "{} exists; choose another name, or replace it with --force",
            out.display()
        ),
    )
}

/// Whatever stands at the goal must be an output of ours with nothing else in it, and the user must want it replaced.
fn check_standing(goal: &Path, out: &Path, force: bool, ours: &Ours) -> Result<(), WriteError> {
    if fs::symlink_metadata(goal).is_err() {
        return Ok(());
    }
    if !force {
        return Err(exists(out));
    }
    let mark = fs::read_to_string(goal.join(ours.mark)).unwrap_or_default();
    let whole = !ours.all.is_empty() && ours.all.iter().all(|name| goal.join(name).is_file());
    if !whole && !mark.contains(ours.says) {
        return Err(WriteError::place(
            format!(
                "“{}”不是本程序的输出文件夹，不予替换。请用 -o 换一个名称。",
                out.display()
            ),
            format!(
                "{} is not an output folder of this program and is not replaced; choose another name with -o",
                out.display()
            ),
        ));
    }
    let mut foreign = foreign(goal, ours).map_err(|e| WriteError::io(out, &e))?;
    foreign.sort();
    match foreign.first() {
        None => Ok(()),
        Some(first) => Err(WriteError::place(
            format!(
                "“{}”中另有 {} 个文件不是本程序所写（如“{first}”），替换会丢失它们。请先移走，或用 -o 换一个名称。",
                out.display(),
                foreign.len()
            ),
            format!(
                "{} also holds {} files that this program did not write (such as {first}) and that would be lost; move them away, or choose another name with -o",
                out.display(),
                foreign.len()
            ),
        )),
    }
}

/// What stands in a folder and is not ours, by name; folders of plans beside the plan are looked through.
fn foreign(folder: &Path, ours: &Ours) -> io::Result<Vec<String>> {
    let known = |n: &str| (ours.holds)(n) || DROSS.contains(&n);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let beside = super::BESIDE.iter().any(|b| name.starts_with(b));
        if beside && entry.file_type()?.is_dir() {
            let below = foreign(&entry.path(), ours)?;
            found.extend(below.into_iter().map(|n| format!("{name}/{n}")));
        } else if !known(&name) {
            found.push(name);
        }
    }
    Ok(found)
}

/// A hidden folder beside the goal, gone when dropped.
fn hidden(goal: &Path) -> Result<tempfile::TempDir, WriteError> {
    let parent = goal.parent().unwrap_or(Path::new("."));
    let made = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent);
    let made = made.map_err(|e| WriteError::io(goal, &e))?;
    private(made.path()).map_err(|e| WriteError::io(goal, &e))?;
    Ok(made)
}

pub fn make_private(path: &Path) -> io::Result<()> {
    fs::create_dir(path)?;
    private(path)
}

/// Makes a folder one that only its owner can enter.
#[cfg(unix)]
pub fn private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
pub fn private(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes a new file that only its owner can read, down to the disk.
pub fn owner_only(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = new_file(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// A new file that only its owner can read.
pub fn new_file(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(path: &Path) -> Vec<String> {
        let mut all: Vec<String> = fs::read_dir(path)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        all.sort();
        all
    }

    fn ours(text: &str) -> Vec<File> {
        vec![
            ("plan.csv", text.as_bytes().to_vec()),
            (
                MARK,
                format!("{{\"format\":\"{}\"}}", super::super::result::FORMAT).into_bytes(),
            ),
        ]
    }

    #[test]
    fn a_disk_that_fills_up_leaves_nothing_behind_and_the_old_one_whole() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("plan");
        write(&out, false, &ours("old")).unwrap();
        let mut count = 0;
        let mut full = |path: &Path, content: &[u8]| {
            count += 1;
            if count == 2 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            owner_only(path, content)
        };
        let error = write_with(&out, true, &ours("new"), &mut full).unwrap_err();
        assert!(error.to_string().contains("disk is full"), "{error}");
        assert_eq!(names(dir.path()), ["plan"]);
        assert_eq!(fs::read_to_string(out.join("plan.csv")).unwrap(), "old");
    }

    #[test]
    fn a_folder_without_a_mark_is_known_by_its_files() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("demand");
        let files = |text: &str| -> Vec<File> {
            ["staff.csv", "posts.csv"]
                .map(|name| (name, text.as_bytes().to_vec()))
                .into()
        };
        write(&out, false, &files("old")).unwrap();
        write(&out, true, &files("new")).unwrap();
        assert_eq!(fs::read_to_string(out.join("posts.csv")).unwrap(), "new");

        // A county in English has a posts.csv too.
        let county = dir.path().join("county");
        fs::create_dir(&county).unwrap();
        fs::write(county.join("posts.csv"), "declared").unwrap();
        assert!(write(&county, true, &files("x")).is_err());
        fs::write(out.join("schools.csv"), "x").unwrap();
        assert!(write(&out, true, &files("x")).is_err());
    }

    #[test]
    fn only_an_output_of_ours_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("plan");
        write(&out, false, &ours("one")).unwrap();
        assert!(write(&out, false, &ours("two")).is_err());
        write(&out, true, &ours("two")).unwrap();
        assert_eq!(fs::read_to_string(out.join("plan.csv")).unwrap(), "two");

        fs::write(out.join("会议记录.docx"), "x").unwrap();
        let error = write(&out, true, &ours("three")).unwrap_err();
        assert!(error.to_string().contains("会议记录.docx"), "{error}");

        let documents = dir.path().join("Documents");
        fs::create_dir(&documents).unwrap();
        fs::write(documents.join("thesis.txt"), "years of work").unwrap();
        assert!(write(&documents, true, &ours("x")).is_err());
        assert_eq!(names(&documents), ["thesis.txt"]);
        assert_eq!(names(dir.path()), ["Documents", "plan"]);
    }

    #[cfg(unix)]
    #[test]
    fn files_are_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
        let out = dir.path().join("plan");
        write(&out, false, &ours("x")).unwrap();
        assert_eq!((mode(&out), mode(&out.join("plan.csv"))), (0o700, 0o600));
        let file = dir.path().join("list.xlsx");
        write_file(&file, false, b"x").unwrap();
        assert_eq!(mode(&file), 0o600);
        assert!(write_file(&file, false, b"y").is_err());
        assert_eq!(fs::read(&file).unwrap(), b"x");
    }

    #[test]
    fn a_missing_parent_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let error = check(&dir.path().join("no/plan"), false, &[]).unwrap_err();
        assert!(error.to_string().contains("does not exist"), "{error}");
        let error = check(Path::new("/"), false, &[]).unwrap_err();
        assert!(error.to_string().contains("exists"), "{error}");
    }
}
