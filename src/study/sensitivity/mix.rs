//! Which courses are given to whom, in short, and the service that stays with that.

use crate::base::units::Fraction;
use crate::plan::digest::Digest;
use crate::plan::sensitivity::{Mix, MixShare, StreamMix};
use crate::service::{Choice, Service, Stream};

/// A course that fewer of a stream's patients have is not part of its mix.
const PART_OF_A_MIX: f64 = 0.05;

/// The streams whose patients can have one course or another, by the evidence.
pub(super) fn choices(service: &Service) -> impl Iterator<Item = &Stream> {
    let is_choice = |option: &&Choice| !option.fixed && option.stands_in_for.is_none();
    let chosen = move |stream: &&Stream| stream.options.iter().filter(is_choice).count() > 1;
    service.streams.iter().filter(|stream| service.has_evidence(stream)).filter(chosen)
}

/// The shares of the courses in the streams that have a choice.
pub(super) fn shares(service: &Service, digest: &Digest) -> Vec<MixShare> {
    let of_stream = |stream: &Stream| {
        let started = |course| {
            let rows = digest.courses.iter().filter(|row| row.stream == stream.id && row.course == course);
            rows.map(|row| row.started).sum::<f64>()
        };
        let all: f64 = stream.options.iter().map(|option| started(option.course.clone())).sum();
        let row = |option: &Choice| {
            let started = started(option.course.clone());
            let share = if all > 0.0 { started / all } else { 0.0 };
            MixShare { stream: stream.id.clone(), course: option.course.clone(), share, started }
        };
        stream.options.iter().map(row).collect::<Vec<_>>()
    };
    choices(service).flat_map(of_stream).collect()
}

/// The mix in short.
pub(super) fn mix(shares: &[MixShare]) -> Mix {
    let of_stream = |rows: &[MixShare]| {
        // The first of equals: the order of the scenario.
        let counting = rows.iter().filter(|row| row.share >= PART_OF_A_MIX);
        let most = counting.clone().reduce(|a, b| if b.share > a.share { b } else { a });
        let some = counting.filter(|row| Some(&row.course) != most.map(|m| &m.course)).map(|row| row.course.clone());
        StreamMix { stream: rows[0].stream.clone(), most: most.map(|m| m.course.clone()), some: some.collect() }
    };
    shares.chunk_by(|a, b| a.stream == b.stream).map(of_stream).collect()
}

/// The service with a mix's shares for its only choice; what stands in for a course may still do so.
pub(super) fn kept(service: &Service, shares: &[MixShare]) -> Service {
    let mut kept = service.clone();
    for stream in choices(service) {
        for option in stream.options.iter().filter(|option| option.stands_in_for.is_none()) {
            let met = |row: &&MixShare| row.stream == stream.id && stream.meets(option).any(|c| *c == row.course);
            let share: f64 = shares.iter().filter(met).map(|row| row.share).sum();
            let share = Fraction::new(share.clamp(0.0, 1.0)).unwrap_or_default();
            let own = kept.streams.get_mut(&stream.id).into_iter().flat_map(|stream| &mut stream.options);
            own.filter(|own| own.course == option.course).for_each(|own| (own.least, own.most) = (share, share));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(stream: &str, course: &str, share: f64) -> MixShare {
        MixShare { stream: stream.into(), course: course.into(), share, started: share * 100.0 }
    }

    #[test]
    fn a_mix_names_what_most_have_and_what_at_least_a_twentieth_have() {
        let rows = [row("a", "six", 0.9), row("a", "twelve", 0.04), row("a", "full", 0.06), row("b", "six", 0.0)];
        let found = mix(&rows);
        assert_eq!(found[0].most, Some("six".into()));
        assert_eq!(found[0].some, ["full".into()].into());
        assert_eq!((found[1].most.clone(), found[1].some.len()), (None, 0));
        let even = mix(&[row("a", "six", 0.5), row("a", "full", 0.5)]);
        assert_eq!(even[0].most, Some("six".into()));
    }
}
