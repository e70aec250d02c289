-- States that a source's list shows beside the newest state of the same record, on another page.
create table shown_beside (
  record      bigint not null,
  source_hash varchar(140) not null,   -- of the state that does not count
  run         bigint not null,         -- that has shown it last
  newest_too  boolean not null default false,  -- the newest was shown again since then
  primary key (record, source_hash)
);
