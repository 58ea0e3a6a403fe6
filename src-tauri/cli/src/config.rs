//! `altsmith config`: settings by name.

use crate::End;
use crate::arguments::Config;
use crate::output::line;
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use serde_json::Value;

/// Reads or changes a setting.
pub async fn run(engine: &Engine, what: Config) -> Result<End, Failure> {
    match what {
        Config::Get { key } => {
            let all = engine.all_settings().await?;
            let value = all.get(&key).ok_or_else(|| Failure::new(Reason::SettingUnknown).with("key", &key))?;
            line(&plain(value));
        }
        Config::Set { key, value } => engine.set_setting(&key, &Value::String(value)).await?,
        Config::Unset { key } => engine.unset_setting(&key).await?,
        Config::List => {
            for (key, value) in engine.all_settings().await? {
                line(&format!("{key}={}", plain(&value)));
            }
        }
    }
    Ok(End::Done)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
