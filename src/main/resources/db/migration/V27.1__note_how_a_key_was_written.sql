-- The key as the source wrote it last, where the hub has it otherwise (1001.0 is 1001); null where it is the same.
alter table record add column written_key varchar(400);
