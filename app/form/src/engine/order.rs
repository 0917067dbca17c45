//! Ordering things so that each comes after those it reads.

/// An order where each place comes after those it reads, or a cycle among them.
pub(super) fn sorted(reads: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    let mut waiting = vec![0_usize; reads.len()];
    let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); reads.len()];
    for (place, reads) in reads.iter().enumerate() {
        for read in reads {
            if !dependents[*read].contains(&place) {
                dependents[*read].push(place);
                waiting[place] += 1;
            }
        }
    }
    let mut order = Vec::with_capacity(reads.len());
    let mut free: Vec<usize> = (0..reads.len()).rev().filter(|place| waiting[*place] == 0).collect();
    while let Some(place) = free.pop() {
        order.push(place);
        for dependent in &dependents[place] {
            waiting[*dependent] -= 1;
            if waiting[*dependent] == 0 {
                free.push(*dependent);
            }
        }
    }
    if order.len() == reads.len() { Ok(order) } else { Err(cycle(reads, &waiting)) }
}

/// One cycle among the places still waiting; the first stands again at the end.
fn cycle(reads: &[Vec<usize>], waiting: &[usize]) -> Vec<usize> {
    let mut walk: Vec<usize> = Vec::new();
    let mut place = waiting.iter().position(|count| *count > 0).unwrap_or_default();
    loop {
        if let Some(start) = walk.iter().position(|seen| *seen == place) {
            walk.push(place);
            return walk.split_off(start);
        }
        walk.push(place);
        // Every place still waiting reads another one: following them must come back.
        let Some(next) = reads[place].iter().copied().find(|read| waiting[*read] > 0) else { return walk };
        place = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_after_what_it_reads() {
        let order = sorted(&[vec![2], vec![], vec![1]]).expect("no cycle");
        assert_eq!(order, [1, 2, 0]);
        assert_eq!(sorted(&[vec![1], vec![2], vec![1]]), Err(vec![1, 2, 1]));
        assert_eq!(sorted(&[vec![0]]), Err(vec![0, 0]));
    }
}
