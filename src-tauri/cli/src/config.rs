//! `altsmith config`: settings by name.

use crate::End;
use crate::arguments::Config;
use crate::exit::Exit;
use crate::output::line;
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use serde_json::Value;

/// Reads or changes a setting.
pub async fn run(engine: &Engine, what: Config) -> Result<End, Exit> {
    match what {
        Config::Get { key } => {
            let all = engine.workspace().all_settings().await?;
            let unknown = || Failure::new(Reason::SettingUnknown).with("key", &key);
            let value = all.get(&key).ok_or_else(unknown).map_err(Exit::of_arguments)?;
            line(&plain(value))?;
        }
        Config::Set { key, value } => {
            engine.workspace().set_setting(&key, &Value::String(value)).await.map_err(Exit::of_arguments)?;
        }
        Config::Unset { key } => engine.workspace().unset_setting(&key).await.map_err(Exit::of_arguments)?,
        Config::List => {
            for (key, value) in engine.workspace().all_settings().await? {
                line(&format!("{key}={}", plain(&value)))?;
            }
        }
    }
    Ok(End::Done)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
