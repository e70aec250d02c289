-- A receipt may have 400 characters; what is said of it in a difference has a word before it.
alter table difference alter column here set data type varchar(500);
alter table difference alter column there set data type varchar(500);

-- How many commands of a target were obeyed since then: what it says in every answer must not fill the log and the
-- evidence.
alter table target_state add column commands_since timestamp with time zone;
alter table target_state add column commands int not null default 0;
