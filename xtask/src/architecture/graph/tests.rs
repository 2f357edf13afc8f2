use super::*;

/// A crate `core` of these files.
fn graph(files: &[(&str, &str)]) -> Graph {
    let file = |path: &str| {
        let found = files.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).to_owned())
    };
    Graph::read(&[("core", "src")], file).unwrap()
}

fn within(graph: &Graph, parent: &str) -> Vec<String> {
    let parent: Place = parent.split("::").map(str::to_owned).collect();
    let uses = graph.within(&parent);
    let arrows = uses.iter().flat_map(|(from, to)| {
        let arrow = move |to: &String| format!("{from} → {to}");
        to.iter().map(arrow)
    });
    arrows.collect()
}

#[test]
fn imports_and_paths_are_arrows() {
    let graph = graph(&[
        ("src/lib.rs", "mod a; mod b; mod c;"),
        ("src/a.rs", "use crate::b::X; fn f() { super::c::g() }"),
        ("src/b.rs", "pub struct X;"),
        ("src/c.rs", "// crate::a\nfn g() { \"crate::a::f\"; }"),
    ]);
    assert_eq!(within(&graph, "core"), ["a → b", "a → c"]);
    assert_eq!(graph.cycles(), []);
}

#[test]
fn two_modules_that_need_each_other_are_a_cycle() {
    let graph = graph(&[
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "use crate::b; fn f() { b::g() }"),
        ("src/b.rs", "fn g() { crate::a::f() }"),
    ]);
    let cycle = ("core".to_owned(), vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!(graph.cycles(), [cycle]);
}

#[test]
fn a_child_and_its_parents_own_code_can_be_a_cycle() {
    let graph = graph(&[
        ("src/lib.rs", "mod a;"),
        ("src/a/mod.rs", "mod b; pub struct X; fn f() { b::g() }"),
        ("src/a/b.rs", "use super::X;"),
    ]);
    let cycle = ("core::a".to_owned(), vec![OWN.to_owned(), "b".to_owned()]);
    assert_eq!(graph.cycles(), [cycle]);
}

#[test]
fn what_a_parent_only_passes_on_is_its_childs() {
    let graph = graph(&[
        ("src/lib.rs", "mod a;"),
        ("src/a/mod.rs", "mod b; mod c; pub use b::X;"),
        ("src/a/b.rs", "pub struct X;"),
        ("src/a/c.rs", "use super::X; use crate::a::b;"),
    ]);
    assert_eq!(within(&graph, "core::a"), ["c → b"]);
}

#[test]
fn tests_make_no_arrows() {
    let graph = graph(&[
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "#[cfg(test)] mod tests { use crate::b::X; }"),
        ("src/b.rs", "#[cfg(test)] mod more; use crate::a::Y;"),
    ]);
    assert_eq!(within(&graph, "core"), ["b → a"]);
}

#[test]
fn a_module_without_a_file_is_an_error() {
    let file = |path: &str| (path == "src/lib.rs").then(|| "mod a;".to_owned());
    let error = Graph::read(&[("core", "src")], file).unwrap_err();
    assert_eq!(error, "src/lib.rs names `mod a`, which has no file");
}

#[test]
fn crates_that_use_each_other_are_seen() {
    let files = |path: &str| match path {
        "a/lib.rs" => Some("use core_b::x::Y; mod z;".to_owned()),
        "a/z.rs" => Some("fn f(it: &core_b::W) {}".to_owned()),
        "b/lib.rs" => Some("mod x; pub struct W;".to_owned()),
        "b/x.rs" => Some("pub struct Y;".to_owned()),
        _ => None,
    };
    let graph = Graph::read(&[("core_a", "a"), ("core_b", "b")], files).unwrap();
    let uses = graph.crates();
    assert_eq!(uses["core_a"], BTreeSet::from(["core_b".to_owned()]));
    assert_eq!(uses["core_b"], BTreeSet::new());
}
