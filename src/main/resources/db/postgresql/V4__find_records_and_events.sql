-- Exact search values are found by an index over the parts of `search` (a line each). One inverted index instead of a
-- row a value: it costs nothing for a record without such values, about 5 us a value otherwise, in batches of its own.
create index record_search on record using gin (string_to_array(search, e'\n')) where search <> '';

-- What a person did is asked for by name; what the hub did by itself has none and is in no index.
alter table audit_event add column person varchar(100);
create index audit_event_person on audit_event (person, id) where person is not null;

-- Events are written in the order of time, so ranges of blocks are index enough, and cost an insert nothing.
create index audit_event_at on audit_event using brin (at);
