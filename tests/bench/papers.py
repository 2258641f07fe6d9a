"""How long papers take and how much memory: the meeting of seventeen, and three hours with 1,500 members and
5,000 comments. `python -m tests.bench.papers`; the process is the one that the server starts.
"""

import os
import resource
import subprocess
import sys
import time
from typing import Final, get_args

import msgspec
from rich.console import Console
from rich.table import Table

from giotay.meeting.birth import Founding, NewItem, NewMember
from giotay.papers.order import Format, Line, Order
from giotay.profiles import load_profiles
from giotay.storage.entry import write
from giotay_protocol.names import Office
from tests.meeting.hall import Hall
from tests.minutes.sample import held

TEXT: Final = (
    "Các đồng chí góp ý thẳng thắn, xây dựng; đề nghị mở lớp tập huấn công nghệ thông tin mỗi tháng một buổi, khuyến "
    "khích thầy cô dự hội thi, đổi mới hình thức sinh hoạt và nêu gương người tốt."
)
WORDS: Final = TEXT.split()
ENTRY: Final = 4
# What is promised: seconds, megabytes.
LARGE: Final = (5.0, 300.0)
SMALL: Final = (1.0, 300.0)


def congress(members: int = 1_500, comments: int = 5_000) -> Hall:
    """A meeting by the rules alone: everybody there, sixty turns, and comments all the time."""
    offices: dict[int, Office] = {0: "chair", 1: "secretary"}
    people = [
        NewMember(name=f"Nguyễn Văn Đại Biểu {n}", office=offices.get(n, "member"), unit="Tổ Một")
        for n in range(members)
    ]
    items = [NewItem(title=f"Nội dung {n}") for n in range(1, 11)]
    hall = Hall(Founding(title="Đại hội", profile="assembly", members=people, agenda=items))
    for n in range(1, members + 1):
        hall.do("attendance.check_in", by=f"m_{n}")
    hall.do("meeting.open", by="m_1")
    for n in range(comments):
        if n % (comments // 10) == 0:
            hall.do("agenda.start", by="m_1", item=f"i_{n // (comments // 10) + 1}")
        if n % (comments // 60) == 0:
            turn = hall.do("floor.grant", by="m_1", hand=hall.do("hand.raise", by=f"m_{n % members + 1}"), after=None)
            hall.do("turn.start", by="m_1", turn=turn)
            hall.do("turn.end", by="m_1", turn=turn)
        text = " ".join(WORDS[(n + at) % len(WORDS)] for at in range(12 + n % 40))
        item = hall.meeting.current_item
        hall.do("comment.post", by=f"m_{(n * 7) % members + 1}", body=f"{text} {n}", on=item)
    hall.do("meeting.close", by="m_1")
    return hall


def log_of(hall: Hall) -> bytes:
    """The log as the server hands it over."""
    lines = []
    for at in range(0, len(hall.log), ENTRY):
        entry = write(hall.log[at : at + ENTRY])
        lines.append(msgspec.json.encode(Line(entry.last, entry.stored.decode(), entry.texts)))
    return b"\n".join(lines) + b"\n"


def made(hall: Hall, log: bytes, kind: Format) -> tuple[float, float, int]:
    """Seconds from the order to the file, megabytes at most, and how large the file is."""
    profile = load_profiles()[hall.meeting.profile]
    order = Order(
        room="r_test", now=hall.now, paper="minutes", format=kind, locale="vi", profile=profile, layout="",
        laid_out=True, to_all=False, about="", check="http://localhost/verify", at="0" * 64,
    )  # fmt: skip
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-I", "-m", "giotay.papers.work"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}
    )
    body, _ = process.communicate(msgspec.json.encode(order) + b"\n" + log)
    took = time.perf_counter() - began
    assert process.returncode == 0, process.returncode
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_024, len(body)


def main() -> int:
    """Print a table; 1 when a promise was broken."""
    table = Table("meeting", "format", "seconds", "of", "MB", "of", "file kB", title="Papers, each in its own process")
    broken = False
    for name, hall, (seconds, megabytes) in (("of 17", held(), SMALL), ("1,500 and 5,000 comments", congress(), LARGE)):
        log = log_of(hall)
        for kind in get_args(Format):
            # The peak is that of the largest child so far: the small meeting comes first.
            took, peak, size = made(hall, log, kind)
            broken = broken or took > seconds or peak > megabytes
            table.add_row(
                name, kind, f"{took:.2f}", f"{seconds:g}", f"{peak:.0f}", f"{megabytes:g}", f"{size / 1_000:.0f}"
            )
    Console().print(table)
    Console().print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
