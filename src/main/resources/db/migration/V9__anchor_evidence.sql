-- Who was told of which seal: what leaves the machine cannot be rebuilt on it.
create table audit_anchor (
  id            bigint primary key,
  seal          bigint not null,
  hash          varchar(140) not null,
  kind          varchar(10) not null,                      -- push, file, tsa
  place         varchar(1000) not null,                    -- target, path, address
  at            timestamp with time zone not null,
  answer        ${text} not null,                          -- time stamp token, Base64; empty if there is none
  database_ahead_ms bigint not null,                       -- the database's clock against this node's
  place_ahead_ms    bigint                                 -- the place's clock against this node's, if it told
);
