//! One page of rows that are in memory.

/// Sorts rows by their keys and cuts the page after a key. The second part is the key of the last row,
/// where there are more.
pub fn page<T, K: Ord + Clone>(
    mut rows: Vec<T>,
    key: impl Fn(&T) -> K,
    after: Option<&K>,
    limit: usize,
) -> (Vec<T>, Option<K>) {
    rows.sort_by_cached_key(&key);
    if let Some(after) = after {
        rows.retain(|row| key(row) > *after);
    }
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(&key);
    (rows, next)
}
