//! Invented names of persons and schools. Nobody is meant by any of them.

use super::dice::Dice;
use std::collections::BTreeSet;

const SURNAMES: [(&str, u32); 72] = [
    ("王", 90),
    ("李", 88),
    ("张", 84),
    ("刘", 70),
    ("陈", 42),
    ("杨", 38),
    ("赵", 40),
    ("黄", 18),
    ("周", 20),
    ("吴", 20),
    ("徐", 20),
    ("孙", 28),
    ("马", 22),
    ("朱", 15),
    ("胡", 14),
    ("郭", 18),
    ("何", 12),
    ("高", 18),
    ("林", 12),
    ("罗", 8),
    ("郑", 10),
    ("梁", 9),
    ("谢", 8),
    ("宋", 15),
    ("唐", 8),
    ("许", 9),
    ("韩", 14),
    ("冯", 10),
    ("邓", 6),
    ("曹", 9),
    ("彭", 5),
    ("曾", 4),
    ("肖", 6),
    ("田", 9),
    ("董", 10),
    ("潘", 5),
    ("袁", 6),
    ("蔡", 4),
    ("蒋", 5),
    ("余", 4),
    ("于", 15),
    ("杜", 8),
    ("叶", 4),
    ("程", 6),
    ("魏", 9),
    ("苏", 6),
    ("吕", 8),
    ("丁", 7),
    ("任", 7),
    ("卢", 5),
    ("姚", 6),
    ("沈", 4),
    ("钟", 3),
    ("姜", 9),
    ("崔", 8),
    ("谭", 4),
    ("陆", 3),
    ("范", 5),
    ("汪", 3),
    ("廖", 2),
    ("石", 5),
    ("金", 5),
    ("贾", 6),
    ("白", 6),
    ("邢", 3),
    ("亓", 1),
    ("逯", 1),
    ("仝", 1),
    ("佘", 1),
    ("欧阳", 2),
    ("包", 8),
    ("乌", 3),
];

const FEMALE: [&str; 64] = [
    "丽", "敏", "静", "艳", "娟", "霞", "秀", "玲", "桂", "芳", "燕", "红", "梅", "英", "洁", "娜",
    "雪", "慧", "颖", "婷", "蕾", "倩", "琳", "莹", "萍", "淑", "春", "兰", "凤", "云", "佳", "欣",
    "怡", "悦", "雯", "岩", "晶", "丹", "妍", "琪", "瑶", "珊", "璐", "菲", "蓉", "薇", "媛", "爽",
    "华", "清", "文", "晓", "海", "立", "亚", "素", "玉", "金", "月", "新", "彦", "明", "志", "思",
];

const MALE: [&str; 64] = [
    "伟", "强", "磊", "军", "勇", "涛", "斌", "波", "辉", "刚", "健", "明", "亮", "鹏", "飞", "超",
    "浩", "宇", "博", "凯", "东", "峰", "林", "海", "龙", "志", "国", "建", "文", "永", "立", "春",
    "学", "世", "广", "庆", "彦", "振", "宏", "洪", "占", "井", "树", "旭", "晨", "哲", "铭", "泽",
    "帆", "阳", "岩", "松", "柏", "山", "川", "江", "河", "瑞", "祥", "福", "德", "义", "利", "民",
];

/// Characters that old systems cannot show.
const RARE: [&str; 8] = ["䶮", "㛃", "喆", "堃", "犇", "玥", "𬍛", "珺"];

const STEPPE_FEMALE: [&str; 8] = [
    "萨仁",
    "乌云",
    "其木格",
    "图雅",
    "娜仁",
    "高娃",
    "塔娜",
    "乌兰",
];
const STEPPE_MALE: [&str; 8] = [
    "巴特尔",
    "那顺",
    "朝鲁",
    "宝音",
    "苏和",
    "哈斯",
    "布和",
    "阿古拉",
];

/// An invented name; one in a hundred is Mongolian, most of these with a dot between its parts.
pub fn person(dice: &mut Dice, female: bool) -> String {
    if dice.chance(12) {
        let pool = if female { &STEPPE_FEMALE } else { &STEPPE_MALE };
        let (a, b) = (dice.below(8), dice.below(7));
        let second = if b < a { b } else { b + 1 };
        let dot = if dice.chance(700) { "·" } else { "" };
        return format!("{}{dot}{}", pool[a], pool[second]);
    }
    let surname = dice.among(&SURNAMES);
    let pool = if female { &FEMALE } else { &MALE };
    let mut given = pool[dice.below(64)].to_string();
    if dice.chance(760) {
        given.push_str(pool[dice.below(64)]);
    }
    if dice.chance(6) {
        given = RARE[dice.below(RARE.len())].to_string();
    }
    format!("{surname}{given}")
}

/// Streets and quarters of the town.
pub const QUARTERS: [&str; 48] = [
    "河东",
    "河西",
    "城南",
    "城北",
    "东关",
    "西关",
    "南门",
    "北门",
    "文化路",
    "建设路",
    "光明",
    "和平",
    "振兴",
    "朝阳",
    "向阳",
    "桥北",
    "桥西",
    "铁东",
    "铁西",
    "园林",
    "清泉",
    "长青",
    "永安",
    "育英",
    "启明",
    "新城",
    "东湖",
    "西山",
    "北苑",
    "南苑",
    "凤凰",
    "玉带",
    "银河",
    "金桥",
    "广场",
    "站前",
    "古塔",
    "临河",
    "翠微",
    "明德",
    "博文",
    "崇德",
    "求是",
    "春晖",
    "星光",
    "丹霞",
    "碧水",
    "云杉",
];

/// Townships, with no rank behind the name.
pub const TOWNSHIPS: [&str; 40] = [
    "松林",
    "柳河",
    "大营子",
    "二道沟",
    "石门",
    "黑水",
    "白音",
    "榆树",
    "太平",
    "兴隆",
    "四合",
    "安庆",
    "头道川",
    "老府",
    "红花",
    "双井",
    "敖包",
    "那林",
    "砖窑",
    "土城子",
    "梨树沟",
    "长岭",
    "马架",
    "高台",
    "青石",
    "东沟门",
    "西桥",
    "上甸",
    "下甸",
    "金沟",
    "银匠",
    "药王",
    "羊角",
    "牛心",
    "龙潭",
    "凤岭",
    "虎石",
    "鹿角",
    "雁翅",
    "燕窝",
];

/// Villages, put behind a township.
pub const VILLAGES: [&str; 32] = [
    "东村",
    "西村",
    "前营",
    "后营",
    "五家",
    "六家",
    "三道井",
    "北窝铺",
    "南窝铺",
    "大地",
    "小城",
    "杏树",
    "桦皮",
    "羊草",
    "车家",
    "姚家",
    "下洼",
    "上坡",
    "河沿",
    "桥头",
    "山嘴",
    "湾子",
    "水泉",
    "牤牛",
    "八里",
    "十家",
    "新立",
    "团结",
    "永丰",
    "胜利",
    "红旗",
    "幸福",
];

const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// 1 → 一, 12 → 十二, 120 → 一百二十; for the numbers of schools.
pub fn numeral(n: usize) -> String {
    match n {
        0..=9 => DIGITS[n].to_string(),
        10..=19 if n == 10 => "十".to_string(),
        11..=19 => format!("十{}", DIGITS[n % 10]),
        20..=99 if n.is_multiple_of(10) => format!("{}十", DIGITS[n / 10]),
        20..=99 => format!("{}十{}", DIGITS[n / 10], DIGITS[n % 10]),
        100..=999 if n.is_multiple_of(100) => format!("{}百", DIGITS[n / 100]),
        100..=999 if n % 100 < 10 => format!("{}百零{}", DIGITS[n / 100], DIGITS[n % 100]),
        100..=999 if n % 100 < 20 => format!("{}百一{}", DIGITS[n / 100], numeral(n % 100)),
        100..=999 => format!("{}百{}", DIGITS[n / 100], numeral(n % 100)),
        _ => n.to_string(),
    }
}

/// Names that have been given; none is given twice.
#[derive(Debug, Default)]
pub struct Given {
    names: BTreeSet<String>,
}

impl Given {
    /// The first of `wanted` that is still free, else the last of them with a number.
    pub fn take(&mut self, wanted: &[String]) -> String {
        for name in wanted {
            if self.names.insert(name.clone()) {
                return name.clone();
            }
        }
        let stem = wanted.last().cloned().unwrap_or_default();
        let mut n = 2;
        loop {
            let name = format!("{stem}（{}部）", numeral(n));
            if self.names.insert(name.clone()) {
                return name;
            }
            n += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_read_well() {
        let all: Vec<String> = [1, 10, 12, 20, 21, 100, 105, 112, 120, 321]
            .into_iter()
            .map(numeral)
            .collect();
        let want = "一 十 十二 二十 二十一 一百 一百零五 一百一十二 一百二十 三百二十一";
        assert_eq!(all.join(" "), want);
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut given = Given::default();
        let want = ["河东小学".to_string()];
        assert_eq!(given.take(&want), "河东小学");
        assert_eq!(given.take(&want), "河东小学（二部）");
        assert_eq!(given.take(&want), "河东小学（三部）");
    }
}
