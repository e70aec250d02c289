-- The hub's connections plan each statement anew; what these run is the same every time, and by key whatever the sizes.
alter function tally_deliveries() set plan_cache_mode = 'force_generic_plan';
alter function tally_versions() set plan_cache_mode = 'force_generic_plan';
alter function tally_run() set plan_cache_mode = 'force_generic_plan';
alter function tally_plan() set plan_cache_mode = 'force_generic_plan';
