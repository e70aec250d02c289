"""reconcile [records=1000000] [differing=1000] [days=30] [heap=256]

Fills a target's delivered records in the very shape in which the hub writes them: a short run of the hub gives one record's
rows, and SQL multiplies them over some days. The platform above says what it has by the contract's digests (a million
records, some of them spoiled) and is asked by the hub: first when nothing differs, then when some do; then a manifest is
made. Prints seconds, records a second, and the heap after a full collection and at its highest while comparing; and the
plans of the hub's own statements in the filled database.
"""

import collections
import hashlib
import http.server
import json
import os
import re
import threading
import time
import urllib.parse

from parts import BENCH, Folder, Hub, Postgres, Systems, config, free_port, options, say, wait_for

choice = options(records=1_000_000, differing=1_000, days=30, heap=256)
FIRST = 1_000_000_000_000  # far above every number that the hub has given out itself
PAGE = 1_000

folder = Folder()
postgres = Postgres(
    folder,
    "max_parallel_maintenance_workers = 0\nshared_preload_libraries = 'auto_explain'\n"
    "auto_explain.log_min_duration = -1\nauto_explain.log_format = text\nauto_explain.log_analyze = on\n",
)
systems = Systems(folder)


class Above:
    """What the platform has: a digest by type and day, and the list of one day, made from the database once."""

    def __init__(self):
        self.days = collections.defaultdict(list)
        self.wrong = set()
        self.manifests = 0

    def digests(self):
        answer = []
        for (kind, day), names in self.days.items():
            total = 0
            for name, version, content in names:
                told = "sha256:spoiled" if name in self.wrong else content
                leaf = hashlib.sha256(f"{name}\n{version}\n{told}".encode()).digest()
                total ^= int.from_bytes(leaf, "big")
            answer.append({"type": kind, "day": day, "records": len(names), "digest": f"{total:064x}"})
        return {"days": answer}

    def list(self, kind, day, after):
        names = self.days[(kind, day)]
        begin = int(after or 0)
        records = []
        for name, version, content in names[begin : begin + PAGE]:
            source, key = name.split("/", 1)
            told = "sha256:spoiled" if name in self.wrong else content
            records.append({"source": source, "key": key, "recordVersion": f"1.{version}", "contentHash": told})
        end = begin + PAGE
        return {"records": records, **({"next": str(end)} if end < len(names) else {})}


above = Above()
prepared = {}


class Asked(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        if query.get("by") == "digest":
            self.answer(prepared["digests"])
        else:
            self.answer(above.list(query["type"], query["day"], query.get("after")))

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        above.manifests += 1
        self.answer({})

    def answer(self, body):
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


port = free_port()
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Asked)
threading.Thread(target=server.serve_forever, daemon=True).start()

files = config(folder, systems, "config", os.path.join(BENCH, "b"))
target = os.path.join(files, "targets", "bench.yaml")
with open(target, "a", encoding="utf-8") as text:
    text.write(f"\nreconcile:\n  every: 24h\n  by: digest\n  url: http://127.0.0.1:{port}/held\n")
hub = Hub(folder, postgres, heap=choice["heap"], config=files)
hub.start()
systems.ask("/more?n=1000")
reason = {"reason": "growth benchmark"}
hub.ask("POST", "sources/bench/pull", reason)
wait_for("the first records", lambda: postgres.number("select count(*) from delivery where state = 'delivered'") == 1000)
hub.stop()

model = postgres.number("select max(id) from record")


def columns(table):
    return postgres.sql(
        "select column_name from information_schema.columns where table_schema = current_schema()"
        f" and table_name = '{table}' and is_generated = 'NEVER' order by ordinal_position"
    ).split("\n")


def multiplied(table, where, **changed):
    """The model's row, with some columns made from n, the number of the record."""
    wanted = ", ".join(changed.get(c, "m." + c) for c in columns(table))
    return (
        f"insert into {table} ({', '.join(columns(table))}) select {wanted}"
        f" from generate_series(0::bigint, {choice['records'] - 1}) n cross join (select * from {table} where {where}) m;"
    )


begun = time.monotonic()
content = "'sha256:' || encode(sha256(convert_to(n::text, 'UTF8')), 'hex')"
fill = [
    multiplied("record", f"id = {model}", id=f"{FIRST} + n", source_key="'k' || lpad(n::text, 9, '0')", search="''"),
    multiplied(
        "record_version", f"record = {model}", record=f"{FIRST} + n", payload="null", payload_hash=content,
        arrived_at=f"m.arrived_at - (n % {choice['days']}) * interval '1 day'",
    ),
    multiplied("delivery", f"record = {model}", id=f"{FIRST} + n", record=f"{FIRST} + n"),
]
postgres.sql("set session_replication_role = replica; begin; " + "\n".join(fill) + " commit;")
postgres.sql("vacuum analyze")
held = """
select r.type || '|' || (v.arrived_at at time zone 'Asia/Shanghai')::date || '|' || r.source || '/' || r.source_key
  || '|' || d.version || '|' || v.payload_hash
from delivery d join record r on r.id = d.record join record_version v on v.record = d.record and v.version = d.version
where d.state = 'delivered'
"""
for line in postgres.sql(held).split("\n"):
    kind, day, name, version, content = line.split("|")
    above.days[(kind, day)].append((name, version, content))
records = sum(len(names) for names in above.days.values())
prepared["digests"] = above.digests()
say(f"{records:,} delivered records of {len(above.days)} days and types made in {time.monotonic() - begun:.0f} s")

hub.start()
idle = hub.heap_mib()


def highest():
    """Of the heap before any collection since the last call, in MiB."""
    with open(os.path.join(hub.home, "gc.log")) as log:
        log.seek(highest.at)
        text = log.read()
        highest.at = log.tell()
    return max((int(n) for n in re.findall(r"(\d+)M->\d+M", text)), default=0)


highest.at = 0


def compared(what):
    highest()
    begun = time.monotonic()
    made = hub.ask("POST", "targets/bench/reconcile", reason)
    took = time.monotonic() - begun
    assert made["state"] == "complete", made
    top = highest()
    say(
        f"{what}: {took:.1f} s, {made['records'] / took:,.0f} records/s, {made['days']} days read record by record,"
        f" {made['differences']} differences; heap {top} MiB at most, {hub.heap_mib()} MiB after"
    )


say(f"heap of the idle hub: {idle} MiB")
compared("nothing differs, just started")
compared("nothing differs, warm")
every = [name for names in above.days.values() for name, _, _ in names]
step = max(1, len(every) // max(1, choice["differing"]))
above.wrong = set(every[::step][: choice["differing"]])
prepared["digests"] = above.digests()
compared(f"{choice['differing']:,} differ, on all days")
one = max(above.days.values(), key=len)
above.wrong = {name for name, _, _ in one[: choice["differing"]]}
prepared["digests"] = above.digests()
compared(f"{choice['differing']:,} differ, on one day")

hub.stop()
with open(target, "a", encoding="utf-8") as text:
    text.write(f"manifest:\n  every: 1s\n  url: http://127.0.0.1:{port}/manifest\n")
with open(target, encoding="utf-8") as text, open(os.path.join(hub.home, "config", "targets", "bench.yaml"), "w") as copy:
    copy.write(text.read())
postgres.sql("alter system set auto_explain.log_min_duration = 0; select pg_reload_conf()")
hub.start()
wait_for("a manifest", lambda: above.manifests)
begun, seen = time.monotonic(), above.manifests
wait_for("more manifests", lambda: above.manifests >= seen + 3)
say(f"a manifest: {(time.monotonic() - begun) / 3 - 1:.1f} s, with all statements explained")
hub.stop()

say("\nplans of what reads deliveries (the slowest of each):")
slowest = {}
with open(postgres.log, errors="replace") as log:
    for found in re.finditer(r"duration: ([\d.]+) ms  plan:\n((?:\t.*\n)+)", log.read()):
        query = re.sub(r"\s+", " ", found[2].split("\n\t  ")[0])
        if "from delivery d" in query and "order by d.record" in query or "min(id)" in query:
            if float(found[1]) > slowest.get(query[:60], (0, ""))[0]:
                slowest[query[:60]] = (float(found[1]), found[2])
for took, plan in slowest.values():
    say(f"{took:.1f} ms\n{plan}")
