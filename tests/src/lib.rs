//! What the tests share: pictures made in code, simulators of the services, as strict as the services' documents, and,
//! on Linux, a desktop in which the real window is tested.

#[cfg(target_os = "linux")]
pub mod desktop;
pub mod fixtures;
pub mod simulators;
