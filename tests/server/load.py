#!/usr/bin/env python3
"""Load: N clients move sliders for some seconds, each with one request in flight, and wait where they are told to.
Usage: load.py PROGRAM [CLIENTS [SECONDS [PAUSE]]]: PAUSE s between the moves of a client; 0.2 is a hand that drags. Without
numbers, 50 clients for 60 s. Every second client also asks for 7 drawn members after each move, as the page does.
Prints latencies of both kinds of answers, put-off requests, and lost ones; exit code 1 if any was lost, or if the server
holds more connections or processes at the end than it should. Loopback only."""
import http.client
import json
import os
import random
import sys
import threading
import time

from client import PATIENCE, Server


class Client(threading.Thread):
    """One person with a slider."""

    def __init__(self, server, number, end, pause):
        super().__init__()
        self.server, self.end, self.pause = server, end, pause
        self.random = random.Random(number)
        self.is_patient = number % 2 == 1
        self.times, self.put_off, self.lost = {0: [], 7: []}, 0, []

    def move(self, connection, value, members):
        body = json.dumps({"changes": {"algorithm_growth": value}, "members": members, "outputs": ["ai_power", "capability", "parties", "binding_limit"]})
        while True:
            begin = time.monotonic()
            connection.request("POST", "/api/run", body, self.server.headers())
            answer = connection.getresponse()
            data = answer.read()
            if answer.status != 429:
                break
            self.put_off += 1
            time.sleep(float(answer.headers["Retry-After"]))
        took = time.monotonic() - begin
        if answer.status != 200 or len(json.loads(data)["outputs"]) != 4:
            raise ValueError(f"answer {answer.status}: {data[:300]}")
        self.times[members].append(took)

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        while time.monotonic() < self.end:
            try:
                value = 0.5 + 2.0 * self.random.random()
                for members in (0, 7) if self.is_patient else (0,):
                    self.move(connection, value, members)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.lost.append(repr(error))
                connection.close()
            time.sleep(self.pause * (0.5 + self.random.random()))
        connection.close()


def resident(process):
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))


def left_over(server):
    """Descriptors of the server, and processes below it."""
    process = server.process.pid
    below = os.popen(f"ps -o pid= --ppid {process}").read().split()
    return len(os.listdir(f"/proc/{process}/fd")), len(below) + sum(len(os.popen(f"ps -o pid= --ppid {p}").read().split()) for p in below)


def show(name, times, seconds):
    times.sort()
    at = lambda p: 1e3 * times[min(len(times) - 1, int(p * len(times)))]
    if times:
        print(f"{name}: {len(times)} answers, {len(times) / seconds:.0f}/s; ms: median {at(0.5):.1f}, 90% {at(0.9):.1f}, 99% {at(0.99):.1f}, most {at(1):.1f}")


def main():
    program = sys.argv[1]
    n, seconds, pause = ([float(x) for x in sys.argv[2:]] + [50, 60, 0.2][len(sys.argv) - 2:])[:3]
    with Server(program) as server:
        server.lives()
        before, begin = resident(server.process.pid), left_over(server)
        end = time.monotonic() + seconds
        clients = [Client(server, number, end, pause) for number in range(int(n))]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        time.sleep(0.5)
        after, finish = resident(server.process.pid), left_over(server)
    lost = [error for client in clients for error in client.lost]
    print(f"{int(n)} clients, {seconds:g} s, load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: "
          f"{sum(c.put_off for c in clients)} put off, {len(lost)} lost; resident {before} kB, then {after} kB")
    for members in (0, 7):
        show(f"{members} drawn members", [t for client in clients for t in client.times[members]], seconds)
    for error in sorted(set(lost))[:5]:
        print(error)
    is_clean = finish[0] <= begin[0] + 1 and finish[1] <= begin[1]
    if not is_clean:
        print(f"descriptors and processes before: {begin}, after: {finish}")
    sys.exit(1 if lost or server.code or not is_clean else 0)


main()
