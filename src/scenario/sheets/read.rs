//! From a file of sheets to patches.

use super::attendance;
use super::cell::letters;
use super::comma;
use super::forms::{ATTENDANCE, FORMS, Form, TO_READ, plain};
use super::identity;
use super::ids::Known;
use super::rows::Reader;
use super::table::{Cells, Row, Table, column_of, form_of};
use super::workbook;
use crate::base::finding::{Finding, Place};
use crate::scenario::codes;
use crate::scenario::files;
use crate::scenario::patch::Patch;
use crate::scenario::source::{Fault, Origin, Source, Sources};
use crate::scenario::text;
use crate::scenario::tree::Node;
use crate::scenario::wording::quote;
use std::collections::BTreeMap;
use std::path::Path;

/// A file of sheets that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFile {
    /// Its name, without its folder.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub hash: String,
}

/// What a workbook begins with: it is a ZIP archive.
const PACKED: &[u8] = b"PK\x03\x04";
/// What old workbooks and those with a password begin with.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// The patches that the rows of a file stand for. What is wrong with it goes to `findings`.
pub(in crate::scenario) fn patches(
    path: &Path,
    root: &Node,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> (Vec<Patch>, Option<SheetFile>) {
    let file = path.display().to_string();
    let (bytes, sheets) = match files::bytes(path).and_then(|bytes| Ok((sheets(&file, &bytes)?, bytes))) {
        Ok((sheets, bytes)) => (bytes, sheets),
        Err(fault) => {
            findings.push(*fault);
            return (Vec::new(), None);
        }
    };
    let known = Known::of(root);
    let mut patches = Vec::new();
    for (name, cells) in sheets {
        let sheet = Sheet { file: &file, name: name.as_deref(), cells: &cells, known: &known };
        patches.extend(sheet.patches(root, sources, findings));
    }
    (patches, Some(SheetFile { file: files::file_name(path), hash: text::hash_of(&bytes) }))
}

/// The sheets of a file: a CSV file has one, without a name.
fn sheets(file: &str, bytes: &[u8]) -> Result<Vec<(Option<String>, Cells)>, Fault> {
    if bytes.starts_with(PACKED) {
        let sheets = workbook::sheets(file, bytes)?;
        return Ok(sheets.into_iter().map(|(name, cells)| (Some(name), cells)).collect());
    }
    if bytes.starts_with(COMPOUND) {
        let cause = format!("`{file}` is an old workbook (.xls), or one with a password");
        let fix = "save it as an Excel workbook (.xlsx) without a password, or as CSV";
        let at = Place::WholeFile { file: file.to_owned() };
        return Err(Box::new(Finding::error(codes::NOT_A_SHEET, cause, fix).at(at)));
    }
    let text = text::decode(file, bytes)?;
    Ok(vec![(None, comma::cells(file, &text)?)])
}

/// A sheet of a file.
struct Sheet<'s> {
    file: &'s str,
    name: Option<&'s str>,
    cells: &'s Cells,
    known: &'s Known,
}

impl Sheet<'_> {
    fn patches(&self, root: &Node, sources: &mut Sources, findings: &mut Vec<Finding>) -> Vec<Patch> {
        let is = |name: &str| self.name.is_some_and(|own| plain(own) == plain(name));
        let Some(header) = self.cells.header().filter(|_| !TO_READ.iter().any(|name| is(name))) else {
            return Vec::new();
        };
        let source = sources.add(Source::Cells { file: self.file.to_owned(), sheet: self.name.map(str::to_owned) });
        let at = |row: u32, column: u32| sources.place(Origin { source, line: row, column }, "");
        let titles: BTreeMap<u32, String> =
            self.cells.row(header).map(|(column, cell)| (column, cell.as_read())).collect();
        let form = self.form(&titles);
        let people = identity::findings(self.cells, form.as_ref(), self.known, &at);
        if !people.is_empty() {
            // Nothing else is said of a sheet with people in it: it could repeat what stands there.
            findings.extend(people);
            return Vec::new();
        }
        let Some(form) = form else {
            findings.push(self.unknown(at(header, 1)));
            return Vec::new();
        };
        let Some(columns) = self.columns(&form, header, &titles, &at, findings) else { return Vec::new() };
        let table = Table { form, source, cells: self.cells, columns };
        let mut reader = Reader { known: self.known, sources, findings };
        if form == ATTENDANCE {
            return attendance::patches(&mut reader, &table, root, &files::file_name(Path::new(self.file)));
        }
        self.cells.rows().into_iter().filter_map(|row| reader.patch(Row { table: &table, row })).collect()
    }

    /// Which sheet it is: by its name, or by the header or else the name of a CSV file.
    fn form(&self, titles: &BTreeMap<u32, String>) -> Option<Form> {
        let by_name = |name: &str| FORMS.into_iter().find(|form| plain(form.name) == plain(name));
        match self.name {
            Some(name) => by_name(name),
            None => {
                let stem = Path::new(self.file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
                let titles: Vec<String> = titles.values().cloned().collect();
                stem.and_then(|stem| by_name(&stem)).or_else(|| form_of(&titles))
            }
        }
    }

    fn unknown(&self, at: Place) -> Finding {
        let names = FORMS.iter().map(|form| form.name);
        match self.name {
            Some(name) => {
                let cause = format!("{} is no sheet that is read", quote(name));
                let fix = "give it the name of a sheet that is read, or delete it: nothing in it would be used";
                Finding::error(codes::UNKNOWN_SHEET, cause, fix).at(at).with_allowed(name, names)
            }
            None => {
                let cause = "the first line holds no title of a column that is read";
                let fix = "begin with the titles; `equipoise template` writes a file to start from";
                Finding::error(codes::NO_HEADER, cause, fix).at(at).with_allowed("", names)
            }
        }
    }

    /// Where each column of a form stands; none if the header is not one that can be read by.
    fn columns(
        &self,
        form: &Form,
        header: u32,
        titles: &BTreeMap<u32, String>,
        at: &dyn Fn(u32, u32) -> Place,
        findings: &mut Vec<Finding>,
    ) -> Option<BTreeMap<&'static str, u32>> {
        let before = findings.len();
        if !titles.values().any(|title| column_of(form, title).is_some()) {
            // What stands there may be no titles but values: it is not repeated.
            let cause = format!("row {header} holds no title of a column of {}", form.name);
            let fix = "begin with the titles; `equipoise template` writes a file to start from";
            findings
                .push(Finding::error(codes::NO_HEADER, cause, fix).at(at(header, 1)).with_allowed("", form.titles()));
            return None;
        }
        let mut columns = BTreeMap::new();
        for (&column, title) in titles {
            match column_of(form, title) {
                None => {
                    let cause = format!("{} has no column {}", form.name, quote(title));
                    let fix = "correct its title, or delete the column: nothing in it would be used";
                    let finding = Finding::error(codes::UNKNOWN_COLUMN, cause, fix).at(at(header, column));
                    findings.push(finding.with_allowed(title, form.titles()));
                }
                Some(known) => {
                    if let Some(other) = columns.insert(known.title, column) {
                        let cause =
                            format!("columns {} and {} are both {}", letters(other), letters(column), known.title);
                        let finding = Finding::error(codes::UNKNOWN_COLUMN, cause, "keep one of them");
                        findings.push(finding.at(at(header, column)));
                    }
                }
            }
        }
        let mut untitled: Vec<(u32, u32)> = self
            .cells
            .0
            .keys()
            .filter(|(_, column)| !titles.contains_key(column))
            .map(|&(row, column)| (column, row))
            .collect();
        untitled.dedup_by_key(|(column, _)| *column);
        untitled.sort_unstable();
        untitled.dedup_by_key(|(column, _)| *column);
        for (column, row) in untitled {
            let cause = format!("something stands in column {}, which has no title", letters(column));
            let finding =
                Finding::error(codes::UNKNOWN_COLUMN, cause, "give the column a title, or delete what stands there");
            findings.push(finding.at(at(row, column)));
        }
        for missing in form.columns.iter().filter(|column| column.needed && !columns.contains_key(column.title)) {
            let cause = format!("{} has no column {}", form.name, missing.title);
            let fix = format!("add it: {}", missing.about);
            findings.push(Finding::error(codes::MISSING_COLUMN, cause, fix).at(at(header, 1)));
        }
        (findings.len() == before).then_some(columns)
    }
}
