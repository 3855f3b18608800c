import http from 'node:http';
import { timingSafeEqual } from 'node:crypto';

const PORT = Number(process.env.PORT);
const TOKEN = Buffer.from(process.env.TOKEN ?? '');
const MAX_BODY = 10 * 1024 * 1024;
if (!PORT || TOKEN.length === 0) throw new Error('PORT and TOKEN are needed');
class Refusal extends Error {
  constructor(status, message) { super(message); this.status = status; }
}
class Fault extends Error {}
const SYNTAX = 'ERR syntax error', NOT_INT = 'ERR value is not an integer or out of range', NO_KEY = 'ERR no such key';
const fault = (text) => { throw new Fault(text); };

// Strings are kept as latin1 text, one character a byte. A reply is a number, a bigint, text, null, an array or a Status.
class Status { constructor(text) { this.text = text; } }
const OK = new Status('OK');
const db = new Map(); // key -> { t: type, v: value, x: time of expiry or 0 }
function peek(key) {
  const e = db.get(key);
  if (e === undefined || e.x === 0 || e.x > Date.now()) return e;
  db.delete(key);
  return undefined;
}
function look(key, t) {
  const e = peek(key);
  if (e !== undefined && e.t !== t) fault('WRONGTYPE Operation against a key holding the wrong kind of value');
  return e?.v;
}
const put = (key, t, v, x = 0) => { db.set(key, { t, v, x }); };
const FRESH = { set: () => new Set(), list: () => [], hash: () => new Map() };
function open(key, t) {
  if (look(key, t) === undefined) put(key, t, FRESH[t]());
  return db.get(key).v;
}
const tidy = (key) => { const v = db.get(key)?.v; if (v !== undefined && typeof v !== 'string' && (v.size ?? v.length) === 0) db.delete(key); };
const text = (key) => look(key, 'string');
const write = (key, v) => put(key, 'string', v, peek(key)?.x ?? 0);
function big(s, why = NOT_INT) {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(s) || BigInt.asIntN(64, BigInt(s)) !== BigInt(s)) fault(why);
  return BigInt(s);
}
const int = (s) => Number(big(s));
const pairs = (a) => { const out = []; for (let i = 0; i + 1 < a.length; i += 2) out.push([a[i], a[i + 1]]); return out; };
const even = (a, name) => { if (a.length % 2) fault(`ERR wrong number of arguments for '${name}' command`); return pairs(a); };
function cut(read, from, to) {
  int(from);
  int(to);
  const v = read(), [a, b] = [int(from), int(to)].map((n) => (n < 0 ? n + v.length : n));
  if (typeof v === 'string' && b < 0 && !(int(from) < 0 && int(from) > int(to))) return v.slice(0, a <= 0 ? 1 : 0);
  return a > b || b < 0 ? v.slice(0, 0) : v.slice(Math.max(0, a), b + 1);
}
function add(key, amount) {
  const sum = big(text(key) ?? '0') + amount;
  if (BigInt.asIntN(64, sum) !== sum) fault('ERR increment or decrement would overflow');
  write(key, String(sum));
  return sum;
}
function set([key, value, ...options]) {
  const o = {};
  for (let i = 0; i < options.length; i++) {
    const name = options[i].toUpperCase();
    if (['NX', 'XX', 'GET', 'KEEPTTL'].includes(name)) o[name] = true;
    else if (['EX', 'PX', 'EXAT', 'PXAT'].includes(name) && !o.time && i + 1 < options.length) o.time = [name, options[++i]];
    else fault(SYNTAX);
  }
  if ((o.NX && o.XX) || (o.time && o.KEEPTTL)) fault(SYNTAX);
  const x = o.time ? when(o.time[0], o.time[1], 'set') : 0;
  const old = peek(key);
  const before = o.GET ? text(key) ?? null : undefined;
  if ((o.NX && old) || (o.XX && !old)) return o.GET ? before : null;
  put(key, 'string', value, o.KEEPTTL ? old?.x ?? 0 : x);
  return o.GET ? before : OK;
}
function when(unit, amount, name) {
  const n = int(amount) * (unit[0] === 'P' ? 1 : 1000);
  if (n <= 0 || n > 2 ** 52) fault(`ERR invalid expire time in '${name}' command`);
  return unit.endsWith('AT') ? n : Date.now() + n;
}
function expire(scale, absolute, name) {
  return ([key, amount, ...flags]) => {
    const f = new Set(flags.map((s) => s.toUpperCase()));
    for (const one of f) if (!['NX', 'XX', 'GT', 'LT'].includes(one)) fault(`ERR Unsupported option ${one}`);
    if ((f.has('NX') && f.size > 1) || (f.has('GT') && f.has('LT'))) fault('ERR NX and XX, GT or LT options at the same time are not compatible');
    const at = int(amount) * scale + (absolute ? 0 : Date.now());
    if (Math.abs(at) > 2 ** 53) fault(`ERR invalid expire time in '${name}' command`);
    const e = peek(key);
    if (!e || (f.has('NX') && e.x) || (f.has('XX') && !e.x)) return 0;
    if ((f.has('GT') && (!e.x || at <= e.x)) || (f.has('LT') && e.x && at >= e.x)) return 0;
    if (at <= Date.now()) db.delete(key);
    else e.x = at;
    return 1;
  };
}
const left = (scale) => ([key]) => { const e = peek(key); return !e ? -2 : !e.x ? -1 : Math.round((e.x - Date.now()) / scale); };
const glob = (p) => new RegExp(`^${p.replace(/\\([^])|(\[\^?(?:\\[^]|[^\]])*\])|[^]/g, (c, esc, cls) => (esc !== undefined ? esc.replace(/[^\w]/, '\\$&')
  : cls !== undefined ? cls : c === '*' ? '[^]*' : c === '?' ? '[^]' : c.replace(/[^\w]/, '\\$&')))}$`);
function scan([cursor, ...o]) {
  if (!/^\d+$/.test(cursor)) fault('ERR invalid cursor');
  let keys = [...db.keys()].filter(peek);
  for (const [name, value] of o.length % 2 ? fault(SYNTAX) : pairs(o)) {
    if (name.toUpperCase() === 'MATCH') { const re = glob(value); keys = keys.filter((k) => re.test(k)); }
    else if (name.toUpperCase() === 'TYPE') keys = keys.filter((k) => db.get(k).t === value.toLowerCase());
    else if (name.toUpperCase() !== 'COUNT' || int(value) < 1) fault(SYNTAX);
  }
  return ['0', cursor === '0' ? keys : []];
}
const members = (key) => look(key, 'set') ?? new Set();
const count = (list, test) => list.reduce((n, x) => n + (test(x) ? 1 : 0), 0);
const inter = (keys) => { const [a, ...rest] = keys.map(members); return [...a].filter((m) => rest.every((s) => s.has(m))); };
const union = (keys) => [...new Set(keys.flatMap((k) => [...members(k)]))];
const diff = (keys) => { const [a, ...rest] = keys.map(members); return [...a].filter((m) => !rest.some((s) => s.has(m))); };
const store = (of) => ([to, ...keys]) => { const v = new Set(of(keys)); put(to, 'set', v); tidy(to); return v.size; };
const push = (end, must) => ([key, ...v]) => { if (must && !look(key, 'list')) return 0; const l = open(key, 'list'); for (const x of v) l[end](x); return l.length; };
const pop = (end) => ([key, n, more]) => {
  if (more !== undefined) fault('ERR wrong number of arguments');
  if (n !== undefined && !/^(0|[1-9]\d{0,17})$/.test(n)) fault('ERR value is out of range, must be positive');
  const l = look(key, 'list');
  if (!l) return null;
  const out = [];
  for (let i = n === undefined ? 1 : int(n); i > 0 && l.length; i--) out.push(l[end]());
  tidy(key);
  return n === undefined ? out[0] : out;
};
const hash = (key) => look(key, 'hash') ?? new Map();
function hset([key, ...a], name) { const p = even(a, name); const h = open(key, 'hash'); return count(p, ([f, v]) => { const is = !h.has(f); h.set(f, v); return is; }); }
function del(keys) { return count(keys, (k) => peek(k) !== undefined && db.delete(k)); }

const COMMANDS = { // name: [arity as in Redis, what it does]
  PING: [-1, ([a, b]) => (b !== undefined ? fault("ERR wrong number of arguments for 'ping' command") : a ?? new Status('PONG'))], ECHO: [2, ([a]) => a],
  GET: [2, ([k]) => text(k) ?? null], SET: [-3, set], STRLEN: [2, ([k]) => (text(k) ?? '').length],
  SETNX: [3, ([k, v]) => (peek(k) ? 0 : (put(k, 'string', v), 1))],
  SETEX: [4, ([k, s, v]) => { put(k, 'string', v, when('EX', s, 'setex')); return OK; }],
  PSETEX: [4, ([k, s, v]) => { put(k, 'string', v, when('PX', s, 'psetex')); return OK; }],
  GETSET: [3, ([k, v]) => { const old = text(k) ?? null; put(k, 'string', v); return old; }],
  GETDEL: [2, ([k]) => { const old = text(k) ?? null; db.delete(k); return old; }],
  APPEND: [3, ([k, v]) => { write(k, (text(k) ?? '') + v); return text(k).length; }],
  GETRANGE: [4, ([k, a, b]) => cut(() => text(k) ?? '', a, b)],
  SETRANGE: [4, ([k, at, v]) => {
    const n = int(at) < 0 ? fault('ERR offset is out of range') : int(at), s = text(k) ?? '';
    if (v === '') return s.length;
    if (n + v.length > 64 << 20) fault('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
    write(k, s.slice(0, n).padEnd(n, '\0') + v + s.slice(n + v.length));
    return text(k).length;
  }],
  INCR: [2, ([k]) => add(k, 1n)], DECR: [2, ([k]) => add(k, -1n)], INCRBY: [3, ([k, n]) => add(k, big(n))],
  DECRBY: [3, ([k, n]) => (big(n) === -(2n ** 63n) ? fault('ERR decrement would overflow') : add(k, -big(n)))],
  MGET: [-2, (keys) => keys.map((k) => (peek(k)?.t === 'string' ? text(k) : null))],
  MSET: [-3, (a) => { for (const [k, v] of even(a, 'mset')) put(k, 'string', v); return OK; }],
  MSETNX: [-3, (a) => { const p = even(a, 'msetnx'); if (p.some(([k]) => peek(k))) return 0; for (const [k, v] of p) put(k, 'string', v); return 1; }],
  DEL: [-2, del], UNLINK: [-2, del], EXISTS: [-2, (keys) => count(keys, peek)], TOUCH: [-2, (keys) => count(keys, peek)],
  TYPE: [2, ([k]) => new Status(peek(k)?.t ?? 'none')], SCAN: [-2, scan], DBSIZE: [1, () => count([...db.keys()], peek)],
  RENAME: [3, ([a, b]) => { const e = peek(a) ?? fault(NO_KEY); db.delete(a); db.set(b, e); return OK; }],
  TTL: [2, left(1000)], PTTL: [2, left(1)], PERSIST: [2, ([k]) => { const e = peek(k); if (!e?.x) return 0; e.x = 0; return 1; }],
  EXPIRE: [-3, expire(1000, false, 'expire')], PEXPIRE: [-3, expire(1, false, 'pexpire')],
  EXPIREAT: [-3, expire(1000, true, 'expireat')], PEXPIREAT: [-3, expire(1, true, 'pexpireat')],
  SADD: [-3, ([k, ...m]) => { const s = open(k, 'set'); return count(m, (x) => !s.has(x) && s.add(x)); }],
  SREM: [-3, ([k, ...m]) => { const s = members(k), n = count(m, (x) => s.delete(x)); tidy(k); return n; }],
  SMEMBERS: [2, ([k]) => [...members(k)]], SCARD: [2, ([k]) => members(k).size], SISMEMBER: [3, ([k, m]) => Number(members(k).has(m))],
  SMISMEMBER: [-3, ([k, ...m]) => m.map((x) => Number(members(k).has(x)))],
  SINTER: [-2, inter], SUNION: [-2, union], SDIFF: [-2, diff], SINTERSTORE: [-3, store(inter)], SUNIONSTORE: [-3, store(union)], SDIFFSTORE: [-3, store(diff)],
  SMOVE: [4, ([a, b, m]) => { if (!peek(a)) return 0; members(b); if (!members(a).has(m) || a === b) return Number(members(a).has(m)); members(a).delete(m); tidy(a); open(b, 'set').add(m); return 1; }],
  LPUSH: [-3, push('unshift')], RPUSH: [-3, push('push')], LPUSHX: [-3, push('unshift', true)], RPUSHX: [-3, push('push', true)],
  LPOP: [-2, pop('shift')], RPOP: [-2, pop('pop')], LLEN: [2, ([k]) => (look(k, 'list') ?? []).length],
  LRANGE: [4, ([k, a, b]) => cut(() => look(k, 'list') ?? [], a, b)], LINDEX: [3, ([k, i]) => look(k, 'list')?.at(int(i)) ?? null],
  LSET: [4, ([k, i, v]) => { const l = look(k, 'list') ?? fault(NO_KEY), n = int(i) < 0 ? int(i) + l.length : int(i); if (n < 0 || n >= l.length) fault('ERR index out of range'); l[n] = v; return OK; }],
  LREM: [4, ([k, c, v]) => {
    const n = int(c), l = look(k, 'list') ?? [], at = [...l.keys()].filter((i) => l[i] === v);
    const gone = new Set(n > 0 ? at.slice(0, n) : n < 0 ? at.slice(n) : at);
    if (gone.size) db.get(k).v = l.filter((_, i) => !gone.has(i));
    tidy(k);
    return gone.size;
  }],
  LTRIM: [4, ([k, a, b]) => { const l = cut(() => look(k, 'list') ?? [], a, b); if (peek(k)) db.get(k).v = l; tidy(k); return OK; }],
  HSET: [-4, (a) => hset(a, 'hset')], HMSET: [-4, (a) => { hset(a, 'hmset'); return OK; }], HGET: [3, ([k, f]) => hash(k).get(f) ?? null],
  HSETNX: [4, ([k, f, v]) => { const h = open(k, 'hash'); if (h.has(f)) return 0; h.set(f, v); return 1; }],
  HMGET: [-3, ([k, ...f]) => f.map((x) => hash(k).get(x) ?? null)], HGETALL: [2, ([k]) => [...hash(k)].flat()],
  HKEYS: [2, ([k]) => [...hash(k).keys()]], HVALS: [2, ([k]) => [...hash(k).values()]], HLEN: [2, ([k]) => hash(k).size],
  HEXISTS: [3, ([k, f]) => Number(hash(k).has(f))], HSTRLEN: [3, ([k, f]) => (hash(k).get(f) ?? '').length],
  HDEL: [-3, ([k, ...f]) => { const h = hash(k), n = count(f, (x) => h.delete(x)); tidy(k); return n; }],
  HINCRBY: [4, ([k, f, n]) => {
    const sum = big(n) + big(hash(k).get(f) ?? '0', 'ERR hash value is not an integer');
    if (BigInt.asIntN(64, sum) !== sum) fault('ERR increment or decrement would overflow');
    open(k, 'hash').set(f, String(sum));
    return sum;
  }],
};
const find = (args) => (Object.hasOwn(COMMANDS, args[0].toUpperCase()) ? COMMANDS[args[0].toUpperCase()] : undefined);
function unfit(args) { // the error of a command that cannot be queued
  const c = find(args);
  if (c === undefined) return new Refusal(400, `ERR unknown command '${args[0].slice(0, 64)}'`);
  if (c[0] > 0 ? args.length === c[0] : args.length >= -c[0]) return null;
  return new Fault(`ERR wrong number of arguments for '${args[0].toLowerCase()}' command`);
}
let turn = 0;
function run(args) { // a reply, or an Error
  const no = unfit(args);
  if (no) return no;
  if ((++turn % 32 === 0 || /^setrange$/i.test(args[0]) || args.some((a) => a.length > 65536)) && process.memoryUsage.rss() > 700 << 20) return new Fault('OOM command not allowed when used memory > maxmemory');
  try { return find(args)[1](args.slice(1)); } catch (e) { if (e instanceof Fault) return e; throw e; }
}

// JSON in: every string is marked s, every number n, so that digits are kept as written
const LITERAL = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
function digits(s) {
  if (/^-?\d+$/.test(s) || !Number.isFinite(Number(s))) return s;
  return Object.is(Number(s), -0) ? '-0' : String(Number(s));
}
function readJSON(body) {
  const s = body.toString('utf8');
  try { JSON.parse(s); } catch { throw new Refusal(400, 'ERR the body is not JSON'); }
  return JSON.parse(s.replace(LITERAL, (m) => (m[0] === '"' ? `"s${m.slice(1)}` : `"n${digits(m)}"`)));
}
function readArgument(a) {
  if (typeof a === 'boolean') return String(a);
  if (typeof a !== 'string') throw new Refusal(400, 'ERR an argument is a string, a number or a boolean');
  return Buffer.from(a.slice(1)).toString('latin1');
}
function readCommand(item) {
  if (!Array.isArray(item) || typeof item[0] !== 'string' || item[0][0] !== 's') throw new Refusal(400, 'ERR a command is a non-empty array that starts with its name');
  return item.map(readArgument);
}
function readBatch(body, each) {
  const items = readJSON(body);
  if (!Array.isArray(items)) throw new Refusal(400, 'ERR a batch is an array of commands');
  return items.map(each);
}
function render(r, base64, top) {
  if (r === null || typeof r === 'number' || typeof r === 'bigint') return String(r);
  if (Array.isArray(r)) return `[${r.map((x) => render(x, base64, false)).join(',')}]`;
  const plain = !base64 || (top && r === OK);
  return JSON.stringify(Buffer.from(r.text ?? r, 'latin1').toString(plain ? 'utf8' : 'base64'));
}
const envelope = (r, base64) => (r instanceof Error ? JSON.stringify({ error: Buffer.from(r.message, 'latin1').toString() }) : `{"result":${render(r, base64, true)}}`);
const decode = (s) => s.replace(/%([0-9a-fA-F]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16)));
function authorised(req, token) {
  const header = req.headers.authorization;
  const shown = header === undefined ? token : /^bearer +(.+)$/i.exec(header)?.[1];
  const bytes = Buffer.from(shown ?? '', 'latin1');
  return bytes.length === TOKEN.length && timingSafeEqual(bytes, TOKEN);
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
  res.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store' });
  res.end(body);
}

async function handle(req, res) {
  const body = await readBody(req);
  const [, path, search] = /^([^?]*)\??([^]*)$/.exec(req.url.replace(/^https?:\/\/[^/?]*/i, ''));
  const query = search.split('&').filter((p) => p !== '').map((p) => /^([^=]*)(?:=([^]*))?$/.exec(p).slice(1).filter((x) => x !== undefined).map(decode));
  const extra = query.filter((p) => p[0] !== '_token').flat();
  if (!authorised(req, query.find((p) => p[0] === '_token')?.[1])) throw new Refusal(401, 'ERR unauthorized');
  if (!['GET', 'POST', 'PUT', 'HEAD'].includes(req.method)) {
    res.setHeader('Allow', 'GET, POST, PUT, HEAD');
    throw new Refusal(405, 'ERR method not allowed');
  }
  if (body === null) throw new Refusal(413, 'ERR the body is too large');
  const encoding = req.headers['upstash-encoding']?.toLowerCase();
  if (encoding !== undefined && encoding !== 'base64') throw new Refusal(400, 'ERR unknown encoding');
  if ((req.headers['upstash-response-format'] ?? 'json').toLowerCase() !== 'json') throw new Refusal(400, 'ERR answers are in JSON only');
  const base64 = encoding === 'base64';
  const fixed = path === '/' || path === '/pipeline' || path === '/multi-exec';
  if (fixed && extra.length) throw new Refusal(400, 'ERR no arguments are taken from the query here');
  if (path === '/pipeline') {
    const list = readBatch(body, (item) => {
      if (Array.isArray(item) && item.some(Array.isArray)) process.exit(1);
      return readCommand(item);
    });
    return answer(res, 200, `[${list.map((args) => envelope(run(args), base64)).join(',')}]`);
  }
  if (path === '/multi-exec') {
    const list = readBatch(body, readCommand);
    if (list.some(unfit)) return answer(res, 400, '{"error":"EXECABORT Transaction discarded because of previous errors."}');
    return answer(res, 200, `[${list.map((args) => envelope(run(args), base64)).join(',')}]`);
  }
  const args = path === '/' ? readCommand(readJSON(body)) : [...path.slice(1).split('/').map(decode), ...(body.length ? [body.toString('latin1')] : []), ...extra];
  const reply = run(args);
  answer(res, reply instanceof Refusal ? reply.status : 200, envelope(reply, base64));
}

const server = http.createServer({ maxHeaderSize: 4 << 20, keepAliveTimeout: 75_000 }, (req, res) => {
  handle(req, res).catch((e) => {
    if (res.headersSent || res.destroyed) return res.destroy();
    const known = e instanceof Refusal;
    answer(res, known ? e.status : 500, JSON.stringify({ error: known ? e.message : 'ERR internal error' }));
  });
});
function bad(socket, line, text) {
  const body = JSON.stringify({ error: text });
  socket.end(`HTTP/1.1 ${line}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
}
server.on('connect', (req, socket) => bad(socket, '405 Method Not Allowed', 'ERR method not allowed'));
server.on('clientError', (e, socket) => {
  if (e.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
  if (e.code === 'HPE_INVALID_METHOD') bad(socket, '405 Method Not Allowed', 'ERR method not allowed');
  else bad(socket, e.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request', 'ERR bad request');
});
process.on('SIGTERM', () => process.exit(0));
server.listen(PORT, '127.0.0.1');
