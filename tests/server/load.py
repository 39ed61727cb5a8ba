#!/usr/bin/env python3
"""Load: N clients move sliders for some seconds, each with one request in flight, and wait where they are told to.
Usage: load.py PROGRAM [CLIENTS [SECONDS [PAUSE]]]: PAUSE s between the moves of a client; 0.2 is a hand that drags.
Prints latencies of answers, put-off requests, and lost ones; exit code 1 if any was lost. Loopback only."""
import http.client
import json
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
        self.times, self.put_off, self.lost = [], 0, []

    def move(self, connection, value):
        body = json.dumps({"changes": {"algorithm_growth": value}, "members": 0, "outputs": ["ai_power", "capability", "parties", "binding_limit"]})
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
            raise ValueError(f"answer {answer.status}")
        self.times.append(took)

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        while time.monotonic() < self.end:
            try:
                self.move(connection, 0.5 + 2.0 * self.random.random())
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.lost.append(repr(error))
                connection.close()
            time.sleep(self.pause * (0.5 + self.random.random()))
        connection.close()


def main():
    program = sys.argv[1]
    n, seconds, pause = ([float(x) for x in sys.argv[2:]] + [50, 20, 0.2][len(sys.argv) - 2:])[:3]
    with Server(program) as server:
        end = time.monotonic() + seconds
        clients = [Client(server, number, end, pause) for number in range(int(n))]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    times = sorted(1e3 * t for client in clients for t in client.times)
    lost = [error for client in clients for error in client.lost]
    at = lambda p: times[min(len(times) - 1, int(p * len(times)))]
    print(f"{int(n)} clients, {seconds:g} s: {len(times)} answers, {len(times) / seconds:.0f}/s, {sum(c.put_off for c in clients)} put off, {len(lost)} lost")
    print(f"ms: median {at(0.5):.1f}, 90% {at(0.9):.1f}, 99% {at(0.99):.1f}, most {times[-1]:.1f}")
    for error in sorted(set(lost))[:5]:
        print(error)
    sys.exit(1 if lost or server.code else 0)


main()
