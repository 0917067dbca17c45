//! Cutting what was copied from a spreadsheet into cells.

/// The cells of a text with tabs, a cell between quotes keeping its own tabs and lines.
///
/// Blank lines are left out, but those between others when they are `kept`.
pub(super) fn cells(text: &str, kept: bool) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => line.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            '\r' => {}
            letter => cell.push(letter),
        }
    }
    if !cell.is_empty() || !line.is_empty() {
        line.push(cell);
        lines.push(line);
    }
    let says = |line: &Vec<String>| line.iter().any(|cell| !cell.trim().is_empty());
    while lines.last().is_some_and(|line| !says(line)) {
        lines.pop();
    }
    lines.retain(|line| kept || says(line));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_as_a_spreadsheet_writes_them() {
        assert_eq!(cells("a\tb\r\nc\td\r\n", false), [["a", "b"], ["c", "d"]]);
        assert_eq!(cells("\"a\tb\n\"\"c\"\"\"\td", false), [["a\tb\n\"c\"", "d"]]);
        assert_eq!(cells("a \"b\" c\td", false), [["a \"b\" c", "d"]]);
        assert_eq!(cells("\n\t\n a", false), [[" a"]]);
        assert_eq!(cells("1\n\n3\n\n", true), [["1"], [""], ["3"]], "a row that is always there stays blank");
    }
}
