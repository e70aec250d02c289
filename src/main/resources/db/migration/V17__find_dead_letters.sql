-- Dead letters only, with what they are chosen and grouped by, so that a list of them reads no other delivery. A table and
-- no partial index: H2 has none, and on PostgreSQL a column in an index's condition ends the HOT updates of `state` as one
-- in the index itself does.
create table dead_letter (
  delivery     bigint primary key,
  record       bigint not null,
  target       varchar(64) not null,
  source       varchar(64) not null,
  type         varchar(64) not null,
  refused      boolean not null,
  message      varchar(2000),
  settled_at   timestamp with time zone not null
);
create index dead_letter_target on dead_letter (target, delivery);
create index dead_letter_record on dead_letter (record);
insert into dead_letter (delivery, record, target, source, type, refused, message, settled_at)
select d.id, d.record, d.target, r.source, r.type, d.refused, d.message, coalesce(d.settled_at, current_timestamp)
from delivery d join record r on r.id = d.record where d.state = 'dead';

-- True once a version stands in the page: nobody looks through all versions to learn that none does.
alter table raw_content add column has_versions boolean not null default false;
update raw_content set has_versions = true where hash in (select raw_hash from record_version);
