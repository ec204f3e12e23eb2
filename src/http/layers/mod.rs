//! What every request passes through.

pub mod access_log;
pub mod detach;
pub mod host;
pub mod normalize;
pub mod path_text;
pub mod request_id;
