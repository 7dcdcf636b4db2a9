"""A network camera for tests: RTSP with digest authentication, H.264 with one keyframe a second.

The picture carries the wall clock as a bar of black and white cells over its full width (clock-bar.ts):
cells 1, 0, then 40 bits of milliseconds since 1970, then their CRC-8 (polynomial 0x07), most significant bit first.
With sound the picture is a plain test card: appsrc beside audiotestsrc in one mount fails with 503.
Lines of standard input say what is shown: "live", "freeze", "loop SECONDS" (what was shown last, again and again), "black".
Prints "ready" once it listens. Needs Debian's gir1.2-gst-rtsp-server-1.0 and GStreamer's plug-ins.
"""

import argparse
import os
import sys
import threading
import time
from collections import deque

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

CELLS = 50
BAR_PART = 12  # the bar is a twelfth of the height
BLACK, WHITE = b"\x10", b"\xeb"
VARIANTS = 8
# Wall, panel, desk and floor, from above.
GREYS = (170, 118, 80, 50)
# So much of a living picture can be shown again.
KEPT_SECONDS = 60
SOUNDS = {
    "pcma": "alawenc ! rtppcmapay name=pay1 pt=8",
    "pcmu": "mulawenc ! rtppcmupay name=pay1 pt=0",
    "aac": "audioconvert ! voaacenc ! aacparse ! rtpmp4gpay name=pay1 pt=97",
}


def crc8(octets):
    value = 0
    for octet in octets:
        value ^= octet
        for _ in range(8):
            value = (value << 1) ^ 0x107 if value & 0x80 else value << 1
    return value & 0xFF


def cells(milliseconds):
    payload = (milliseconds & ((1 << 40) - 1)).to_bytes(5, "big")
    bits = (int.from_bytes(payload, "big") << 8) | crc8(payload)
    return [1, 0] + [(bits >> shift) & 1 for shift in range(47, -1, -1)]


class Picture:
    """I420 pictures: the bar on top, below it the greys of a room with sensor noise and a block that wanders.

    A living picture has new noise each time; else eight are drawn once, which costs a large picture less.
    The greys matter: in a room of one grey the bar is all there is to see, and where a high bit of the clock turns,
    each seventy minutes, half of the bar turns with it, as if the camera had been moved.
    """

    def __init__(self, width, height, is_living):
        self.width, self.height = width, height
        self.is_living = is_living
        self.bar_rows = height // BAR_PART
        rows = height - self.bar_rows
        parts = [(rows * (at + 1) // len(GREYS) - rows * at // len(GREYS)) for at in range(len(GREYS))]
        self.bands = [
            (part * width, bytes(grey - 2 + value % 5 for value in range(256)))
            for part, grey in zip(parts, GREYS)
        ]
        self.bodies = []
        for variant in range(VARIANTS):
            body = bytearray(self.room())
            side = height // 4
            left = (width - side) * variant // VARIANTS
            for row in range(side):
                at = (row + rows // 3) * width + left
                body[at : at + side] = bytes([200]) * side
            self.bodies.append(bytes(body))
        self.chroma = b"\x80" * (width * height // 2)
        self.black = b"\x10" * (width * height) + self.chroma

    def room(self):
        return b"".join(os.urandom(size).translate(noise) for size, noise in self.bands)

    def at(self, number, milliseconds):
        row = b"".join(
            (WHITE if bit else BLACK)
            * ((index + 1) * self.width // CELLS - index * self.width // CELLS)
            for index, bit in enumerate(cells(milliseconds))
        )
        body = self.room() if self.is_living else self.bodies[number // 12 % VARIANTS]
        return b"".join((row * self.bar_rows, body, self.chroma))


class Camera(GstRtspServer.RTSPMediaFactory):
    def __init__(self, options):
        super().__init__()
        self.options = options
        encoder = (
            f"x264enc tune=zerolatency speed-preset=ultrafast bitrate={options.bitrate} "
            f"key-int-max={options.fps} ! rtph264pay name=pay0 pt=96 config-interval=0"
        )
        shape = f"width={options.width},height={options.height},framerate={options.fps}/1"
        if options.sound == "none":
            video = (
                "appsrc name=source is-live=true format=time do-timestamp=true "
                f"caps=video/x-raw,format=I420,{shape}"
            )
            self.set_launch(f"( {video} ! {encoder} )")
        else:
            video = f"videotestsrc is-live=true ! video/x-raw,format=I420,{shape}"
            sound = f"audiotestsrc is-live=true volume=0.1 ! {SOUNDS[options.sound]}"
            self.set_launch(f"( {video} ! {encoder}  {sound} )")
        self.set_shared(True)
        self.picture = Picture(options.width, options.height, options.living)
        self.shown = deque(maxlen=KEPT_SECONDS * options.fps if options.living else 1)
        self.mode = "live"
        self.again = []
        self.connect("media-configure", self.configure)

    def configure(self, _factory, media):
        source = media.get_element().get_by_name_recurse_up("source")
        if source is None:
            source = media.get_element().get_by_name("source")
        if source is not None:
            state = {"number": 0, "next": time.monotonic()}
            source.connect("need-data", self.feed, state)

    def say(self, line):
        """From the thread that reads: the mode is set last, when what it needs is there."""
        mode, _, seconds = line.partition(" ")
        if mode == "freeze":
            self.again = [self.shown[-1]]
        if mode == "loop":
            self.again = list(self.shown)[-int(float(seconds) * self.options.fps) :]
        self.mode = mode

    def next_picture(self, number):
        if self.mode == "black":
            return self.picture.black
        if self.mode in ("freeze", "loop"):
            self.again = self.again[1:] + self.again[:1]
            return self.again[-1]
        octets = self.picture.at(number, int(time.time() * 1000))
        self.shown.append(octets)
        return octets

    def feed(self, source, _length, state):
        wait = state["next"] - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        state["next"] = max(state["next"], time.monotonic() - 0.2) + 1 / self.options.fps
        octets = self.next_picture(state["number"])
        state["number"] += 1
        source.emit("push-buffer", Gst.Buffer.new_wrapped(octets))


def authentication(options):
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
    auth.add_digest(options.user, options.password, token)
    return auth


def obey(camera):
    """The test that started us holds the other end: it closes however the test ends."""
    for line in sys.stdin:
        camera.say(line.strip())
    os._exit(0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", required=True)
    parser.add_argument("--user", default="viewer")
    parser.add_argument("--password", default="secret")
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=360)
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--bitrate", type=int, default=1000, help="kbit/s")
    parser.add_argument("--living", action="store_true", help="new noise in each picture")
    parser.add_argument("--alone", action="store_true", help="do not end with standard input")
    parser.add_argument("--sound", choices=["none", *SOUNDS], default="none")
    options = parser.parse_args()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(options.port)
    server.set_auth(authentication(options))
    factory = Camera(options)
    factory.add_role_from_structure(
        Gst.Structure.new_from_string(
            "viewer, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"
        )
    )
    server.get_mount_points().add_factory("/room", factory)
    if server.attach(None) == 0:
        sys.exit(f"cannot listen on port {options.port}")
    if not options.alone:
        threading.Thread(target=obey, args=(factory,), daemon=True).start()
    print("ready", flush=True)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
