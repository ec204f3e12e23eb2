//! Price imports and overrides.

macro_rules! import_columns {
    () => {
        "SELECT import_id, format, source, digest, effective_from, created_at, created_by, \
         retired_at, retired_by, retired_reason FROM price_imports WHERE tenant_no = ?"
    };
}

macro_rules! override_columns {
    () => {
        "SELECT override_id, customer_id, provider, model, service_tier, rule, valid_from, \
         valid_to, reason, created_at, created_by, retired_at, retired_by, retired_reason \
         FROM price_overrides WHERE tenant_no = ?"
    };
}

pub const PRICE_IMPORTS: &str =
    concat!(import_columns!(), " ORDER BY created_at DESC, import_id DESC");

pub const PRICE_IMPORTS_IN_USE: &str = concat!(
    import_columns!(),
    " AND created_at <= ? AND (retired_at IS NULL OR retired_at > ?) \
     ORDER BY created_at DESC, import_id DESC"
);

pub const PRICE_IMPORT_CONTENT: &str =
    "SELECT content FROM price_imports WHERE tenant_no = ? AND import_id = ?";

pub const PRICE_IMPORT_INSERT: &str = "INSERT INTO price_imports (tenant_no, import_id, format, \
     source, digest, effective_from, content, created_at, created_by) \
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

pub const PRICE_IMPORT_RETIRE: &str = "UPDATE price_imports \
     SET retired_at = ?, retired_by = ?, retired_reason = ? \
     WHERE tenant_no = ? AND import_id = ? AND retired_at IS NULL";

pub const PRICE_OVERRIDES: &str = concat!(
    override_columns!(),
    " AND (created_at < ? OR (created_at = ? AND override_id < ?)) \
     ORDER BY created_at DESC, override_id DESC LIMIT ?"
);

pub const PRICE_OVERRIDES_IN_USE: &str = concat!(
    override_columns!(),
    " AND created_at <= ? AND (retired_at IS NULL OR retired_at > ?) \
     ORDER BY created_at, override_id"
);

pub const PRICE_OVERRIDE_COUNT: &str =
    "SELECT COUNT(*) FROM price_overrides WHERE tenant_no = ? AND retired_at IS NULL";

pub const PRICE_OVERRIDE_INSERT: &str = "INSERT INTO price_overrides (tenant_no, override_id, \
     customer_id, provider, model, service_tier, rule, valid_from, valid_to, reason, created_at, \
     created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

pub const PRICE_OVERRIDE_RETIRE: &str = "UPDATE price_overrides \
     SET retired_at = ?, retired_by = ?, retired_reason = ? \
     WHERE tenant_no = ? AND override_id = ? AND retired_at IS NULL";
