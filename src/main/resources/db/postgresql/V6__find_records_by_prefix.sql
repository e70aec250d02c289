-- Keys first and compared by their bytes: what begins with a text is then a range of the index that finds a key,
-- whatever the language of the database.
alter table record alter column source_key type varchar(400) collate "C";
alter table record drop constraint record_identity;
alter table record add constraint record_identity unique (source_key, type, source);

-- Values by their beginning. An array's inverted index knows whole parts only, one over lexemes knows their beginnings
-- too. 511 characters, because a lexeme may have 2,046 bytes and a character four.
create index record_search_prefix on record
  using gin (array_to_tsvector(array_remove(string_to_array(left(search, 511), e'\n'), ''))) where search <> '';
