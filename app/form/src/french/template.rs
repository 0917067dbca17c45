//! Texts with values in place: `Le total fait {objectifs.total}`.

/// Names between braces, in the order of the text.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name.trim()))
}

/// The text with each `{name}` replaced by what `shown` says of it.
pub fn fill(text: &str, shown: &dyn Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        filled.push_str(&shown(name.trim()));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_lone_braces_kept() {
        let shown = |name: &str| name.to_uppercase();
        assert_eq!(fill("a {b} c {d.e}", &shown), "a B c D.E");
        assert_eq!(fill("a { b", &shown), "a { b");
        assert_eq!(names("x {a} {b.c} {").collect::<Vec<_>>(), ["a", "b.c"]);
    }
}
