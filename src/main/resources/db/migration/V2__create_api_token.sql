-- Bearer tokens of the admin API; the token itself is shown once and never stored.

create table api_token (
  id          varchar(40) primary key,
  user_name   varchar(100) not null,
  title       varchar(200) not null,
  hash        varchar(140) not null,                      -- of the whole token
  created_at  timestamp with time zone not null default current_timestamp,
  expires_at  timestamp with time zone not null
);
create index api_token_user on api_token (user_name);
