"""nodes [records=30000] [seconds=20] [latency=100] [concurrency=8] [heap=256]

One record a request to a target that takes so many milliseconds for each, with so much concurrency a node and no rate
limit: its latency is what limits a node. Deliveries a second of one node, then of two, each over the given seconds once
they are under way. Without SHANGDA_BROKER_URL each node has a broker of its own, which changes nothing: hints are
disposable, and every node looks for due batches by itself.
"""

import os
import re
import time

from parts import BENCH, Folder, Hub, Postgres, Systems, config, options, say, wait_for

choice = options(records=30_000, seconds=20, latency=100, concurrency=8, heap=256)
folder = Folder()
postgres = Postgres(folder)
systems = Systems(folder)
files = config(folder, systems, "config", os.path.join(BENCH, "a"))
target = os.path.join(files, "targets", "bench.yaml")
with open(target, encoding="utf-8") as text:
    changed = re.sub("(?m)^concurrency: .*", f"concurrency: {choice['concurrency']}", text.read())
with open(target, "w", encoding="utf-8") as text:
    text.write(changed)
nodes = [Hub(folder, postgres, f"node-{i}", choice["heap"], files) for i in (1, 2)]
reason = {"reason": "growth benchmark"}

nodes[0].start()
nodes[0].ask("POST", "targets/bench/pause", reason)
systems.ask(f"/more?n={choice['records']}")
nodes[0].ask("POST", "sources/bench/pull", reason)
wait_for("fill", lambda: postgres.number("select coalesce(sum(planned), 0) from pull_run") == choice["records"], 1800, 1)
systems.ask(f"/slow?seconds={choice['latency'] / 1000}")


def measured(what):
    nodes[0].ask("POST", "targets/bench/resume", reason)
    time.sleep(5)  # under way
    before, begun = systems.ask("/stats")["unique"], time.monotonic()
    time.sleep(choice["seconds"])
    after, ended = systems.ask("/stats")["unique"], time.monotonic()
    if after == choice["records"]:
        say("there were not enough records: give more of them, or fewer seconds")
    nodes[0].ask("POST", "targets/bench/pause", reason)
    time.sleep(3)
    per_second = (after - before) / (ended - begun)
    say(f"{what}: {per_second:,.1f} deliveries/s")
    return per_second


say(f"at {choice['latency']} ms a request, {choice['concurrency']} at once: at most {choice['concurrency'] * 1000 / choice['latency']:,.0f}/s a node")
one = measured("one node")
nodes[1].start()
two = measured("two nodes")
stats = systems.ask("/stats")
say(f"two to one: {two / one:.2f} (goal: at least 1.60); doubled {stats['doubled']}")
