-- When it was said that this delivery has waited too long for its parent; said once.
alter table delivery_wait add column alerted_at timestamp with time zone;
