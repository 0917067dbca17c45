//! Small cells: a count of fewer than five people could point at somebody.

use super::People;

/// Counts under this one are hidden outside the structure and its service.
const SMALLEST: u32 = 5;

/// Who looks at totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The structure itself, or the service that follows it: they know these people.
    Inside,
    /// Anyone else.
    Outside,
}

/// A count as this audience may see it: none when it is hidden. Zero points at nobody.
#[must_use]
pub fn shown_count(count: u32, audience: Audience) -> Option<u32> {
    let hidden = audience == Audience::Outside && (1..SMALLEST).contains(&count);
    (!hidden).then_some(count)
}

/// Counts of people as this audience may see them.
///
/// A part is hidden when it is small, and also when what remains of the whole is: women would be told by men. Of a
/// partition (men and women, the three age bands, …), enough is hidden that a sum gives nothing back.
#[must_use]
pub fn shown_people(people: &People, audience: Audience) -> People {
    if audience == Audience::Inside {
        return people.clone();
    }
    let total = people.total.unwrap_or_default();
    if people.total.is_some_and(|total| shown_count(total, audience).is_none()) {
        return People::default();
    }
    let part = |part: Option<u32>| {
        let part = part.and_then(|part| shown_count(part, audience))?;
        // Without the total, nothing can be taken away from it.
        let rest = people.total.map_or(0, |_| total.saturating_sub(part));
        shown_count(rest, audience).map(|_| part)
    };
    let [men, women] = closed([people.men, people.women], audience);
    let ages = [people.under_26, people.from_26_to_49, people.from_50];
    let [under_26, from_26_to_49, from_50] = closed(ages, audience);
    let levels = [people.cap_bep, people.uncertified, people.below_cap];
    let [cap_bep, uncertified, below_cap] = closed(levels, audience);
    People {
        total: people.total,
        men: part(men),
        women: part(women),
        under_26: part(under_26),
        from_26_to_49: part(from_26_to_49),
        from_50: part(from_50),
        rsa: part(people.rsa),
        ass: part(people.ass),
        aah: part(people.aah),
        rqth: part(people.rqth),
        qpv: part(people.qpv),
        zrr: part(people.zrr),
        deld: part(people.deld),
        detld: part(people.detld),
        cap_bep: part(cap_bep),
        uncertified: part(uncertified),
        below_cap: part(below_cap),
        // Of what somebody lived through, nothing is told outside, however many they are.
        difficulties: people.difficulties.filter(|_| audience == Audience::Inside),
    }
}

/// The parts of a partition: what the others and the whole would tell of the hidden ones must not be small either.
fn closed<const N: usize>(parts: [Option<u32>; N], audience: Audience) -> [Option<u32>; N] {
    let mut shown = parts.map(|part| part.and_then(|part| shown_count(part, audience)));
    loop {
        let hidden: Vec<u32> = (0..N).filter(|at| shown[*at].is_none()).filter_map(|at| parts[at]).collect();
        let alone = hidden.len() == 1 || shown_count(hidden.iter().sum(), audience).is_none();
        let neighbour = (0..N).filter(|at| shown[*at].is_some_and(|part| part > 0));
        match neighbour.min_by_key(|at| shown[*at]) {
            Some(at) if alone && !hidden.is_empty() => shown[at] = None,
            _ => return shown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asp::realised::Difficulties;

    #[test]
    fn one_to_four_are_hidden_outside_and_zero_is_not() {
        for (count, outside) in [(0, Some(0)), (1, None), (4, None), (5, Some(5)), (300, Some(300))] {
            assert_eq!(shown_count(count, Audience::Outside), outside, "{count}");
            assert_eq!(shown_count(count, Audience::Inside), Some(count));
        }
    }

    #[test]
    fn what_a_sum_would_give_back_is_hidden_too() {
        let people = People {
            total: Some(40),
            men: Some(37),
            women: Some(3),
            under_26: Some(2),
            from_26_to_49: Some(30),
            from_50: Some(8),
            rsa: Some(38),
            ass: Some(0),
            rqth: Some(6),
            ..People::default()
        };
        let shown = shown_people(&people, Audience::Outside);
        assert_eq!((shown.total, shown.men, shown.women), (Some(40), None, None), "40 − 37 tells the women");
        assert_eq!((shown.under_26, shown.from_26_to_49, shown.from_50), (None, Some(30), None));
        assert_eq!((shown.rsa, shown.ass, shown.rqth), (None, Some(0), Some(6)), "two are not on RSA");
        assert_eq!(shown_people(&people, Audience::Inside), people);
        let known = People { difficulties: Some(Difficulties::default()), ..people };
        assert_eq!(shown_people(&known, Audience::Outside).difficulties, None);
        assert_eq!(shown_people(&known, Audience::Inside), known);
    }

    #[test]
    fn two_small_parts_take_a_third_with_them() {
        let shown = |parts| closed(parts, Audience::Outside);
        assert_eq!(shown([Some(1), Some(2), Some(30)]), [None, None, None], "33 − 30 tells three people");
        assert_eq!(shown([Some(4), Some(3), Some(30)]), [None, None, Some(30)]);
        assert_eq!(shown([Some(0), Some(9), Some(30)]), [Some(0), Some(9), Some(30)]);
        assert_eq!(shown([Some(0), Some(3), Some(30)]), [Some(0), None, None]);
        assert_eq!(shown([None, Some(9), Some(30)]), [None, Some(9), Some(30)], "unknown is not hidden");
    }

    #[test]
    fn a_handful_of_people_is_hidden_whole() {
        let people = People { total: Some(4), men: Some(0), ..People::default() };
        assert_eq!(shown_people(&people, Audience::Outside), People::default());
    }
}
