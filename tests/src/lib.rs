//! What the tests share: simulators of the services, as strict as the services' documents.

pub mod simulators;
