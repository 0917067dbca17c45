//! A supporting document: what is accepted, told from its content and never from its name.

mod image;
mod lock;
mod office;
mod pdf;
mod quota;
mod sound;

use sha2::{Digest, Sha256};

pub use quota::Quota;
pub use sound::soundness;

use crate::dossier::DossierId;

/// How an archive begins, and with it the files of office programs.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// Largest document accepted unless the service is told otherwise, in bytes: 10 Mo.
pub const LARGEST: usize = 10 << 20;

/// Most documents that one question accepts.
pub const MOST: usize = 10;

/// Bytes of a document that travel at once: what a bad line loses is sent again.
pub const CHUNK: usize = 256 << 10;

/// Most documents on their way to one dossier.
pub const MOST_PARCELS: usize = 30;

/// Longest name kept, in characters.
const LONGEST_NAME: usize = 120;
/// Characters of the end that stay, the extension among them.
const KEPT_END: usize = 30;

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

/// What is said of a document that weighs nothing, or more than so many bytes; nothing of another.
#[must_use]
pub fn wrong_weight(name: &str, size: usize, most: usize) -> Option<String> {
    match size {
        0 => Some(format!("«\u{a0}{name}\u{a0}» est vide. Vérifiez le fichier, puis déposez-le de nouveau.")),
        _ if size > most => Some(too_heavy(name, most)),
        _ => None,
    }
}

/// What is said of a document of no accepted kind.
#[must_use]
pub fn wrong_kind(name: &str) -> String {
    let end = name.rsplit('.').next().unwrap_or_default();
    if ["heic", "heif"].iter().any(|photo| end.eq_ignore_ascii_case(photo)) {
        return format!(
            "«\u{a0}{name}\u{a0}» est une photo d’iPhone (HEIC), que l’administration ne peut pas ouvrir. Enregistrez-la en JPEG, puis déposez-la."
        );
    }
    format!("«\u{a0}{name}\u{a0}» n’est pas d’un format accepté. Formats acceptés\u{a0}: {ACCEPTED}.")
}

/// What is said of a document that weighs more than so many bytes.
fn too_heavy(name: &str, most: usize) -> String {
    let most = megabytes(most);
    format!("«\u{a0}{name}\u{a0}» pèse plus de {most}. Réduisez-le ou déposez-le en plusieurs fichiers.")
}

/// A largest weight, in the whole unit that it is set in: `10 Mo`.
#[must_use]
pub fn megabytes(bytes: usize) -> String {
    format!("{}\u{a0}Mo", bytes >> 20)
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

/// The digest of bytes, as documents are named: SHA-256, in hexadecimal.
#[must_use]
pub fn digest_of(bytes: &[u8]) -> String {
    let mut digesting = Digesting::default();
    digesting.take(bytes);
    digesting.digest()
}

/// The digest of bytes that come part by part.
#[derive(Default)]
pub struct Digesting(Sha256);

impl Digesting {
    /// Takes the next part.
    pub fn take(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    /// The digest of all that was taken.
    #[must_use]
    pub fn digest(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Whether a text is a digest as they are written here.
#[must_use]
pub fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|letter| matches!(letter, b'0'..=b'9' | b'a'..=b'f'))
}

/// The media type of a whole document, by its content; none when it is not accepted.
#[must_use]
pub fn media_of(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(ARCHIVE) {
        return office::media(bytes);
    }
    let found = infer::get(bytes)?.mime_type();
    MEDIA.iter().map(|(media, _)| *media).find(|media| *media == found)
}

/// Whether a document may be of an accepted kind, by its beginning: what an archive holds is told at its end.
#[must_use]
pub fn may_be_accepted(beginning: &[u8]) -> bool {
    beginning.starts_with(ARCHIVE) || media_of(beginning).is_some()
}

/// The name under which a document is saved: its extension says what it is, whatever its author wrote.
#[must_use]
pub fn saved_name(name: &str, media: &str) -> String {
    let expected = media_name(media).to_lowercase();
    let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_lowercase();
    let fits = end == expected || (expected == "jpeg" && end == "jpg");
    if fits || media_name(media) == "fichier" { name.to_owned() } else { format!("{name}.{expected}") }
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
    // Signs that turn the order of letters make one extension look like another.
    let turns = |letter: char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let plain: Vec<char> = name.chars().filter(|letter| !letter.is_control() && !turns(*letter)).collect();
    let kept: String = if plain.len() > LONGEST_NAME {
        // Its beginning says what it is, its end what kind.
        let start = plain[..LONGEST_NAME - KEPT_END - 1].iter();
        start.chain(&['…']).chain(&plain[plain.len() - KEPT_END..]).collect()
    } else {
        plain.iter().collect()
    };
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
    fn a_document_is_saved_under_the_extension_of_its_content() {
        for (name, media, saved) in [
            ("a.pdf", "application/pdf", "a.pdf"),
            ("a.PDF", "application/pdf", "a.PDF"),
            ("facture.hta", "application/pdf", "facture.hta.pdf"),
            ("statuts", "application/pdf", "statuts.pdf"),
            ("a.jpg", "image/jpeg", "a.jpg"),
            ("a.jpeg", "image/jpeg", "a.jpeg"),
            ("a.png", "image/jpeg", "a.png.jpeg"),
            ("a.bin", "text/html", "a.bin"),
        ] {
            assert_eq!(saved_name(name, media), saved);
        }
    }

    #[test]
    fn a_photo_of_a_telephone_is_told_how_to_be_taken() {
        assert!(wrong_kind("IMG_2.HEIC").contains("Enregistrez-la en JPEG"));
        assert!(wrong_kind("heic.exe").contains(ACCEPTED));
    }

    #[test]
    fn a_name_keeps_its_end_and_no_folder() {
        for (name, kept) in [
            ("statuts.pdf", "statuts.pdf"),
            ("C:\\Users\\x\\statuts.pdf", "statuts.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nb.pdf", "ab.pdf"),
            ("rib\u{202e}fdp.exe", "ribfdp.exe"),
            ("", "document"),
            (" / ", "document"),
        ] {
            assert_eq!(kept_name(name), kept, "{name:?}");
        }
        let long = kept_name(&format!("{}.pdf", "é".repeat(500)));
        assert_eq!(long, format!("{}…{}.pdf", "é".repeat(89), "é".repeat(26)));
        assert_eq!(kept_name(&long), long);
    }
}
