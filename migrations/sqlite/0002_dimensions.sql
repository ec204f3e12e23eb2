-- More to group by: environment and declared tags become parts of a combination. What customers are
-- called, and which ids mean the same one.

CREATE TABLE wider_combos (
    combo_no     INTEGER PRIMARY KEY,
    tenant_no    INTEGER NOT NULL REFERENCES tenants (tenant_no),
    rollup_no    INTEGER,
    provider     TEXT    NOT NULL,
    model        TEXT    NOT NULL,
    section      TEXT    NOT NULL,
    section_path TEXT    NOT NULL,
    key_id       TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    -- priced, free, reported, unpriced, void; empty for a step, which is no call.
    price_state  TEXT    NOT NULL,
    environment  TEXT    NOT NULL,
    -- The tags that the tenant declared as dimensions: a JSON object by name, or empty.
    tags         TEXT    NOT NULL,
    -- SHA-256 of all parts, cut to 16 bytes: what a combination is found by. The parts themselves
    -- may be longer than an index of PostgreSQL takes. Rows from before have a random one that
    -- nothing finds: their combination gets a second number, and sums add up by its parts.
    digest       BLOB    NOT NULL,
    UNIQUE (tenant_no, digest)
) STRICT;

INSERT INTO wider_combos (combo_no, tenant_no, rollup_no, provider, model, section, section_path,
    key_id, status, price_state, environment, tags, digest)
SELECT combo_no, tenant_no, rollup_no, provider, model, section, section_path, key_id, status,
    price_state, '', '', randomblob(16) FROM combos;

DROP TABLE combos;
ALTER TABLE wider_combos RENAME TO combos;

-- Names of tags that are dimensions from the moment they are declared: a JSON array.
ALTER TABLE tenants ADD COLUMN tag_dimensions TEXT NOT NULL DEFAULT '[]';

ALTER TABLE customers ADD COLUMN name TEXT;
ALTER TABLE customers ADD COLUMN plan TEXT;
-- A JSON object of texts.
ALTER TABLE customers ADD COLUMN labels TEXT NOT NULL DEFAULT '{}';

-- Ids that mean another customer, for calls from an instant on.
CREATE TABLE customer_aliases (
    tenant_no   INTEGER NOT NULL REFERENCES tenants (tenant_no),
    alias       TEXT    NOT NULL,
    customer_no INTEGER NOT NULL,
    since       INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (tenant_no, alias)
) STRICT, WITHOUT ROWID;
