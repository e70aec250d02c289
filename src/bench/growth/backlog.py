"""backlog [small=50000] [large=1000000] [warm=50000] [heap=256] [single=0]

Fills the hub through its own intake while the target is paused, then resumes the target and times the drain: from the
first request to the last new record at the target. Small and large are drained by the same process, after a round that
only warms it up. single=1 sends each record alone. The heap is what a full collection leaves, a few times in each drain.
"""

import os
import time

from parts import BENCH, Folder, Hub, Postgres, Systems, config, options, say, wait_for

choice = options(small=50_000, large=1_000_000, warm=50_000, heap=256, single=0)
folder = Folder()
postgres = Postgres(folder)
systems = Systems(folder)
mode = os.path.join(BENCH, "a" if choice["single"] else "b")
hub = Hub(folder, postgres, heap=choice["heap"], config=config(folder, systems, "config", mode))
say(f"hub ready in {hub.start():.1f} s, heap of at most {choice['heap']} MiB")
reason = {"reason": "growth benchmark"}
planned = 0


def rate(series, begin, end):
    """New records a second between two shares of a drain."""
    total = sum(n for _, n in series)
    got, inside, first, last = 0, 0, None, None
    for tenth, n in series:
        got += n
        if begin * total <= got <= end * total:
            inside += n
            first, last = tenth if first is None else first, tenth
    return inside / max(0.1, (last - first + 1) / 10) if inside else 0


def drain(count):
    global planned
    hub.ask("POST", "targets/bench/pause", reason)
    before = systems.ask("/stats")["unique"]
    systems.ask(f"/more?n={count}")
    begun = time.monotonic()
    hub.ask("POST", "sources/bench/pull", reason)
    planned += count
    wait_for("fill", lambda: postgres.number("select coalesce(sum(planned), 0) from pull_run") >= planned, 7200, 1)
    wait_for("run ended", lambda: postgres.number("select count(*) from pull_run where state = 'running'") == 0)
    filled = count / (time.monotonic() - begun)
    heaps = [hub.heap_mib()]
    hub.ask("POST", "targets/bench/resume", reason)
    next_look = 0.25
    while (left := count - (systems.ask("/stats")["unique"] - before)) > 0:
        if 1 - left / count >= next_look:
            heaps.append(hub.heap_mib())
            next_look += 0.25
        time.sleep(0.2)
    wait_for("receipts", lambda: postgres.number("select count(*) from batch") == 0)
    stats = systems.ask("/stats")
    per_second = count / (stats["lastAt"] - stats["firstAt"])
    early, late = rate(stats["series"], 0.05, 0.25), rate(stats["series"], 0.75, 0.95)
    say(
        f"{count:>9,} deliveries: filled at {filled:,.0f}/s, drained at {per_second:,.0f}/s"
        f" (in its first quarter {early:,.0f}/s, in its last {late:,.0f}/s);"
        f" heap in use {min(heaps)}–{max(heaps)} MiB, doubled {stats['doubled']}"
    )
    return per_second


drain(choice["warm"])
small = drain(choice["small"])
large = drain(choice["large"])
lost = planned - systems.ask("/stats")["unique"]
balanced = hub.ask("GET", "ledger")["balanced"]
say(f"large to small: {large / small:.2f} (goal: at least 0.80); lost {lost}, balanced {balanced}, RSS {hub.rss_mib()} MiB")
