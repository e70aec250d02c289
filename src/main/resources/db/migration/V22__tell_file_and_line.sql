-- Where a person finds what a finding is about: the file and the line in it. The place in the page, by which the page is
-- read again, is another where a page is part of a file.
alter table finding add column shown_place varchar(400);

-- what could not be read and is there again, in a page that did not change, is told once
create index finding_page on finding (raw_hash, severity);
