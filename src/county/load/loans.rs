//! Standing loans from the quota pool (编制周转池).

use super::super::{Loan, LoanState, Month, School};
use super::index::Index;
use super::reader::Reader;
use crate::tables::fault::Faults;
use crate::tables::frame::Frame;
use crate::tables::parse;
use crate::text::Text;

pub fn loans(
    frame: &Frame,
    index: &mut Index,
    as_of: Month,
    schools: &[School],
    faults: &mut Faults,
) -> Vec<Loan> {
    let view = frame.view();
    let repeated = frame.repeated_by(|row| {
        let month = |key: &str| row.get(key).and_then(parse::month);
        let school = row.get("school_id")?.to_owned();
        let count = parse::count(row.get("count")?)?;
        Some((school, count, month("start")?, month("due")?))
    });
    let mut all = Vec::new();
    for row in view.rows() {
        let mut reader = Reader { row, index, faults };
        let (school, count) = (reader.school("school_id"), reader.count("count"));
        let (start, due) = (reader.month("start"), reader.month("due"));
        let reason = reader.owned("reason");
        if repeated[row.at] {
            twice(&mut reader);
        }
        let (Some(school), Some(count)) = (school, count) else {
            continue;
        };
        let loan = Loan {
            school,
            count,
            start,
            due,
            reason,
            place: reader.place("count"),
        };
        check(&mut reader, &loan, as_of, schools.get(school.ix()));
        all.push(loan);
    }
    let key = |l: &Loan| (l.school, l.start, l.due, l.count, l.reason.clone());
    all.sort_by_cached_key(key);
    all
}

fn check(reader: &mut Reader, loan: &Loan, as_of: Month, school: Option<&School>) {
    if loan.count == 0 {
        let cause = Text::new("名额为 0", "a loan of nothing");
        let remedy = Text::new(
            "请核对；已收回的请删去",
            "check it; take it out if it was returned",
        );
        reader.fault("W804", "count", cause, remedy);
    }
    if let (Some(start), Some(due)) = (loan.start, loan.due)
        && start > due
    {
        let cause = Text::new(
            format!("起始 {start} 晚于到期 {due}"),
            format!("it starts in {start}, after it is due in {due}"),
        );
        let remedy = Text::new("请改正其中一个", "correct one of them");
        return reader.fault("E801", "start", cause, remedy);
    }
    let name = school.map_or("", |s| s.name.as_str());
    if school.is_some_and(|s| s.closing) {
        let cause = Text::new(
            format!("{name}本年度撤并，借用的周转编制随之收回"),
            format!("{name} closes this year, and its loan ends with it"),
        );
        let remedy = Text::new("收回后请删去本行", "take the row out once it is returned");
        return reader.fault("W803", "school_id", cause, remedy);
    }
    match (loan.state(as_of), loan.due, loan.start) {
        (LoanState::Overdue, Some(due), _) => {
            let cause = Text::new(
                format!(
                    "{name}借用的 {} 名周转编制已于 {due} 到期，尚未收回；本方案不再计为借用",
                    loan.count
                ),
                format!(
                    "{} lent to {name} were due in {due} and are not returned; the plan no longer counts them as lent",
                    loan.count
                ),
            );
            let remedy = Text::new(
                "已收回的请删去本行；经批准延期的请更正到期年月",
                "take the row out if it was returned, or correct the month if the term was extended",
            );
            reader.fault("W801", "due", cause, remedy);
        }
        (LoanState::Future, _, Some(start)) => {
            let cause = Text::new(
                format!("起始 {start} 晚于本方案的基准年月 {as_of}，本方案不计"),
                format!(
                    "it starts in {start}, after the plan's month {as_of}, and does not count yet"
                ),
            );
            reader.fault("W802", "start", cause, Text::new("请核对", "check it"));
        }
        _ => {}
    }
}

fn twice(reader: &mut Reader) {
    let cause = Text::new(
        "同一学校、名额、起止的周转编制出现多行，各行相加",
        "the same loan stands in several rows; they add up",
    );
    let remedy = Text::new("如为重复填报请删去", "if one is a copy, take it out");
    reader.fault("W804", "count", cause, remedy);
}
