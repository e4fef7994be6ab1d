//! The source files of the crate, found as the compiler finds them: by `mod`, from the crate's root.

use crate::references::is_test_only;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A source file of the crate, test modules left out.
pub struct Source {
    /// From the project's folder, with forward slashes.
    pub path: String,
    /// Its module's path from the crate's root; empty for the root.
    pub module: Vec<String>,
    /// What stands in it.
    pub file: syn::File,
}

/// Every source file of the library and the binary, or what could not be read.
pub fn crate_sources(root: &Path) -> Result<Vec<Source>, String> {
    let mut found = Vec::new();
    for start in ["lib.rs", "main.rs"] {
        follow(root, &root.join("src").join(start), Vec::new(), &mut found, &mut BTreeSet::new())?;
    }
    Ok(found)
}

/// Files under `src` that no `mod` leads to, not even a test's.
pub fn strays(root: &Path) -> Result<Vec<String>, String> {
    let mut reached = BTreeSet::new();
    for start in ["lib.rs", "main.rs"] {
        follow(root, &root.join("src").join(start), Vec::new(), &mut Vec::new(), &mut reached)?;
    }
    let mut files = Vec::new();
    rust_files(&root.join("src"), &mut files).map_err(|e| e.to_string())?;
    Ok(files.iter().filter(|f| !reached.contains(*f)).map(|f| named(root, f)).collect())
}

/// Whatever in a `mod.rs` is neither a `mod`, a `use` nor a test, by name.
pub fn logic(file: &syn::File) -> Vec<String> {
    let named = |what: &str, name: &syn::Ident| Some(format!("{what} {name}"));
    file.items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Use(_) => None,
            syn::Item::Mod(module) if module.content.is_none() || is_test_only(&module.attrs) => None,
            syn::Item::Mod(module) => named("inline mod", &module.ident),
            syn::Item::Fn(function) => named("fn", &function.sig.ident),
            syn::Item::Struct(item) => named("struct", &item.ident),
            syn::Item::Enum(item) => named("enum", &item.ident),
            syn::Item::Trait(item) => named("trait", &item.ident),
            syn::Item::Const(item) => named("const", &item.ident),
            syn::Item::Static(item) => named("static", &item.ident),
            syn::Item::Type(item) => named("type", &item.ident),
            syn::Item::Impl(_) => Some("impl".to_owned()),
            _ => Some("an item".to_owned()),
        })
        .collect()
}

/// Reads a file and the files its `mod`s lead to. Those behind a test's `mod` are reached, but not read as sources.
fn follow(
    root: &Path,
    path: &Path,
    module: Vec<String>,
    found: &mut Vec<Source>,
    reached: &mut BTreeSet<PathBuf>,
) -> Result<(), String> {
    let file = read(root, path)?;
    reached.insert(path.to_path_buf());
    for item in &file.items {
        let syn::Item::Mod(child) = item else { continue };
        if child.content.is_some() {
            continue;
        }
        let name = child.ident.to_string();
        if child.attrs.iter().any(|a| a.path().is_ident("path")) {
            return Err(format!(
                "{}: `mod {name}` has a #[path]: files stand where their names say",
                named(root, path)
            ));
        }
        let next = file_of(path, &name).ok_or_else(|| format!("{}: no file for `mod {name}`", named(root, path)))?;
        let inner = [module.as_slice(), &[name]].concat();
        if is_test_only(&child.attrs) {
            follow(root, &next, inner, &mut Vec::new(), reached)?;
        } else {
            follow(root, &next, inner, found, reached)?;
        }
    }
    found.push(Source { path: named(root, path), module, file });
    Ok(())
}

fn read(root: &Path, path: &Path) -> Result<syn::File, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", named(root, path)))?;
    syn::parse_file(&text).map_err(|e| format!("{}: {e}", named(root, path)))
}

/// The file of a module declared in another file.
fn file_of(parent: &Path, name: &str) -> Option<PathBuf> {
    let folder = parent.parent()?;
    let stem = parent.file_stem()?.to_str()?;
    let folder = if matches!(stem, "mod" | "lib" | "main") { folder.to_path_buf() } else { folder.join(stem) };
    [folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs")].into_iter().find(|f| f.is_file())
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// A path from the project's folder, with forward slashes.
fn named(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
