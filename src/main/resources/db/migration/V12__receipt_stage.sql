-- Receipts that a platform says it has, while they are compared with those it gave.
create table receipt_stage (
  reconciliation  bigint not null,
  receipt         varchar(400) not null,
  known           boolean not null default false          -- it gave it to the hub
);
create index receipt_stage_receipt on receipt_stage (reconciliation, receipt);
