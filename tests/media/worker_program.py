"""A helper program that does what tests need: answers, refuses, crashes, hangs, fills memory."""

import os
import sys
import time

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.media.message import Message


def answer(asked: Message) -> Message:
    match asked.header["do"]:
        case "echo":
            print("a library that talks", flush=True)
            return Message({"echo": asked.header["text"], "pid": os.getpid()}, asked.body[::-1])
        case "refuse":
            raise NotMedia("This is no picture.", hint="Choose another file.", detail="bad magic")
        case "crash":
            print("about to fall over", file=sys.stderr, flush=True)
            os._exit(3)
        case "bug":
            raise ZeroDivisionError("a mistake of ours")
        case "hang":
            time.sleep(60)
        case "spin":
            while True:
                pass
        case "fill":
            return Message({}, bytes(2**30))
        case "long":
            return Message({}, bytes(2_000_000))
        case "environment":
            return Message(dict(os.environ))
    raise AssertionError(asked)
