//! What the tests share: pictures made in code, and simulators of the services, as strict as the services' documents.

pub mod fixtures;
pub mod simulators;
