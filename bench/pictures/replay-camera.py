"""A network camera that costs nothing: RTSP of a file that was encoded before, again and again, to any number of clients.

The file is H.264 (Annex B) with access unit delimiters; one picture is sent each 1/fps second. Prints "ready" once it listens, ends
with standard input. Needs Debian's gir1.2-gst-rtsp-server-1.0 and GStreamer's plug-ins.
"""

import os
import re
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

DELIMITER = re.compile(rb"\x00\x00\x00?\x01\x09")


def pictures_of(path):
    with open(path, "rb") as file:
        octets = file.read()
    starts = [found.start() for found in DELIMITER.finditer(octets)]
    return [octets[a:b] for a, b in zip(starts, starts[1:] + [len(octets)])]


class Replay(GstRtspServer.RTSPMediaFactory):
    def __init__(self, path, fps):
        super().__init__()
        self.pictures, self.fps = pictures_of(path), fps
        caps = "video/x-h264,stream-format=byte-stream,alignment=au"
        self.set_launch(
            f"( appsrc name=source is-live=true format=time do-timestamp=true caps={caps} "
            "! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1 )"
        )
        self.set_shared(True)
        self.connect("media-configure", self.configure)

    def configure(self, _factory, media):
        source = media.get_element().get_by_name_recurse_up("source")
        if source is None:
            source = media.get_element().get_by_name("source")
        source.connect("need-data", self.feed, {"number": 0, "next": time.monotonic()})

    def feed(self, source, _length, state):
        wait = state["next"] - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        state["next"] = max(state["next"], time.monotonic() - 0.2) + 1 / self.fps
        octets = self.pictures[state["number"] % len(self.pictures)]
        state["number"] += 1
        source.emit("push-buffer", Gst.Buffer.new_wrapped(octets))


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


def main():
    port, path, fps = sys.argv[1], sys.argv[2], int(sys.argv[3])
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    server.get_mount_points().add_factory("/room", Replay(path, fps))
    if server.attach(None) == 0:
        sys.exit(f"cannot listen on port {port}")
    threading.Thread(target=end_with_parent, daemon=True).start()
    print("ready", flush=True)
    GLib.MainLoop().run()


main()
