//! Schools, classes, posts.

use super::Kind::*;
use super::Need::*;
use super::{Column, List, Table, column as col};

pub static SCHOOLS: Table = Table {
    key: "schools",
    title: "学校",
    aliases: &[
        "学校信息",
        "学校基本信息",
        "学校名单",
        "学校基本情况",
        "school",
    ],
    required: true,
    columns: SCHOOL_COLUMNS,
    note: (
        "每所学校（含教学点、校区、幼儿园）一行。",
        "One row for each school, teaching point, campus or kindergarten.",
    ),
};

#[rustfmt::skip]
const SCHOOL_COLUMNS: &[Column] = &[
    col("school_id", "学校代码", Id, Must, &["学校编码", "学校编号", "学校标识码", "单位代码"],
        ("全县唯一；各表均以此代码指称学校。", "Unique in the county; every table names the school by it."), "示例001"),
    col("name", "学校名称", Name, Must, &["学校", "学校全称", "单位全称", "单位名称"],
        ("学校全称。", "Full name."), "示例学校"),
    col("stages", "学段", Words(List::Stage), Must, &["办学学段", "学校学段"],
        ("九年一贯制学校填两个学段。", "A nine-year school lists two."), "小学、初中"),
    col("legal_unit", "法人单位", School, May, &["法人单位代码", "所属法人单位"],
        ("教学点、校区填其法人学校的代码；空白为本校。同一法人单位内部变动不算交流。", "A teaching point or campus names its centre school; empty = itself. A move is a change of legal unit."), ""),
    col("cluster", "学区", Text, May, &["片区", "教研联盟", "学区(片区)", "教育集团"],
        ("学区或教研联盟；空白按乡镇街道。", "School district or teaching-research alliance; default the town."), "第一学区"),
    col("town", "乡镇街道", Text, May, &["乡镇", "街道", "乡镇(街道)", "所在乡镇"],
        ("所在乡镇或街道。", "Town or street office."), "示例镇"),
    col("area", "城乡类型", Word(List::Area), Must, &["城乡分类", "城乡属性", "城乡"],
        ("按国家统计城乡分类。", "Urban, town or rural."), "城区"),
    col("quality", "办学水平", Word(List::Quality), May, &["办学质量", "学校类别"],
        ("空白为一般。", "Default ordinary."), "一般"),
    col("lon", "经度", Degree, Should, &["学校经度", "longitude", "lng"],
        ("WGS84 度；缺失时距离按 0 计。", "WGS84 degrees; when missing, distances count 0."), "118.96"),
    col("lat", "纬度", Degree, Should, &["学校纬度", "latitude"],
        ("WGS84 度。", "WGS84 degrees."), "42.26"),
    col("approved_staff", "核定编制", Count, May, &["编制数", "核定编制数", "核编数", "教职工编制"],
        ("空白按编制标准测算。", "Authorised headcount; default derived."), "60"),
    col("teaching_staff_max", "专任教师编制", Count, May, &["专任教师编制数"],
        ("核定编制中可用于教学岗位的部分；空白按标准测算。", "The part of it for teaching posts; default derived."), "55"),
    col("senior_posts", "高级岗位数", Count, May, &["高级岗位", "高级岗数"],
        ("正高级与高级岗位合计；空白按结构比例测算。", "Senior title posts; default derived."), "12"),
    col("intermediate_posts", "中级岗位数", Count, May, &["中级岗位", "中级岗数"],
        ("一级岗位数；空白按结构比例测算。", "Intermediate title posts; default derived."), "24"),
    col("opened", "投用年份", Year, May, &["投入使用年份", "建成年份", "启用年份"],
        ("当年或上一年投用的为新建校。", "Opened in the plan year or the year before = new school."), ""),
    col("boarders", "寄宿生数", Count, May, &["寄宿生", "住宿生数", "寄宿学生数"],
        ("寄宿学生人数。", "Number of boarders."), ""),
    col("closing", "撤并", YesNo, May, &["是否撤并", "撤并学校"],
        ("本年度撤并的填“是”：岗位为 0，教职工全部分流。", "Yes: no posts this year, its staff must leave."), "否"),
];

pub static CLASSES: Table = Table {
    key: "classes",
    title: "班级",
    aliases: &["班级情况", "班级数", "班级学生数", "班额", "class"],
    required: false,
    columns: CLASS_COLUMNS,
    note: (
        "各校各年级班数与学生数，用于测算岗位；已填《岗位》表的可不填。",
        "Classes and pupils by school and grade; not needed where the posts table is given.",
    ),
};

#[rustfmt::skip]
const CLASS_COLUMNS: &[Column] = &[
    col("school_id", "学校代码", School, Must, &["学校编码", "学校编号", "学校标识码", "单位代码", "学校"],
        ("《学校》表中的代码。", "As in the schools table."), "示例001"),
    col("grade", "年级", Grade, Must, &["年级名称"],
        ("1—12，幼儿园 K1—K3；也可写一年级、初一、高三、小班。", "1–12, kindergarten K1–K3."), "一年级"),
    col("classes", "班数", Count, Must, &["班级数", "班级个数", "教学班数"],
        ("教学班数。", "Number of classes."), "3"),
    col("students", "学生数", Count, Must, &["学生人数", "在校生数", "人数", "幼儿数"],
        ("学生（幼儿）人数。", "Number of pupils."), "126"),
];

pub static POSTS: Table = Table {
    key: "posts",
    title: "岗位",
    aliases: &["岗位设置", "岗位数", "设岗", "岗位设置方案", "post"],
    required: false,
    columns: POST_COLUMNS,
    note: (
        "已核定的学科岗位；填写后以本表为准，不再按班级测算。同校同学段同学科的多行相加。",
        "Posts as decided; they replace the derived ones. Rows of one cell add up.",
    ),
};

#[rustfmt::skip]
const POST_COLUMNS: &[Column] = &[
    col("school_id", "学校代码", School, Must, &["学校编码", "学校编号", "学校标识码", "单位代码", "学校"],
        ("《学校》表中的代码。", "As in the schools table."), "示例001"),
    col("stage", "学段", Word(List::Stage), Must, &["岗位学段"],
        ("岗位所在学段。", "Stage of the post."), "小学"),
    col("subject", "学科", Subject, Must, &["岗位学科", "任教学科"],
        ("岗位学科。", "Subject of the post."), "语文"),
    col("count", "岗位数", Count, Must, &["岗位数量", "核定岗位数", "设岗数"],
        ("岗位个数。", "Number of posts."), "6"),
    col("conditions", "条件", Text, May, &["岗位条件", "任职条件", "任职资格"],
        ("应聘条件；禁止因人设岗。", "Conditions; never made for one person."), ""),
    col("basis", "依据", Text, May, &["设岗依据", "测算依据"],
        ("设岗依据。", "What the number rests on."), "按班级数与课时测算"),
];

pub static LOANS: Table = Table {
    key: "loans",
    title: "周转编制",
    aliases: &["周转编制台账", "编制周转", "周转编制借用", "loan"],
    required: false,
    columns: LOAN_COLUMNS,
    note: (
        "以前年度借出、尚未收回的周转编制，每笔一行；已收回的不填。",
        "Quota lent in earlier years and not yet returned, one row a loan.",
    ),
};

#[rustfmt::skip]
const LOAN_COLUMNS: &[Column] = &[
    col("school_id", "学校代码", School, Must, &["学校编码", "学校编号", "单位代码", "学校", "使用单位"],
        ("借用周转编制的学校，《学校》表中的代码。", "The school that was lent it, as in the schools table."), "示例001"),
    col("count", "名额", Count, Must, &["周转编制数", "周转编制", "借用名额", "编制数"],
        ("借用几名编制。", "How many posts of headcount."), "1"),
    col("start", "起始", Month, May, &["开始时间", "起始年月", "借用年月", "起始时间"],
        ("借用的起始年月；空白视为已在借用。", "Since when; empty = lent already."), "2025-09"),
    col("due", "到期", Month, Should, &["回收时间", "到期年月", "收回时间", "到期时间"],
        ("应收回的年月；空白视为未到期。", "When it must be returned; empty = not yet due."), "2028-08"),
    col("reason", "事由", Text, May, &["借用事由", "原因", "用途"],
        ("为何借用。", "What for."), "学科缺员"),
];
