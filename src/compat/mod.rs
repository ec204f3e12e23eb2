//! Other people's wire formats, translated at the door and nowhere else.

pub mod llmobserve;
