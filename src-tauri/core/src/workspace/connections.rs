//! The person's connections as the faces see them, and what a person does with them.

use super::{Blocking, Workspace, form};
use crate::connection::{Seen, Wanted};
use crate::failure::{Failure, Reason};
use crate::provider::{self, Connection, endpoint};
use crate::view::ServiceView;

impl Workspace {
    /// The connections that can be used, in the order in which they are offered.
    pub fn connections(&self) -> Vec<Connection> {
        self.inner.connections.all()
    }

    /// Those that were removed and can be put back.
    pub fn removed_connections(&self) -> Vec<Connection> {
        self.inner.connections.removed()
    }

    /// The connection with this id, where it can be used.
    pub fn connection(&self, id: &str) -> Option<Connection> {
        self.inner.connections.find(id)
    }

    /// The same, or the failure that says that there is none.
    pub(crate) fn known_provider(&self, id: &str) -> Result<Connection, Failure> {
        self.connection(id).ok_or_else(|| Failure::new(Reason::ProviderUnknown).with("provider", id))
    }

    /// What a connection is called, also one that was removed; its id where this program does not know it.
    pub fn name_of(&self, id: &str) -> String {
        self.inner.connections.name_of(id)
    }

    /// The host that a connection's pictures go to, also of one that was removed; none where nothing leaves this computer, or
    /// where nobody has said it.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn host_of(&self, id: &str) -> Result<Option<String>, Failure> {
        let Some(known) = self.inner.connections.ever(id) else { return Ok(None) };
        let settings = self.provider_settings(&known).await?;
        Ok(endpoint::host_of(known.descriptor(), &settings))
    }

    /// What the faces see of the connections that can be used.
    pub fn services(&self) -> Vec<ServiceView> {
        self.connections().iter().map(service).collect()
    }

    /// Adds a connection of a kind that allows more than one, at an address where one is given, with none of these ids.
    ///
    /// # Errors
    /// `ConnectionRefused` with `why`, `SettingInvalid` and `EndpointInvalid` for its address, storage trouble.
    pub(crate) async fn add_connection(
        &self,
        kind: &str,
        name: &str,
        id: Option<String>,
        endpoint: Option<String>,
        taken: Vec<String>,
    ) -> Result<ServiceView, Failure> {
        let (kind, name) = (kind.to_owned(), name.to_owned());
        self.blocking(move |workspace| {
            let wanted = Wanted { kind: &kind, name: &name, id: id.as_deref(), taken: &taken };
            let mut settings = Vec::new();
            if let (Some(address), Some(known)) = (&endpoint, provider::kind(&kind)) {
                let checked =
                    form::checked(&Connection::by_itself(known), "endpoint", address, &Seen::default(), None)?;
                settings.extend(checked.map(|address| ("endpoint", serde_json::Value::String(address).to_string())));
            }
            let added = workspace.inner.connections.add(&wanted, &settings)?;
            workspace.reload_settings()?;
            workspace.tell_settings();
            Ok(service(&added))
        })
        .await
    }

    /// Calls a connection otherwise.
    ///
    /// # Errors
    /// `ProviderUnknown`, `ConnectionRefused`, storage trouble.
    pub async fn rename_connection(&self, id: &str, name: &str) -> Result<ServiceView, Failure> {
        let (id, name) = (id.to_owned(), name.to_owned());
        self.changing(move |workspace| Ok(service(&workspace.inner.connections.rename(&id, &name)?))).await
    }

    /// Takes a connection away that was added. Its settings, keys, charges and words stay: [`Workspace::restore_connection`].
    ///
    /// # Errors
    /// `ProviderUnknown`, `ConnectionRefused`, storage trouble.
    pub async fn remove_connection(&self, id: &str) -> Result<(), Failure> {
        let id = id.to_owned();
        self.changing(move |workspace| workspace.inner.connections.remove(&id)).await
    }

    /// Puts a removed connection back, as it was.
    ///
    /// # Errors
    /// `ProviderUnknown` where none was removed with this id, storage trouble.
    pub async fn restore_connection(&self, id: &str) -> Result<ServiceView, Failure> {
        let id = id.to_owned();
        self.changing(move |workspace| Ok(service(&workspace.inner.connections.restore(&id)?))).await
    }

    async fn changing<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Self) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.blocking(move |workspace| {
            let done = change(workspace)?;
            workspace.reload_settings()?;
            // This process knew of the change before the settings were read anew.
            workspace.tell_settings();
            Ok(done)
        })
        .await
    }
}

fn service(connection: &Connection) -> ServiceView {
    let descriptor = connection.descriptor();
    ServiceView {
        id: connection.id.to_string(),
        name: connection.name.to_string(),
        added: *connection.id != *descriptor.id,
        descriptor: descriptor.clone(),
    }
}
