//! A supporting document: what is accepted, told from its content and never from its name.

use crate::dossier::DossierId;

/// Largest document accepted, in bytes: 10 Mo.
pub const LARGEST: usize = 10 << 20;

/// Most documents that one question accepts.
pub const MOST: usize = 10;

/// Bytes of a document that travel at once: what a bad line loses is sent again.
pub const CHUNK: usize = 256 << 10;

/// Most documents on their way to one dossier.
pub const MOST_PARCELS: usize = 30;

/// Longest name kept, in characters; the end, with the extension, stays.
const LONGEST_NAME: usize = 120;

/// What is accepted, said to people.
pub const ACCEPTED: &str = "PDF, image (PNG, JPEG), tableur ou texte (XLSX, ODS, DOCX, ODT)";

/// Extensions that a browser proposes; only the content counts.
pub const EXTENSIONS: &str = ".pdf,.png,.jpg,.jpeg,.xlsx,.ods,.docx,.odt";

/// Media types accepted, with the name people give them.
const MEDIA: [(&str, &str); 7] = [
    ("application/pdf", "PDF"),
    ("image/png", "PNG"),
    ("image/jpeg", "JPEG"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    ("application/vnd.oasis.opendocument.spreadsheet", "ODS"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"),
    ("application/vnd.oasis.opendocument.text", "ODT"),
];

/// What is said of a document that weighs nothing, or too much; nothing of another.
#[must_use]
pub fn wrong_weight(name: &str, size: usize) -> Option<String> {
    match size {
        0 => Some(format!("«\u{a0}{name}\u{a0}» est vide. Vérifiez le fichier, puis déposez-le de nouveau.")),
        _ if size > LARGEST => Some(too_heavy(name)),
        _ => None,
    }
}

/// What is said of a document of no accepted kind.
#[must_use]
pub fn wrong_kind(name: &str) -> String {
    format!("«\u{a0}{name}\u{a0}» n’est pas d’un format accepté. Formats acceptés\u{a0}: {ACCEPTED}.")
}

/// What is said of a document that weighs too much.
#[must_use]
pub fn too_heavy(name: &str) -> String {
    format!("«\u{a0}{name}\u{a0}» pèse plus de 10\u{a0}Mo. Réduisez-le ou déposez-le en plusieurs fichiers.")
}

/// A document on its way to a dossier, by its content: sent again, it goes on from where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Where it goes.
    pub dossier: DossierId,
    /// Digest of the whole: SHA-256, in hexadecimal.
    pub digest: String,
    /// Bytes of the whole.
    pub size: usize,
}

impl Parcel {
    /// How many chunks it is made of.
    #[must_use]
    pub fn chunks(&self) -> usize {
        chunks(self.size)
    }

    /// Bytes of one of its chunks; none when it has no such chunk.
    #[must_use]
    pub fn bytes_of(&self, chunk: usize) -> Option<usize> {
        (chunk < self.chunks()).then(|| (self.size - chunk * CHUNK).min(CHUNK))
    }
}

/// How many chunks a document of that many bytes is made of.
#[must_use]
pub fn chunks(size: usize) -> usize {
    size.div_ceil(CHUNK)
}

/// Whether a text is a digest as they are written here.
#[must_use]
pub fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|letter| matches!(letter, b'0'..=b'9' | b'a'..=b'f'))
}

/// The media type of a document, by its first bytes; none when it is not accepted.
#[must_use]
pub fn media_of(bytes: &[u8]) -> Option<&'static str> {
    let found = infer::get(bytes)?.mime_type();
    MEDIA.iter().map(|(media, _)| *media).find(|media| *media == found)
}

/// A media type that was kept, as one of those accepted; plain bytes for any other.
#[must_use]
pub fn known(media: &str) -> &'static str {
    MEDIA.iter().map(|(known, _)| *known).find(|known| *known == media).unwrap_or("application/octet-stream")
}

/// The name people give a media type: `PDF`.
#[must_use]
pub fn media_name(media: &str) -> &'static str {
    MEDIA.iter().find(|(known, _)| *known == media).map_or("fichier", |(_, name)| name)
}

/// Whether a browser may show a document in the page rather than save it.
#[must_use]
pub fn is_shown(media: &str) -> bool {
    matches!(media, "application/pdf" | "image/png" | "image/jpeg")
}

/// The name of a document as it is kept: no folder, no control sign, not too long.
#[must_use]
pub fn kept_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: Vec<char> = name.chars().filter(|letter| !letter.is_control()).collect();
    let from = plain.len().saturating_sub(LONGEST_NAME);
    let kept: String = plain[from..].iter().collect();
    let kept = kept.trim();
    if kept.is_empty() { "document".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_told_by_its_content() {
        for (bytes, media) in [
            (&b"%PDF-1.7\n..."[..], Some("application/pdf")),
            (&b"\x89PNG\r\n\x1a\n"[..], Some("image/png")),
            (&b"\xff\xd8\xff\xe0"[..], Some("image/jpeg")),
            (&b"MZ\x90\x00"[..], None),
            (&b"<html><script>"[..], None),
            (&b"GIF89a"[..], None),
            (&b""[..], None),
        ] {
            assert_eq!(media_of(bytes), media, "{bytes:?}");
        }
    }

    #[test]
    fn a_document_travels_in_chunks_that_make_it_whole() {
        for size in [1, CHUNK - 1, CHUNK, CHUNK + 1, LARGEST] {
            let dossier = DossierId(uuid::Uuid::nil());
            let parcel = Parcel { dossier, digest: "0".repeat(64), size };
            let lengths: Vec<usize> = (0..).map_while(|chunk| parcel.bytes_of(chunk)).collect();
            assert_eq!((lengths.len(), lengths.iter().sum()), (parcel.chunks(), size));
            assert!(lengths.iter().all(|length| (1..=CHUNK).contains(length)), "{lengths:?}");
        }
    }

    #[test]
    fn a_digest_is_sixty_four_small_hexadecimal_signs() {
        assert!(is_digest(&"0a".repeat(32)));
        for wrong in ["", "../..", &"0A".repeat(32), &"0a".repeat(33), &"é".repeat(32)] {
            assert!(!is_digest(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_name_keeps_its_end_and_no_folder() {
        for (name, kept) in [
            ("statuts.pdf", "statuts.pdf"),
            ("C:\\Users\\x\\statuts.pdf", "statuts.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nb.pdf", "ab.pdf"),
            ("", "document"),
            (" / ", "document"),
        ] {
            assert_eq!(kept_name(name), kept, "{name:?}");
        }
        let long = kept_name(&format!("{}.pdf", "é".repeat(500)));
        assert_eq!(long, format!("{}.pdf", "é".repeat(LONGEST_NAME - 4)));
    }
}
