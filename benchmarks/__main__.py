"""All figures in one run: `make bench`."""

import logging

from benchmarks import alike, intake, reading, sending, start


def main() -> None:
    """Measure and print; a minute or two on a small machine, on which nothing else should run meanwhile."""
    logging.disable(logging.WARNING)
    ours, bare = start.measure()
    print(f"Start and memory, medians of {start.RUNS} runs{'zibot':>20}{'bare':>10}{'ratio':>8}{'limit':>8}")
    _row("start to first getUpdates, s", ours.seconds, bare.seconds, "1.5")
    _row("resident while idle, MB", ours.idle, bare.idle, "1.6")
    _row("resident once someone joined, MB", ours.talked, bare.talked)

    print(f"\nzibot plan read, sample plan, median of {reading.RUNS} runs: {reading.measure():.2f} s (limit 1.5)")

    print(f"\nTen pages, the whole command{'zibot':>27}{'bare':>10}{'ratio':>8}{'limit':>8}")
    for kind, limit in (("pdf", "6 s"), ("scan", "120 s")):
        ours, bare = reading.paper(kind)
        _row(f"{kind} read, s", ours.seconds, bare.seconds, limit)
        _row(f"{kind}, largest process, MB", ours.memory, bare.memory)

    ours, bare = intake.measure()
    what = f"{intake.CHATS} chats send a photo at once, {intake.ROUNDS} times"
    print(f"\n{what:<40}{'zibot':>15}{'bare':>10}{'ratio':>8}{'limit':>8}")
    _row("update to receipt, p50, ms", ours.p50, bare.p50)
    _row("update to receipt, p99, ms", ours.p99, bare.p99)
    _row("receipts in a second", ours.rate, bare.rate, "0.8")

    for latency in (0.0, sending.NEAR):
        sent = sending.measure(latency)
        print(f"\nSending at the limit for {sending.SECONDS:.0f} s, answers after {latency * 1000:.0f} ms")
        # From further away it is one after the other, so that a crash repeats one at most: the limit is for loopback.
        limit = "" if latency else "0.95"
        print(f"{'share of 30 messages a second':<40}{sent.rate:>15.3f}{limit:>26}")
        print(f"{'share of answers 429':<40}{sent.refused:>15.4f}{'0.01':>26}")
        print(f"{'messages doubled':<40}{sent.doubled:>15}{'0':>26}")

    found = alike.measure()
    print(f"\nPictures used before, {alike.AGAIN} changed and {alike.NEW} new ones against {alike.STORED}{'limit':>14}")
    print(f"{'share of changed ones found':<40}{found.recall:>15.3f}{'0.95':>26}")
    print(f"{'share of new ones taken for another':<40}{found.false_alarms:>15.3f}{'0.01':>26}")
    print(f"{'others named beside the right one':<40}{found.wrong:>15}")
    print(f"{'one picture among them, s':<40}{found.seconds:>15.2f}")
    print(f"{f'search among {alike.LARGE} pictures, s':<40}{found.large:>15.2f}")


def _row(name: str, ours: float, bare: float, limit: str = "") -> None:
    print(f"{name:<40}{ours:>15.2f}{bare:>10.2f}{ours / bare:>8.2f}{limit:>8}")


if __name__ == "__main__":
    main()
