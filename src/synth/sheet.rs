//! A table about to be written: what it is called, what its columns are called, its rows as text.

use crate::tables::catalogue::{Kind, Table};

/// The names of all tables that are ever written.
pub const NAMES: [&str; 10] = [
    "学校",
    "班级",
    "教师",
    "岗位",
    "志愿",
    "领导岗位",
    "校长候选人",
    "亲属关系",
    "锁定",
    "周转编制",
];

/// One table with its Chinese name and headers.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub name: &'static str,
    pub headers: &'static [&'static str],
    pub rows: Vec<Vec<String>>,
}

pub const SCHOOLS: &[&str] = &[
    "学校代码",
    "学校名称",
    "学段",
    "法人单位",
    "学区",
    "乡镇街道",
    "城乡类型",
    "办学水平",
    "经度",
    "纬度",
    "核定编制",
    "专任教师编制",
    "高级岗位数",
    "中级岗位数",
    "投用年份",
    "寄宿生数",
    "撤并",
];
pub const CLASSES: &[&str] = &["学校代码", "年级", "班数", "学生数"];
pub const TEACHERS: &[&str] = &[
    "工号",
    "姓名",
    "性别",
    "出生年月",
    "身份证号",
    "现任学校",
    "到校年月",
    "参加工作年月",
    "任教学段",
    "任教学科",
    "教师资格",
    "兼教学科",
    "职称",
    "学历",
    "骨干级别",
    "行政职务",
    "状态",
    "免调原因",
    "录用类型",
    "乡村任教年限",
    "师德考核",
    "年度考核",
    "竞聘得分",
    "服从调剂",
    "配偶工号",
    "住址经度",
    "住址纬度",
];
pub const POSTS: &[&str] = &["学校代码", "学段", "学科", "岗位数", "条件", "依据"];
pub const APPLICATIONS: &[&str] = &["工号", "志愿序号", "学校代码", "学科"];
pub const LEADER_POSTS: &[&str] = &[
    "学校代码",
    "职务",
    "现任工号",
    "任职年月",
    "届次",
    "职级要求",
];
pub const CANDIDATES: &[&str] = &[
    "工号",
    "竞聘职务",
    "海选得分",
    "职工推荐得分",
    "业务答辩得分",
    "集体票决",
    "单位考核",
    "公示",
    "校长职级",
];
pub const RELATIONS: &[&str] = &["工号甲", "工号乙", "关系"];
pub const PINS: &[&str] = &["工号", "类型", "学校代码", "学段", "学科"];
pub const LOANS: &[&str] = &["学校代码", "名额", "起始", "到期", "事由"];

impl Sheet {
    pub fn new(name: &'static str, headers: &'static [&'static str]) -> Sheet {
        Sheet {
            name,
            headers,
            rows: Vec::new(),
        }
    }

    /// Whether a workbook should hold the column as numbers; everything else is text, so that ids keep their zeros.
    pub fn is_number(&self, header: &str) -> bool {
        let table = Table::named(self.name);
        let column = table.and_then(|t| t.columns.iter().find(|c| c.title == header));
        column.is_some_and(|c| {
            matches!(
                c.kind,
                Kind::Count | Kind::Rank | Kind::Number | Kind::Points | Kind::Degree | Kind::Year
            )
        })
    }

    /// The cells of one column, top to bottom.
    pub fn column(&self, header: &str) -> Vec<&str> {
        match self.headers.iter().position(|h| *h == header) {
            Some(at) => self.rows.iter().map(|r| r[at].as_str()).collect(),
            None => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_is_one_that_is_read() {
        for (name, headers) in [
            ("学校", SCHOOLS),
            ("班级", CLASSES),
            ("教师", TEACHERS),
            ("岗位", POSTS),
            ("志愿", APPLICATIONS),
            ("领导岗位", LEADER_POSTS),
            ("校长候选人", CANDIDATES),
            ("亲属关系", RELATIONS),
            ("锁定", PINS),
            ("周转编制", LOANS),
        ] {
            let table = Table::named(name).unwrap();
            let known: Vec<&str> = table.columns.iter().map(|c| c.title).collect();
            assert_eq!(headers, known, "{name}");
        }
    }
}
