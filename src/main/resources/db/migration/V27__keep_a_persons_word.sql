-- When a person last resumed a source: a pull that began before does not pause it again when it fails.
alter table source_state add column resumed_at timestamp with time zone;
