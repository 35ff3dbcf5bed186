//! The catalogue of rules, one file a rule; nothing else stands here.

mod kind;

pub(crate) use kind::params;
pub use kind::{Mode, Rule};

pub mod r01_one_outcome;
pub mod r02_posts;
pub mod r03_staffing;
pub mod r04_certificate;
pub mod r05_ethics;
pub mod r06_exemption;
pub mod r07_minimum_service;
pub mod r08_rotation;
pub mod r09_outflow;
pub mod r10_rural_floor;
pub mod r11_titles;
pub mod r12_balance;
pub mod r13_avoidance;
pub mod r14_couples;
pub mod r15_new_school;
pub mod r16_leader_terms;
pub mod r17_leader_selection;
pub mod r18_leader_match;
pub mod r19_distance;
pub mod r20_direction;
pub mod r21_merit;
pub mod r22_pins;
pub mod r23_shared;
pub mod r24_obey;
pub mod r25_direct_hire_first;
pub mod r26_in_house_first;

/// All rules in the order of their numbers.
pub const CATALOGUE: [&Rule; 26] = [
    &r01_one_outcome::RULE,
    &r02_posts::RULE,
    &r03_staffing::RULE,
    &r04_certificate::RULE,
    &r05_ethics::RULE,
    &r06_exemption::RULE,
    &r07_minimum_service::RULE,
    &r08_rotation::RULE,
    &r09_outflow::RULE,
    &r10_rural_floor::RULE,
    &r11_titles::RULE,
    &r12_balance::RULE,
    &r13_avoidance::RULE,
    &r14_couples::RULE,
    &r15_new_school::RULE,
    &r16_leader_terms::RULE,
    &r17_leader_selection::RULE,
    &r18_leader_match::RULE,
    &r19_distance::RULE,
    &r20_direction::RULE,
    &r21_merit::RULE,
    &r22_pins::RULE,
    &r23_shared::RULE,
    &r24_obey::RULE,
    &r25_direct_hire_first::RULE,
    &r26_in_house_first::RULE,
];

/// The parameters of all rules: the policy's `[rules.KEY]` tables.
#[derive(Debug, Clone, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Params {
    pub one_outcome: r01_one_outcome::Params,
    pub posts: r02_posts::Params,
    pub staffing: r03_staffing::Params,
    pub certificate: r04_certificate::Params,
    pub ethics: r05_ethics::Params,
    pub exemption: r06_exemption::Params,
    pub minimum_service: r07_minimum_service::Params,
    pub rotation: r08_rotation::Params,
    pub outflow: r09_outflow::Params,
    pub rural_floor: r10_rural_floor::Params,
    pub titles: r11_titles::Params,
    pub balance: r12_balance::Params,
    pub avoidance: r13_avoidance::Params,
    pub couples: r14_couples::Params,
    pub new_school: r15_new_school::Params,
    pub leader_terms: r16_leader_terms::Params,
    pub leader_selection: r17_leader_selection::Params,
    pub leader_match: r18_leader_match::Params,
    pub distance: r19_distance::Params,
    pub direction: r20_direction::Params,
    pub merit: r21_merit::Params,
    pub pins: r22_pins::Params,
    pub shared: r23_shared::Params,
    pub obey: r24_obey::Params,
    pub direct_hire_first: r25_direct_hire_first::Params,
    pub in_house_first: r26_in_house_first::Params,
}
