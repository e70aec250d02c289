-- Sessions of the console, so that a logout or a changed password ends them on every node at once.
-- The cookie's text is never stored.

create table hub_session (
  id          varchar(140) primary key,                   -- hash of the cookie's text
  user_name   varchar(100) not null,
  began_at    timestamp with time zone not null default current_timestamp,
  ends_at     timestamp with time zone not null
);
create index hub_session_user on hub_session (user_name);
