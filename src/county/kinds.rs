//! The closed word lists of SPEC §1: each value with the words it is read from and written as.

use std::fmt;

/// Declares an enum whose values know their Chinese and English word and the further words they are read from.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $value:ident = $zh:literal, $en:literal $(| $alias:literal)*;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $value,)* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$value,)*];

            /// The word in Chinese, as it stands in tables and outputs.
            pub fn zh(self) -> &'static str {
                match self { $($name::$value => $zh,)* }
            }

            pub fn en(self) -> &'static str {
                match self { $($name::$value => $en,)* }
            }

            /// Reads a word in either language; upper and lower case are the same.
            pub fn parse(word: &str) -> Option<$name> {
                let word = word.trim().to_lowercase();
                match word.as_str() {
                    $($zh | $en $(| $alias)* => Some($name::$value),)*
                    _ => None,
                }
            }

            /// The official words in Chinese, for messages and drop-downs.
            pub fn words() -> Vec<&'static str> {
                vec![$($zh,)*]
            }

            /// Every spelling of every value.
            pub fn spellings() -> Vec<(&'static str, $name)> {
                vec![$(($zh, $name::$value), ($en, $name::$value), $(($alias, $name::$value),)*)*]
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.zh())
            }
        }
    };
}

words! {
    /// 学段, in the order in which a certificate reaches down (first four).
    Stage {
        Kindergarten = "幼儿园", "kindergarten" | "学前" | "幼儿" | "学前教育";
        Primary = "小学", "primary" | "elementary";
        Junior = "初中", "junior" | "初级中学";
        Senior = "高中", "senior" | "高级中学" | "普通高中";
        Vocational = "中职", "vocational" | "职高" | "中等职业" | "中职学校";
        Special = "特教", "special" | "特殊教育";
    }
}

words! {
    /// 性别
    Sex {
        Male = "男", "male" | "m" | "男性";
        Female = "女", "female" | "f" | "女性";
    }
}

words! {
    /// 城乡类型
    Area {
        Urban = "城区", "urban" | "城市" | "主城区";
        Town = "镇区", "town" | "县镇" | "城镇";
        Rural = "乡村", "rural" | "农村";
    }
}

words! {
    /// 办学水平
    Quality {
        Strong = "优质", "strong";
        Ordinary = "一般", "ordinary" | "普通";
        Weak = "薄弱", "weak";
    }
}

words! {
    /// 职称, highest first.
    Title {
        FullSenior = "正高级", "full_senior" | "正高" | "正高级教师" | "中小学正高级教师";
        Senior = "高级", "senior" | "副高级" | "副高" | "高级教师" | "中学高级" | "中学高级教师" | "中小学高级教师" | "中教高级";
        First = "一级", "first" | "intermediate" | "中级" | "一级教师" | "小学高级" | "小学高级教师" | "小教高级" | "中学一级" | "中学一级教师" | "中教一级" | "中小学一级教师";
        Second = "二级", "second" | "二级教师" | "助理级" | "小学一级" | "小学一级教师" | "小教一级" | "中学二级" | "中学二级教师" | "中教二级" | "中小学二级教师";
        Third = "三级", "third" | "三级教师" | "员级" | "中小学三级教师";
        None = "未定级", "none" | "未评" | "未评级" | "无职称";
    }
}

words! {
    /// 学历, highest first.
    Education {
        Graduate = "研究生", "graduate" | "硕士" | "博士" | "硕士研究生" | "博士研究生" | "master" | "doctor";
        Bachelor = "本科", "bachelor" | "大学本科" | "大学" | "学士";
        College = "专科", "college" | "大专" | "大学专科";
        SecondaryVocational = "中专", "secondary_vocational" | "中师" | "中等师范" | "中职";
        HighSchool = "高中", "high_school" | "高中阶段";
        Lower = "初中及以下", "lower" | "初中" | "小学" | "其他";
    }
}

words! {
    /// 骨干级别, highest first; county level and above is *backbone*.
    Backbone {
        National = "国家", "national" | "国家级";
        Province = "省", "province" | "省级" | "自治区" | "自治区级";
        City = "市", "city" | "市级" | "地市级" | "盟市级";
        County = "县", "county" | "县级" | "区" | "区级" | "区县级" | "旗县级";
        School = "校", "school" | "校级";
        None = "无", "none" | "否";
    }
}

words! {
    /// 行政职务
    Role {
        Principal = "校长", "principal" | "园长" | "正校长";
        Secretary = "书记", "secretary" | "党支部书记" | "党总支书记" | "党委书记" | "支部书记";
        VicePrincipal = "副校长", "vice_principal" | "vice" | "副园长";
        Middle = "中层", "middle" | "主任" | "副主任" | "中层干部" | "教导主任" | "总务主任" | "德育主任";
        None = "无", "none" | "否" | "教师";
    }
}

words! {
    /// 状态
    Status {
        Working = "在岗", "working" | "active" | "在职" | "在编在岗" | "正常";
        Waiting = "待岗", "waiting" | "待聘" | "待派";
        Maternity = "产假", "maternity" | "休产假" | "产休";
        Nursing = "哺乳", "nursing" | "哺乳期";
        Sick = "病假", "sick" | "病休";
        Seconded = "借调", "seconded" | "跟岗借调" | "外借";
        Support = "支教", "support" | "外市支教" | "援藏" | "援疆" | "援派";
        Retired = "退休", "retired";
        Left = "离职", "left" | "辞职" | "调出" | "辞退" | "死亡";
        Exchange = "交流", "exchange" | "区内交流" | "轮岗";
        PersonalLeave = "事假", "personal_leave" | "进修" | "脱产";
    }
}

words! {
    /// 师德考核
    Ethics {
        Pass = "合格", "pass" | "qualified";
        Fail = "不合格", "fail" | "unqualified";
        Excellent = "优秀", "excellent";
    }
}

words! {
    /// 亲属关系
    RelationKind {
        Spouse = "夫妻", "spouse" | "配偶" | "夫妻关系";
        Lineal = "直系血亲", "lineal" | "直系";
        Collateral = "三代以内旁系", "collateral" | "三代以内旁系血亲" | "旁系";
        InLaw = "近姻亲", "in_law" | "近姻亲关系" | "姻亲";
    }
}

/// 年级: K1–K3 or 1–12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    Kindergarten(u8),
    Year(u8),
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Grade::Kindergarten(n) => write!(f, "K{n}"),
            Grade::Year(n) => write!(f, "{n}"),
        }
    }
}

impl Title {
    /// 高级岗位: 正高级 and 高级.
    pub fn is_senior(self) -> bool {
        matches!(self, Title::FullSenior | Title::Senior)
    }
    /// 中级岗位: 一级.
    pub fn is_intermediate(self) -> bool {
        self == Title::First
    }
}

impl Education {
    /// Whether this is `floor` or above it.
    pub fn reaches(self, floor: Education) -> bool {
        self <= floor
    }
}

impl Backbone {
    /// County level and above counts as backbone (骨干).
    pub fn counts(self) -> bool {
        self <= Backbone::County
    }
}

impl Role {
    /// 校长 or 书记.
    pub fn is_leader(self) -> bool {
        matches!(self, Role::Principal | Role::Secretary)
    }
}

impl Status {
    /// No longer staff.
    pub fn is_out(self) -> bool {
        matches!(self, Status::Retired | Status::Left)
    }
}

impl Stage {
    /// The stage whose pupils go on to this one.
    pub fn before(self) -> Option<Stage> {
        match self {
            Stage::Primary => Some(Stage::Kindergarten),
            Stage::Junior => Some(Stage::Primary),
            Stage::Senior | Stage::Vocational => Some(Stage::Junior),
            Stage::Kindergarten | Stage::Special => None,
        }
    }

    /// Whether a certificate of this stage reaches a seat at `seat` (R04). Higher reaches lower along
    /// 幼儿园 < 小学 < 初中 < 高中; a 中职 seat takes 中职 or 高中; 特教 stands alone. `kindergarten_own`: a
    /// kindergarten seat needs a kindergarten certificate.
    pub fn reaches(self, seat: Stage, kindergarten_own: bool) -> bool {
        use Stage::*;
        match (self, seat) {
            (Special, _) | (_, Special) => self == seat,
            (_, Vocational) => matches!(self, Vocational | Senior),
            (Vocational, _) => false,
            (_, Kindergarten) if kindergarten_own => self == Kindergarten,
            _ => self >= seat,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_reach_down_the_ladder_only() {
        use Stage::*;
        assert!(Senior.reaches(Primary, true) && Junior.reaches(Junior, true));
        assert!(!Primary.reaches(Junior, true));
        assert!(!Primary.reaches(Kindergarten, true) && Primary.reaches(Kindergarten, false));
        assert!(Senior.reaches(Vocational, true) && Vocational.reaches(Vocational, true));
        assert!(!Vocational.reaches(Junior, true) && !Vocational.reaches(Senior, true));
        assert!(!Vocational.reaches(Kindergarten, false));
        assert!(
            Special.reaches(Special, true)
                && !Special.reaches(Primary, true)
                && !Senior.reaches(Special, true)
        );
    }

    #[test]
    fn words_are_read_in_both_languages() {
        assert_eq!(Stage::parse(" Primary "), Some(Stage::Primary));
        assert_eq!(Title::parse("副高"), Some(Title::Senior));
        assert_eq!(Backbone::parse("国家级"), Some(Backbone::National));
        assert_eq!(Stage::parse("大学"), None);
    }
}
