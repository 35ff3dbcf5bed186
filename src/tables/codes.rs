//! The index of fault codes: E1xx files, E2xx tables and headers, E3xx cells, E4xx references, E6xx policy, E7xx posts; W… likewise.

/// A code with its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub code: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

const fn code(code: &'static str, zh: &'static str, en: &'static str) -> Code {
    Code { code, zh, en }
}

/// Every code a reading of tables or of a policy can give.
#[rustfmt::skip]
pub const CODES: &[Code] = &[
    code("E101", "文件或文件夹无法读取", "file or folder cannot be read"),
    code("E102", "不是数据文件夹或工作簿", "neither a folder nor a workbook"),
    code("E103", "文件为空（0 字节）", "file is empty (0 bytes)"),
    code("E104", "文件实为网页或 XML", "file is really HTML or XML"),
    code("E105", "文件已加密", "file is password-protected"),
    code("E106", "文件损坏或格式不支持", "file is damaged or of an unknown format"),
    code("E107", "文字编码无法识别", "characters that cannot be decoded"),
    code("E108", "引号不成对", "quotes that are not closed"),
    code("W101", "扩展名与内容不符", "the ending does not fit the content"),
    code("W102", "未识别的工作表或文件", "sheets or files that are not known"),
    code("E201", "缺少必需的表", "a required table is missing"),
    code("E202", "找不到表头", "no header row found"),
    code("E203", "缺少必需的列", "a required column is missing"),
    code("E204", "同一列出现多次", "a column stands twice"),
    code("E205", "表中没有数据", "a table without rows"),
    code("E206", "同一张表出现多次", "a table is given twice"),
    code("E207", "班级与岗位均未提供", "neither classes nor posts are given"),
    code("W201", "未使用的列", "columns that are not used"),
    code("W202", "缺少建议填写的列", "a recommended column is missing"),
    code("W203", "表尾说明行未读入", "closing lines that are not read"),
    code("E301", "必填项为空", "a required cell is empty"),
    code("E302", "日期无法识别", "a date that cannot be read"),
    code("E303", "数字有误", "a number that cannot be used"),
    code("E304", "不在可选范围内的词", "a word outside the list"),
    code("E305", "长号码已被表格软件舍入", "a long number that a spreadsheet has rounded"),
    code("E306", "公式出错", "a formula that failed"),
    code("E307", "内容被表格软件改成了日期", "content that a spreadsheet turned into a date"),
    code("E308", "经纬度有误", "degrees that cannot be"),
    code("E309", "教师资格无法识别", "a certificate that cannot be read"),
    code("E310", "志愿序号有误", "a wish rank that cannot be"),
    code("E311", "在校教师缺任教学段或学科", "a teacher at a school without stage or subject"),
    code("E312", "只能填一个学科", "more than one subject"),
    code("W301", "建议填写的内容为空", "a recommended cell is empty"),
    code("W302", "身份证号有误", "an id number that cannot be right"),
    code("W303", "身份证号与出生年月或性别不一致", "an id number that disagrees with birth or sex"),
    code("W304", "得分超出常见范围", "a score outside the usual range"),
    code("W305", "免调原因不在名录内", "an exemption reason that policy does not list"),
    code("W306", "日期先后不合理", "dates out of order"),
    code("W307", "缺少学校位置", "a school without a place"),
    code("W308", "年级与学校学段不符", "a grade outside the school's stages"),
    code("W309", "班数与学生数不相称", "classes and pupils that do not fit"),
    code("W310", "数字格式的代码可能丢失前导零", "an id typed as a number may have lost its zeros"),
    code("E401", "代码重复", "an id stands twice"),
    code("E402", "学校代码不存在", "an unknown school"),
    code("E403", "工号不存在", "an unknown teacher"),
    code("E404", "法人单位逐级嵌套", "a legal unit that has a legal unit"),
    code("E405", "本人与本人的关系", "a relation of a person to himself"),
    code("E406", "志愿序号重复", "two wishes of one rank"),
    code("E407", "录用类型不在政策参数内", "a recruit type that policy does not know"),
    code("E408", "同一职务的候选人重复", "one candidate twice"),
    code("E409", "锁定与直聘冲突", "a pin against a fixed teacher"),
    code("W401", "配偶工号互不一致", "spouses that do not name each other"),
    code("W402", "内容相同的重复行", "rows that repeat each other"),
    code("W403", "岗位学段不属于该校", "a post of a stage the school does not have"),
    code("W404", "任教学段不属于现任学校", "a teacher of a stage the school does not have"),
    code("W405", "同一年级出现多行", "one grade in several rows"),
    code("W406", "同一志愿填报多次", "one wish stated twice"),
    code("E501", "找不到方案", "no plan is found"),
    code("E502", "方案行缺工号", "a row of a plan without teacher"),
    code("E503", "方案中的工号不存在", "a plan names an unknown teacher"),
    code("E504", "方案中的学校无法辨认", "a plan names an unknown school"),
    code("E505", "方案中的词无法辨认", "a plan holds an unknown word"),
    code("E506", "方案中的岗位未填全", "a seat in a plan that is not fully named"),
    code("W501", "方案的去向与学校不符", "an outcome that its place contradicts"),
    code("W502", "方案的姓名与工号不符", "a name that is not the teacher's"),
    code("E601", "参数文件不是正确的 TOML", "the policy file is no TOML"),
    code("E602", "没有这个参数", "an unknown policy key"),
    code("E603", "参数类型不对", "a policy value of the wrong kind"),
    code("E604", "参数超出范围", "a policy value out of range"),
    code("E605", "参数用词或日期不对", "a policy word or date that is not known"),
    code("E606", "参数文件无法读取", "the policy file cannot be read"),
    code("E607", "参数文件循环引用", "policy files that extend each other"),
    code("E608", "缺少参数", "a policy value is missing"),
    code("E609", "参数互相矛盾", "policy values that contradict each other"),
    code("E610", "情景无法执行", "a scenario's change that cannot be made"),
    code("E701", "核增编制的学校不存在", "staff added to an unknown school"),
    code("W701", "核定编制无从推算", "approved staff that cannot be derived"),
    code("W702", "年级可属两个学段", "a grade that two stages teach"),
    code("W703", "专任教师编制少于课时需要", "a teaching quota below the lessons' need"),
];

/// The entry of a code.
pub fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|c| c.code == code)
}
