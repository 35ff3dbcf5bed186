//! Counties with a plan, made here or by hand, and what the report makes of them; for the tests of all outputs.

use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use jiaopin::audit::{self, Audit};
use jiaopin::case::Case;
use jiaopin::plan::Plan;
use jiaopin::plan::result::{Solved, Status};
use jiaopin::policy::Policy;
use jiaopin::report::{self, Lists, Mark, RunInfo, Source};
use jiaopin::solve::{Options, solve};
use jiaopin::tables::fault::Faults;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// A county with everything that an output could get wrong: names that are formulas, namesakes, two schools of one
/// name, an id with leading zeros, secrets in every personal column, a closing school, somebody barred, somebody out.
pub const TABLES: [(&str, &str); 5] = [
    (
        "学校.csv",
        "学校代码,学校名称,学段,学区,乡镇街道,城乡类型,办学水平,经度,纬度,核定编制,高级岗位数,中级岗位数,撤并\n\
         S1,红山区第一实验小学,小学,城区,,城区,优质,118.90,42.25,9,2,3,否\n\
         S2,=希望小学,小学,城区,,乡村,一般,118.95,42.27,6,1,2,否\n\
         S3,太平小学,小学,城区,,乡村,薄弱,118.99,42.28,5,1,2,否\n\
         S4,太平小学,小学,城区,,镇区,一般,119.01,42.29,3,1,1,是\n",
    ),
    (
        "班级.csv",
        "学校代码,年级,班数,学生数\nS1,1,2,90\nS1,2,2,88\nS2,1,1,30\nS3,1,1,24\n",
    ),
    (
        "岗位.csv",
        "学校代码,学段,学科,岗位数\nS1,小学,语文,3\nS1,小学,体育,2\nS2,小学,语文,2\nS2,小学,音乐,1\nS3,小学,语文,1\nS3,小学,体育,1\n",
    ),
    (
        "教师.csv",
        "工号,姓名,性别,出生年月,身份证号,现任学校,到校年月,任教学段,任教学科,教师资格,职称,学历,骨干级别,行政职务,状态,免调原因,师德考核,竞聘得分,配偶工号,住址经度,住址纬度\n\
         0001,钱校长,男,1975-03,110105197503120011,S1,2019-09,小学,语文,小学语文,高级,本科,市,校长,在岗,,合格,,,,\n\
         0002,王伟,男,1983-05,,S1,2012-09,小学,语文,小学语文,一级,本科,县,,在岗,重大疾病,合格,91,,118.812345,42.212345\n\
         0003,王伟,女,1986-07,,S1,2014-09,小学,语文,小学语文,二级,本科,,,在岗,怀孕,合格,88,,,\n\
         0004,@张三,男,1990-01,,S1,2016-09,小学,语文,小学语文,二级,本科,,,在岗,,合格,75,0007,,\n\
         0005,李体,男,1991-02,,S1,2015-09,小学,体育,小学体育,二级,专科,,,在岗,,合格,80,,,\n\
         0006,=HYPERLINK(\"http://x\"),女,1992-03,,S2,2018-09,小学,语文,小学语文；小学音乐,一级,本科,,,在岗,,合格,70,,,\n\
         0007,赵敏,女,1991-11,,S2,2018-09,小学,语文,小学语文,二级,本科,,,在岗,,合格,77,0004,,\n\
         0008,孙立,男,1980-10,,S3,2010-09,小学,语文,小学语文,高级,本科,省,,在岗,,合格,95,,,\n\
         0009,周全,男,1988-12,,S4,2011-09,小学,体育,小学体育；小学语文,二级,本科,,,在岗,,合格,66,,,\n\
         -010,吴待,女,1993-04,,,,,,小学语文,三级,本科,,,待岗,,合格,60,,,\n\
         0011,郑否,男,1979-09,,S2,2009-09,小学,语文,小学语文,二级,中专,,,在岗,,不合格,50,,,\n\
         0012,冯退,男,1964-02,,S3,1990-09,小学,语文,小学语文,一级,中专,,,退休,,合格,,,,\n",
    ),
    (
        "志愿.csv",
        "工号,志愿序号,学校代码,学科\n0004,1,S3,\n0009,1,S3,体育\n",
    ),
];

/// A solved county and what `solve` would hand to the report.
pub struct Made {
    pub case: Case,
    pub plan: Plan,
    pub solved: Solved,
    pub audit: Audit,
}

pub fn write_tables(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for (name, text) in TABLES {
        fs::write(folder.join(name), text).unwrap();
    }
}

pub fn made(folder: &Path) -> Made {
    write_tables(folder);
    solved(folder)
}

/// The plan for the tables in a folder.
pub fn solved(folder: &Path) -> Made {
    let policy = Policy::national();
    let mut faults = Faults::default();
    let county = jiaopin::county::load(folder, &policy, &mut faults);
    let county = county.unwrap_or_else(|| panic!("{faults:#?}"));
    let case = Case::new(county, policy, &mut faults);
    assert!(!faults.has_errors(), "{faults:#?}");
    let outcome = solve(&case, &mut Options::default()).unwrap();
    let plan = outcome.plan.expect("a plan exists");
    let audit = audit::audit(&case, &plan);
    Made {
        case,
        plan,
        solved: outcome.solved,
        audit,
    }
}

impl Made {
    /// A plan that nobody has solved.
    pub fn by_hand(case: Case, plan: Plan) -> Made {
        let audit = audit::audit(&case, &plan);
        let solved = Solved {
            status: Status::Optimal,
            tiers: Vec::new(),
            lent: audit.lent.clone(),
            method: "hand".into(),
            seconds: 0.0,
        };
        Made {
            case,
            plan,
            solved,
            audit,
        }
    }

    pub fn info(&self, folder: &Path) -> RunInfo {
        RunInfo {
            county: Some(Source::new(folder, self.case.county.hash.clone())),
            policy: Some(Source::new(
                folder.join("national.toml"),
                self.case.policy.hash.clone(),
            )),
            solver: "solver 1.2.3".into(),
            ..RunInfo::default()
        }
    }

    /// The appointment workbook.
    pub fn book(&self) -> Vec<u8> {
        self.lists(Lists::Whole)
    }

    pub fn lists(&self, lists: Lists) -> Vec<u8> {
        let (info, mark) = (RunInfo::default(), Mark::default());
        report::appointments(
            &self.case,
            &self.plan,
            &self.solved,
            &self.audit,
            &info,
            &mark,
            lists,
        )
        .unwrap()
    }

    pub fn write(&self, folder: &Path, out: &Path, force: bool) -> Result<(), report::WriteError> {
        let info = self.info(folder);
        report::write(
            out,
            force,
            &self.case,
            &self.plan,
            &self.solved,
            &self.audit,
            info,
        )
    }
}

pub fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range(name).unwrap()
}

/// The rows of a sheet as text, empty ones left out.
pub fn rows(range: &Range<Data>) -> Vec<Vec<String>> {
    let text = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    range
        .rows()
        .map(text)
        .filter(|r| r.iter().any(|c| !c.is_empty()))
        .collect()
}
