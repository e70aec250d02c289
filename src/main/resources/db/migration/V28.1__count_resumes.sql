-- How often a person has resumed the target, and how often he had when a batch was claimed: what an attempt is answered
-- that began before he did does not overrule him. A count and no time: clocks are set.
alter table target_state add column resumes int not null default 0;
alter table batch add column resumes int not null default 0;
