//! Numbers drawn from a seed, the same at each run (xorshift).

/// A source of numbers.
#[derive(Clone)]
pub struct Draws(u64);

impl Draws {
    /// Numbers of a seed.
    pub fn from(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// Numbers of a writer's own.
    pub fn of(writer: u64) -> Self {
        Self::from(writer.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number under `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}
