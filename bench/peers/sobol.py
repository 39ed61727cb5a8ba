#!/usr/bin/env python3
"""Sobol' indices by detente and by other programs from the same outputs. Usage: sobol.py BENCH_SOBOL [N [RESAMPLES]]

The outputs are those of the g-function of Sobol' for ten independent factors, at N base points of a design of Saltelli
that numpy draws. Compared with NumPy, and with OpenTURNS and SALib where they are installed (Debian: python3-openturns; SALib is not
packaged there). Prints seconds of processor time, ratios, and the largest difference in a first-order or total index;
the closed form stands beside them.
"""
import subprocess
import sys
import tempfile
import time

try:
    import numpy
except ImportError:
    print("left out: numpy is not installed")
    sys.exit(0)
try:
    import openturns
except ImportError:
    openturns = None
try:
    from SALib.analyze import sobol as salib
except ImportError:
    salib = None

A = numpy.array([0, 0.5, 1, 2, 4, 9, 20, 50, 99, 99])
D = len(A)


def g_function(x):
    return numpy.prod((numpy.abs(4 * x - 2) + A) / (1 + A), axis=1)


def closed_form():
    part = 1 / (3 * (1 + A) ** 2)
    variance = numpy.prod(1 + part) - 1
    return part / variance, part * numpy.prod(1 + part) / (1 + part) / variance


def outputs(n):
    """Points A and B, and the outputs [base point][A, A with a column of B, B]."""
    random = numpy.random.Generator(numpy.random.Philox(7))
    a, b = random.random((n, D)), random.random((n, D))
    y = numpy.empty((n, D + 2))
    y[:, 0], y[:, D + 1] = g_function(a), g_function(b)
    for k in range(D):
        mixed = a.copy()
        mixed[:, k] = b[:, k]
        y[:, k + 1] = g_function(mixed)
    return a, b, y


def by_detente(program, y, resamples, method):
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        y.tofile(file.name)
        out = subprocess.run([program, file.name, str(len(y)), str(D), str(resamples), method], capture_output=True, text=True,
                             check=True).stdout.splitlines()
    numbers = numpy.array([[float(word) for word in line.split()] for line in out[1:]])
    return float(out[0]), numbers[:, 0], numbers[:, 3]


def jansen(y, rows):
    """First-order and total indices from the base points in `rows`; the variance is that of A and B together."""
    chosen = y[rows]
    a, mixed, b = chosen[:, :1], chosen[:, 1:-1], chosen[:, -1:]
    variance = numpy.concatenate([a, b]).var()
    return 1 - ((b - mixed) ** 2).mean(axis=0) / (2 * variance), ((a - mixed) ** 2).mean(axis=0) / (2 * variance)


def by_numpy(y, resamples):
    begin = time.process_time()
    first, total = jansen(y, slice(None))
    random = numpy.random.default_rng(1)
    drawn = [jansen(y, random.integers(len(y), size=len(y))) for _ in range(resamples)]
    numpy.quantile(numpy.array(drawn), [0.025, 0.975], axis=0)
    return time.process_time() - begin, first, total


def by_openturns(a, b, y, resamples):
    rows = numpy.concatenate([a, b] + [numpy.where(numpy.arange(D) == k, b, a) for k in range(D)])
    column = numpy.concatenate([y[:, 0], y[:, D + 1]] + [y[:, k + 1] for k in range(D)])
    design, output = openturns.Sample(rows), openturns.Sample(column[:, None])
    begin = time.process_time()
    analysis = openturns.JansenSensitivityAlgorithm(design, output, len(a))
    analysis.setUseAsymptoticDistribution(False)
    analysis.setBootstrapSize(resamples)
    first, total = numpy.array(analysis.getFirstOrderIndices()), numpy.array(analysis.getTotalOrderIndices())
    analysis.getFirstOrderIndicesInterval()
    analysis.getTotalOrderIndicesInterval()
    return time.process_time() - begin, first, total


def by_salib(y, resamples):
    problem = {"num_vars": D, "names": [f"x{k}" for k in range(D)], "bounds": [[0, 1]] * D}
    begin = time.process_time()
    found = salib.analyze(problem, y.ravel(), calc_second_order=False, num_resamples=resamples)
    return time.process_time() - begin, found["S1"], found["ST"]


def main():
    program, n = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 16384
    resamples = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    a, b, y = outputs(n)
    own = by_detente(program, y, resamples, "jansen1999")
    found = {"detente, Jansen": own, "NumPy, Jansen": by_numpy(y, resamples)}
    if openturns:
        found["OpenTURNS, Jansen"] = by_openturns(a, b, y, resamples)
    if salib:
        found["SALib, Saltelli"] = by_salib(y, resamples)
    exact = closed_form()
    print(f"g-function, {D} factors, {n} base points, {resamples} resamples")
    for name, (seconds, first, total) in found.items():
        apart = max(abs(first - own[1]).max(), abs(total - own[2]).max())
        error = max(abs(first - exact[0]).max(), abs(total - exact[1]).max())
        print(f"{name:17} {seconds:10.4f} s {seconds / own[0]:8.1f} times  differs by {apart:.1e}, from the closed form by {error:.1e}")


main()
