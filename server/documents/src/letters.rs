//! What people wrote, in letters that the fonts have: a paper is drawn whatever was pasted into an answer.

use typst::text::{Coverage, Font};
use unicode_normalization::UnicodeNormalization;

/// What stands for a letter that no font has.
const LACKING: char = '?';

/// The letters that every font of a press has.
pub struct Letters(Vec<Coverage>);

impl Letters {
    /// Those of some fonts; none when they lack even what stands for a letter that they lack.
    pub fn of(fonts: &[Font]) -> Option<Self> {
        let letters = Self(fonts.iter().map(|font| font.info().coverage.clone()).collect());
        (!fonts.is_empty() && letters.hold(LACKING)).then_some(letters)
    }

    /// A text in these letters.
    pub fn written(&self, text: &str) -> String {
        // A letter and its accent typed apart are one letter.
        text.nfc().filter_map(|letter| self.letter(letter)).collect()
    }

    fn letter(&self, letter: char) -> Option<char> {
        match letter {
            '\n' => Some('\n'),
            // Signs that show nothing, some of which turn the order of what follows.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' => None,
            letter if self.hold(letter) => Some(letter),
            // The narrow space keeps its word; any other is a space.
            '\u{202f}' => Some('\u{a0}'),
            letter if letter.is_whitespace() || letter.is_control() => Some(' '),
            _ => Some(LACKING),
        }
    }

    fn hold(&self, letter: char) -> bool {
        !letter.is_control() && self.0.iter().all(|font| font.contains(u32::from(letter)))
    }
}
