from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def clock():
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller
