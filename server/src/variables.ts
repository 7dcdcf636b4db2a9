/** Name, meaning and default of every variable that config.ts reads. */
interface Variable {
  readonly name: string;
  readonly about: string;
  readonly fallback?: string;
}

/** Name, meaning and default of each variable; `docs/operations/configuration.md` is made from it. */
export const VARIABLES: readonly Variable[] = [
  {
    name: "DATABASE_URL",
    about:
      "Owner connection of an external PostgreSQL ≥ 15, for migrations and logins only. Absent: embedded PostgreSQL.",
  },
  {
    name: "MINGJING_APP_DATABASE_URL",
    about: "Serving connection (NOSUPERUSER NOBYPASSRLS). Absent: login mingjing_app is made.",
  },
  {
    name: "MINGJING_CONSOLE_DATABASE_URL",
    about:
      "Connection of the console's reads (NOSUPERUSER NOBYPASSRLS); row-level security holds for it. Absent: login mingjing_console is made.",
  },
  {
    name: "MINGJING_PUBLIC_DATABASE_URL",
    about:
      "Connection of the public pages; SELECT on schema released only. Absent: login mingjing_public is made.",
  },
  {
    name: "MINGJING_DATA_DIR",
    about: "Data directory: postgres/ keys/ secrets/ edge-log/ files/ tiles/ run/.",
    fallback: ".mingjing",
  },
  { name: "MINGJING_HOST", about: "Address to listen on.", fallback: "127.0.0.1" },
  { name: "MINGJING_PORT", about: "The one public port.", fallback: "8080" },
  {
    name: "MINGJING_TRUSTED_PROXIES",
    about:
      "Addresses or CIDR networks of the proxies in front, by comma; X-Forwarded-For counts from these only (docs/operations/install.md). Absent: none, the header is not read.",
  },
  {
    name: "MINGJING_ROLES",
    about:
      "Roles of this process, by comma: intake, console, portal, video, jobs; or all (docs/operations/roles.md). portal alone: a process that sees released data only.",
    fallback: "all",
  },
  {
    name: "MINGJING_FERRY_OUT",
    about:
      "Directory into which signed packages of released data are written for a portal host behind a gap (docs/operations/ferry.md). Absent: none.",
  },
  {
    name: "MINGJING_FERRY_IN",
    about:
      "Directory into which the gap puts signed packages: released data on a portal host, facts elsewhere. Absent: none.",
  },
  {
    name: "MINGJING_FERRY_VKEY",
    about:
      "Portal host: the only key whose packages are taken, as `mingjing ferry status` shows it inside.",
  },
  {
    name: "MINGJING_DEMO",
    about:
      "on | off | auto. auto: on with the embedded database, an empty data directory and a loopback address.",
    fallback: "auto",
  },
  { name: "MINGJING_DEMO_PROJECTS", about: "Projects of the demo city.", fallback: "3000" },
  { name: "MINGJING_LOG_LEVEL", about: "fatal | error | warn | info | debug.", fallback: "info" },
  {
    name: "MINGJING_LOG_ORIGIN",
    about: "Origin line of the witness log, e.g. log.example.cn/mingjing.",
    fallback: "mingjing.local/log",
  },
  {
    name: "MINGJING_WITNESS_POLICY",
    about:
      "File with the witnesses of the log outside (C2SP tlog-policy, docs/how-to/run-a-witness.md); each checkpoint is sent to them. Absent: nobody is asked; the demo city runs three of its own.",
  },
  {
    name: "MINGJING_TIME_SOURCES",
    about:
      "Clocks outside with which the log's signer compares its own, by comma, three at most: ntp://host[:port], or an http or https address whose Date counts (docs/operations/signer.md). Absent: none; it then compares with its last signature and the time since the machine started.",
  },
  {
    name: "MINGJING_SIGNER_SOCKET",
    about:
      "Socket of the log's signer where it runs apart as another user (mingjing signer, docs/operations/signer.md): the server then holds no key. Absent: the server starts its signer, as its own user.",
  },
  {
    name: "MINGJING_SIGNER_KEY",
    about:
      "PKCS #11 URI of the log's Ed25519 key in a cryptographic module, pkcs11:token=…;object=…?module-path=…&pin-source=… (docs/operations/signer.md). Absent: the file keys/log.key.",
  },
  {
    name: "MINGJING_PUBLIC_URL",
    about:
      "Address that citizens use, printed in certificates and letters. Absent: the listening address.",
  },
  {
    name: "MINGJING_SITE_HOSTS",
    about:
      "Hosts inside the own network on which units show what they publish, by comma, each host or host:port; pages of published items are fetched from there as well (docs/how-to/publications.md). Absent: public addresses only.",
  },
  {
    name: "MINGJING_OIDC_ISSUER",
    about:
      "Issuer of the unified government identity (OpenID Connect), an https address. Absent: no such door (docs/how-to/sign-in.md).",
  },
  { name: "MINGJING_OIDC_CLIENT_ID", about: "Client of this installation at the issuer." },
  {
    name: "MINGJING_OIDC_CLIENT_SECRET",
    about: "Secret of that client at the issuer.",
  },
  {
    name: "MINGJING_OIDC_ACCOUNT_CLAIM",
    about:
      "Claim of the ID token whose value is the account, for the first sign-in of a person. Absent: each person links the identity while signed in.",
  },
  {
    name: "MINGJING_CA_ROOTS",
    about:
      "PEM file with the SM2 certificates of the CAs whose UKeys and mobile certificates may sign in. Absent: no such door.",
  },
  {
    name: "MINGJING_CA_CRLS",
    about:
      "Files with the revocation lists (CRL, PEM or DER) of these CAs, by comma; read again when they change. A CA without a current list is refused. Absent: revocation is not asked.",
  },
  {
    name: "MINGJING_CA_BRIDGE",
    about: "Address of the CA's key software on the reader's own computer.",
    fallback: "http://127.0.0.1:18899",
  },
  {
    name: "MINGJING_BACKUP_DIR",
    about:
      "Directory for the continuous backup, on another disk (docs/operations/backup.md). Absent: none is made.",
  },
  {
    name: "MINGJING_BACKUP_PASSPHRASE",
    about: "Encrypts the log key inside backups; without it the key is left out.",
  },
  {
    name: "MINGJING_AUDIT_RETENTION_DAYS",
    about:
      "Days that access records stay searchable at least (docs/security/audit.md); it lengthens the agreed term, three years unless two persons agree on another, and never shortens it. The facts themselves stay for good.",
  },
  {
    name: "MINGJING_LOG_BLOCK",
    about:
      "Leaves of the block in which facts about bids enter the log every 20 seconds, filled up with padding, so that its growth does not tell how many bid (docs/decisions/0036-padded-growth-of-the-log.md). 0 to 4096; 0: they enter as they come. Raise it where more than this many bids are taken in 20 seconds again and again. Absent: 8, and 0 in the demo.",
  },
  {
    name: "MINGJING_EDGE_LOG_KEY_A",
    about:
      "Public half of the first key of the edge log, held by one office; made with `mingjing edge-log keys` (docs/operations/edge-log.md). Given together with the second or not at all. Absent: both keys are made on this host, which is no separation of powers.",
  },
  {
    name: "MINGJING_EDGE_LOG_KEY_B",
    about: "Public half of the second key of the edge log, held by another office.",
  },
  {
    name: "MINGJING_SMTP_URL",
    about:
      "Mail server for notifications, smtp:// or smtps:// with user and password (docs/how-to/notifications.md). Absent: no e-mail.",
  },
  { name: "MINGJING_MAIL_FROM", about: "Sender of e-mail, needed with MINGJING_SMTP_URL." },
  {
    name: "MINGJING_SMS_URL",
    about: "SMS gateway that takes POST {to, text}. Absent: no SMS.",
  },
  { name: "MINGJING_SMS_SECRET", about: "Signs what goes to MINGJING_SMS_URL (HMAC-SHA256)." },
  {
    name: "MINGJING_WECOM_URL",
    about: "Address of a WeCom (企业微信) group robot, with its key. Absent: none.",
  },
  {
    name: "MINGJING_DINGTALK_URL",
    about: "Address of a DingTalk (钉钉) group robot, with its token. Absent: none.",
  },
  { name: "MINGJING_DINGTALK_SECRET", about: "Signing secret of the DingTalk robot (SEC…)." },
  {
    name: "MINGJING_DEMO_MIRROR",
    about:
      "on: the demo city runs a mirror of its discipline office beside itself (docs/how-to/run-a-mirror.md). off: it does not (tests, small machines).",
    fallback: "on",
  },
  {
    name: "MINGJING_CAMERAS",
    about:
      "on: processes of role video open and record cameras. off: they do not (maintenance, tests).",
    fallback: "on",
  },
  {
    name: "MINGJING_VIDEO_QUOTA_GB",
    about:
      "Space for the recordings of all cameras, in 10⁹ bytes. Where they take more, days on which the room had no project go, the oldest first, none before a week is over; what a project or a hold keeps never goes, and health says so. Absent: what the disk holds, and nothing is deleted before its time.",
  },
  {
    name: "MINGJING_FFMPEG",
    about:
      "Path of ffmpeg, with ffprobe beside it; else the one of the system. Where it is missing no camera is recorded, and recordings still play.",
  },
  {
    name: "MINGJING_GB28181_ID",
    about:
      "Number of this platform for devices of GB/T 28181, twenty digits; they register with processes of role video (docs/how-to/cameras-gb28181.md). Absent: no device can.",
  },
  {
    name: "MINGJING_GB28181_HOST",
    about: "IPv4 address at which devices reach this machine; given with MINGJING_GB28181_ID.",
  },
  {
    name: "MINGJING_GB28181_REALM",
    about: "SIP domain of the platform. Absent: the first ten digits of its number.",
  },
  {
    name: "MINGJING_GB28181_PORT",
    about: "Port for SIP, UDP and TCP.",
    fallback: "5060",
  },
  {
    name: "MINGJING_GB28181_MEDIA_PORTS",
    about: "Ports at which pictures arrive, one for each stream, UDP and TCP.",
    fallback: "30000-30499",
  },
  {
    name: "MINGJING_PICTURES_DIR",
    about:
      "Folder of the public pictures of openings on a portal host that stands apart; else <data dir>/video/public.",
  },
  {
    name: "MINGJING_ANCHOR_MINUTES",
    about:
      "Minutes between two anchors of the log on the chains named below (docs/how-to/chain-anchors.md).",
    fallback: "10",
  },
  {
    name: "MINGJING_ANCHOR_PROVINCE_URL",
    about:
      "Address of the province's evidence service (存证), an https address. Given together with account, secret and key. Absent: none.",
  },
  { name: "MINGJING_ANCHOR_PROVINCE_ACCOUNT", about: "Account of this platform there." },
  {
    name: "MINGJING_ANCHOR_PROVINCE_SECRET",
    about: "Secret of that account; signs requests (HMAC-SM3).",
  },
  {
    name: "MINGJING_ANCHOR_PROVINCE_KEY",
    about:
      "SM2 public key of the service, 04 and 128 hex digits; receipts of another are refused. Several by comma where it was changed.",
  },
  {
    name: "MINGJING_ANCHOR_EVM_URL",
    about:
      "RPC address of a chain that speaks Ethereum's, https or in this machine. Given together with the contract. Absent: none.",
  },
  {
    name: "MINGJING_ANCHOR_EVM_CONTRACT",
    about:
      "Address of the contract there, as `node chain/deploy.ts` prints it. The key of the account lies in <data dir>/secrets/anchor-evm-key.",
  },
  {
    name: "MINGJING_ANCHOR_EVM_CONFIRMATIONS",
    about: "Blocks that must stand on top of an anchor before it counts.",
    fallback: "6",
  },
  {
    name: "MINGJING_TOKEN",
    about: "Operator token for the command line; else <data dir>/secrets/operator-token.",
  },
  {
    name: "MINGJING_URL",
    about: "Server that the command line talks to.",
    fallback: "http://127.0.0.1:8080",
  },
];
