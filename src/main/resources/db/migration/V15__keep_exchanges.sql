-- What exactly was sent in one attempt of a batch, and what was answered: one row an attempt, never one a record.
create table exchange (
  id            bigint primary key,
  leaf          bigint not null,                          -- of the events that hold the hashes of it
  batch         bigint not null,
  attempt       int not null,
  target        varchar(64) not null,
  node          varchar(100) not null,
  at            timestamp with time zone not null,        -- when it was stored
  first_record  bigint not null,                          -- range of the records it carried
  last_record   bigint not null,
  carried       ${text} not null,                         -- number of each request and its records: 1,17,18,;2,19,;
  content       ${bytes} not null,                        -- deflated; where a payload stood in a request, its delivery's id
  redacted_at   timestamp with time zone,                 -- purged in part
  emptied_at    timestamp with time zone                  -- kept as long as retention.yaml says
);
create index exchange_record on exchange (last_record, first_record);
