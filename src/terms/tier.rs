//! The tiers of SPEC §5: the order in which one plan is better than another.

use crate::text::Text;

/// One tier; its value is a whole number, smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    LeaderUnfilled,
    LeaderMatch,
    LeaderScore,
    OverStaffing,
    Uncovered,
    Unplaced,
    Rotation,
    Balance,
    Titles,
    Merit,
    Wishes,
    Moves,
    Changes,
    Distance,
    Envy,
    Draw,
    /// Breaks what the first draw leaves equal.
    DrawAgain,
    /// Outcomes that differ from a plan to be kept; in force only where one is given.
    Kept,
    /// Outcomes shared with the most similar of earlier plans; in force only where another plan is asked for.
    Alike,
}

impl Tier {
    pub const ALL: [Tier; 19] = [
        Tier::LeaderUnfilled,
        Tier::LeaderMatch,
        Tier::LeaderScore,
        Tier::OverStaffing,
        Tier::Uncovered,
        Tier::Unplaced,
        Tier::Rotation,
        Tier::Balance,
        Tier::Titles,
        Tier::Merit,
        Tier::Wishes,
        Tier::Moves,
        Tier::Changes,
        Tier::Distance,
        Tier::Envy,
        Tier::Draw,
        Tier::DrawAgain,
        Tier::Kept,
        Tier::Alike,
    ];

    /// Number, key, Chinese and English name.
    fn words(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Tier::LeaderUnfilled => ("L1", "leader_unfilled", "正职空缺", "leader posts unfilled"),
            Tier::LeaderMatch => ("L2", "leader_match", "正职匹配", "leader match"),
            Tier::LeaderScore => ("L3", "leader_score", "正职择优", "leader scores"),
            Tier::OverStaffing => ("T1", "over_staffing", "超编", "over staffing"),
            Tier::Uncovered => ("T2", "uncovered", "缺岗", "uncovered posts"),
            Tier::Unplaced => ("T3", "unplaced", "待岗", "unplaced persons"),
            Tier::Rotation => ("T4", "rotation", "轮岗", "rotation shortfall"),
            Tier::Balance => ("T5", "balance", "均衡", "balance deficits"),
            Tier::Titles => ("T6", "titles", "超职数", "title posts exceeded"),
            Tier::Merit => ("T7", "merit", "择优", "scores left without a seat"),
            Tier::Wishes => ("T8", "wishes", "志愿", "wishes not met"),
            Tier::Moves => ("T9", "moves", "调动", "moves not applied for"),
            Tier::Changes => ("T10", "changes", "转岗", "changes of post"),
            Tier::Distance => ("T11", "distance", "距离", "distance"),
            Tier::Envy => ("T12", "envy", "合理异议", "justified envy"),
            Tier::Draw => ("T13", "draw", "摇号", "published draw"),
            Tier::DrawAgain => ("T14", "draw_again", "第二次摇号", "second draw"),
            Tier::Kept => ("K", "kept", "改变去向", "changed outcomes"),
            Tier::Alike => ("A", "alike", "相同去向", "shared outcomes"),
        }
    }

    pub fn no(self) -> &'static str {
        self.words().0
    }
    pub fn key(self) -> &'static str {
        self.words().1
    }
    pub fn zh(self) -> &'static str {
        self.words().2
    }
    pub fn en(self) -> &'static str {
        self.words().3
    }
    /// The name over a column of its values: what is not counted in persons, posts or points says its unit.
    pub fn heading(self) -> Text {
        match self {
            Tier::Distance => Text::new("距离（0.1公里）", "distance (0.1 km)"),
            _ => Text::new(self.zh(), self.en()),
        }
    }
    /// `T4 轮岗`, over a column of its values.
    pub fn numbered(self) -> Text {
        let name = self.heading();
        Text::new(
            format!("{} {}", self.no(), name.zh),
            format!("{} {}", self.no(), name.en),
        )
    }
    pub fn parse(key: &str) -> Option<Tier> {
        Tier::ALL.into_iter().find(|t| t.key() == key)
    }
}
