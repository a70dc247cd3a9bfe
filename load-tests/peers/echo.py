"""A framed echo with asyncio: four bytes of big-endian length, then the payload, and the same back.

Prints "listening PORT" and ends when its standard input does.
"""

import asyncio
import sys


async def serve(reader, writer):
    try:
        while True:
            head = await reader.readexactly(4)
            payload = await reader.readexactly(int.from_bytes(head, "big"))
            writer.write(head + payload)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
