#!/usr/bin/env python3
"""The reduced race in plain Python and in NumPy, beside the library's lanes. Usage: reduced.py BENCH_REDUCED [members]

BENCH_REDUCED is the program of bench_reduced.c, where the equations stand; it prints its rate and results, and this
script runs the same members both ways, compares every result (largest relative difference) and prints the ratios.
"""
import math
import subprocess
import sys
import time

try:
    import numpy
except ImportError:
    numpy = None

STATES, STEPS, DT = 20, 60, 0.25


def parameters(member):
    """Four numbers in [0, 1): a Weyl sequence, the same everywhere."""
    roots = (0.618033988749894848, 0.754877666246692760, 0.569840290998053265, 0.819172513396164439)
    return [((member + 1) * root) % 1.0 for root in roots]


def start(state):
    size = 1.0 / (1.0 + state)
    return 2.0 * size, 10.0 * size, 8.0 * size, 0.1 * (STATES - state) / STATES


def plain(member):
    u = parameters(member)
    growth, gain, spread, build = 0.3 + 0.4 * u[0], 0.2 + 0.3 * u[1], 0.5 + u[2], 0.05 + 0.1 * u[3]
    chips, power, demand, level = (list(values) for values in zip(*(start(i) for i in range(STATES))))
    for _ in range(STEPS):
        best = max(level)
        for i in range(STATES):
            want = 0.5 * chips[i]
            powered = min(want, max(0.9 * power[i] - demand[i], 0.0))
            short = 1.0 - powered / want
            level[i] += DT * (gain * math.log(1.0 + powered) + spread * (best - level[i]))
            chips[i] *= math.exp(DT * growth * (1.0 - short))
            power[i] *= math.exp(DT * build * (0.2 + short))
            demand[i] *= math.exp(DT * 0.02)
    return sum(level), sum(chips)


def vectorised(members):
    u = numpy.array([parameters(m) for m in range(members)]).T
    growth, gain, spread, build = 0.3 + 0.4 * u[0], 0.2 + 0.3 * u[1], 0.5 + u[2], 0.05 + 0.1 * u[3]
    first = numpy.array([start(i) for i in range(STATES)]).T
    chips, power, demand, level = (numpy.repeat(values[:, None], members, axis=1) for values in first)
    for _ in range(STEPS):
        best = level.max(axis=0)
        want = 0.5 * chips
        powered = numpy.minimum(want, numpy.maximum(0.9 * power - demand, 0.0))
        short = 1.0 - powered / want
        level += DT * (gain * numpy.log(1.0 + powered) + spread * (best - level))
        chips *= numpy.exp(DT * growth * (1.0 - short))
        power *= numpy.exp(DT * build * (0.2 + short))
        demand *= math.exp(DT * 0.02)
    return list(zip(level.sum(axis=0), chips.sum(axis=0)))


def library(program, members):
    out = subprocess.run([program, str(members)], capture_output=True, text=True, check=True).stdout.splitlines()
    rate = float(out[0].split()[0])
    return rate, [tuple(float(word) for word in line.split()) for line in out[1:]]


def distance(found, expected):
    return max(abs(a / b - 1.0) for pair in zip(found, expected) for a, b in zip(*pair))


def best_of(repeats, work):
    times = []
    for _ in range(repeats):
        begin = time.process_time()
        result = work()
        times.append(time.process_time() - begin)
    return min(times), result


def main():
    program, members = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 512
    rate, ours = library(program, members)
    few = min(members, 32)
    seconds, found = best_of(2, lambda: [plain(m) for m in range(few)])
    print(f"detente, lanes   {rate:12.0f} members/s")
    print(f"plain Python     {few / seconds:12.0f} members/s  {rate * seconds / few:8.1f} times  differ by {distance(found, ours):.1e}")
    worst = distance(found, ours)
    if numpy:
        seconds, found = best_of(3, lambda: vectorised(members))
        worst = max(worst, distance(found, ours))
        print(f"NumPy, batch     {members / seconds:12.0f} members/s  {rate * seconds / members:8.1f} times  differ by {distance(found, ours):.1e}")
    sys.exit(0 if worst < 1e-9 else 1)


main()
