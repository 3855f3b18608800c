import http from 'node:http';
import net from 'node:net';
import { timingSafeEqual } from 'node:crypto';

const PORT = Number(process.env.PORT);
const TOKEN = Buffer.from(process.env.TOKEN ?? '');
const REDIS_PORT = Number(process.env.REDIS_PORT);
const MAX_BODY = 10 * 1024 * 1024;
if (!PORT || !REDIS_PORT || TOKEN.length === 0) throw new Error('PORT, REDIS_PORT and TOKEN are needed');

class Refusal extends Error {
  constructor(status, message) { super(message); this.status = status; }
}

// RESP2: a reply is { t: type byte, v: Buffer | digits | array | null }
function parse(buf, at) {
  const eol = buf.indexOf('\r\n', at);
  if (eol < 0) return null;
  const t = String.fromCharCode(buf[at]);
  const next = eol + 2;
  if (t === '+' || t === '-') return [{ t, v: Buffer.from(buf.subarray(at + 1, eol)) }, next];
  const head = buf.toString('latin1', at + 1, eol);
  if (t === ':') return [{ t, v: head }, next];
  const n = Number(head);
  if (t === '$') {
    if (n < 0) return [{ t, v: null }, next];
    if (buf.length < next + n + 2) return null;
    return [{ t, v: Buffer.from(buf.subarray(next, next + n)) }, next + n + 2];
  }
  if (t !== '*') throw new Error('protocol');
  if (n < 0) return [{ t, v: null }, next];
  const v = [];
  let pos = next;
  for (let one; v.length < n; pos = one[1]) {
    if ((one = parse(buf, pos)) === null) return null;
    v.push(one[0]);
  }
  return [{ t, v }, pos];
}

function frame(r) {
  if (r.v === null) return Buffer.from(r.t === '*' ? '*-1\r\n' : '$-1\r\n');
  if (r.t === '*') return Buffer.concat([Buffer.from(`*${r.v.length}\r\n`), ...r.v.map(frame)]);
  if (r.t === '$') return Buffer.concat([Buffer.from(`$${r.v.length}\r\n`), r.v, Buffer.from('\r\n')]);
  return Buffer.concat([Buffer.from(r.t), Buffer.from(r.v), Buffer.from('\r\n')]);
}

const command = (args) => frame({ t: '*', v: args.map((v) => ({ t: '$', v })) });
const words = (...list) => list.map((w) => Buffer.from(w));
const problem = (text) => ({ t: '-', v: Buffer.from(text) });

class Link {
  sock = null;
  waiting = [];

  open() {
    const sock = net.connect({ host: '127.0.0.1', port: REDIS_PORT, noDelay: true });
    let buf = Buffer.alloc(0);
    this.sock = sock;
    sock.on('data', (chunk) => {
      buf = buf.length ? Buffer.concat([buf, chunk]) : chunk;
      let pos = 0;
      try {
        for (let one; pos < buf.length && (one = parse(buf, pos)) !== null;) {
          pos = one[1];
          this.take(one[0]);
        }
      } catch { return this.drop(sock); }
      buf = buf.subarray(pos);
    });
    sock.on('error', () => this.drop(sock));
    sock.on('close', () => this.drop(sock));
  }

  take(reply) {
    const job = this.waiting[0];
    if (job === undefined || job.got.push(reply) < job.count) return;
    this.waiting.shift();
    clearTimeout(job.timer);
    job.resolve(job.got);
  }

  drop(sock) {
    sock.destroy();
    if (this.sock !== sock) return;
    this.sock = null;
    for (const job of this.waiting.splice(0)) {
      clearTimeout(job.timer);
      job.reject(new Refusal(503, 'ERR the database is not available'));
    }
  }

  send(list) {
    if (list.length === 0) return Promise.resolve([]);
    if (this.sock === null) this.open();
    const sock = this.sock;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.drop(sock), 10_000);
      this.waiting.push({ count: list.length, got: [], resolve, reject, timer });
      sock.write(Buffer.concat(list.map(command)));
    });
  }
}

const links = Array.from({ length: 4 }, () => new Link());
let turn = 0;

// commands that would change or hold a connection that requests share
const REFUSED = new Set(`SUBSCRIBE PSUBSCRIBE SSUBSCRIBE UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE MONITOR
  MULTI EXEC DISCARD WATCH UNWATCH SELECT AUTH HELLO RESET QUIT CLIENT SYNC PSYNC REPLCONF REPLICAOF
  SLAVEOF SHUTDOWN FAILOVER MIGRATE DEBUG ASKING READONLY READWRITE WAIT WAITAOF BLPOP BRPOP BLMOVE
  BLMPOP BRPOPLPUSH BZPOPMIN BZPOPMAX BZMPOP`.split(/\s+/));
const upper = (arg) => arg.toString('latin1').toUpperCase();
function refused(args) {
  const name = upper(args[0]);
  if (name === 'XREAD' || name === 'XREADGROUP') {
    for (const a of args.slice(name === 'XREAD' ? 1 : 4).map(upper)) {
      if (a === 'STREAMS') return false;
      if (a === 'BLOCK') return true;
    }
  }
  return REFUSED.has(name) || (name === 'SCRIPT' && args.length > 1 && upper(args[1]) === 'DEBUG');
}
const refusal = (args) => problem(`ERR command '${args[0].toString().slice(0, 64)}' is not supported here`);

// scripts may name a flag that this Redis does not know
function known(args) {
  const at = { EVAL: 1, EVAL_RO: 1, SCRIPT: 2 }[upper(args[0])];
  if (at === undefined || args.length <= at || (at === 2 && upper(args[1]) !== 'LOAD')) return args;
  const script = args[at].toString('latin1');
  const m = /^#!lua flags=(?=[\w,-]*allow-key-locking)([\w,-]+)(?=\n)/.exec(script);
  if (m === null) return args;
  const rest = m[1].split(',').filter((f) => f !== 'allow-key-locking').join(',');
  return args.with(at, Buffer.from(`#!lua${rest && ` flags=${rest}`}${script.slice(m[0].length)}`, 'latin1'));
}

async function run(link, list) {
  const replies = await link.send(list.filter((args) => !refused(args)).map(known));
  let n = 0;
  return list.map((args) => (refused(args) ? refusal(args) : replies[n++]));
}

async function transaction(link, list) {
  const no = list.find(refused);
  if (no) return problem(`EXECABORT Transaction discarded: ${no[0].toString().slice(0, 64)} is not supported here`);
  const replies = await link.send([words('MULTI'), ...list.map(known), words('EXEC')]);
  return replies.at(-1);
}

// JSON in: every string is marked s, every number n, so that digits are kept as written
const LITERAL = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
function digits(text) {
  const n = Number(text);
  if (/^-?\d+$/.test(text) || !Number.isFinite(n)) return text;
  return Object.is(n, -0) ? '-0' : String(n);
}
function readJSON(body) {
  const text = body.toString('utf8');
  try { JSON.parse(text); } catch { throw new Refusal(400, 'ERR the body is not JSON'); }
  return JSON.parse(text.replace(LITERAL, (m) => (m[0] === '"' ? `"s${m.slice(1)}` : `"n${digits(m)}"`)));
}
function readCommand(item) {
  if (!Array.isArray(item) || typeof item[0] !== 'string' || item[0][0] !== 's') {
    throw new Refusal(400, 'ERR a command is a non-empty array that starts with its name');
  }
  return item.map((a) => {
    if (typeof a === 'boolean') return Buffer.from(String(a));
    if (typeof a !== 'string') throw new Refusal(400, 'ERR an argument is a string, a number or a boolean');
    return Buffer.from(a.slice(1));
  });
}
function readBatch(body) {
  const items = readJSON(body);
  if (Array.isArray(items)) return items.map(readCommand);
  throw new Refusal(400, 'ERR a batch is an array of commands');
}

function render(r, base64, top) {
  if (r.v === null) return 'null';
  if (r.t === ':') return r.v;
  if (r.t === '*') return `[${r.v.map((x) => render(x, base64, false)).join(',')}]`;
  const plain = !base64 || r.t === '-' || (top && r.t === '+' && r.v.toString() === 'OK');
  return JSON.stringify(r.v.toString(plain ? 'utf8' : 'base64'));
}
const envelope = (r, base64) => (r.t === '-'
  ? `{"error":${render(r, false, true)}}`
  : `{"result":${render(r, base64, true)}}`);

const decode = (s) => Buffer.from(
  s.replace(/%([0-9a-fA-F]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16))), 'latin1');

const same = (token) => token.length === TOKEN.length && timingSafeEqual(token, TOKEN);
function authorised(req, token) {
  const header = req.headers.authorization;
  if (header === undefined) return token !== undefined && same(token);
  const m = /^bearer +(.+)$/i.exec(header);
  return m !== null && same(Buffer.from(m[1], 'latin1'));
}

async function readBody(req) {
  const chunks = [];
  let size = 0;
  for await (const chunk of req) {
    if ((size += chunk.length) > 8 * MAX_BODY) req.socket.destroy();
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return size > MAX_BODY ? null : Buffer.concat(chunks);
}

function answer(res, status, body) {
  setTimeout(() => {
    const bytes = Buffer.from(body);
    const half = Math.ceil(bytes.length / 2);
    res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    res.write(bytes.subarray(0, half));
    res.end(bytes.subarray(half));
  }, 15);
}

async function handle(req, res) {
  const body = await readBody(req);
  const url = req.url.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = (mark < 0 ? '' : url.slice(mark + 1)).split('&').filter((p) => p !== '').map((p) => {
    const eq = p.indexOf('=');
    return eq < 0 ? [decode(p)] : [decode(p.slice(0, eq)), decode(p.slice(eq + 1))];
  });
  const isToken = (p) => p[0].toString() === '_token';
  const given = query.find(isToken);
  const extra = query.filter((p) => !isToken(p)).flat();
  if (!authorised(req, given && given[1])) throw new Refusal(401, 'ERR unauthorized');
  if (!['GET', 'POST', 'PUT', 'HEAD'].includes(req.method)) {
    res.setHeader('Allow', 'GET, POST, PUT, HEAD');
    throw new Refusal(405, 'ERR method not allowed');
  }
  if (body === null) throw new Refusal(413, 'ERR the body is too large');
  if (path !== '/' && path !== '/pipeline' && path !== '/multi-exec') throw new Refusal(404, 'ERR not found: send the command as JSON to /');
  if (req.method === 'GET' || req.method === 'HEAD') {
    res.setHeader('Allow', 'POST, PUT');
    throw new Refusal(405, 'ERR send the command as JSON with POST');
  }
  const encoding = req.headers['upstash-encoding']?.toLowerCase();
  const format = (req.headers['upstash-response-format'] ?? 'json').toLowerCase();
  if (encoding !== undefined && encoding !== 'base64') throw new Refusal(400, 'ERR unknown encoding');
  if (format !== 'json') throw new Refusal(400, 'ERR answers are in JSON only');
  const base64 = encoding === 'base64';
  if (extra.length) throw new Refusal(400, 'ERR no arguments are taken from the query');
  const link = (req.socket.link ??= links[turn++ % links.length]);

  if (path === '/pipeline') {
    const replies = await run(link, readBatch(body));
    return answer(res, 200, `[${replies.map((r) => envelope(r, base64)).join(',')}]`);
  }
  if (path === '/multi-exec') {
    const reply = await transaction(link, readBatch(body));
    if (reply.t === '-') return answer(res, 400, envelope(reply, base64));
    return answer(res, 200, `[${reply.v.map((r) => envelope(r, base64)).join(',')}]`);
  }
  const args = readCommand(readJSON(body));
  const [reply] = await run(link, [args]);
  const status = reply.t === '-' ? 400 : 200;
  answer(res, status, envelope(reply, base64));
}

const server = http.createServer({ maxHeaderSize: 4 << 20, keepAliveTimeout: 75_000 }, (req, res) => {
  req.socket.served = (req.socket.served ?? 0) + 1;
  if (req.socket.served > 5) return;
  if (req.socket.served === 5) res.setHeader('Connection', 'close');
  handle(req, res).catch((e) => {
    if (res.headersSent || res.destroyed) return res.destroy();
    const text = e instanceof Refusal ? e.message : 'ERR internal error';
    answer(res, e.status ?? 500, JSON.stringify({ error: text }));
  });
});

function bad(socket, line, text) {
  const body = JSON.stringify({ error: text });
  const headers = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close`;
  socket.end(`HTTP/1.1 ${line}\r\n${headers}\r\n\r\n${body}`);
}
server.on('connect', (req, socket) => bad(socket, '405 Method Not Allowed', 'ERR method not allowed'));
server.on('clientError', (e, socket) => {
  if (e.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
  if (e.code === 'HPE_INVALID_METHOD') bad(socket, '405 Method Not Allowed', 'ERR method not allowed');
  else if (e.code === 'HPE_HEADER_OVERFLOW') bad(socket, '431 Request Header Fields Too Large', 'ERR headers too large');
  else bad(socket, '400 Bad Request', 'ERR bad request');
});
process.on('SIGTERM', () => process.exit(0));
server.listen(PORT, '127.0.0.1');
