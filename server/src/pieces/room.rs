//! Room on the disk: a full one would stop the database too, so documents stop first.

use std::{error::Error as _, io, path::PathBuf};

use domain::{Error, Result};

/// The disk of a folder.
pub(super) struct Room {
    pub(super) folder: PathBuf,
    /// Bytes that documents leave free.
    pub(super) reserve: u64,
}

impl Room {
    /// Refuses so many bytes more than the disk takes without touching the reserve.
    pub(super) fn takes(&self, bytes: usize) -> Result<()> {
        let disk = rustix::fs::statvfs(&self.folder).map_err(Error::unavailable)?;
        // What the system itself keeps for its own is not free for us.
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        let wanted = self.reserve.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if free < wanted { Err(Error::NoRoom) } else { Ok(()) }
    }
}

/// Why a document could not be written: a disk that filled up meanwhile, or anything else.
pub(super) fn not_written(error: object_store::Error) -> Error {
    let mut cause = error.source();
    while let Some(source) = cause {
        let kind = source.downcast_ref::<io::Error>().map(io::Error::kind);
        if let Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) = kind {
            return Error::NoRoom;
        }
        cause = source.source();
    }
    Error::unavailable(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_takes_what_leaves_the_reserve_free() {
        let folder = std::env::temp_dir();
        assert!(Room { folder: folder.clone(), reserve: 0 }.takes(1).is_ok());
        assert!(matches!(Room { folder, reserve: u64::MAX }.takes(0), Err(Error::NoRoom)));
        let nowhere = Room { folder: PathBuf::from("/nulle/part"), reserve: 0 };
        assert!(matches!(nowhere.takes(1), Err(Error::Unavailable(_))), "not known is not full");
    }

    #[test]
    fn a_disk_that_filled_up_meanwhile_is_told_from_a_failure() {
        let refused = |kind: io::ErrorKind| {
            let source = Box::new(io::Error::from(kind));
            not_written(object_store::Error::Generic { store: "LocalFileSystem", source })
        };
        assert!(matches!(refused(io::ErrorKind::StorageFull), Error::NoRoom));
        assert!(matches!(refused(io::ErrorKind::PermissionDenied), Error::Unavailable(_)));
    }
}
