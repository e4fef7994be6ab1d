//! The ids and words of the scenario that sheets may name.

use super::forms::Noun;
use crate::scenario::tree::{Node, Tree};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a scenario has that sheets may name.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    practitioners: Vec<String>,
    rooms: Vec<String>,
    sites: Vec<String>,
    clinics: Vec<String>,
    activities: Vec<String>,
    /// Every word of its ids and names, in small letters.
    pub words: BTreeSet<String>,
    /// The first day of its horizon.
    pub start: Option<NaiveDate>,
}

impl Known {
    /// That of a scenario's tree.
    pub fn of(root: &Node) -> Self {
        let list = |key: &str| -> &[Node] {
            root.as_map().and_then(|map| map.get(key)).and_then(|entry| entry.node.as_list()).unwrap_or_default()
        };
        let ids = |key: &str| list(key).iter().filter_map(Node::id).map(str::to_owned).collect();
        let start = child(root, "horizon").and_then(|horizon| child(horizon, "start"));
        let mut words = BTreeSet::new();
        for key in
            ["practitioners", "rooms", "sites", "clinics", "activities", "roles", "courses", "streams", "meetings"]
        {
            for entry in list(key) {
                let texts = [entry.id(), child(entry, "name").and_then(Node::as_text)];
                words.extend(texts.into_iter().flatten().flat_map(words_of));
            }
        }
        let service = child(root, "service").and_then(|service| child(service, "name")).and_then(Node::as_text);
        words.extend(service.into_iter().flat_map(words_of));
        Self {
            practitioners: ids("practitioners"),
            rooms: ids("rooms"),
            sites: ids("sites"),
            clinics: ids("clinics"),
            activities: ids("activities"),
            words,
            start: start.and_then(Node::as_text).and_then(|text| text.parse().ok()),
        }
    }

    /// The known id that a text means, however it is capitalised.
    pub fn known(&self, noun: Noun, text: &str) -> Option<String> {
        let of = |ids: &Vec<String>| ids.iter().find(|id| id.eq_ignore_ascii_case(text)).cloned();
        match noun {
            Noun::Practitioner => of(&self.practitioners),
            Noun::Room => of(&self.rooms),
            Noun::Site => of(&self.sites),
            Noun::RoomOrSite => of(&self.rooms).or_else(|| of(&self.sites)),
            Noun::Clinic => of(&self.clinics),
            Noun::Activity => of(&self.activities),
        }
    }

    /// Whether a room has this id.
    pub fn is_room(&self, id: &str) -> bool {
        self.rooms.iter().any(|room| room == id)
    }

    /// The ids that there are.
    pub fn all(&self, noun: Noun) -> Vec<String> {
        match noun {
            Noun::Practitioner => self.practitioners.clone(),
            Noun::Room => self.rooms.clone(),
            Noun::Site => self.sites.clone(),
            Noun::RoomOrSite => [&self.rooms[..], &self.sites].concat(),
            Noun::Clinic => self.clinics.clone(),
            Noun::Activity => self.activities.clone(),
        }
    }
}

/// A part of a map.
pub(super) fn child<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.tree {
        Tree::Map(map) => map.get(key).map(|entry| &entry.node),
        Tree::List(items) => items.iter().find(|item| item.id() == Some(key)),
        Tree::Leaf(_) => None,
    }
}

/// The words of a text, in small letters.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}
