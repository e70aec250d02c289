-- Deliveries with a lower id were planned before the restore that raised the epoch: they keep the
-- epoch and the idempotency key they had, for they may have been sent after the backup was made.
alter table hub_epoch add column first_delivery bigint not null default 0;
