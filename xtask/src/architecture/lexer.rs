//! Rust source as tokens, without comments and without what only tests
//! compile.

/// A piece of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name, a keyword or a number.
    Word(&'a str),
    /// What stands between the quotes of a text.
    Text(&'a str),
    /// `::`
    Colons,
    /// Any other character.
    Sign(char),
}

/// The tokens of a file, without items under `#[cfg(test)]`.
pub(super) fn without_tests(source: &str) -> Vec<Token<'_>> {
    let tokens = tokens(source);
    let mut kept = Vec::with_capacity(tokens.len());
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if let Some(item) = after_test_attribute(rest) {
            rest = after_item(item);
        } else {
            kept.push(*first);
            rest = after;
        }
    }
    kept
}

/// What follows `#[cfg(test)]`, if the tokens begin with it.
fn after_test_attribute<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    use Token::{Sign, Word};
    let attribute = [
        Sign('#'),
        Sign('['),
        Word("cfg"),
        Sign('('),
        Word("test"),
        Sign(')'),
        Sign(']'),
    ];
    tokens.strip_prefix(&attribute)
}

/// What follows the item that the tokens begin with.
fn after_item<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let visible = |token: &Token<'_>| !matches!(token, Token::Word("pub"));
    let is_use = tokens.iter().find(|token| visible(token)) == Some(&Token::Word("use"));
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(close @ (')' | ']' | '}')) => {
                depth = depth.saturating_sub(1);
                if *close == '}' && depth == 0 && !is_use {
                    return &tokens[at + 1..];
                }
            }
            Token::Sign(';') if depth == 0 => return &tokens[at + 1..],
            _ => {}
        }
    }
    &[]
}

/// All tokens of a file.
pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (token, length) = next(rest, first);
        tokens.extend(token);
        rest = &rest[length..];
    }
    tokens
}

/// The token that a text begins with, if it is one, and how long it is.
fn next(rest: &str, first: char) -> (Option<Token<'_>>, usize) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if rest.starts_with("//") {
        return (None, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (None, block_comment(rest));
    }
    if let Some((text, length)) = raw_text(rest).or_else(|| text(rest)) {
        return (Some(Token::Text(text)), length);
    }
    if first == '\'' {
        return (None, quote(rest));
    }
    if is_word(first) {
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        return (Some(Token::Word(&rest[..length])), length);
    }
    if rest.starts_with("::") {
        return (Some(Token::Colons), 2);
    }
    let token = (!first.is_whitespace()).then_some(Token::Sign(first));
    (token, first.len_utf8())
}

/// How long a comment is; one may stand within another.
fn block_comment(rest: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (at, depth) = (at + 2, depth + 1);
        } else if rest[at..].starts_with("*/") {
            (at, depth) = (at + 2, depth - 1);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// `"…"` or `b"…"`.
fn text(rest: &str) -> Option<(&str, usize)> {
    let prefix = usize::from(rest.starts_with("b\""));
    let inside = rest[prefix..].strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some((&inside[..at], prefix + at + 2)),
            _ => {}
        }
    }
    None
}

/// `r"…"`, `r#"…"#`, `br##"…"##`.
fn raw_text(rest: &str) -> Option<(&str, usize)> {
    let after = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let inside = after.trim_start_matches('#');
    let hashes = after.len() - inside.len();
    let inside = inside.strip_prefix('"')?;
    let end = ["\"", &"#".repeat(hashes)].concat();
    let length = inside.find(&end)?;
    let opening = rest.len() - inside.len();
    Some((&inside[..length], opening + length + end.len()))
}

/// How long a character in quotes is, or the quote before a lifetime's name.
fn quote(rest: &str) -> usize {
    let mut inside = rest.char_indices().skip(1);
    let is_escaped = inside.next().is_some_and(|(_, c)| c == '\\');
    if is_escaped {
        // The escaped character may be a quote itself.
        inside.next();
        return inside
            .find(|(_, c)| *c == '\'')
            .map_or(rest.len(), |(at, _)| at + 1);
    }
    match inside.next() {
        Some((at, '\'')) => at + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<&str> {
        without_tests(source)
            .into_iter()
            .filter_map(|token| match token {
                Token::Word(word) => Some(word),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn comments_and_texts_hold_no_words() {
        let source = "a // b::c\n/* d /* e */ f */ \"g\\\"h\" r#\"i\"j\"# 'k' '\\'' k";
        assert_eq!(words(source), ["a", "k"]);
    }

    #[test]
    fn lifetimes_do_not_swallow_what_follows() {
        assert_eq!(
            words("fn f<'a>(x: &'a str) { y }"),
            ["fn", "f", "a", "x", "a", "str", "y"]
        );
    }

    #[test]
    fn items_that_only_tests_compile_are_left_out() {
        let source = "#[cfg(test)] mod a; #[cfg(test)] mod b { use c; } \
                      #[cfg(test)] use d::{e, f}; #[cfg(test)] fn g() {} h";
        assert_eq!(words(source), ["h"]);
    }

    #[test]
    fn text_is_what_stands_between_the_quotes() {
        assert_eq!(
            tokens(r##""a" r#"b"# b"c""##),
            [Token::Text("a"), Token::Text("b"), Token::Text("c")]
        );
    }
}
