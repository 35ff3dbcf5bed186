//! Leader posts before the plan (SPEC §4a): whose post ends, which posts are vacant and go to one person, and who may
//! have them. What the rules say of it stands in R16 and R17.

use super::Standing;
use crate::county::{County, LeaderPost, SchoolIx, TeacherIx};
use crate::plan::Class;
use crate::policy::Policy;
use crate::rules::{r16_leader_terms, r17_leader_selection};

/// Position of a slot in [`Leaders::slots`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotIx(pub u32);

impl SlotIx {
    pub fn ix(self) -> usize {
        self.0 as usize
    }
}

/// Vacant posts of one school that one person fills: one row of leader_posts, or both of a small school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub school: SchoolIx,
    /// Positions in `County::leader_posts`.
    pub posts: Vec<usize>,
}

/// Empty where the table leader_posts is not given.
#[derive(Debug, Clone, Default)]
pub struct Leaders {
    /// Per teacher: an incumbent whose post ends and who goes to another one or back to teaching.
    pub due: Vec<bool>,
    /// In the order of leader_posts.
    pub slots: Vec<Slot>,
    /// Per teacher: the slots that R17 and R22 leave open to him.
    pub chances: Vec<Vec<SlotIx>>,
}

impl Leaders {
    pub fn is_due(&self, teacher: TeacherIx) -> bool {
        self.due.get(teacher.ix()).copied().unwrap_or(false)
    }

    pub fn slot(&self, slot: SlotIx) -> &Slot {
        &self.slots[slot.ix()]
    }

    pub fn chances_of(&self, teacher: TeacherIx) -> &[SlotIx] {
        self.chances.get(teacher.ix()).map_or(&[], Vec::as_slice)
    }

    pub fn slot_ixs(&self) -> impl Iterator<Item = SlotIx> + use<> {
        (0..self.slots.len() as u32).map(SlotIx)
    }
}

/// Whose post ends, before classes are known: out and barred persons are sorted out by their class.
pub fn ended(county: &County, policy: &Policy) -> Vec<bool> {
    let mut ended = vec![false; county.teachers.len()];
    let posts = county.leader_posts.iter().flatten();
    for teacher in posts.filter_map(|post| r16_leader_terms::ends(county, policy, post)) {
        ended[teacher.ix()] = true;
    }
    ended
}

impl Standing {
    /// Fills [`Standing::lead`] once classes and staff are known.
    pub(super) fn find_leaders(&mut self, county: &County, policy: &Policy, ended: &[bool]) {
        let Some(posts) = &county.leader_posts else {
            return;
        };
        let classes = self.class.clone();
        let planned = |t: TeacherIx| !matches!(classes[t.ix()], Class::Out | Class::Barred);
        let due = |t: TeacherIx| ended[t.ix()] && planned(t);
        self.lead.due = county.teacher_ixs().map(due).collect();
        let stays = |post: &LeaderPost| {
            let incumbent = post.incumbent;
            incumbent.is_some_and(|t| planned(t) && !ended[t.ix()])
        };
        let vacant = |i: &usize| {
            let school = posts[*i].school;
            let mut here = posts.iter().filter(|p| p.school == school);
            // The one leader of a small school who stays holds its other post too.
            let held = stays(&posts[*i]) || self.has_one_leader(policy, school) && here.any(stays);
            !county.school(school).closing && !held
        };
        let vacant: Vec<usize> = (0..posts.len()).filter(vacant).collect();
        self.lead.slots = self.slots(county, policy, &vacant);
        let chances = |t: TeacherIx| {
            let slots = self.lead.slot_ixs();
            let may = |slot: &SlotIx| {
                r17_leader_selection::may_have(county, policy, self, t, self.lead.slot(*slot))
            };
            slots.filter(may).collect()
        };
        self.lead.chances = county.teacher_ixs().map(chances).collect();
    }

    /// Vacant posts; those of a small school go together.
    fn slots(&self, county: &County, policy: &Policy, vacant: &[usize]) -> Vec<Slot> {
        let posts = county.leader_posts.as_deref().unwrap_or_default();
        let mut slots: Vec<Slot> = Vec::new();
        for i in vacant {
            let school = posts[*i].school;
            let same = slots.iter_mut().find(|s| s.school == school);
            match same.filter(|_| self.has_one_leader(policy, school)) {
                Some(slot) => slot.posts.push(*i),
                None => slots.push(Slot {
                    school,
                    posts: vec![*i],
                }),
            }
        }
        slots
    }

    /// Whether one person fills all leader posts of a school, because its staff is small.
    fn has_one_leader(&self, policy: &Policy, school: SchoolIx) -> bool {
        let most = policy.rules.leader_selection.dual_role_max_staff as usize;
        most > 0 && self.lasting_staff(school) <= most
    }

    /// Current staff without incumbents whose post ends.
    fn lasting_staff(&self, school: SchoolIx) -> usize {
        let staff = self.staff[school.ix()].iter();
        staff.filter(|t| !self.lead.is_due(**t)).count()
    }

    /// Incumbents whose post at this school ends and who may find another: they count as its free staff unless they do.
    pub fn leaving(&self, county: &County, school: SchoolIx) -> impl Iterator<Item = TeacherIx> {
        let staff = self.staff[school.ix()].iter().copied();
        let may = |t: &TeacherIx| !self.lead.chances_of(*t).is_empty();
        staff.filter(move |t| self.swings(county, *t) && may(t))
    }

    /// Whether a teacher is free staff by this standing only as long as no other leader post is found for him.
    pub fn swings(&self, county: &County, teacher: TeacherIx) -> bool {
        let school = county.teacher(teacher).school;
        self.lead.is_due(teacher) && school.is_some_and(|s| !county.school(s).closing)
    }
}
