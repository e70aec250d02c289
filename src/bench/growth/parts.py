"""A PostgreSQL, the systems below and above, and hub nodes, in a temporary folder: what every scenario is made of."""

import atexit
import base64
import glob
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.dirname(HERE)
ROOT = os.path.dirname(os.path.dirname(BENCH))
JAR = os.path.join(ROOT, "target", "quarkus-app", "quarkus-run.jar")
PASSWORD = "growth-" + base64.b32encode(os.urandom(10)).decode()


def options(**defaults):
    """NAME=NUMBER from the command line over the defaults."""
    for argument in sys.argv[1:]:
        name, _, value = argument.partition("=")
        if name not in defaults:
            sys.exit(f"no option '{name}'; there are " + ", ".join(f"{n}={v}" for n, v in defaults.items()))
        defaults[name] = type(defaults[name])(value)
    return defaults


def say(text):
    print(text, flush=True)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def wait_for(what, condition, seconds=600, every=0.2):
    """Waits until the condition gives something true, and gives that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(every)
    sys.exit(f"{what}: not within {seconds} s")


class Folder:
    """The temporary folder; gone at the end, with every process started in it."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="shangda-growth-")
        os.chmod(self.path, 0o755)
        self.ends = []
        atexit.register(self.close)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    def close(self):
        for end in reversed(self.ends):
            end()
        shutil.rmtree(self.path, ignore_errors=True)

    def start(self, name, command, **how):
        log = open(os.path.join(self.path, name + ".log"), "ab")
        process = subprocess.Popen(command, stdout=log, stderr=log, **how)
        self.ends.append(lambda: end(process))
        return process


def end(process, hard=False):
    if process.poll() is None:
        process.kill() if hard else process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


class Postgres:
    """A cluster of its own, every commit on disk. As root it runs as the system's user postgres."""

    def __init__(self, folder, settings=""):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[4]))
        self.bin = os.environ.get("PGBIN") or (found and found[-1]) or sys.exit("no PostgreSQL in /usr/lib/postgresql")
        self.port = free_port()
        home = os.path.join(folder.path, "postgresql")
        os.mkdir(home)
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        self.data = os.path.join(home, "data")
        self.log = os.path.join(home, "log")
        self.run("initdb", "-D", self.data, "-U", "shangda", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        with open(os.path.join(self.data, "postgresql.conf"), "a") as conf:
            conf.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{home}'\n"
                "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\nshared_buffers = 512MB\n"
                "max_wal_size = 4GB\ncheckpoint_timeout = 15min\nmax_connections = 80\n" + settings
            )
        self.run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "start")
        folder.ends.append(lambda: self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop"))
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "shangda", "shangda")
        self.url = f"jdbc:postgresql://127.0.0.1:{self.port}/shangda"

    def run(self, program, *arguments):
        command = [os.path.join(self.bin, program), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        return subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def sql(self, text):
        """What a statement gives, a line a row, fields split by a bar."""
        psql = [os.path.join(self.bin, "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "shangda"]
        done = subprocess.run(
            [*psql, "-d", "shangda", "-qAtX", "-v", "ON_ERROR_STOP=1"], input=text, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit("psql: " + done.stderr)
        return done.stdout.strip()

    def number(self, text):
        return int(self.sql(text) or 0)


class Systems:
    """The systems below and above, one process; see systems.py."""

    def __init__(self, folder):
        self.port = free_port()
        folder.start("systems", [sys.executable, os.path.join(HERE, "systems.py"), str(self.port)])
        self.url = f"http://127.0.0.1:{self.port}"
        wait_for("the systems below and above", self.up, 30)

    def up(self):
        try:
            return self.ask("/stats") is not None
        except OSError:
            return False

    def ask(self, path):
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return json.load(answer)


class Hub:
    """One node, in a folder of its own."""

    JVM = (
        "-XX:+UseSerialGC -XX:Tier4InvocationThreshold=25000 -XX:Tier4MinInvocationThreshold=3000"
        " -XX:Tier4CompileThreshold=75000 -XX:Tier4BackEdgeThreshold=200000"
    )

    def __init__(self, folder, postgres, name="hub", heap=256, config=None, settings=()):
        if not os.path.exists(JAR):
            sys.exit("there is no " + os.path.relpath(JAR, ROOT) + ": run mvn -DskipTests package")
        self.folder, self.name, self.port = folder, name, free_port()
        self.home = os.path.join(folder.path, name)
        os.mkdir(self.home)
        if config:
            shutil.copytree(config, os.path.join(self.home, "config"))
        else:
            os.mkdir(os.path.join(self.home, "config"))
        shutil.copytree(os.path.join(ROOT, "routes"), os.path.join(self.home, "routes"))
        broker = os.environ.get("SHANGDA_BROKER_URL")
        embedded = [] if broker else ["-Dshangda.broker.embedded=true", "-Dquarkus.artemis.url=vm://0"]
        self.command = [
            "java", *self.JVM.split(), f"-Xmx{heap}m", "-Xlog:gc:file=gc.log", "-Dquarkus.profile=external", *embedded,
            f"-Dquarkus.http.port={self.port}", "-Dquarkus.http.host=127.0.0.1", f"-Dshangda.node={name}",
            *(f"-D{one}" for one in settings), *os.environ.get("JAVA_OPTIONS", "").split(), "-jar", JAR,
        ]
        self.environment = {
            **os.environ,
            "SHANGDA_DATABASE_URL": postgres.url,
            "SHANGDA_DATABASE_USER": "shangda",
            "SHANGDA_ADMIN_PASSWORD": PASSWORD,
        }
        self.process = None

    def start(self):
        """Starts it and waits until it is ready; gives the seconds that took."""
        begun = time.monotonic()
        self.process = self.folder.start(self.name, self.command, cwd=self.home, env=self.environment)
        wait_for(f"{self.name} ready", self.ready, 300, 0.1)
        return time.monotonic() - begun

    def ready(self):
        if self.process.poll() is not None:
            sys.exit(f"{self.name} stopped:\n" + self.log())
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/q/health/ready", timeout=5).read()
            return True
        except OSError:
            return False

    def log(self):
        with open(os.path.join(self.folder.path, self.name + ".log"), errors="replace") as log:
            return log.read()[-4000:]

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode(),
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.load(answer)

    def heap_mib(self):
        """Used after a full collection, in MiB."""
        subprocess.run(["jcmd", str(self.process.pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.home, "gc.log")) as log:
            fulls = re.findall(r"Pause Full.*?->(\d+)M", log.read())
        return int(fulls[-1]) if fulls else 0

    def rss_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) // 1024

    def stop(self):
        end(self.process)


def config(folder, systems, name, *overlays):
    """A configuration folder: the benchmark's common part and overlays, pointing at the systems of this run."""
    path = os.path.join(folder.path, name)
    shutil.copytree(os.path.join(BENCH, "common"), path)
    for overlay in overlays:
        shutil.copytree(overlay, path, dirs_exist_ok=True)
    for file in glob.glob(path + "/**/*.yaml", recursive=True):
        with open(file, encoding="utf-8") as text:
            changed = text.read().replace("http://127.0.0.1:18080", systems.url)
        with open(file, "w", encoding="utf-8") as text:
            text.write(changed)
    return path
