//! Whether an image is whole: its own marks are followed from the first to the last, nothing is decoded.

use super::sound::Broken;

/// How a PNG begins, and its last chunk.
const PNG: usize = 8;
const LAST: &[u8] = b"IEND";
/// Bytes of a chunk around what it holds: length, kind, checksum.
const CHUNK: usize = 12;

/// Judges a PNG: its size, then chunk by chunk to the last.
pub(super) fn png(bytes: &[u8]) -> Result<bool, Broken> {
    let head = bytes.get(PNG..PNG + 16).ok_or(Broken::Image)?;
    let number = |at: usize| {
        head.get(at..at + 4).map(|four| four.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    if &head[4..8] != b"IHDR" || number(8) == Some(0) || number(12) == Some(0) {
        return Err(Broken::Image);
    }
    let mut at = PNG;
    loop {
        let chunk = bytes.get(at..at + 8).ok_or(Broken::Image)?;
        let length = u32::from_be_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
        let length = usize::try_from(length).map_err(|_| Broken::Image)?;
        at = at.checked_add(length).and_then(|at| at.checked_add(CHUNK)).ok_or(Broken::Image)?;
        if &chunk[4..8] == LAST {
            // What a program writes after the image is not read.
            return if at <= bytes.len() { Ok(false) } else { Err(Broken::Image) };
        }
    }
}

/// Judges a JPEG: its marks up to the image, which has a size; then its end.
pub(super) fn jpeg(bytes: &[u8]) -> Result<bool, Broken> {
    let mut at = 2;
    let mut has_size = false;
    loop {
        let mark = bytes.get(at..at + 4).ok_or(Broken::Image)?;
        match mark {
            // Marks may be padded.
            [0xff, 0xff, ..] => {
                at += 1;
                continue;
            }
            // The image itself comes.
            [0xff, 0xda, ..] if has_size => break,
            // Its size: lines, then columns; none of them is nothing.
            [0xff, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, ..] => {
                let size = bytes.get(at + 5..at + 9).ok_or(Broken::Image)?;
                has_size = size[2..] != [0, 0];
            }
            [0xff, 0xe0..=0xfe | 0xc4 | 0xcc | 0xdb | 0xdd..=0xdf, ..] => {}
            _ => return Err(Broken::Image),
        }
        at += 2 + usize::from(u16::from_be_bytes([mark[2], mark[3]]));
    }
    // Some scanners leave the end out: what is there is seen, and may not be all.
    let ends = bytes[at..].windows(2).any(|two| two == [0xff, 0xd9]);
    Ok(!ends)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A PNG of one point, whole.
    pub const POINT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\x0aIDATx\x9cc\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

    /// A JPEG of one point, as far as its marks say.
    fn photo() -> Vec<u8> {
        let mut bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
        bytes.extend(b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0");
        bytes.extend(b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\xd2\xcf\x20\xff\xd9");
        bytes
    }

    #[test]
    fn an_image_cut_short_is_broken_wherever_it_was_cut() {
        assert_eq!(png(POINT), Ok(false));
        assert_eq!(png(&[POINT, b"written by a scanner"].concat()), Ok(false));
        for length in PNG..POINT.len() {
            assert_eq!(png(&POINT[..length]), Err(Broken::Image), "{length}");
        }
        let photo = photo();
        assert_eq!(jpeg(&photo), Ok(false));
        for length in 3..photo.len() - 14 {
            assert_eq!(jpeg(&photo[..length]), Err(Broken::Image), "{length}");
        }
        assert_eq!(jpeg(&photo[..photo.len() - 2]), Ok(true), "without its end, it is seen");
    }

    #[test]
    fn an_image_of_no_size_is_none() {
        let mut flat = POINT.to_vec();
        flat[19] = 0;
        assert_eq!(png(&flat), Err(Broken::Image));
        let mut thin = photo();
        thin[28] = 0;
        assert_eq!(jpeg(&thin), Err(Broken::Image));
    }
}
