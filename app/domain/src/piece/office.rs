//! What an archive of an office program holds, read in its directory: the order of its parts says nothing.

/// What begins the end of the directory, an entry of it, and a part.
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
/// Bytes of an entry before its name, of a part before its name, of the end.
const ENTRY_HEAD: usize = 46;
const PART_HEAD: usize = 30;
const END_HEAD: usize = 22;
/// Longest comment after the end of the directory.
const LONGEST_COMMENT: usize = 65_535;
/// Entries looked at: what an office program writes first is among them.
const MOST: usize = 4_096;

/// The media type of the document in an archive; none when it is none of those accepted.
pub(super) fn media(bytes: &[u8]) -> Option<&'static str> {
    let names = names(bytes)?;
    let has = |name: &str| names.contains(&name.as_bytes());
    if has("[Content_Types].xml") {
        // With macros: a plain name does not make it plain. What hides better is for the antivirus.
        return match (has("word/document.xml"), has("xl/workbook.xml")) {
            _ if names.iter().any(|name| name.to_ascii_lowercase().ends_with(b"vbaproject.bin")) => None,
            (true, false) => Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (false, true) => Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            _ => None,
        };
    }
    open_document(bytes)
}

/// The media type that a file of an open document says first, in a part that is not compressed.
fn open_document(bytes: &[u8]) -> Option<&'static str> {
    let name = usize::from(number(bytes, 26)?);
    let more = usize::from(number(bytes, 28)?);
    if bytes.get(PART_HEAD..PART_HEAD + name)? != b"mimetype" {
        return None;
    }
    let said = bytes.get(PART_HEAD + name + more..)?;
    let kinds = ["application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.text"];
    // What follows is the next part: a longer name (a template) is another kind.
    kinds
        .into_iter()
        .find(|kind| said.strip_prefix(kind.as_bytes()).is_some_and(|rest| rest.starts_with(b"PK")))
}

/// The names of the parts, from the directory at the end.
fn names(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let from = bytes.len().saturating_sub(END_HEAD + LONGEST_COMMENT);
    let end = from + bytes[from..].windows(END.len()).rposition(|part| part == END)?;
    let last = bytes.get(end..end + END_HEAD)?;
    let mut at = usize::try_from(u32::from_le_bytes(last[16..20].try_into().ok()?)).ok()?;
    let mut names = Vec::new();
    while names.len() < MOST && bytes.get(at..)?.starts_with(ENTRY) {
        let name = usize::from(number(bytes, at + 28)?);
        let more = usize::from(number(bytes, at + 30)?) + usize::from(number(bytes, at + 32)?);
        names.push(bytes.get(at + ENTRY_HEAD..at + ENTRY_HEAD + name)?);
        at += ENTRY_HEAD + name + more;
    }
    Some(names)
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of parts, in that order, none compressed.
    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for (name, content) in parts {
            let at = u32::try_from(bytes.len()).expect("small");
            let length = u16::try_from(name.len()).expect("small").to_le_bytes();
            let size = u32::try_from(content.len()).expect("small").to_le_bytes();
            bytes.extend(b"PK\x03\x04");
            bytes.extend([0; 14]);
            bytes.extend(size);
            bytes.extend(size);
            bytes.extend(length);
            bytes.extend([0; 2]);
            bytes.extend(name.as_bytes());
            bytes.extend(*content);
            directory.extend(ENTRY);
            directory.extend([0; 24]);
            directory.extend(length);
            directory.extend([0; 12]);
            directory.extend(at.to_le_bytes());
            directory.extend(name.as_bytes());
        }
        let at = u32::try_from(bytes.len()).expect("small");
        bytes.extend(directory);
        bytes.extend(END);
        bytes.extend([0; 12]);
        bytes.extend(at.to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }

    #[test]
    fn an_office_file_is_told_whatever_the_order_of_its_parts() {
        let (types, long) = (("[Content_Types].xml", &b"<Types/>"[..]), vec![b'x'; 9_000]);
        let word = ("word/document.xml", long.as_slice());
        let sheet = ("xl/workbook.xml", long.as_slice());
        let rels = ("_rels/.rels", &b"<R/>"[..]);
        let docx = Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        let xlsx = Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        let text = ("mimetype", &b"application/vnd.oasis.opendocument.text"[..]);
        let ods = ("mimetype", &b"application/vnd.oasis.opendocument.spreadsheet"[..]);
        let template = ("mimetype", &b"application/vnd.oasis.opendocument.text-template"[..]);
        for (parts, expected) in [
            (&[types, rels, word][..], docx),
            (&[rels, word, ("word/styles.xml", b""), types], docx),
            (&[sheet, rels, types], xlsx),
            (&[types, word, ("word/VBAPROJECT.bin", b"x")], None),
            (&[types, rels], None),
            (&[word], None),
            (&[text, ("content.xml", b"<x/>")], Some("application/vnd.oasis.opendocument.text")),
            (&[ods, ("content.xml", b"<x/>")], Some("application/vnd.oasis.opendocument.spreadsheet")),
            (&[template, ("content.xml", b"<x/>")], None),
            (&[("a.txt", b"x")], None),
        ] {
            let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
            assert_eq!(super::super::media_of(&archive(parts)), expected, "{names:?}");
        }
    }

    #[test]
    fn a_broken_archive_is_none_of_them() {
        let whole = archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
        for length in 0..whole.len() {
            assert_eq!(media(&whole[..length]), None, "{length}");
        }
        let mut wild = whole.clone();
        let end = wild.len() - 6;
        wild[end..end + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(media(&wild), None);
    }
}
