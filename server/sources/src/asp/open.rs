//! Opening a delivery whatever its dress: plain, gzip or ZIP, by its bytes and not by its name.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

/// Why a file as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    /// The file cannot be opened or read.
    #[error(" lecture impossible : {}", reason(.0))]
    Unreadable(#[from] io::Error),
    /// The archive is damaged, or holds no file or several.
    #[error(" archive refusée : {0}")]
    Archive(String),
    /// The first line is not that of a delivery.
    #[error("1: la première ligne doit être « DEB<Vue><JJMMAAAA_HHMMSS> », pas « {0} »")]
    Start(String),
    /// The first line is not that of a delivery, and what it holds is not told: it could be somebody.
    #[error("1: la première ligne doit être « DEB<Vue><JJMMAAAA_HHMMSS> »")]
    Unlike,
    /// Another file of the delivery holds the same view: which one counts is not known.
    #[error("1: la vue « {0} » est déjà dans un autre fichier")]
    Again(&'static str),
    /// A table that is none of those that are read, or a workbook that cannot be opened.
    #[error("1: {0}")]
    Table(&'static str),
    /// The view is none of those that are read.
    #[error("1: la vue « {0} » n'est pas lue (Structure, AnnexeFinanciere)")]
    View(String),
    /// A column stands twice in the header: which one counts is not known.
    #[error("2: la colonne « {0} » est là deux fois")]
    Twice(String),
    /// Something follows the last line.
    #[error("{0}: du texte suit la dernière ligne « FIN<nombre> »")]
    After(usize),
    /// Columns that the meaning needs are missing.
    #[error("2: colonnes manquantes : {}", .0.join(", "))]
    Columns(Vec<String>),
    /// The last line is missing: the file was cut.
    #[error("{0}: la dernière ligne « FIN<nombre> » manque : fichier tronqué ?")]
    Cut(usize),
    /// The last line announces another number of rows.
    #[error("{line}: FIN annonce {announced} lignes ; le fichier en compte {found}")]
    Count {
        /// Line of the announcement.
        line: usize,
        /// Rows announced.
        announced: usize,
        /// Rows found.
        found: usize,
    },
}

/// Opens a file and hands its text to `read`, decompressed as it goes.
pub fn with_text<T>(
    path: &Path,
    read: impl FnOnce(&mut dyn BufRead) -> Result<T, FileProblem>,
) -> Result<T, FileProblem> {
    let mut file = File::open(path)?;
    let mut magic = [0_u8; 4];
    let length = read_up_to(&mut file, &mut magic)?;
    file.seek(SeekFrom::Start(0))?;
    match &magic[..length] {
        [0x1f, 0x8b, ..] => {
            read(&mut BufReader::new(flate2::read::MultiGzDecoder::new(BufReader::new(file))))
        }
        [b'P', b'K', 3, 4] => {
            let damaged = |error: zip::result::ZipError| FileProblem::Archive(damage(&error));
            let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
            if archive.len() != 1 {
                let count = archive.len();
                return Err(FileProblem::Archive(format!("un seul fichier est attendu, {count} trouvés")));
            }
            read(&mut BufReader::new(archive.by_index(0).map_err(damaged)?))
        }
        _ => read(&mut BufReader::new(file)),
    }
}

/// SHA-256 of a file's bytes, by which a delivery is known again.
pub fn digest_of(path: &Path) -> Result<[u8; 32], FileProblem> {
    use sha2::Digest;
    let mut file = File::open(path)?;
    let mut hash = sha2::Sha256::new();
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hash.finalize().into());
        }
        hash.update(&buffer[..read]);
    }
}

/// Why a file cannot be read, in French.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "le fichier n'existe pas".to_owned(),
        io::ErrorKind::PermissionDenied => "l'accès au fichier est refusé".to_owned(),
        io::ErrorKind::IsADirectory => "c'est un dossier, pas un fichier".to_owned(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            "le fichier compressé est abîmé ou incomplet".to_owned()
        }
        _ => format!("le système répond « {error} »"),
    }
}

/// Why an archive cannot be read, in French.
fn damage(error: &zip::result::ZipError) -> String {
    match error {
        zip::result::ZipError::Io(error) => reason(error),
        zip::result::ZipError::UnsupportedArchive(_) => "ce genre de ZIP n'est pas lu (chiffré ?)".to_owned(),
        _ => "le ZIP est abîmé ou incomplet".to_owned(),
    }
}

fn read_up_to(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}
