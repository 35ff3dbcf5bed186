//! `template`: the workbook to fill in.

use super::exit::{Exit, Failure};
use super::{Context, out};
use crate::tables::template::template;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The workbook to write, .xlsx 输出文件
    pub out: PathBuf,
    /// Overwrite the file if it is there 覆盖已有文件
    #[arg(long)]
    pub force: bool,
}

pub fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let ending = args.out.extension().unwrap_or_default();
    if !ending.eq_ignore_ascii_case("xlsx") {
        return Err(Failure::usage(
            format!("{}：文件名须以 .xlsx 结尾。", args.out.display()),
            format!("{}: the file name must end in .xlsx", args.out.display()),
        ));
    }
    if args.out.exists() && !args.force {
        return Err(exists(&args.out));
    }
    let bytes = template().map_err(anyhow::Error::from)?;
    write_whole(&args.out, &bytes, args.force)?;
    if !context.quiet {
        out::print(&format!("{}\n", args.out.display()));
    }
    Ok(Exit::Done)
}

fn exists(path: &Path) -> Failure {
    Failure::usage(
        format!("{} 已存在；如要覆盖请加 --force。", path.display()),
        format!("{} is there already; --force overwrites it", path.display()),
    )
}

/// Writes beside the target, then renames: the file is whole or not there. For the owner only, as temporary files are.
fn write_whole(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let cannot = |error: std::io::Error| {
        Failure::usage(
            format!("无法写入 {}：{error}", path.display()),
            format!("cannot write {}: {error}", path.display()),
        )
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(cannot)?;
    file.write_all(bytes).map_err(cannot)?;
    file.as_file().sync_all().map_err(cannot)?;
    let kept = match force {
        true => file.persist(path),
        false => file.persist_noclobber(path),
    };
    match kept {
        Ok(_) => Ok(()),
        Err(e) if e.error.kind() == std::io::ErrorKind::AlreadyExists => Err(exists(path)),
        Err(e) => Err(cannot(e.error)),
    }
}
