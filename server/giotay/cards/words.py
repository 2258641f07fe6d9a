"""The words on cards and sheets, in both languages."""

from datetime import datetime
from typing import Final

from giotay.minutes.speaking import ZONE
from giotay_protocol.names import Locale, Office

STEPS: Final[dict[Locale, list[str]]] = {
    "vi": [
        "Nối điện thoại vào Wi-Fi của hội trường.",
        "Mở máy ảnh, quét mã này. Không quét được thì mở địa chỉ và gõ mã phòng bên dưới.",
        "Bấm “Đúng, vào phòng”, rồi bấm “Tôi có mặt”.",
    ],
    "en": [
        "Join the hall's Wi-Fi with your phone.",
        "Open the camera and scan this code. Or open the address and type the room code below.",
        "Press “Yes, enter”, then “I am here”.",
    ],
}
# The first step where the hall's Wi-Fi is known, without and with a password.
WIFI: Final[dict[Locale, tuple[str, str]]] = {
    "vi": ("Nối điện thoại vào Wi-Fi “{ssid}”.", "Nối điện thoại vào Wi-Fi “{ssid}”, mật khẩu: {password}"),
    "en": ("Join the Wi-Fi “{ssid}” with your phone.", "Join the Wi-Fi “{ssid}” with your phone; password: {password}"),
}
CODE: Final[dict[Locale, str]] = {"vi": "Mã phòng", "en": "Room code"}
NUMBER: Final[dict[Locale, str]] = {"vi": "Thẻ số", "en": "Card"}
OFFICES: Final[dict[Locale, dict[Office, str]]] = {
    "vi": {
        "chair": "Chủ trì", "deputy": "Phó chủ trì", "secretary": "Thư ký", "teller": "Kiểm phiếu", "member": "",
        "guest": "Khách mời", "observer": "Dự thính",
    },
    "en": {
        "chair": "Chair", "deputy": "Deputy", "secretary": "Secretary", "teller": "Teller", "member": "",
        "guest": "Guest", "observer": "Observer",
    },
}  # fmt: skip


def when(at: int | None, locale: Locale) -> str:
    """A moment as it stands on a card; nothing where it is not known."""
    if at is None:
        return ""
    local = datetime.fromtimestamp(at / 1_000, ZONE)
    if locale == "vi":
        return f"{local:%H} giờ {local:%M}, ngày {local:%d/%m/%Y}"
    return f"{local:%H:%M}, {local.day} {local:%B %Y}"
