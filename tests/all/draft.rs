//! Small counties to be written, changed and read by the other tests.

use jiaopin::county::{self, County};
use jiaopin::policy::Policy;
use jiaopin::tables::fault::{Fault, Faults};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

/// The files of a county folder, to be changed and written.
#[derive(Clone)]
pub struct Draft {
    pub files: BTreeMap<String, Vec<u8>>,
}

pub const SCHOOLS: &str = "\
学校代码,学校名称,学段,城乡类型,经度,纬度
S1,一小,小学,城区,118.90,42.20
S2,九年校,小学、初中,乡村,118.95,42.25
";
pub const CLASSES: &str = "\
学校代码,年级,班数,学生数
S1,1,2,80
S2,7,1,30
";
pub const TEACHERS: &str = "\
工号,姓名,性别,出生年月,现任学校,到校年月,任教学段,任教学科,学历
0001,甲,女,1985-03,S1,2015-09,小学,语文,本科
0002,乙,男,1980-05,S2,2010-09,初中,数学,本科
0003,丙,女,1990-07,,,,,本科
";

/// A draft on disk, gone when dropped.
pub struct Written {
    _root: TempDir,
    folder: PathBuf,
}

impl Written {
    pub fn path(&self) -> &Path {
        &self.folder
    }
}

impl Draft {
    pub fn empty() -> Draft {
        Draft {
            files: BTreeMap::new(),
        }
    }

    /// Two schools, three teachers, no fault.
    pub fn small() -> Draft {
        Draft::empty()
            .with("学校.csv", SCHOOLS)
            .with("班级.csv", CLASSES)
            .with("教师.csv", TEACHERS)
    }

    pub fn with(mut self, name: &str, text: impl AsRef<[u8]>) -> Draft {
        self.files.insert(name.to_string(), text.as_ref().to_vec());
        self
    }

    pub fn without(mut self, name: &str) -> Draft {
        self.files.remove(name);
        self
    }

    /// Replaces a text that stands exactly once in a file.
    pub fn change(mut self, name: &str, from: &str, to: &str) -> Draft {
        let text = String::from_utf8(self.files[name].clone()).expect("a text file");
        assert_eq!(text.matches(from).count(), 1, "{from} in {name}");
        self.files
            .insert(name.to_string(), text.replace(from, to).into());
        self
    }

    pub fn write(&self) -> Written {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = root.path().join("县数据");
        std::fs::create_dir(&folder).expect("a folder");
        for (name, bytes) in &self.files {
            std::fs::write(folder.join(name), bytes).expect("a written file");
        }
        Written {
            _root: root,
            folder,
        }
    }

    /// The county and all faults.
    pub fn read(&self) -> (Option<County>, Vec<Fault>) {
        read(self.write().path())
    }

    /// The county of a draft that must have no error, and its hash.
    pub fn hash(&self) -> String {
        let (county, faults) = self.read();
        county.unwrap_or_else(|| panic!("{faults:#?}")).hash
    }

    /// The codes of all faults, sorted.
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<_> = self.read().1.iter().map(|f| f.code).collect();
        codes.sort_unstable();
        codes
    }
}

pub fn read(path: &Path) -> (Option<County>, Vec<Fault>) {
    let mut faults = Faults::default();
    static POLICY: LazyLock<Policy> = LazyLock::new(Policy::national);
    let county = county::load(path, &POLICY, &mut faults);
    (county, faults.list)
}

/// `code place cause` of each fault.
pub fn lines(faults: &[Fault]) -> Vec<String> {
    let line = |f: &Fault| format!("{} {} {}", f.code, f.place, f.cause.zh);
    faults.iter().map(line).collect()
}

/// Every table filled, without an error.
pub fn full_draft() -> Draft {
    Draft::small()
        .with(
            "教师.csv",
            "工号,姓名,性别,出生年月,身份证号,现任学校,到校年月,参加工作年月,任教学段,任教学科,教师资格,兼教学科,职称,学历,骨干级别,行政职务,状态,免调原因,录用类型,乡村任教年限,师德考核,年度考核,竞聘得分,服从调剂,配偶工号,住址经度,住址纬度
0001,甲,女,1985-03,,S1,2015-09,2008-08,小学,语文,小学语文、初中语文,道德与法治,一级,本科,县,书记,在岗,,普通,3.5,合格,优秀、合格、合格,86.5,是,0002,118.91,42.21
0002,乙,男,1980-05,,S2,2010-09,2003-08,初中,数学,高级中学数学,,高级,本科,,副校长,在岗,,,0,优秀,合格、合格、合格,90,否,,,
0003,丙,女,1990-07,,,,2014-08,,,小学英语+小学音乐,,二级,专科,,,待岗,怀孕,特岗,,,,77,,,,
",
        )
        .with("岗位.csv", "学校代码,学段,学科,岗位数,条件,依据\nS1,小学,语文,3,,课时\nS1,小学,英语,1,,课时\nS2,初中,数学,2,,课时\n")
        .with("志愿.csv", "工号,志愿序号,学校代码,学科\n0003,1,S1,英语\n0003,2,S2,\n0001,1,S2,\n")
        .with("领导岗位.csv", "学校代码,职务,现任工号,任职年月,届次,职级要求\nS2,校长,,,,高级\nS1,书记,0001,2021-09,2,\n")
        .with("校长候选人.csv", "工号,竞聘职务,海选得分,职工推荐得分,业务答辩得分,集体票决,单位考核,公示,校长职级\n0002,校长,88,90.5,85,7/9,通过,无异议,中级\n0002,书记,80,70,75,81,不通过,有异议,\n")
        .with("亲属关系.csv", "工号甲,工号乙,关系\n0001,0003,近姻亲\n0002,0001,夫妻\n")
        .with("锁定.csv", "工号,类型,学校代码,学段,学科\n0003,禁止,S2,,数学\n0001,必须,S1,小学,语文\n")
}
