//! Teachers and what binds them: wishes, leader posts, candidacies, relations, pins.

use super::Kind::*;
use super::Need::*;
use super::{Column, List, Table, column as col};

pub static TEACHERS: Table = Table {
    key: "teachers",
    title: "教师",
    aliases: &[
        "教师信息",
        "教师名册",
        "教师花名册",
        "教职工",
        "教职工花名册",
        "教师基本信息",
        "teacher",
    ],
    required: true,
    columns: TEACHER_COLUMNS,
    note: (
        "全县在编教师每人一行，含校级领导、待岗人员和新招录人员。",
        "One row for each teacher of the county: leaders, persons in the pool and recruits too.",
    ),
};

#[rustfmt::skip]
const TEACHER_COLUMNS: &[Column] = &[
    col("teacher_id", "工号", Id, Must, &["教师编号", "教师工号", "人员编号", "教工号", "职工号", "教职工号"],
        ("全县唯一；各表均以此工号指称教师。", "Unique in the county; every table names the teacher by it."), "示例0001"),
    col("name", "姓名", Name, Must, &["教师姓名"],
        ("姓名。", "Name."), "示例教师"),
    col("sex", "性别", Word(List::Sex), Should, &[],
        ("用于推算退休时间。", "Needed for the month of retirement."), "女"),
    col("birth", "出生年月", Month, Should, &["出生日期", "出生年月日", "出生时间"],
        ("用于推算退休时间。", "Needed for the month of retirement."), "1986-03"),
    col("id_number", "身份证号", IdNumber, May, &["身份证号码", "身份证件号", "身份证件号码", "公民身份号码", "身份证号(文本)"],
        ("可不填；填写时须为文本格式，仅用于核对，不对外输出。", "Optional; as text. Used for checking only."), ""),
    col("school_id", "现任学校", School, May, &["现任学校代码", "学校代码", "所在学校", "所在学校代码", "工作单位", "现单位", "聘用单位"],
        ("学校代码；空白表示目前在周转池（待岗、返岗、新招录）。", "school_id; empty = in the pool now."), "示例001"),
    col("since", "到校年月", Month, Should, &["进入本校日期", "到校时间", "到校日期", "进入本校年月", "来校时间"],
        ("到现任学校的年月，用于服务期和交流轮岗年限；空白按不满一年计。", "Since when at this school; empty counts as less than a year."), "2015-09"),
    col("joined", "参加工作年月", Month, May, &["参加工作", "参加工作时间", "参加工作日期", "入职年月"],
        ("参加工作年月。", "Start of work."), "2008-08"),
    col("stage", "任教学段", Word(List::Stage), May, &["学段", "现任教学段"],
        ("现岗位的学段；有现任学校者必填。", "Stage of the current post; needed for whoever has a school."), "小学"),
    col("subject", "任教学科", Subject, May, &["学科", "主教学科", "现任教学科"],
        ("现岗位的学科；有现任学校者必填。", "Subject of the current post; needed for whoever has a school."), "语文"),
    col("certificates", "教师资格", Certificates, May, &["教师资格证", "教师资格证书", "教师资格种类", "资格证", "教师资格层次学科"],
        ("如 小学语文、初中数学；空白视为仅具备现岗位的资格。", "Such as 小学语文、初中数学; missing = the current stage and subject only."), "小学语文、初中语文"),
    col("second_subjects", "兼教学科", Subjects, May, &["可兼教学科", "兼任学科", "兼课学科"],
        ("在其资格所及学段可兼教的学科。", "May also teach these at the stages his certificates reach."), "道德与法治"),
    col("title", "职称", Word(List::Title), May, &["专业技术职务", "现聘职称", "职称等级"],
        ("空白为未定级。", "Empty = none."), "一级"),
    col("education", "学历", Word(List::Education), Should, &["最高学历", "学历层次"],
        ("最高学历，用于优质均衡指标。", "Highest education, for the balance indicators."), "本科"),
    col("backbone", "骨干级别", Word(List::Backbone), May, &["最高骨干级别", "骨干教师级别", "骨干教师"],
        ("县级及以上计为骨干；空白为无。", "County level and above counts as backbone; empty = none."), "县"),
    col("role", "行政职务", Word(List::Role), May, &["职务", "现任职务", "校内职务"],
        ("校长、书记、副校长、中层；空白为无。", "Empty = none."), ""),
    col("status", "状态", Word(List::Status), May, &["人员状态", "在岗状态", "在职状态"],
        ("空白为在岗；退休、离职者不参与编排。", "Empty = working; retired and left persons are not planned."), "在岗"),
    col("exemption", "免调原因", Texts, May, &["免调整原因", "直聘原因", "免调理由"],
        ("填写任一原因即固定在原校；敏感信息，不对外输出。", "Any one makes the teacher fixed; never published."), ""),
    col("recruit_type", "录用类型", Text, May, &["录用方式", "招聘类型", "教职工来源", "招录类型"],
        ("空白为普通；决定最低服务期。", "Empty = ordinary; sets the minimum service."), "普通"),
    col("rural_years", "乡村任教年限", Number, May, &["乡村教龄", "农村任教年限", "乡村从教年限"],
        ("年数，可有小数。", "Years, decimals allowed."), "3"),
    col("ethics", "师德考核", Word(List::Ethics), May, &["师德考核结果", "师德"],
        ("空白为合格；不合格者一票否决。", "Empty = pass; fail = not hireable this year."), "合格"),
    col("appraisal", "年度考核", Texts, May, &["年度考核结果", "近三年年度考核"],
        ("近三年结果，用顿号分隔。", "Last three years, separated by 、"), "优秀、合格、合格"),
    col("score", "竞聘得分", Number, May, &["量化得分", "得分", "竞聘成绩", "综合得分"],
        ("竞聘量化得分。", "Score in the competition."), "86.5"),
    col("obey", "服从调剂", YesNo, May, &["是否服从调剂", "是否服从"],
        ("空白为是。", "Empty = yes."), "是"),
    col("spouse_id", "配偶工号", Teacher, May, &["配偶"],
        ("配偶也是本县教师的，填其工号。", "teacher_id of a spouse who teaches in this county."), ""),
    col("home_lon", "住址经度", Degree, May, &["家庭经度", "住所经度"],
        ("空白按现任学校位置。", "Default: the current school's point."), ""),
    col("home_lat", "住址纬度", Degree, May, &["家庭纬度", "住所纬度"],
        ("空白按现任学校位置。", "Default: the current school's point."), ""),
];

pub static APPLICATIONS: Table = Table {
    key: "applications",
    title: "志愿",
    aliases: &["报名", "竞聘志愿", "竞聘报名", "志愿填报", "application"],
    required: false,
    columns: APPLICATION_COLUMNS,
    note: ("跨校竞聘志愿，每个志愿一行。", "Wishes, one row each."),
};

#[rustfmt::skip]
const APPLICATION_COLUMNS: &[Column] = &[
    col("teacher_id", "工号", Teacher, Must, &["教师编号", "教师工号", "人员编号"],
        ("《教师》表中的工号。", "As in the teachers table."), "示例0001"),
    col("rank", "志愿序号", Rank, Must, &["志愿", "志愿顺序", "第几志愿"],
        ("1、2、3…，同一人不得重复。", "1, 2, 3 …, each once for a person."), "1"),
    col("school_id", "学校代码", School, Must, &["志愿学校", "志愿学校代码", "报考学校", "学校"],
        ("志愿学校的代码。", "The school wished for."), "示例001"),
    col("subject", "学科", Subject, May, &["志愿学科", "报考学科"],
        ("空白表示该校任何符合条件的岗位。", "Empty = any post there that fits."), ""),
];

pub static LEADER_POSTS: Table = Table {
    key: "leader_posts",
    title: "领导岗位",
    aliases: &["校长岗位", "领导职数", "校级领导岗位"],
    required: false,
    columns: LEADER_POST_COLUMNS,
    note: (
        "校长、书记职数，每个职数一行。",
        "Posts of principals and secretaries, one row each.",
    ),
};

#[rustfmt::skip]
const LEADER_POST_COLUMNS: &[Column] = &[
    col("school_id", "学校代码", School, Must, &["学校编码", "学校编号", "单位代码", "学校"],
        ("《学校》表中的代码。", "As in the schools table."), "示例001"),
    col("role", "职务", Word(List::LeaderRole), Must, &["领导职务", "岗位"],
        ("校长或书记。", "Principal or secretary."), "校长"),
    col("incumbent", "现任工号", Teacher, May, &["现任", "现任者工号", "任职人工号"],
        ("现任者工号；空缺留空。", "teacher_id of the incumbent; empty = vacant."), ""),
    col("appointed", "任职年月", Month, May, &["任职时间", "任职日期"],
        ("现任者到任年月。", "Since when."), ""),
    col("term", "届次", Count, May, &["任期届次"],
        ("第几任期。", "Number of the term."), ""),
    col("rank_required", "职级要求", Text, May, &["校长职级要求"],
        ("所需校长职级。", "Rank needed."), ""),
];

pub static CANDIDATES: Table = Table {
    key: "candidates",
    title: "校长候选人",
    aliases: &["候选人", "书记校长候选人", "领导候选人"],
    required: false,
    columns: CANDIDATE_COLUMNS,
    note: (
        "校长、书记竞聘人选及各环节结果。",
        "Candidates for leader posts and what each gate gave.",
    ),
};

#[rustfmt::skip]
const CANDIDATE_COLUMNS: &[Column] = &[
    col("teacher_id", "工号", Teacher, Must, &["教师编号", "教师工号", "人员编号"],
        ("《教师》表中的工号。", "As in the teachers table."), "示例0001"),
    col("role", "竞聘职务", Word(List::LeaderRole), Must, &["职务", "拟任职务"],
        ("校长或书记。", "Principal or secretary."), "校长"),
    col("vote", "海选得分", Points, May, &["海选"],
        ("0—100。", "0–100."), "88"),
    col("staff_vote", "职工推荐得分", Points, May, &["职工推荐"],
        ("0—100。", "0–100."), "90"),
    col("defence", "业务答辩得分", Points, May, &["业务答辩", "答辩得分"],
        ("0—100。", "0–100."), "85"),
    col("panel", "集体票决", Points, May, &["票决", "集体票决结果", "集体票决(票数/得分)"],
        ("赞成票/总票数（如 7/9）或 0—100 得分。", "Votes for / all votes (7/9), or 0–100."), "7/9"),
    col("assessment", "单位考核", Word(List::Passed), May, &["单位考核结果", "考核"],
        ("通过或不通过。", "Pass or fail."), "通过"),
    col("publicity", "公示", Word(List::Objection), May, &["公示结果"],
        ("无异议或有异议。", "No objection or objection."), "无异议"),
    col("rank", "校长职级", Text, May, &["职级"],
        ("现校长职级；现任正职的职级也可填在此表，只填工号、职务、职级。",
            "Present rank; a leader's rank may stand here too, in a row with id, role and rank only."), ""),
];

pub static RELATIONS: Table = Table {
    key: "relations",
    title: "亲属关系",
    aliases: &["亲属", "亲属回避", "关系", "relation"],
    required: false,
    columns: RELATION_COLUMNS,
    note: (
        "需回避的亲属关系；配偶工号已填的不必重复。",
        "Relatives for the avoidance rule; a spouse_id counts already.",
    ),
};

#[rustfmt::skip]
const RELATION_COLUMNS: &[Column] = &[
    col("teacher_a", "工号甲", Teacher, Must, &["甲方工号", "工号1", "甲工号"],
        ("《教师》表中的工号。", "As in the teachers table."), "示例0001"),
    col("teacher_b", "工号乙", Teacher, Must, &["乙方工号", "工号2", "乙工号"],
        ("《教师》表中的工号。", "As in the teachers table."), "示例0002"),
    col("kind", "关系", Word(List::Relation), Must, &["亲属关系", "关系类型"],
        ("夫妻、直系血亲、三代以内旁系、近姻亲。", "Spouse, lineal, collateral to the third degree, close in-law."), "夫妻"),
];

pub static PINS: Table = Table {
    key: "pins",
    title: "锁定",
    aliases: &["指定", "锁定与禁止", "组织指定", "pin"],
    required: false,
    columns: PIN_COLUMNS,
    note: (
        "经批准的必须与禁止事项。",
        "What the office has decided: must and forbid.",
    ),
};

#[rustfmt::skip]
const PIN_COLUMNS: &[Column] = &[
    col("teacher_id", "工号", Teacher, Must, &["教师编号", "教师工号", "人员编号"],
        ("《教师》表中的工号。", "As in the teachers table."), "示例0001"),
    col("kind", "类型", Word(List::Pin), Must, &["锁定类型"],
        ("必须或禁止。", "must or forbid."), "禁止"),
    col("school_id", "学校代码", School, Must, &["学校编码", "学校编号", "单位代码", "学校"],
        ("《学校》表中的代码。", "As in the schools table."), "示例001"),
    col("stage", "学段", Word(List::Stage), May, &[],
        ("空白为任何学段。", "Empty = any."), ""),
    col("subject", "学科", Subject, May, &[],
        ("空白为任何学科。", "Empty = any."), ""),
];
