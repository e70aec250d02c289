"""systems.py PORT: the systems below and above in one process, on one event loop.

GET  /records?cursor=C&limit=N        case records of 1 KB; without a cursor from the first one of this round on
GET  /source/ID/records?...           two records, the same ones every time; counted by source
POST /ingest                          one record (Idempotency-Key: its case number)
POST /ingest/batch                    [{"key": case number, "record": {…}}, …]
GET  /more?n=N                        a round of N further records
GET  /again                           all records in a new version
GET  /forget                          count sources anew
GET  /slow?seconds=S                  how long the system above takes from now on
GET  /stats                           what was handed out and received
"""

import asyncio
import collections
import json
import re
import sys
import time
from urllib.parse import parse_qs, urlsplit

KEY = re.compile(rb'"key":"(\d{22})"')
RECORD = (
    '{"caseNo":"%s","itemCode":"11000100-01","itemName":"食品经营许可","itemType":"1","applicantType":"企业法人",'
    '"applicantName":"东城区甲乙丙商贸有限责任公司","idType":"111","idCard":"11010119900307%s","phone":"13912345678",'
    '"address":"北京市东城区建国路100号院10号楼1001室","regionCode":"110101","regionName":"北京市东城区",'
    '"orgName":"东城区市场监督管理局","orgUscc":"113308810026310171","applyTime":"2024-03-05 09:30",'
    '"acceptTime":"2024年03月06日","promiseTime":"2024-03-08T10:00:00+08:00","finishTime":"","status":"02",'
    '"statusName":"审查中","channel":"窗口","isFee":"否","feeAmount":12.5,"handler":"王伟","handlerPhone":"13812345678",'
    '"legalPerson":"李娜","projectName":"东城区甲乙丙食品经营许可申请事项 %d","materials":[{"code":"CL01","name":"申请表",'
    '"qty":1},{"code":"CL02","name":"身份证明复印件","qty":2}],"remark":"申请人于窗口提交全部申请材料，经形式审查符合法定要求，'
    '予以受理。","updateTime":"2024-03-08","sourceSystem":"区级政务服务平台","version":%d}'
)


def id_card(serial):
    """The last four of a made-up citizen's number: three digits and the check digit."""
    digits = "11010119900307%03d" % (serial % 1000)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits[-3:] + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


CARDS = [id_card(serial) for serial in range(1000)]


def record(prefix, number, version=1):
    return RECORD % ("%s20240305%08d" % (prefix, number), CARDS[number % 1000], number, version)


class State:
    latency = 0.0
    version = 1
    begin = 0  # of this round
    end = 0
    seen = bytearray(1)
    unique = 0
    doubled = 0
    first_at = 0.0
    last_at = 0.0
    series = collections.Counter()  # new records received, by tenth of a second
    gets = collections.Counter()

    @classmethod
    def take(cls, keys):
        now = time.time()
        new = 0
        for key in keys:
            number = int(key[-8:])
            if number >= len(cls.seen):
                cls.seen.extend(bytes(number + 1_000_000 - len(cls.seen)))
            if cls.seen[number] == cls.version:
                cls.doubled += 1
            else:
                cls.seen[number] = cls.version
                new += 1
        cls.unique += new
        cls.first_at = cls.first_at or now
        cls.last_at = now
        cls.series[int(now * 10)] += new


def records(query):
    """A cursor of an earlier version of all records begins from the first one again."""
    version, _, number = query.get("cursor", [""])[0].partition(".")
    begin = int(number) if version == str(State.version) else State.begin
    end = min(State.end, begin + int(query.get("limit", [500])[0]))
    following = f'"{State.version}.{end}"' if end < State.end else "null"
    body = ",".join(record("110101", number, State.version) for number in range(begin, end))
    return '{"data":[%s],"next":%s}' % (body, following)


def of_source(name):
    State.gets[name] += 1
    number = int(name)
    return '{"data":[%s],"next":null}' % ",".join(record("%06d" % (110000 + i), number) for i in (1, 2))


def answer(method, target, head, body):
    """The answer's text, and whether it is one of the system above, which may be slow."""
    url = urlsplit(target)
    query = parse_qs(url.query)
    if url.path == "/records":
        return records(query), False
    if url.path.startswith("/source/"):
        return of_source(url.path.split("/")[2]), False
    if url.path == "/ingest":
        key = re.search(rb"(?i)idempotency-key: *(\S+)", head).group(1)
        State.take([key])
        return '{"receiptId":"R%s"}' % key.decode(), True
    if url.path == "/ingest/batch":
        keys = KEY.findall(body)
        State.take(keys)
        receipts = ",".join('{"key":"%s","receiptId":"R%s"}' % (k, k) for k in (key.decode() for key in keys))
        return '{"receipts":[%s]}' % receipts, True
    if url.path == "/more":
        State.begin = State.end
        State.end += int(query["n"][0])
        State.first_at = State.last_at = 0.0
        State.series.clear()
    if url.path == "/again":  # the same records in a new version
        State.version += 1
        State.begin = 0
        State.first_at = State.last_at = 0.0
    if url.path == "/forget":
        State.gets.clear()
    if url.path == "/slow":
        State.latency = float(query["seconds"][0])
    return json.dumps(stats()), False


def stats():
    return {
        "handedOut": State.end,
        "unique": State.unique,
        "doubled": State.doubled,
        "firstAt": State.first_at,
        "lastAt": State.last_at,
        "series": sorted(State.series.items()),
        "sources": len(State.gets),
        "least": min(State.gets.values(), default=0),
        "most": max(State.gets.values(), default=0),
        "gets": sum(State.gets.values()),
    }


class Exchange(asyncio.Protocol):
    def __init__(self, loop):
        self.loop = loop
        self.buffer = bytearray()
        self.transport = None
        self.busy = False

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.buffer += data
        if not self.busy:
            self.next()

    def next(self):
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self.buffer[:end])
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        size = end + 4 + (int(length.group(1)) if length else 0)
        if len(self.buffer) < size:
            return
        body = bytes(self.buffer[end + 4 : size])
        del self.buffer[:size]
        method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
        text, above = answer(method, target, head, body)
        reply = text.encode()
        whole = (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: %d\r\n\r\n" % len(reply)
        ) + reply
        if above and State.latency:
            self.busy = True
            self.loop.call_later(State.latency, self.write, whole)
        else:
            self.transport.write(whole)
            self.next()

    def write(self, whole):
        self.busy = False
        if not self.transport.is_closing():
            self.transport.write(whole)
            self.next()


async def serve(port):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Exchange(loop), "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
