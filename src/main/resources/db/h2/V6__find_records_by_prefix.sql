-- Keys by their beginning, whatever source they are of; values have an index each since V4.
create index record_source_key on record (source_key);
