"""trace [events=10000000] [records=500] [heap=256]

Makes audit events in the very shape in which the hub writes them: a short run of the hub itself gives one record's rows,
and SQL multiplies them, two events to a record. Then a node is started on them, and the traces of records picked at random
are asked for by HTTP, one after the other, with nothing of the database in PostgreSQL's own memory at first.
"""

import json
import os
import random
import time
import urllib.request

from parts import BENCH, Folder, Hub, Postgres, Systems, config, options, say, wait_for

choice = options(events=10_000_000, records=500, heap=256)
SHARE = 500_000  # records in one transaction
FIRST = 1_000_000_000_000  # far above every number that the hub has given out itself

folder = Folder()
postgres = Postgres(folder, "max_parallel_maintenance_workers = 0\n")
systems = Systems(folder)
hub = Hub(folder, postgres, heap=choice["heap"], config=config(folder, systems, "config", os.path.join(BENCH, "b")))
hub.start()
systems.ask("/more?n=1000")
hub.ask("POST", "sources/bench/pull", {"reason": "growth benchmark"})
wait_for("the first records", lambda: postgres.number("select count(*) from delivery where state = 'delivered'") == 1000)
hub.stop()

model = postgres.number("select max(id) from record")
shape = postgres.sql(f"select event, length(content) from audit_event where record = {model} order by id")
say("one record's events, and their length: " + ", ".join(shape.split("\n")))


def columns(table):
    return postgres.sql(
        "select column_name from information_schema.columns where table_schema = current_schema()"
        f" and table_name = '{table}' and is_generated = 'NEVER' order by ordinal_position"
    ).split("\n")


def multiplied(table, where, **changed):
    """Rows like the model's, with some columns made from n, the number of the record."""
    wanted = ", ".join(changed.get(c, "m." + c) for c in columns(table))
    return (
        f"insert into {table} ({', '.join(columns(table))}) select {wanted}"
        f" from generate_series(%d::bigint, %d) n cross join (select * from {table} where {where}) m;"
    )


ids = "'12' || substr(m.source_key, 3, 12) || lpad(n::text, 8, '0')"
first, second = postgres.sql(f"select id from audit_event where record = {model} order by id").split("\n")
event = (
    f"replace(replace(replace(m.content, '\"id\":' || m.id, '\"id\":' || (%d + n)),"
    f" '\"leaf\":' || m.leaf, '\"leaf\":' || ({FIRST} + n / 500)), '\"record\":{model}', '\"record\":' || ({FIRST} + n))"
)
fill = [
    multiplied("record", f"id = {model}", id=f"{FIRST} + n", source_key=ids, search="''"),
    multiplied("record_version", f"record = {model}", record=f"{FIRST} + n", payload="null"),
    multiplied("delivery", f"record = {model}", id=f"{FIRST} + n", record=f"{FIRST} + n"),
    *(
        multiplied(
            "audit_event", f"id = {one}", id=f"{base} + n", leaf=f"{FIRST} + n / 500", record=f"{FIRST} + n",
            content=event % base,
        )
        for one, base in ((first, FIRST), (second, 2 * FIRST))
    ),
]
records = choice["events"] // 2
begun = time.monotonic()
for begin in range(0, records, SHARE):
    last = min(records, begin + SHARE) - 1
    # without triggers: what the hub does beside an insert is not what is measured here
    statements = "\n".join(statement % (begin, last) for statement in fill)
    postgres.sql(f"set session_replication_role = replica; begin; {statements} commit;")
postgres.sql("vacuum analyze")
size = postgres.sql("select pg_size_pretty(pg_total_relation_size('audit_event'))")
say(f"{postgres.number('select count(*) from audit_event'):,} events ({size}) made in {time.monotonic() - begun:.0f} s")
postgres.run("pg_ctl", "-D", postgres.data, "-l", postgres.log, "-w", "-m", "fast", "restart")

hub.start()
token = hub.ask("POST", "tokens", {"title": "growth", "reason": "growth benchmark"})["text"]


def trace(record):
    request = urllib.request.Request(
        f"http://127.0.0.1:{hub.port}/api/v1/records/{record}/trace", headers={"Authorization": "Bearer " + token}
    )
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        body = answer.read()
    took = (time.perf_counter() - begun) * 1000
    found = json.loads(body)
    assert len(found["events"]) == 2 and len(found["deliveries"]) == 1, "the trace is not whole"
    return took


chance = random.Random(7)
times = [trace(FIRST + chance.randrange(records)) for _ in range(choice["records"])]
for name, part in (("first", times[:20]), ("all", times)):
    ordered = sorted(part)
    say(
        f"{name} {len(part)} traces: p50 {ordered[len(part) // 2]:.1f} ms, p99 {ordered[int(len(part) * 0.99)]:.1f} ms,"
        f" longest {ordered[-1]:.1f} ms (goal: below 50)"
    )
