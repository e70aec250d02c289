"""plans [records=100000] [sample=20] [heap=256] [show=]

Fills the database through the hub itself (records, then a new version of each, some of them refused, children that wait),
asks the admin API everything once, and meanwhile has PostgreSQL explain and measure a sample (per cent) of the statements
the hub runs: auto_explain with analyze and buffers, so what is listed is what the code runs, not a copy of it. Prints the
statements by the time they took and every one that reads a growing table whole. show=TEXT prints the slowest plan of each
statement that has the text in it.
"""

import collections
import json
import os
import re
import time
import urllib.error

from parts import BENCH, Folder, Hub, Postgres, Systems, config, options, say, wait_for

choice = options(records=100_000, sample=20, heap=256, show="")
# small by nature: one row a source, a target, a user, a configuration
SMALL = "source_state target_state type_command configuration hub_user hub_epoch api_token flyway_schema_history".split()

folder = Folder()
postgres = Postgres(
    folder,
    "shared_preload_libraries = 'auto_explain'\nauto_explain.log_min_duration = -1\nauto_explain.log_analyze = on\n"
    "auto_explain.log_buffers = on\nauto_explain.log_format = json\nauto_explain.log_parameter_max_length = 0\n"
    f"auto_explain.sample_rate = {choice['sample'] / 100}\nlog_line_prefix = ''\n",
)
systems = Systems(folder)
hub = Hub(folder, postgres, heap=choice["heap"], config=config(folder, systems, "config", os.path.join(BENCH, "b")))
hub.start()
reason = {"reason": "growth benchmark"}


def settled():
    return postgres.number("select count(*) from pull_run where state = 'running'") == 0 and not postgres.number(
        "select count(*) from batch"
    )


def pull(times):
    hub.ask("POST", "sources/bench/pull", reason)
    wait_for(
        "fill", lambda: postgres.number("select coalesce(sum(planned), 0) from pull_run") >= times * choice["records"], 3600, 1
    )


def explaining(on):
    postgres.sql(f"alter system set auto_explain.log_min_duration = {0 if on else -1}; select pg_reload_conf()")


def asked(method, path, body=None):
    try:
        hub.ask(method, path, body)
    except urllib.error.HTTPError as refused:
        say(f"{method} {path}: {refused.code}")


systems.ask(f"/more?n={choice['records']}")
pull(1)
wait_for("drain", settled, 3600, 1)
postgres.sql(
    "update delivery set state = 'dead', refused = true, message = 'FIELD ' || id % 7 where id % 50 = 0;"
    " insert into dead_letter"
    " select d.id, d.record, d.target, r.source, r.type, d.refused, d.message, d.settled_at"
    " from delivery d join record r on r.id = d.record where d.state = 'dead'"
)
postgres.sql("vacuum analyze")
explaining(True)
time.sleep(2)
hub.ask("POST", "targets/bench/pause", reason)
systems.ask("/again")
pull(2)
systems.ask("/again")
pull(3)  # waits behind the version before
some = postgres.number("select max(id) from record")
key = postgres.sql(f"select source_key from record where id = {some}")
dead = postgres.sql("select coalesce(max(delivery), 0) / 2 from dead_letter")
for path in (
    "ledger", "sources", "sources/bench", "targets", "targets/bench", f"records?q={key}", f"records?q={key[:12]}",
    f"records/{some}/trace", "rejections", "holds", "unreadables", "audit/events",
    "dead-letters", "dead-letters?target=bench&limit=10", f"dead-letters?after={dead}&limit=10", "audit/seals?after=1",
    f"audit/events?record={some}", "audit/events?source=bench",
):
    asked("GET", path)
asked("POST", "dead-letters/replay", {**reason, "target": "bench", "dryRun": True})
hub.ask("POST", "targets/bench/resume", reason)
wait_for("drain", settled, 3600, 1)
time.sleep(15)  # the sweeps and clocks of a hub with nothing to do
explaining(False)
time.sleep(1)


class Statement:
    def __init__(self):
        self.times = []
        self.buffers = 0
        self.whole = collections.Counter()
        self.slowest = (0, None)


def nodes(plan):
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def plans(path):
    with open(path, errors="replace") as log:
        lines, inside = [], False
        for line in log:
            if inside and line.startswith(("\t", "}", "{")):
                lines.append(line)
            else:
                if lines:
                    yield json.loads("".join(lines))
                lines, inside = [], False
            if "plan:" in line and line.rstrip().endswith("plan:"):
                inside = True
        if lines:
            yield json.loads("".join(lines))


statements = collections.defaultdict(Statement)
for found in plans(postgres.log):
    text = re.sub(r"\s+", " ", found["Query Text"]).strip()
    if text.startswith(("copy", "COPY", "vacuum", "analyze", "alter", "/*")):
        continue
    plan = found["Plan"]
    one = statements[text]
    took = plan["Actual Total Time"]
    one.times.append(took)
    one.buffers += plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0)
    if took >= one.slowest[0]:
        one.slowest = (took, plan)
    for node in nodes(plan):
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] not in SMALL:
            read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
            one.whole[node["Relation Name"]] = max(one.whole[node["Relation Name"]], read * node["Actual Loops"])

if not statements:
    say("nothing was explained: raise the sample")
say(f"{'calls':>7} {'total ms':>9} {'mean ms':>8} {'most ms':>8} {'blocks':>8}  statement (a sample of {choice['sample']} %)")
for text, one in sorted(statements.items(), key=lambda item: -sum(item[1].times))[:40]:
    n = len(one.times)
    say(f"{n:>7} {sum(one.times):>9.1f} {sum(one.times) / n:>8.2f} {max(one.times):>8.1f} {one.buffers / n:>8.0f}  {text[:150]}")
say("\nread whole, of a growing table (most rows read at once):")
for text, one in sorted(statements.items(), key=lambda item: -max(item[1].whole.values(), default=0)):
    for table, rows in one.whole.items():
        say(f"{rows:>9} of {table}: {len(one.times)} calls, {max(one.times):.1f} ms at most: {text[:200]}")
if choice["show"]:
    for text, one in statements.items():
        if choice["show"] in text:
            say("\n" + text + "\n" + json.dumps(one.slowest[1], indent=1))
