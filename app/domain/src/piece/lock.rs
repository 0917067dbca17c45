//! Whether a protected PDF opens without a password: many only forbid to copy or print, and open to all.
//!
//! What is checked is what a reader checks with an empty password (ISO 32000-2, 7.6.4).

use aes::{
    Aes128,
    cipher::{Block, BlockCipherEncrypt, KeyInit},
};
use md5::Md5;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::pdf::{first, number};

/// What fills a password that is too short, here all of it.
const FILLING: [u8; 32] = *b"\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a";
/// Longest key of the older kinds, in bytes.
const LONGEST_KEY: usize = 16;

/// What a document says of its protection.
struct Lock {
    revision: u64,
    /// Bytes of the key.
    length: usize,
    /// What opens it as its owner.
    owner: Vec<u8>,
    /// What opens it as anybody.
    user: Vec<u8>,
    /// What is forbidden, four bytes.
    forbidden: [u8; 4],
    id: Vec<u8>,
    /// Whether what is said about the document is protected too.
    whole: bool,
}

/// Whether a document opens without a password; none where its protection is not a known one.
pub(super) fn opens_to_all(bytes: &[u8], trailer: &[u8]) -> Option<bool> {
    let lock = Lock::read(bytes, trailer)?;
    match lock.revision {
        2..=4 => lock.opens_by_key(),
        5 => Some(Sha256::digest(lock.user.get(32..40)?)[..] == lock.user[..32]),
        6 => Some(hardened(lock.user.get(32..40)?)[..] == lock.user[..32]),
        _ => None,
    }
}

impl Lock {
    /// Reads the dictionary that the trailer holds or names.
    fn read(bytes: &[u8], trailer: &[u8]) -> Option<Self> {
        let said = after(trailer, b"/Encrypt")?;
        let dictionary = match number(said) {
            Some((object, rest)) => {
                let (generation, _) = number(rest)?;
                let found = &bytes[first(bytes, format!("\n{object} {generation} obj").as_bytes())
                    .or_else(|| first(bytes, format!("\r{object} {generation} obj").as_bytes()))?..];
                &found[..first(found, b"endobj")?]
            }
            None => said,
        };
        if !after(dictionary, b"/Filter")?.trim_ascii_start().starts_with(b"/Standard") {
            return None;
        }
        let revision = whole(dictionary, b"/R")?;
        let bits = if revision == 2 { 40 } else { whole(dictionary, b"/Length").unwrap_or(40) };
        // A version that counts in bytes, as some programs write it.
        let length = usize::try_from(if bits < 40 { bits } else { bits / 8 }).ok()?;
        let length = if revision == 4 { LONGEST_KEY } else { length };
        let id = after(trailer, b"/ID").and_then(|list| text(list.trim_ascii_start().strip_prefix(b"[")?));
        let spared = after(dictionary, b"/EncryptMetadata");
        Some(Self {
            revision,
            length: length.clamp(5, LONGEST_KEY),
            owner: text(after(dictionary, b"/O")?)?,
            user: text(after(dictionary, b"/U")?)?,
            forbidden: signed(after(dictionary, b"/P")?)?,
            id: id.unwrap_or_default(),
            whole: !spared.is_some_and(|said| said.trim_ascii_start().starts_with(b"false")),
        })
    }

    /// Whether the key that an empty password makes is that of the document (older kinds: RC4, AES of 128 bits).
    fn opens_by_key(&self) -> Option<bool> {
        let mut made = Md5::new();
        made.update(FILLING);
        made.update(self.owner.get(..32)?);
        made.update(self.forbidden);
        made.update(&self.id);
        if self.revision == 4 && !self.whole {
            made.update([0xff; 4]);
        }
        let mut key = made.finalize();
        if self.revision == 2 {
            return Some(rc4(&key[..self.length], &FILLING)[..] == *self.user.get(..32)?);
        }
        for _ in 0..50 {
            key = Md5::digest(&key[..self.length]);
        }
        let mut check = Md5::digest([&FILLING[..], &self.id].concat()).to_vec();
        for round in 0..20 {
            let turned: Vec<u8> = key[..self.length].iter().map(|byte| byte ^ round).collect();
            check = rc4(&turned, &check);
        }
        Some(check[..] == *self.user.get(..16)?)
    }
}

/// What an empty password becomes with its salt in the newest kind (AES of 256 bits).
fn hardened(salt: &[u8]) -> Vec<u8> {
    let mut made = Sha256::digest(salt).to_vec();
    for round in 0_u32.. {
        let sealed = sealed(&made[..16], &made[16..32], &made.repeat(64));
        let sum: u32 = sealed[..16].iter().map(|byte| u32::from(*byte)).sum();
        made = match sum % 3 {
            0 => Sha256::digest(&sealed).to_vec(),
            1 => Sha384::digest(&sealed).to_vec(),
            _ => Sha512::digest(&sealed).to_vec(),
        };
        let end = sealed.last().copied().unwrap_or_default();
        if round >= 63 && u32::from(end) <= round - 31 {
            break;
        }
    }
    made.truncate(32);
    made
}

/// Whole blocks, each sealed with the one before (AES-128, CBC).
fn sealed(key: &[u8], before: &[u8], bytes: &[u8]) -> Vec<u8> {
    let cipher = Aes128::new_from_slice(key).expect("a key of sixteen bytes");
    let mut before = before.to_vec();
    let mut sealed = Vec::with_capacity(bytes.len());
    for part in bytes.chunks_exact(16) {
        let mut block = Block::<Aes128>::default();
        for (at, byte) in part.iter().enumerate() {
            block[at] = byte ^ before[at];
        }
        cipher.encrypt_block(&mut block);
        before.copy_from_slice(&block);
        sealed.extend_from_slice(&block);
    }
    sealed
}

fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut table: [u8; 256] = std::array::from_fn(|at| u8::try_from(at).expect("under 256"));
    let mut other = 0_u8;
    for at in 0..256 {
        other = other.wrapping_add(table[at]).wrapping_add(key[at % key.len()]);
        table.swap(at, other.into());
    }
    let (mut at, mut other) = (0_u8, 0_u8);
    let turned = bytes.iter().map(|byte| {
        at = at.wrapping_add(1);
        other = other.wrapping_add(table[usize::from(at)]);
        table.swap(at.into(), other.into());
        byte ^ table[usize::from(table[usize::from(at)].wrapping_add(table[usize::from(other)]))]
    });
    turned.collect()
}

/// What follows a name of a dictionary, which no longer name begins with.
fn after<'a>(dictionary: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut rest = dictionary;
    loop {
        rest = &rest[first(rest, name)? + name.len()..];
        if rest.first().is_some_and(|next| !next.is_ascii_alphanumeric()) {
            return Some(rest);
        }
    }
}

fn whole(dictionary: &[u8], name: &[u8]) -> Option<u64> {
    number(after(dictionary, name)?).map(|(number, _)| number)
}

/// The four bytes of a number, which programs write with or without a sign.
fn signed(said: &[u8]) -> Option<[u8; 4]> {
    let said = said.trim_ascii_start();
    let (number, _) = number(said.strip_prefix(b"-").unwrap_or(said))?;
    let number = u32::try_from(number).ok()?;
    Some(if said.starts_with(b"-") { number.wrapping_neg() } else { number }.to_le_bytes())
}

/// A string: in hexadecimal, or as it is with its escapes.
fn text(said: &[u8]) -> Option<Vec<u8>> {
    let said = said.trim_ascii_start();
    if let Some(digits) = said.strip_prefix(b"<") {
        let digits = digits.iter().take_while(|byte| **byte != b'>');
        let digits: Vec<u8> = digits
            .filter(|byte| !byte.is_ascii_whitespace())
            .map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()?;
        return Some(digits.chunks(2).map(|two| two[0] << 4 | two.get(1).copied().unwrap_or(0)).collect());
    }
    let mut rest = said.strip_prefix(b"(")?;
    let (mut found, mut depth) = (Vec::new(), 0);
    loop {
        let (byte, next) = rest.split_first()?;
        rest = next;
        match byte {
            b'\\' => rest = escaped(rest, &mut found)?,
            b')' if depth == 0 => return Some(found),
            byte => {
                depth += i32::from(*byte == b'(') - i32::from(*byte == b')');
                found.push(*byte);
            }
        }
    }
}

/// Reads what follows a backslash; what is left after it.
fn escaped<'a>(rest: &'a [u8], found: &mut Vec<u8>) -> Option<&'a [u8]> {
    let octal = rest.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
    let octal: Vec<u8> = octal.copied().collect();
    if !octal.is_empty() {
        let number = octal.iter().fold(0_u32, |sum, digit| sum * 8 + u32::from(digit - b'0'));
        found.push(u8::try_from(number & 0xff).ok()?);
        return Some(&rest[octal.len()..]);
    }
    let (byte, next) = rest.split_first()?;
    match byte {
        b'n' => found.push(b'\n'),
        b'r' => found.push(b'\r'),
        b't' => found.push(b'\t'),
        b'b' => found.push(8),
        b'f' => found.push(12),
        // A line that goes on.
        b'\n' => {}
        b'\r' => return Some(next.strip_prefix(b"\n").unwrap_or(next)),
        other => found.push(*other),
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::piece::{pdf::judge, sound::Broken};

    #[test]
    fn a_protected_pdf_is_refused_when_it_asks_for_a_password_and_only_then() {
        for (open, shut) in [
            (&include_bytes!("essais/rc4-40-ouvert.pdf")[..], &include_bytes!("essais/rc4-40-ferme.pdf")[..]),
            (include_bytes!("essais/rc4-128-ouvert.pdf"), include_bytes!("essais/rc4-128-ferme.pdf")),
            (include_bytes!("essais/aes-128-ouvert.pdf"), include_bytes!("essais/aes-128-ferme.pdf")),
            (include_bytes!("essais/aes-256-r5-ouvert.pdf"), include_bytes!("essais/aes-256-r5-ferme.pdf")),
            (include_bytes!("essais/aes-256-ouvert.pdf"), include_bytes!("essais/aes-256-ferme.pdf")),
        ] {
            assert_eq!(judge(open), Ok(false));
            assert_eq!(judge(shut), Err(Broken::Locked));
        }
    }

    #[test]
    fn a_protection_that_is_not_known_is_taken_with_a_reserve() {
        let shut = include_bytes!("essais/aes-256-ferme.pdf");
        let text = String::from_utf8_lossy(shut).replace("/Standard", "/Maison..");
        assert_eq!(judge(text.as_bytes()), Ok(true));
    }

    #[test]
    fn a_string_is_read_however_it_is_written() {
        for (said, read) in [
            (&b" <41 4a4>"[..], Some(&b"AJ@"[..])),
            (b"(a(b)\\)\\101\\\nc\\\\)", Some(b"a(b))Ac\\")),
            (b"(never closed", None),
            (b"12", None),
        ] {
            assert_eq!(text(said).as_deref(), read, "{}", String::from_utf8_lossy(said));
        }
        assert_eq!(signed(b" -4 "), signed(b"4294967292"));
    }
}
