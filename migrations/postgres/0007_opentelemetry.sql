-- What a tenant decided about spans that OpenTelemetry sends.

-- 1: what people wrote and models answered is kept with the metadata.
ALTER TABLE tenants ADD COLUMN otel_content BIGINT NOT NULL DEFAULT 0;
-- 1: a call that names no customer is of the customer that its user is.
ALTER TABLE tenants ADD COLUMN otel_user_is_customer BIGINT NOT NULL DEFAULT 0;

GRANT UPDATE (otel_content, otel_user_is_customer) ON tenants TO llmobserve_app;
