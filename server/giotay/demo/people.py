"""Invented people by the dozen: Vietnamese names put together from common parts, no two alike while they last."""

from itertools import product
from typing import Final

_FAMILIES: Final = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Phan",
)
_MIDDLES: Final = ("Thị", "Văn", "Ngọc", "Minh", "Thanh", "Quốc", "Thu", "Đức", "Kim")
_GIVEN: Final = (
    "An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khôi", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quyên", "Sơn", "Trang",
    "Uyên", "Vinh", "Xuân", "Yến",
)  # fmt: skip


def names(count: int) -> list[str]:
    """So many names, always the same ones. Raises ValueError for more than there are."""
    found = [f"{family} {middle} {given}" for given, middle, family in product(_GIVEN, _MIDDLES, _FAMILIES)]
    if count > len(found):
        raise ValueError(f"there are only {len(found)} names")
    # A step without a divisor in common walks through all of them and mixes them well.
    return [found[number * 1_009 % len(found)] for number in range(count)]
