//! Fonts of the web (WOFF 2) unpacked into the files that a press reads.
//!
//! The State's fonts hold their outlines in a `CFF` table, which WOFF 2 carries as it is; a font whose outlines it
//! rewrites (`glyf`) is refused.

use std::io::Read;

use brotli_decompressor::Decompressor;

/// A file that is no font of the web that a press can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file is no readable WOFF2 font with CFF outlines")]
pub struct BadFont;

/// Tags of the tables, by their number in the directory.
const TAGS: &[u8] = b"cmapheadhheahmtxmaxpnameOS/2postcvt fpgmglyflocaprepCFF VORGEBDTEBLCgasphdmxkernLTSHPCLTVDMX\
vheavmtxBASEGDEFGPOSGSUBEBSCJSTFMATHCBDTCBLCCOLRCPALSVG sbixacntavarbdatblocbslncvarfdscfeatfmtxfvargvarhstyjustlcar\
mortmorxopbdproptrakZapfSilfGlatGlocFeatSill";

/// Bytes of the head of a WOFF2 file.
const HEAD: usize = 48;

/// Largest font unpacked, in bytes: those of the design system are ten times smaller.
const LARGEST: usize = 4 << 20;

/// Bytes read one after the other.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, many: usize) -> Result<&'a [u8], BadFont> {
        let (taken, rest) = self.0.split_at_checked(many).ok_or(BadFont)?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, BadFont> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// A number over as many bytes as it needs, seven bits each (`UIntBase128`).
    fn number(&mut self) -> Result<usize, BadFont> {
        let mut number = 0_u32;
        for _ in 0..5 {
            let byte = self.byte()?;
            number = number.checked_mul(128).ok_or(BadFont)? + u32::from(byte & 127);
            if byte < 128 {
                return usize::try_from(number).map_err(|_| BadFont);
            }
        }
        Err(BadFont)
    }
}

/// Unpacks a WOFF2 file: its tables behind a directory of their own.
pub fn unpacked(woff: &[u8]) -> Result<Vec<u8>, BadFont> {
    let mut bytes = Bytes(woff);
    let head = bytes.take(HEAD)?;
    if &head[..4] != b"wOF2" {
        return Err(BadFont);
    }
    let count = u16::from_be_bytes([head[12], head[13]]);
    let packed = usize::try_from(u32::from_be_bytes([head[20], head[21], head[22], head[23]]));
    let tables = (0..count).map(|_| table(&mut bytes)).collect::<Result<Vec<_>, BadFont>>()?;
    let packed = bytes.take(packed.map_err(|_| BadFont)?)?;
    let bodies = inflated(packed, tables.iter().map(|(_, length)| length).sum())?;
    let mut bodies = Bytes(&bodies);
    let mut tables: Vec<(&[u8], &[u8])> = tables
        .into_iter()
        .map(|(tag, length)| Ok((tag, bodies.take(length)?)))
        .collect::<Result<_, BadFont>>()?;
    tables.sort_unstable();
    written(&head[4..8], count, &tables)
}

/// A line of the directory: tag and length.
fn table<'a>(bytes: &mut Bytes<'a>) -> Result<(&'a [u8], usize), BadFont> {
    let flags = bytes.byte()?;
    let tag = match usize::from(flags & 63) {
        63 => bytes.take(4)?,
        place => TAGS.get(place * 4..place * 4 + 4).ok_or(BadFont)?,
    };
    // `glyf` and `loca` are rewritten unless they say 3, the others unless they say 0.
    let as_it_is = if matches!(tag, b"glyf" | b"loca") { 3 } else { 0 };
    let length = bytes.number()?;
    if flags >> 6 == as_it_is { Ok((tag, length)) } else { Err(BadFont) }
}

fn inflated(packed: &[u8], length: usize) -> Result<Vec<u8>, BadFont> {
    let mut bytes = Vec::new();
    let most = u64::try_from(length.min(LARGEST)).map_err(|_| BadFont)?;
    Decompressor::new(packed, 4096).take(most + 1).read_to_end(&mut bytes).map_err(|_| BadFont)?;
    if bytes.len() == length { Ok(bytes) } else { Err(BadFont) }
}

/// The file: flavour, directory, tables each from a multiple of four.
fn written(flavour: &[u8], count: u16, tables: &[(&[u8], &[u8])]) -> Result<Vec<u8>, BadFont> {
    let power = count.checked_ilog2().and_then(|power| u16::try_from(power).ok()).ok_or(BadFont)?;
    let range = 16_u16.checked_shl(u32::from(power)).ok_or(BadFont)?;
    let rest = count.checked_mul(16).ok_or(BadFont)? - range;
    let mut font = flavour.to_vec();
    for word in [count, range, power, rest] {
        font.extend_from_slice(&word.to_be_bytes());
    }
    let mut place = font.len() + tables.len() * 16;
    let word = |size: usize| u32::try_from(size).map(u32::to_be_bytes).map_err(|_| BadFont);
    for (tag, body) in tables {
        font.extend_from_slice(tag);
        font.extend_from_slice(&sum(body).to_be_bytes());
        font.extend_from_slice(&word(place)?);
        font.extend_from_slice(&word(body.len())?);
        place += body.len().next_multiple_of(4);
    }
    for (_, body) in tables {
        font.extend_from_slice(body);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    Ok(font)
}

/// The sum of a table's words, which its directory says.
fn sum(body: &[u8]) -> u32 {
    body.chunks(4).fold(0, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_font_of_the_web_is_refused() {
        let mut cut = [0_u8; 60];
        cut[..4].copy_from_slice(b"wOF2");
        cut[12..14].copy_from_slice(&9_u16.to_be_bytes());
        for bytes in [&b""[..], b"wOFF", b"<svg/>", &cut, &[0xff; 200]] {
            assert_eq!(unpacked(bytes), Err(BadFont));
        }
    }

    #[test]
    fn the_numbers_of_a_directory_are_read_as_they_are_written() {
        for (bytes, number) in [
            (&[0x3f][..], Ok(63)),
            (&[0x81, 0x00], Ok(128)),
            (&[0x8f, 0xff, 0xff, 0xff, 0x7f], Ok(u32::MAX as usize)),
            (&[0xff, 0xff, 0xff, 0xff, 0x7f], Err(BadFont)),
            (&[0x80], Err(BadFont)),
        ] {
            assert_eq!(Bytes(bytes).number(), number, "{bytes:?}");
        }
    }
}
