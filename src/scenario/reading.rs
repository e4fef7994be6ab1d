//! Text to a tree that both YAML readers agree on, with every fault found on the way.

use super::events::{self, Reading};
use super::second_reading::disagreement;
use super::source::{SourceId, Sources};
use super::tree::Node;
use crate::base::finding::Finding;

/// Reads a text. The tree may be there beside findings, so that its shape can be checked in the same go.
pub(super) fn read(text: &str, source: SourceId, sources: &Sources) -> (Option<Node>, Vec<Finding>, bool) {
    let Reading { root, mut findings, is_empty } = events::read(text, source, sources);
    if let (Some(root), true, false) = (&root, findings.is_empty(), is_empty) {
        findings.extend(disagreement(text, root, sources));
    }
    (root, findings, is_empty)
}
