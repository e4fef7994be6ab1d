//! Totals that people wrote beside the parts: do they agree? A what-if change of the parts is not held against totals that
//! it leaves alone: they check what was written, not what is asked.

use super::codes;
use super::reader::Reader;
use super::wording::number;
use crate::service::Service;

/// How far the WTE may miss their total, by rounding.
const FTE_TOLERANCE: f64 = 0.05;
/// How far, relatively, the referrals may miss theirs.
const REFERRALS_TOLERANCE: f64 = 0.005;

/// Checks WTE and referrals against the service's totals.
pub(super) fn check(reader: &mut Reader<'_>, service: &Service) {
    let record = reader.record;
    if let Some(total) = record.service.fte_total {
        let path = "service.fte_total";
        let total = reader.findings.within(path, total, 0.0, 1e5);
        let sum: f64 = service.practitioners.iter().map(|p| p.wte).sum();
        let asked = reader.findings.is_changed("practitioners") && !reader.findings.is_changed(path);
        if (sum - total).abs() > FTE_TOLERANCE + 1e-9 && !asked && reader.findings.sound(path) {
            let cause = format!("fte_total is {}, the practitioners sum to {}", number(total), number(sum));
            reader.findings.add(codes::FTE_TOTAL, path, cause);
        }
    }
    if let Some(total) = record.service.referrals_per_year {
        let path = "service.referrals_per_year";
        let total = reader.findings.within(path, total, 0.0, 1e7);
        let sum: f64 = service.streams.iter().map(|s| s.referrals_per_year.0).sum();
        let asked = reader.findings.is_changed("streams") && !reader.findings.is_changed(path);
        if (sum - total).abs() > REFERRALS_TOLERANCE * total + 1e-9 && !asked && reader.findings.sound(path) {
            let cause = format!("referrals_per_year is {}, the streams' sum to {}", number(total), number(sum));
            reader.findings.add(codes::REFERRALS_TOTAL, path, cause);
        }
    }
}
