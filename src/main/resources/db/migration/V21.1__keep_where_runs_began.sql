-- Where a pull run began, so that a person can set its source back to there.
alter table pull_run add column cursor_text varchar(8000);
