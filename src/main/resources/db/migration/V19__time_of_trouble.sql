-- When a target was last in trouble: without it an old trouble looks like one of now. Rows that hold
-- one already get no time, for none is known.
alter table target_state add column last_error_at timestamp with time zone;

-- How long the target usually takes to answer, smoothed over the last answers.
alter table target_state add column usual_millis integer not null default 0;
