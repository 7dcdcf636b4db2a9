/** Programs the tests need from the system. On Debian, root installs what is missing; else we name it. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

import { fail } from "./launcher.mjs";

const LIBRARIES = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`;
const GSTREAMER = `${LIBRARIES}/gstreamer-1.0`;
const TYPELIBS = `${LIBRARIES}/girepository-1.0`;

/** Debian package and a file that shows it is there. */
const NEEDED = [
  { name: "chromium", file: "/usr/bin/chromium" },
  { name: "fonts-noto-cjk", file: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc" },
  { name: "postgresql-15", file: "/usr/lib/postgresql/15/bin/postgres" },
  { name: "ffmpeg", file: "/usr/bin/ffmpeg" },
  { name: "poppler-utils", file: "/usr/bin/pdftoppm" },
  { name: "sip-tester", file: "/usr/bin/sipp" },
  { name: "libfaketime", file: `${LIBRARIES}/faketime/libfaketime.so.1` },
  { name: "softhsm2", file: "/usr/bin/softhsm2-util" },
  { name: "opensc", file: "/usr/bin/pkcs11-tool" },
  { name: "python3", file: "/usr/bin/python3" },
  { name: "python3-gi", file: "/usr/lib/python3/dist-packages/gi/__init__.py" },
  { name: "gir1.2-gst-rtsp-server-1.0", file: `${TYPELIBS}/GstRtspServer-1.0.typelib` },
  { name: "gstreamer1.0-plugins-base", file: `${GSTREAMER}/libgstapp.so` },
  { name: "gstreamer1.0-plugins-good", file: `${GSTREAMER}/libgstrtp.so` },
  { name: "gstreamer1.0-plugins-bad", file: `${GSTREAMER}/libgstvoaacenc.so` },
  { name: "gstreamer1.0-plugins-ugly", file: `${GSTREAMER}/libgstx264.so` },
];

const missingPackages = () =>
  NEEDED.filter(({ file }) => !existsSync(file)).map(({ name }) => name);

function apt(parameters) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status } = spawnSync("apt-get", parameters, { stdio: ["ignore", 2, 2], env });
  return status === 0;
}

const hasPackageLists = () =>
  readdirSync("/var/lib/apt/lists").some(
    (name) => name.endsWith("_Packages") || name.endsWith("_Packages.lz4"),
  );

function installMissing(missing) {
  process.stderr.write(`mingjing: installing ${missing.join(", ")} (apt-get) …\n`);
  const install = ["install", "-y", "--no-install-recommends", ...missing];
  if (hasPackageLists() && apt(install)) return;
  apt(["update"]);
  apt(install);
}

/** Ends the process, naming what is missing, when the tests cannot run here. */
export function ensureSystemPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (isDebianRoot) installMissing(missing);
  const still = NEEDED.filter(({ file }) => !existsSync(file));
  if (still.length === 0) return;
  const named = still.map(({ name, file }) => `${name} (${file})`).join(", ");
  const names = still.map(({ name }) => name).join(" ");
  fail(
    `the tests need ${named}. On Debian 12: apt-get install --no-install-recommends ${names}. ` +
      "Nothing is skipped, so the tests stop here.",
  );
}
