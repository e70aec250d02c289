-- Keys first: what begins with a text is then a range of the index that finds a key. Values have an index each since V4.
alter table record drop constraint record_identity;
alter table record add constraint record_identity unique (source_key, type, source);
