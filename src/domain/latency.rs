//! A latency histogram that merges by addition.
//!
//! Buckets are log-linear: four to each doubling, none wider than a quarter of its lower bound, so
//! a percentile read from them is that near to the truth, whatever windows and groups were merged.

/// Buckets a doubling.
const STEPS: i64 = 4;

/// The last bucket holds everything from about 36 minutes up.
pub const LAST_BUCKET: i64 = 124;

/// The bucket of a latency in microseconds, 0 to [`LAST_BUCKET`].
pub fn bucket(micros: i64) -> i64 {
    if micros < 4 {
        return micros.max(0);
    }
    let doublings = i64::from(micros.ilog2());
    let step = (micros >> (doublings - 2)) - STEPS;
    (STEPS * (doublings - 1) + step).min(LAST_BUCKET)
}

/// The smallest latency of a bucket, in microseconds.
pub fn lower_bound(bucket: i64) -> i64 {
    if bucket < STEPS {
        return bucket.max(0);
    }
    let (doublings, step) = (bucket / STEPS + 1, bucket % STEPS);
    (STEPS + step) << (doublings - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_latency_lies_between_the_bounds_of_its_bucket() {
        for micros in (0..2_000).chain((0..31).map(|power| (1_i64 << power) + power)) {
            let found = bucket(micros);
            assert!(lower_bound(found) <= micros, "{micros} in {found}");
            assert!(found == LAST_BUCKET || micros < lower_bound(found + 1), "{micros} in {found}");
        }
        assert_eq!(bucket(i64::MAX), LAST_BUCKET);
        assert_eq!(bucket(-5), 0);
    }
}
