-- Migrations that ran (sql/schema).

-- schema_version_get() -> version int
SELECT version FROM schema_version ORDER BY version DESC LIMIT 1

-- schema_version_all() -> version int, name text, applied_at int
SELECT version, name, applied_at FROM schema_version ORDER BY version

-- schema_version_add(version int, name text, applied_at int) -> !
INSERT INTO schema_version (version, name, applied_at) VALUES ($1, $2, $3)
