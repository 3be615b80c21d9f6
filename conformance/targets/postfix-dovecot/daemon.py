"""What the account service and the filter share: becoming a daemon on a unix socket."""

import asyncio
import grp
import os
import pwd
import signal
import socket


def listen_unix(path):
    """Anybody may connect; who may walk to the socket is decided by its directory."""
    if os.path.exists(path):
        os.unlink(path)
    s = socket.socket(socket.AF_UNIX)
    s.bind(path)
    os.chmod(path, 0o666)
    s.listen(1024)
    return s


def become(user, group):
    """Drops root for good."""
    entry = pwd.getpwnam(user)
    gid = grp.getgrnam(group).gr_gid if group else entry.pw_gid
    os.setgroups([])
    os.setgid(gid)
    os.setuid(entry.pw_uid)


def detach(log):
    """Returns in the daemon, a session leader; the caller prints its process id and exits."""
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    readable, writable = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writable)
        os.read(readable, 1)  # end of file: it has a session, or is dead
        print(pid, flush=True)
        os._exit(0)
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.close(readable)
    os.close(writable)


def serve(sock, on_connection, limit=65536):
    async def main():
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        loop.add_signal_handler(signal.SIGTERM, done.set_result, None)
        server = await asyncio.start_unix_server(
            on_connection, sock=sock, limit=limit, backlog=1024)
        await done
        server.close()

    asyncio.run(main())
