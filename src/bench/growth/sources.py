"""sources [sources=3000] [every=60] [rounds=3] [heap=1024]

One base and a CSV of instances, all of them served by one small HTTP server. Times the first start (the configuration is
checked, stored and every source given its row) and a second one, until a node is ready and its API lists all sources;
then lets the sources be pulled by their schedule (every so many seconds) and counts how often each was.
"""

import os
import time

from parts import BENCH, Folder, Hub, Postgres, Systems, config, options, say, wait_for

choice = options(sources=3000, every=60, rounds=3, heap=1024)
folder = Folder()
postgres = Postgres(folder)
systems = Systems(folder)
files = config(folder, systems, "config", os.path.join(BENCH, "b"))
base = os.path.join(files, "sources", "base")
os.mkdir(base)
with open(os.path.join(files, "sources", "bench.yaml"), encoding="utf-8") as bench:
    text = bench.read()
kept = [line for line in text.split("\n") if not line.startswith(("id:", "title:")) and "url:" not in line]
with open(os.path.join(base, "township.yaml"), "w", encoding="utf-8") as township:
    township.write("\n".join(kept).replace("every: 1h", f"every: {choice['every']}s"))
with open(os.path.join(files, "sources", "townships.yaml"), "w", encoding="utf-8") as townships:
    townships.write("extends: township\ninstances: townships.csv\n")
with open(os.path.join(files, "sources", "townships.csv"), "w", encoding="utf-8") as rows:
    rows.write("id,title,options.url\n")
    for i in range(choice["sources"]):
        rows.write(f"township-{i:04d},第{i}乡镇,{systems.url}/source/{i}/records\n")
os.remove(os.path.join(files, "sources", "bench.yaml"))
hub = Hub(folder, postgres, heap=choice["heap"], config=files)


def known():
    return len(hub.ask("GET", "sources")) == choice["sources"]


def start(which):
    begun = time.monotonic()
    ready = hub.start()
    wait_for("all sources", known)
    say(f"{which} start: ready after {ready:.1f} s, all {choice['sources']:,} sources after {time.monotonic() - begun:.1f} s")


start("first")
hub.stop()
start("second")
systems.ask("/forget")
begun = time.monotonic()
heaps = []
late = []
while time.monotonic() - begun < choice["rounds"] * choice["every"]:
    time.sleep(5)
    heaps.append(hub.heap_mib())
    late.append(
        postgres.number(
            "select coalesce(max(extract(epoch from current_timestamp - due_at)), 0)::int from source_state"
            " where due_at <= current_timestamp"
        )
    )
stats = systems.ask("/stats")
seconds = time.monotonic() - begun
say(
    f"in {seconds:.0f} s, due every {choice['every']} s: {stats['sources']:,} sources pulled,"
    f" each {stats['least']} to {stats['most']} times, {stats['gets'] / seconds:.0f} pulls/s;"
    f" the latest was {max(late)} s late at worst, {late[-1]} s at the end"
)
say(
    f"heap in use {min(heaps)}–{max(heaps)} MiB (goal: below 1024), RSS {hub.rss_mib()} MiB,"
    f" balanced {hub.ask('GET', 'ledger')['balanced']}"
)
