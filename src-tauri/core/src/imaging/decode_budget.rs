//! How many pictures are decoded at once: as many as there are cores, and no more than fit into a bounded amount of
//! memory. A folder of large files then takes longer, never more.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The unit of the memory that is shared out.
const UNIT: u64 = 1 << 20;

/// Memory for all decodes in flight, in bytes.
const DEFAULT_MEMORY: u64 = 768 << 20;

/// Shared out among decodes. Clones share one gate.
#[derive(Clone, Debug)]
pub struct DecodeBudget {
    memory: Arc<Semaphore>,
    cores: Arc<Semaphore>,
    units: u32,
}

/// Leave to decode one picture; given back when dropped.
#[derive(Debug)]
pub struct Permit {
    _core: OwnedSemaphorePermit,
    _memory: OwnedSemaphorePermit,
}

impl Default for DecodeBudget {
    /// All cores and 768 MiB.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::new(cores, DEFAULT_MEMORY)
    }
}

impl DecodeBudget {
    /// A gate for so many decodes at once in so many bytes.
    pub fn new(cores: usize, memory: u64) -> Self {
        let units = u32::try_from(memory.div_ceil(UNIT)).unwrap_or(u32::MAX).max(1);
        Self { memory: Arc::new(Semaphore::new(units as usize)), cores: Arc::new(Semaphore::new(cores.max(1))), units }
    }

    /// Waits, first come first served, until a core and `bytes` are free. A picture that needs more than all of the
    /// memory waits for all of it and is then alone. `None` never happens while the gate lives.
    pub async fn acquire(&self, bytes: u64) -> Option<Permit> {
        let units = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX).clamp(1, self.units);
        let memory = Arc::clone(&self.memory).acquire_many_owned(units).await.ok()?;
        let core = Arc::clone(&self.cores).acquire_owned().await.ok()?;
        Some(Permit { _core: core, _memory: memory })
    }

    /// Memory that no decode holds, in bytes.
    pub fn free(&self) -> u64 {
        self.memory.available_permits() as u64 * UNIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    #[tokio::test]
    async fn memory_is_shared_out_and_given_back() {
        let decode_budget = DecodeBudget::new(8, 10 << 20);
        let first = decode_budget.acquire(6 << 20).await.unwrap();
        assert_eq!(decode_budget.free(), 4 << 20);
        assert!(decode_budget.acquire(5 << 20).now_or_never().is_none(), "more than is left was given");
        let second = decode_budget.acquire(4 << 20).now_or_never().flatten().unwrap();
        drop(first);
        drop(second);
        assert_eq!(decode_budget.free(), 10 << 20);
    }

    #[tokio::test]
    async fn a_picture_larger_than_everything_comes_alone() {
        let decode_budget = DecodeBudget::new(8, 10 << 20);
        let alone = decode_budget.acquire(u64::MAX).await.unwrap();
        assert!(decode_budget.acquire(1).now_or_never().is_none());
        drop(alone);
        assert!(decode_budget.acquire(1).now_or_never().flatten().is_some());
    }

    #[tokio::test]
    async fn no_more_than_the_cores() {
        let decode_budget = DecodeBudget::new(2, 10 << 20);
        let _passes = (decode_budget.acquire(1).await.unwrap(), decode_budget.acquire(1).await.unwrap());
        assert!(decode_budget.acquire(1).now_or_never().is_none());
    }
}
