//! Texts as they stand in addresses.

/// A text as it stands in the words of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// What follows the path in the address that says some words; nothing of those that are empty.
#[must_use]
pub fn query(words: &[(&str, String)]) -> String {
    let said = words.iter().filter(|(_, value)| !value.is_empty());
    let said: Vec<String> = said.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    if said.is_empty() { String::new() } else { format!("?{}", said.join("&")) }
}
