"""Runs and jobs that crash, eat memory, never end or are given up: each ends alone, and the server lives."""
import json
import os
import re
import signal
import subprocess
import threading
import time

from client import PATIENCE, Server, equal, run

LONG = {"members": 20000, "outputs": ["ai_power"]}
SHORT = {"members": 8, "outputs": ["ai_power"]}


def children(process):
    """Processes whose parent this is, but for those that have ended."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                state, parent = file.read().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            found.append(int(name))
    return found


def nursery(server):
    found = children(server.process.pid)
    equal(len(found), 1, "children of the server")
    return found[0]


def wait_until(condition, what, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, what
        time.sleep(0.002)


def child(server, parent):
    return wait_until(lambda: children(parent), "no child")[0]


def is_alive(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def start(server, body=None):
    return server.ask("POST", "/api/ensemble", body or LONG)["id"]


def working(server, parent, job):
    """The child of a job, once it has begun: not that which looked at the body."""
    with server.socket() as one:
        one.sendall(f"GET /api/ensemble/{job}/events HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n\r\n".encode())
        text = b""
        while b"event: progress" not in text:
            text += one.recv(4096)
    return child(server, parent)


def last_event(server, job):
    code, _, body = server.call("GET", f"/api/ensemble/{job}/events")
    equal(code, 200)
    name, data = body.decode().strip().split("\n\n")[-1].split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def codes(answer):
    return [finding["code"] for finding in answer["diagnostics"]]


def honest(server):
    """A run and a job still work."""
    server.ask("POST", "/api/run", {"members": 0, "outputs": ["ai_power"]})
    equal(last_event(server, start(server, SHORT))[0], "result")


def case_crash_of_job(program):
    with Server(program) as s:
        parent = nursery(s)
        for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL):
            job = start(s)
            os.kill(working(s, parent, job), number)
            name, answer = last_event(s, job)
            how = answer["diagnostics"][0]["found"]
            equal((name, codes(answer)), ("error", ["E1108"]))
            # A sanitizer takes the first two for itself and leaves with a code.
            assert how == f"signal {number}" or (number != signal.SIGKILL and re.fullmatch("exit code [1-9][0-9]*", how)), how
        honest(s)
    equal(s.code, 0, "exit code")


def slow_run(server, answers):
    body = {"members": 64}
    thread = threading.Thread(target=lambda: answers.append(server.call("POST", "/api/run", body)))
    thread.start()
    return thread


def case_crash_of_run(program):
    with Server(program) as s:
        parent, answers = nursery(s), []
        thread = slow_run(s, answers)
        os.kill(child(s, parent), signal.SIGSEGV)
        thread.join(PATIENCE)
        code, headers, body = answers[0]
        equal((code, headers["Content-Type"], codes(json.loads(body))), (500, "application/json", ["E1108"]))
        honest(s)


def case_too_much_memory(program):
    """With 1 MiB beside what is loaded, no run fits: an answer says so."""
    with Server(program, "--memory", "1") as s:
        for _ in range(5):
            code, _, body = s.call("POST", "/api/run", {"members": 64})
            answer = json.loads(body)
            assert (code, answer["status"]) == (503, "NO_MEMORY") or (code, codes(answer)) == (500, ["E1108"]), (code, answer)
        s.lives()
    equal(s.code, 0, "exit code")


def case_limits_of_child(program):
    """A child has no core file, bounds on memory and processor time, no new rights, and none of the server's descriptors
    or secrets."""
    with Server(program, "--memory", "300", "--limit", "50") as s:
        parent = nursery(s)
        job = start(s)
        one = working(s, parent, job)
        with open(f"/proc/{one}/limits", encoding="ascii") as file:
            limits = {line[:26].strip(): line[26:].split()[:2] for line in file}
        equal(limits["Max core file size"], ["0", "0"])
        space = int(limits["Max address space"][1])
        with open(f"/proc/{parent}/statm", encoding="ascii") as file:
            used = int(file.read().split()[0]) * os.sysconf("SC_PAGESIZE")
        # Both grow a little as they work; each thread but one, on all cores but one, may reserve 144 MiB.
        allowed = (300 << 20) + max(len(os.sched_getaffinity(0)) - 2, 0) * (144 << 20)
        assert abs(space - allowed - used) < 16 << 20, (space, used)
        # The job's time and 10 s more, for each of its threads.
        soft, hard = (int(x) for x in limits["Max cpu time"])
        assert soft in [60 * n for n in range(1, os.cpu_count() + 1)] and hard == soft + 10, limits["Max cpu time"]
        with open(f"/proc/{one}/status", encoding="ascii") as file:
            facts = file.read()
        assert "NoNewPrivs:\t1" in facts and "Seccomp:\t2" in facts, facts
        equal(sorted(int(name) for name in os.listdir(f"/proc/{one}/fd")), [0, 1, 2, 3], "descriptors")
        equal([os.readlink(f"/proc/{one}/fd/{n}") for n in (0, 1)], ["/dev/null"] * 2)
        assert holds(s.process.pid, s.token.encode()), "the server does not hold its own token?"
        assert not holds(parent, s.token.encode()) and not holds(one, s.token.encode()), "a child knows the token"


def holds(process, secret):
    """Whether the memory of a process holds these bytes."""
    with open(f"/proc/{process}/maps", encoding="utf-8") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
        for line in maps:
            place, rights = line.split()[:2]
            begin, end = (int(x, 16) for x in place.split("-"))
            if "w" not in rights or end - begin > 1 << 28:
                continue
            memory.seek(begin)
            try:
                if secret in memory.read(end - begin):
                    return True
            except OSError:
                continue
    return False


def case_job_that_takes_too_long(program):
    with Server(program, "--limit", "1") as s:
        begin = time.monotonic()
        name, answer = last_event(s, start(s))
        took = time.monotonic() - begin
        equal((name, codes(answer)), ("error", ["E1109"]))
        assert 1.0 <= took < 8.0, took
        s.lives()


def case_job_that_never_ends(program):
    """A child that does not even look whether it should stop."""
    with Server(program, "--limit", "1") as s:
        parent = nursery(s)
        job = start(s)
        one = child(s, parent)
        os.kill(one, signal.SIGSTOP)
        name, answer = last_event(s, job)
        equal((name, codes(answer)), ("error", ["E1109"]))
        wait_until(lambda: not is_alive(one), "the child is still there")
        honest_run(s)


def honest_run(server):
    server.ask("POST", "/api/run", {"members": 0, "outputs": ["ai_power"]})


def case_run_that_never_ends(program):
    with Server(program, "--limit", "2") as s:
        parent, answers = nursery(s), []
        thread = slow_run(s, answers)
        os.kill(child(s, parent), signal.SIGSTOP)
        thread.join(PATIENCE)
        equal((answers[0][0], codes(json.loads(answers[0][2]))), (503, ["E1109"]))
        wait_until(lambda: not children(parent), "the child is still there")
        honest_run(s)


def case_cancel_that_is_not_heard(program):
    with Server(program) as s:
        parent = nursery(s)
        job = start(s)
        one = working(s, parent, job)
        os.kill(one, signal.SIGSTOP)
        s.ask("DELETE", f"/api/ensemble/{job}")
        equal(last_event(s, job)[0], "cancelled")
        wait_until(lambda: not is_alive(one), "the child is still there")
        honest(s)


def case_many_cancelled(program):
    with Server(program) as s:
        parent = nursery(s)
        for _ in range(25):
            job = start(s)
            s.ask("DELETE", f"/api/ensemble/{job}")
            equal(last_event(s, job)[0], "cancelled")
        wait_until(lambda: not children(parent), "children are still there")
        wait_until(lambda: len(os.listdir(f"/proc/{parent}/fd")) == 5, "descriptors of the nursery are left")
        honest(s)


def case_run_nobody_waits_for(program):
    """Who hangs up while a run is computed ends it."""
    with Server(program) as s:
        parent = nursery(s)
        body = json.dumps({"members": 64}).encode()
        one = s.socket()
        one.sendall((f"POST /api/run HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\nAuthorization: Bearer {s.token}\r\n"
                     f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)
        working_child = child(s, parent)
        os.kill(working_child, signal.SIGSTOP)
        one.close()
        wait_until(lambda: not is_alive(working_child), "the child is still there", 5.0)
        honest_run(s)


def case_server_killed(program):
    """Nothing is left behind when the server has no time to say goodbye."""
    with Server(program) as s:
        parent = nursery(s)
        one = working(s, parent, start(s))
        s.process.kill()
        s.process.wait(PATIENCE)
        wait_until(lambda: not is_alive(parent) and not is_alive(one), "processes are left", 5.0)


def case_nursery_killed(program):
    """Without its nursery the server ends, and says why: whoever started it can start it anew."""
    with Server(program) as s:
        one = working(s, nursery(s), start(s))
        os.kill(nursery(s), signal.SIGKILL)
        equal(s.process.wait(PATIENCE), 70, "exit code")
        wait_until(lambda: not is_alive(one), "a child is left", 5.0)
    assert "E1108" in s.errors, s.errors


def case_interrupted_by_terminal(program):
    """Ctrl-C reaches every process of the terminal: the server ends well all the same."""
    command = [program, "serve", "--no-browser", "--quiet", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        equal(process.wait(PATIENCE), 0, "exit code")


if __name__ == "__main__":
    run(globals())
