-- When a source was last in trouble: without it an old trouble looks like one of now.
alter table source_state add column last_error_at timestamp with time zone;
