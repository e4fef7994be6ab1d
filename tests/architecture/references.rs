//! Every reference that a file makes to something of its own crate.

use std::collections::BTreeSet;
use syn::visit::{self, Visit};

/// A reference to something of the crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// By its full path from the crate's root; an empty path is the root itself.
    Inside(Vec<String>),
    /// With more `super` than there are modules.
    AboveTheRoot(String),
}

/// The references of a file that stands for a module, each with the module it is made from (an inline one may be
/// deeper). Test modules are left out; so are names that come from other crates.
pub fn references(module: &[String], file: &syn::File) -> BTreeSet<(Vec<String>, Reference)> {
    let mut reader = Reader { module: module.to_vec(), found: BTreeSet::new() };
    reader.visit_file(file);
    reader.found
}

/// Whether attributes keep an item to test builds.
pub fn is_test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| {
                let words: Vec<Token> = tokens(&list.tokens.to_string(), false);
                words.contains(&Token::Word("test".to_owned())) && !words.contains(&Token::Word("not".to_owned()))
            })
    })
}

struct Reader {
    module: Vec<String>,
    found: BTreeSet<(Vec<String>, Reference)>,
}

impl Reader {
    /// Notes a path as written, if it leads into the crate.
    fn note(&mut self, written: &[String]) {
        let mut place = match written.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            _ => return,
        };
        let start = usize::from(matches!(written[0].as_str(), "crate" | "self"));
        for segment in &written[start..] {
            match segment.as_str() {
                "super" if place.pop().is_none() => {
                    self.found.insert((self.module.clone(), Reference::AboveTheRoot(written.join("::"))));
                    return;
                }
                "super" => {}
                // `{self}` in a group, and what a glob brings: the module itself.
                "self" | "*" => break,
                _ => place.push(segment.clone()),
            }
        }
        self.found.insert((self.module.clone(), Reference::Inside(place)));
    }

    /// Notes the paths in tokens that `syn` does not parse: macro calls, and attributes with paths in strings.
    fn note_tokens(&mut self, text: &str, within_strings: bool) {
        let tokens = tokens(text, within_strings);
        let mut at = 0;
        while at < tokens.len() {
            let mut path = Vec::new();
            while let Some(Token::Word(word)) = tokens.get(at) {
                path.push(word.clone());
                at += 1;
                if tokens.get(at) != Some(&Token::PathSeparator) {
                    break;
                }
                at += 1;
            }
            // A lone `self` is a value; a lone `crate` is a visibility.
            if path.len() > 1 {
                self.note(&path);
            }
            if path.is_empty() {
                at += 1;
            }
        }
    }

    fn note_use(&mut self, before: &mut Vec<String>, tree: &syn::UseTree) {
        let mut leaf = |reader: &mut Self, name: String| {
            before.push(name);
            reader.note(before);
            before.pop();
        };
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.note_use(before, &path.tree);
                before.pop();
            }
            syn::UseTree::Name(name) => leaf(self, name.ident.to_string()),
            syn::UseTree::Rename(rename) => leaf(self, rename.ident.to_string()),
            syn::UseTree::Glob(_) => leaf(self, "*".to_owned()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_use(before, tree)),
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if is_test_only(&item.attrs) {
            return;
        }
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test_only(&item.attrs) {
            self.note_use(&mut Vec::new(), &item.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let written: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if written.len() > 1 {
            self.note(&written);
        }
        visit::visit_path(self, path);
    }

    // `pub(in path)` and `pub(super)` grant; they do not import.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.note_tokens(&call.tokens.to_string(), false);
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        if let syn::Meta::List(list) = &attribute.meta {
            self.note_tokens(&list.tokens.to_string(), true);
        }
        visit::visit_attribute(self, attribute);
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    PathSeparator,
    Other,
}

/// Words and path separators of a token stream's text; the insides of strings only if asked for.
fn tokens(text: &str, within_strings: bool) -> Vec<Token> {
    let mut found = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_alphabetic() || letter == '_' {
            let mut word = letter.to_string();
            while let Some(more) = letters.next_if(|c| c.is_alphanumeric() || *c == '_') {
                word.push(more);
            }
            found.push(Token::Word(word));
        } else if letter == ':' && letters.next_if_eq(&':').is_some() {
            found.push(Token::PathSeparator);
        } else if letter == '"' && !within_strings {
            let mut escaped = false;
            for inside in letters.by_ref() {
                if inside == '"' && !escaped {
                    break;
                }
                escaped = inside == '\\' && !escaped;
            }
            found.push(Token::Other);
        } else if !letter.is_whitespace() {
            found.push(Token::Other);
        }
    }
    found
}
