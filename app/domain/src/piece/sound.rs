//! Whether a document can be opened, told from its structure: nothing of it is decoded, and each byte is looked at
//! a few times at most.

use super::{image, pdf};

/// What keeps a document from being opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// A PDF that is cut short, or that holds nothing.
    Pdf,
    /// An image that is cut short, or of no size.
    Image,
    /// A PDF that asks for a password.
    Locked,
}

impl Broken {
    /// What is said of it, and what is to be done.
    fn said(self, name: &str) -> String {
        let next = match self {
            Self::Pdf => {
                "est incomplet ou abîmé\u{a0}: il ne s’ouvrirait pas. Ouvrez-le sur votre ordinateur, enregistrez-le de nouveau en PDF, puis déposez-le."
            }
            Self::Image => {
                "est une image incomplète ou abîmée\u{a0}: elle ne s’ouvrirait pas. Numérisez ou enregistrez-la de nouveau, puis déposez-la."
            }
            Self::Locked => {
                "est protégé par un mot de passe\u{a0}: le service ne pourrait pas l’ouvrir. Enregistrez-en une copie sans mot de passe, puis déposez-la."
            }
        };
        format!("«\u{a0}{name}\u{a0}» {next}")
    }
}

/// Whether a document of that kind may not open, or not all of it.
///
/// # Errors
/// In French, why it cannot be opened and what to do; what may be opened is never refused.
pub fn soundness(name: &str, media: &str, bytes: &[u8]) -> Result<bool, String> {
    let judged = match media {
        "application/pdf" => pdf::judge(bytes),
        "image/png" => image::png(bytes),
        "image/jpeg" => image::jpeg(bytes),
        // The directory of an archive stands at its end, and was read to tell its kind.
        _ => Ok(false),
    };
    judged.map_err(|broken| broken.said(name))
}
