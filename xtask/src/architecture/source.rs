//! Reads the modules, imports and paths of one module's source.

use super::lexer::Token;

/// A module's source, without the modules that stand inside of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    /// Modules with a file of their own.
    pub(super) files: Vec<String>,
    /// Modules that stand in this file.
    pub(super) inline: Vec<(String, Self)>,
    pub(super) imports: Vec<Import>,
    /// Paths of two names or more in its code, such as `state::Phase`.
    pub(super) paths: Vec<Vec<String>>,
}

/// One name of a `use`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// The whole path.
    pub(super) path: Vec<String>,
    /// The name that it has here; `None` for `*` and `_`.
    pub(super) name: Option<String>,
    /// Whether others may use it from here: then it is no use of it here.
    pub(super) is_public: bool,
}

/// Reads a module's tokens.
pub(super) fn parse(tokens: &[Token<'_>]) -> Source {
    let mut source = Source::default();
    let mut at = 0;
    while at < tokens.len() {
        at += item(&tokens[at..], before(tokens, at), &mut source);
    }
    source
}

fn before<'t, 'a>(tokens: &'t [Token<'a>], at: usize) -> &'t [Token<'a>] {
    &tokens[..at]
}

/// Reads the item at the start; returns its number of tokens.
fn item(tokens: &[Token<'_>], before: &[Token<'_>], source: &mut Source) -> usize {
    match tokens {
        [Token::Word("use"), Token::Sign('<'), ..] => 1,
        [Token::Word("use"), rest @ ..] => {
            let end = position(rest, Token::Sign(';'));
            let is_public = is_public(before);
            tree(&rest[..end], &[], is_public, &mut source.imports);
            end + 2
        }
        [Token::Word("mod"), Token::Word(name), Token::Sign(';'), ..] => {
            source.files.push((*name).to_owned());
            3
        }
        [
            Token::Word("mod"),
            Token::Word(name),
            Token::Sign('{'),
            rest @ ..,
        ] => {
            let end = closing(rest);
            source
                .inline
                .push(((*name).to_owned(), parse(&rest[..end])));
            end + 4
        }
        [Token::Word(first), rest @ ..] => {
            let mut path = vec![(*first).to_owned()];
            let mut rest = rest;
            while let [Token::Colons, Token::Word(next), after @ ..] = rest {
                path.push((*next).to_owned());
                rest = after;
            }
            let length = tokens.len() - rest.len();
            // After `::` it goes on with a type's path, such as `<T as A>::b`.
            if path.len() > 1 && before.last() != Some(&Token::Colons) {
                source.paths.push(path);
            }
            length
        }
        _ => 1,
    }
}

/// Whether what follows is `pub`, `pub(crate)` or the like.
fn is_public(before: &[Token<'_>]) -> bool {
    match before {
        [.., Token::Word("pub")] => true,
        [.., Token::Sign(')')] => {
            let open = before.iter().rposition(|token| *token == Token::Sign('('));
            open.is_some_and(|open| before[..open].last() == Some(&Token::Word("pub")))
        }
        _ => false,
    }
}

/// Reads `a::{b, c as d, e::*}`.
fn tree(tokens: &[Token<'_>], prefix: &[String], is_public: bool, imports: &mut Vec<Import>) {
    let mut path = prefix.to_vec();
    let mut name = None;
    let mut rest = tokens;
    loop {
        match rest {
            // From outside of the workspace.
            [Token::Colons, ..] if path.is_empty() => return,
            [Token::Colons, after @ ..] => rest = after,
            [Token::Word("as"), Token::Word(alias), ..] => {
                name = (*alias != "_").then(|| (*alias).to_owned());
                break;
            }
            [Token::Word("self"), after @ ..] if !path.is_empty() => {
                name = path.last().cloned();
                rest = after;
            }
            [Token::Word(word), after @ ..] => {
                path.push((*word).to_owned());
                name = Some((*word).to_owned());
                rest = after;
            }
            [Token::Sign('{'), after @ ..] => {
                for branch in branches(&after[..closing(after)]) {
                    tree(branch, &path, is_public, imports);
                }
                return;
            }
            [Token::Sign('*'), ..] => {
                name = None;
                break;
            }
            _ => break,
        }
    }
    if !path.is_empty() {
        imports.push(Import {
            path,
            name,
            is_public,
        });
    }
}

/// What stands between the commas, but not those of inner braces.
fn branches<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let mut depth = 0_usize;
    tokens
        .split(|token| {
            match token {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && *token == Token::Sign(',')
        })
        .filter(|branch| !branch.is_empty())
        .collect()
}

/// Where the brace closes that was opened before these tokens.
fn closing(tokens: &[Token<'_>]) -> usize {
    let mut depth = 1_usize;
    let closes = |token: &Token<'_>| {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth -= 1,
            _ => {}
        }
        depth == 0
    };
    tokens.iter().position(closes).unwrap_or(tokens.len())
}

fn position(tokens: &[Token<'_>], wanted: Token<'_>) -> usize {
    let found = tokens.iter().position(|token| *token == wanted);
    found.unwrap_or(tokens.len())
}

#[cfg(test)]
mod tests {
    use super::super::lexer::without_tests;
    use super::*;

    fn read(source: &str) -> Source {
        parse(&without_tests(source))
    }

    fn imported(source: &str) -> Vec<(String, Option<String>)> {
        let imports = read(source).imports.into_iter();
        imports
            .map(|import| (import.path.join("::"), import.name))
            .collect()
    }

    fn named(path: &str, name: &str) -> (String, Option<String>) {
        (path.to_owned(), Some(name.to_owned()))
    }

    #[test]
    fn reads_trees_of_imports() {
        assert_eq!(
            imported("use a::{self, b::{C, D as E}, f::*}; use ::std::x; use g::H as _;"),
            [
                named("a", "a"),
                named("a::b::C", "C"),
                named("a::b::D", "E"),
                ("a::f".to_owned(), None),
                ("g::H".to_owned(), None),
            ]
        );
    }

    #[test]
    fn tells_what_is_passed_on_from_what_is_used() {
        let source = read("pub use a::B; pub(crate) use c::D; use e::F; fn f() {} use g::H;");
        let public: Vec<bool> = source
            .imports
            .iter()
            .map(|import| import.is_public)
            .collect();
        assert_eq!(public, [true, true, false, false]);
    }

    #[test]
    fn finds_paths_in_code_and_leaves_the_rest_of_a_type_alone() {
        let source = read("fn f() { state::Phase::Live; x.y::<u8>(); <T as a::B>::c::d(); }");
        assert_eq!(
            source.paths,
            [vec!["state", "Phase", "Live"], vec!["a", "B"]]
        );
    }

    #[test]
    fn modules_in_the_same_file_are_read_apart() {
        let source = read("mod a; mod b { use super::c; } use d::E;");
        assert_eq!(source.files, ["a"]);
        assert_eq!(source.imports.len(), 1);
        let (name, inner) = &source.inline[0];
        assert_eq!((name.as_str(), inner.imports.len()), ("b", 1));
    }
}
