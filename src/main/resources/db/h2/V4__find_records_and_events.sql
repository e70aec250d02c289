-- H2 has no inverted index: the parts of `search` (a line each, six at most) are columns it makes by itself.
alter table record add column search_1 varchar(1000) generated always as (regexp_substr(search, '[^\n]+', 1, 1));
create index record_search_1 on record (search_1);
alter table record add column search_2 varchar(1000) generated always as (regexp_substr(search, '[^\n]+', 1, 2));
create index record_search_2 on record (search_2);
alter table record add column search_3 varchar(1000) generated always as (regexp_substr(search, '[^\n]+', 1, 3));
create index record_search_3 on record (search_3);
alter table record add column search_4 varchar(1000) generated always as (regexp_substr(search, '[^\n]+', 1, 4));
create index record_search_4 on record (search_4);
alter table record add column search_5 varchar(1000) generated always as (regexp_substr(search, '[^\n]+', 1, 5));
create index record_search_5 on record (search_5);
alter table record add column search_6 varchar(1000) generated always as (regexp_substr(search, '[^\n]+', 1, 6));
create index record_search_6 on record (search_6);

-- What a person did is asked for by name; what the hub did by itself has none.
alter table audit_event add column person varchar(100);
create index audit_event_person on audit_event (person, id);
create index audit_event_at on audit_event (at);
