"""A real SMTP server on the loopback address that remembers what it got and can be told to be difficult."""

import asyncio
import threading
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from tests.servers import free_port


class Inbox:
    """Letters that arrived. Addresses decide how they are treated, by how they begin.

    busy…: 451 the first two times. gone…: 550 always. full…: 552 after the text. slow…: the letter is taken,
    but the first time the answer comes too late for the sender. mute…: no answer to the address the first time.
    """

    def __init__(self):
        self.letters, self.tries, self.lock = [], {}, threading.Lock()

    def count(self, address):
        with self.lock:
            self.tries[address] = self.tries.get(address, 0) + 1
            return self.tries[address]

    async def handle_RCPT(self, server, session, envelope, address, options):
        number = self.count(address)
        if address.startswith("busy") and number <= 2:
            return "451 Try again later"
        if address.startswith("gone"):
            return "550 No such user here"
        if address.startswith("mute") and number == 1:
            await asyncio.sleep(3)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        if address.startswith("full"):
            return "552 Mailbox full"
        letter = message_from_bytes(envelope.content, policy=policy.default)
        with self.lock:
            self.letters.append((address, letter["Message-ID"], letter))
        if address.startswith("slow") and self.tries[address] == 1:
            await asyncio.sleep(3)
        return "250 OK"


class MailServer:
    def __enter__(self):
        self.inbox = Inbox()
        self.controller = Controller(self.inbox, hostname="127.0.0.1", port=free_port())
        self.controller.start()
        return self

    def __exit__(self, *_exception):
        self.controller.stop()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.controller.port}"

    @property
    def letters(self):
        return list(self.inbox.letters)
