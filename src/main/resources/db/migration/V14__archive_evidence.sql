-- Sealed evidence that was archived: whole seals, oldest first. Their rows may go once the event that says so is sealed.
create table audit_archive (
  last_seal    bigint primary key,
  first_seal   bigint not null,
  hash         varchar(140) not null,                     -- of the last seal, which the seal after it names
  file         varchar(1000) not null,                    -- folder of the archive
  file_hash    varchar(140) not null,                     -- of SHA256SUMS in it
  events       bigint not null,
  from_at      timestamp with time zone not null,
  to_at        timestamp with time zone not null,         -- of the last seal
  leaf         bigint not null                            -- of the event audit-archived
);

alter table retention_walk add column token bigint not null default 0;  -- raised by whoever writes an archive
