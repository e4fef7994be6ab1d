//! F8: each option's share of the starts lies between its least and most; nobody starts a course that is not offered.

use crate::base::calendar::Week;
use crate::service::{Choice, RuleId, Stream};
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::FIGURE;

/// Whole patients can miss a share by one.
const ONE: f64 = 1.0 + FIGURE;

/// Checks every option of every stream.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let lists = facts.lists;
    for row in &facts.rows.starts {
        let (stream, course) = (&lists.streams[row.stream], &lists.courses[row.course]);
        sheet.require(
            RuleId::Shares,
            stream.options.iter().any(|o| o.course == course.id),
            || format!("starts[{}]", row.index),
            || format!("{} is not offered {}", stream.id, course.id),
            "start patients on courses that the stream is offered",
        );
    }
    for (position, stream) in lists.streams.iter().enumerate() {
        // what stands in for an option counts as that option
        for option in stream.options.iter().filter(|option| option.stands_in_for.is_none()) {
            let total = started(facts, position, |_| true);
            let chosen = started(facts, position, |course| meets(course, option));
            let (least, most) = (option.least.get() * total - ONE, option.most.get() * total + ONE);
            require(sheet, stream, option, (chosen, least, most), "over the horizon");
            let instead = started(facts, position, |course| course != option && meets(course, option));
            let most = option.most_instead.get() * chosen + ONE;
            sheet.require(
                RuleId::Shares,
                instead <= most,
                || "starts".to_owned(),
                || {
                    let (stream, course) = (&stream.id, &option.course);
                    format!("{instead} patients of {stream} start something else than {course}, at most {most:.2} may")
                },
                "start fewer patients on courses that stand in for another",
            );
            if option.fixed {
                check_need(facts, position, option, sheet);
            }
        }
    }
}

/// A need's share holds at each site, each week and over the horizon.
fn check_need(facts: &Facts<'_>, position: usize, option: &Choice, sheet: &mut Sheet) {
    let stream = &facts.lists.streams[position];
    let share = option.most.get();
    for line in facts.lines_of(position) {
        let site = &facts.lists.sites[line.site].id;
        let mut chosen = vec![0.0; facts.grid.weeks()];
        for row in facts.rows.starts.iter().filter(|r| r.stream == position && r.site == line.site) {
            let started = &facts.lists.courses[row.course].id;
            if stream.options.iter().any(|course| course.course == *started && meets(course, option)) {
                chosen[row.week] += row.patients;
            }
        }
        for (week, &chosen) in chosen.iter().enumerate() {
            let fair = share * line.starts[week];
            let when = format!("at {site} in {}", Week(week as u32));
            require(sheet, stream, option, (chosen, fair - ONE, fair + ONE), &when);
        }
        let fair = share * line.starts.iter().sum::<f64>();
        let when = format!("at {site} over the horizon");
        require(sheet, stream, option, (chosen.iter().sum(), fair - ONE, fair + ONE), &when);
    }
}

/// Whether a course is an option or stands in for it.
fn meets(course: &Choice, option: &Choice) -> bool {
    course == option || course.stands_in_for.as_ref() == Some(&option.course)
}

/// Starts of a stream on the courses that a test picks.
fn started(facts: &Facts<'_>, stream: usize, pick: impl Fn(&Choice) -> bool) -> f64 {
    let options = &facts.lists.streams[stream].options;
    let of = |course: usize| options.iter().find(|o| o.course == facts.lists.courses[course].id);
    let rows = facts.rows.starts.iter().filter(|row| row.stream == stream);
    rows.filter(|row| of(row.course).is_some_and(&pick)).map(|row| row.patients).sum()
}

fn require(sheet: &mut Sheet, stream: &Stream, option: &Choice, (chosen, least, most): (f64, f64, f64), when: &str) {
    sheet.require(
        RuleId::Shares,
        (least..=most).contains(&chosen),
        || "starts".to_owned(),
        || {
            let (stream, course) = (&stream.id, &option.course);
            format!("{chosen} patients of {stream} start {course} {when}; its share is {least:.2} to {most:.2}")
        },
        "keep the option's share of the stream's starts",
    );
}
