import http from 'node:http';

const PORT = Number(process.env.PORT);
const MOST_BODY = 1024 * 1024;
const MOST_STORED = 128 * 1024 * 1024;
const MOST_POSTS = 100_000;
const TEXT = 'text/plain;charset=UTF-8';
const JSON_TYPE = 'application/json';

const posts = new Map();
let stored = 0;
let last = 0;

function answer(res, status, body, type, headers = {}) {
  const bytes = Buffer.from(body);
  res.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length, ...headers });
  res.end(bytes);
}

function fail(res, status, message, headers) {
  answer(res, status, JSON.stringify({ error: message }), JSON_TYPE, headers);
}

// The decoded segments of a request's path, or null.
function segmentsOf(target) {
  let path = target.replace(/^https?:\/\/[^/?]*/i, '');
  const query = path.indexOf('?');
  if (query >= 0) path = path.slice(0, query);
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return null;
  }
}

function readBody(req) {
  return new Promise((resolve, reject) => {
    const parts = [];
    let size = 0;
    req.on('data', (part) => {
      size += part.length;
      if (size <= MOST_BODY) parts.push(part);
      else parts.length = 0;
    });
    req.on('end', () => resolve(size > MOST_BODY ? null : Buffer.concat(parts)));
    req.on('error', reject);
  });
}

async function create(req, res) {
  const body = await readBody(req);
  if (body === null) return fail(res, 413, 'the text is too large');
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return fail(res, 400, 'the text is not UTF-8');
  }
  if (text.includes('\0')) process.exit(1);
  if (posts.size >= MOST_POSTS || stored + body.length > MOST_STORED) {
    return fail(res, 507, 'no room for more posts');
  }
  last += 1;
  const id = `post:${last}`;
  posts.set(id, { text, size: body.length });
  stored += body.length;
  answer(res, 201, id, TEXT, { Location: `/posts/${id}` });
}

function list(res) {
  const items = [];
  for (const [id, { text }] of posts) items.push({ id, text });
  answer(res, 200, JSON.stringify(items), JSON_TYPE, { 'Cache-Control': 'no-store' });
}

function remove(res, id) {
  const post = posts.get(id);
  if (!post) return fail(res, 404, 'no such post');
  posts.delete(id);
  stored -= post.size;
  if (id === `post:${last}`) last -= 1;
  answer(res, 200, id, TEXT);
}

async function handle(req, res) {
  const segments = segmentsOf(req.url);
  if (segments === null) return fail(res, 400, 'the path is not well encoded');
  if (segments.length === 1 && segments[0] === 'posts') {
    if (req.method === 'POST') return create(req, res);
    if (req.method === 'GET' || req.method === 'HEAD') return list(res);
    return fail(res, 405, 'method not allowed', { Allow: 'GET, HEAD, POST' });
  }
  if (segments.length === 2 && segments[0] === 'posts' && /^post:[1-9][0-9]*$/.test(segments[1])) {
    if (req.method === 'DELETE') return remove(res, segments[1]);
    if (posts.has(segments[1])) return fail(res, 405, 'method not allowed', { Allow: 'DELETE' });
    return fail(res, 404, 'no such post');
  }
  fail(res, 404, 'not found');
}

const server = http.createServer((req, res) => {
  req.on('error', () => {});
  handle(req, res).then(() => req.resume(), () => {
    if (!res.headersSent) fail(res, 500, 'internal error');
  });
});
server.keepAliveTimeout = 65_000;

// Requests that the parser does not take, methods that it does not know among them.
server.on('clientError', (error, socket) => {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const line = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP\/1\.[01]\r?\n/.exec(
    (error.rawPacket ?? Buffer.alloc(0)).toString('latin1').slice(0, 8192));
  let status = '400 Bad Request', message = 'bad request', extra = '';
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    [status, message] = ['431 Request Header Fields Too Large', 'the header is too large'];
  } else if (line && !http.METHODS.includes(line[1])) {
    const segments = segmentsOf(line[2]);
    if (segments?.length === 1 && segments[0] === 'posts') {
      [status, message, extra] = ['405 Method Not Allowed', 'method not allowed', 'Allow: GET, HEAD, POST\r\n'];
    } else {
      [status, message] = ['404 Not Found', 'not found'];
    }
  }
  const body = JSON.stringify({ error: message });
  socket.setTimeout(2000, () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: ${body.length}\r\n${extra}Connection: close\r\n\r\n${body}`);
});

process.on('SIGTERM', () => process.exit(0));
server.listen(PORT, '127.0.0.1');
