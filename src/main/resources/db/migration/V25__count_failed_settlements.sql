-- settlements of it that failed one after the other: what the hub could not store, whatever the target answered
alter table batch add column unsettled int not null default 0;
