//! The few who work in two areas: one for each pair of neighbours.

use super::estate::Site;
use super::people::{Person, RESIDENTIAL, SPECIALIST};
use super::placing::Area;
use super::role::Role;

/// The psychologist of the next area who leads a residential programme is the third of theirs, who leads nothing else.
const RESIDENTIAL_PSYCHOLOGIST: usize = 2;

/// Lets somebody of each area work in a neighbour's too: the host of a residential programme has a psychologist from the
/// next area; the others send their specialist there for a day.
pub(super) fn share(areas: &[Area], sites: &[Site], people: &mut [Person]) {
    if areas.len() < 2 {
        return;
    }
    for area in areas {
        let next = &areas[(area.number + 1) % areas.len()];
        if area.hosts {
            let site = area.first_site + area.outline.programmes[1];
            let lead = nth(people, area, Role::Physiotherapist, 1);
            let guest = nth(people, next, Role::Psychologist, RESIDENTIAL_PSYCHOLOGIST);
            if let (Some(lead), Some(guest)) = (lead, guest) {
                people[lead].skills.push(RESIDENTIAL);
                let leave = people[lead].leave.clone();
                let guest = &mut people[guest];
                guest.skills.push(RESIDENTIAL);
                guest.work(6);
                guest.sites = vec![guest.home(), site];
                guest.available = sites[guest.home()].open;
                guest.leave = leave;
                guest.stay();
            }
        } else if let Some(doctor) = nth(people, area, Role::Doctor, 0).filter(|&p| people[p].has(SPECIALIST)) {
            let doctor = &mut people[doctor];
            doctor.sites = vec![doctor.home(), next.first_site];
        }
    }
}

fn nth(people: &[Person], area: &Area, role: Role, n: usize) -> Option<usize> {
    area.people.clone().filter(|&p| people[p].role == role).nth(n)
}
