/**
 * Posts at the edge, kept in Redis over HTTP.
 *
 *   POST   /posts             the body is the text; answers the new post's id, `post:<n>`
 *   GET    /posts             answers [{"id": "post:1", "text": "…"}, …], oldest first
 *   DELETE /posts/post:<n>    answers the id, or 404
 *
 * In Redis: the counter `post:id` numbers the posts, the set `posts` holds the keys of those that
 * are listed, and each key `post:<n>` holds one text.
 *
 * Bindings: DB_URL, the root of a Redis REST API (plain text); DB_TOKEN, its token (secret).
 * Every status and header is in openapi.yaml.
 */

const COLLECTION = "/posts";
const COUNTER = "post:id";
const LISTED = "posts";
const MAX_TEXT_BYTES = 1024 * 1024;
// A longer body is read on to here, though not kept: a client that is cut off while it still sends
// would see a broken connection instead of the 413.
const MAX_READ_BYTES = 16 * MAX_TEXT_BYTES;
const DATABASE_LIMIT_MS = 5000;

// One script, so that the ids and their texts are read at the same instant: with SMEMBERS and MGET
// apart, a post deleted between them would be listed without its text.
// Lua can unpack about 8,000 values into one call, hence the steps of 5,000.
const LIST_SCRIPT = `
  local ids = redis.call('SMEMBERS', KEYS[1])
  local texts = {}
  for first = 1, #ids, 5000 do
    local last = math.min(first + 4999, #ids)
    for _, text in ipairs(redis.call('MGET', unpack(ids, first, last))) do
      texts[#texts + 1] = text
    end
  end
  return {ids, texts}
`;

export default {
  async fetch(request, env) {
    const answer = await route(request, env).catch(answerFailure);
    answer.headers.set("Cache-Control", "no-store");
    return answer;
  },
};

const ON_COLLECTION = new Map([["GET", listPosts], ["HEAD", listPosts], ["POST", createPost]]);
const ON_POST = new Map([["DELETE", deletePost]]);

async function route(request, env) {
  const path = new URL(request.url).pathname;
  if (path === COLLECTION) return dispatch(ON_COLLECTION, request, env);
  const id = postIdIn(path);
  if (id !== null) return dispatch(ON_POST, request, env, id);
  throw failure(404, "there is nothing at this path");
}

function dispatch(handlers, request, env, id) {
  const handle = handlers.get(request.method);
  if (handle) return handle(request, env, id);
  const allow = [...handlers.keys()].join(", ");
  throw failure(405, `this path allows ${allow}`, { Allow: allow });
}

/** The id in `/posts/<id>`, decoded once, or null. `post:id` and `post:01` are not ids of posts. */
function postIdIn(path) {
  const segment = path.startsWith(`${COLLECTION}/`) ? path.slice(COLLECTION.length + 1) : "";
  try {
    const id = decodeURIComponent(segment);
    return /^post:[1-9]\d*$/.test(id) ? id : null;
  } catch {
    return null; // percent signs that encode no UTF-8
  }
}

async function createPost(request, env) {
  const text = await readText(request);
  const database = new Database(env);
  const n = await database.command("INCR", COUNTER);
  if (!Number.isSafeInteger(n) || n < 1) throw unusable(n);
  const id = `post:${n}`;
  const replies = await database.transaction(["SET", id, text], ["SADD", LISTED, id]);
  try {
    const [kept, listed] = replies.map(resultOf);
    if (kept !== "OK" || !Number.isInteger(listed)) throw unusable(replies);
  } catch (error) {
    // Redis does not roll back: where one of the two failed, the other was still done. (A failed
    // transaction is done in full or not at all; undoing that could take back what a GET showed.)
    await remove(database, id).catch(() => {});
    throw error;
  }
  const headers = { "Content-Type": "text/plain;charset=UTF-8", Location: `${COLLECTION}/${id}` };
  return new Response(id, { status: 201, headers });
}

async function listPosts(_request, env) {
  const listing = await new Database(env).command("EVAL", LIST_SCRIPT, "1", LISTED);
  const [ids, texts] = Array.isArray(listing) ? listing : [];
  if (!Array.isArray(ids) || ids.length !== texts?.length) throw unusable(listing);
  const number = ({ id }) => Number(id.slice("post:".length));
  const posts = ids
    .map((id, place) => ({ id, text: texts[place] }))
    .filter(({ text }) => text !== null)
    .sort((one, other) => number(one) - number(other));
  return Response.json(posts);
}

async function deletePost(_request, env, id) {
  const [removed] = (await remove(new Database(env), id)).map(resultOf);
  if (removed === 1) return new Response(id);
  throw removed === 0 ? failure(404, "there is no such post") : unusable(removed);
}

function remove(database, id) {
  return database.transaction(["SREM", LISTED, id], ["DEL", id]);
}

/** The request's body as text. A byte order mark is part of it; what is not UTF-8 is refused. */
async function readText(request) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength; // counted, because Content-Length is only what the client claims
      if (bytes <= MAX_TEXT_BYTES) text += decoder.decode(chunk, { stream: true });
      if (bytes > MAX_READ_BYTES) break;
    }
    if (bytes <= MAX_TEXT_BYTES) return text + decoder.decode();
  } catch {
    throw failure(400, "the text is not valid UTF-8");
  }
  throw failure(413, "the text is larger than 1 MiB");
}

/** Redis over HTTP. All that one request of ours asks of it shares one time limit. */
class Database {
  constructor(env) {
    this.env = env;
    this.deadline = AbortSignal.timeout(DATABASE_LIMIT_MS);
  }

  /** The result of one command. */
  async command(...command) {
    return resultOf(await this.post("/", command));
  }

  /** The replies, each to be read by `resultOf`, of commands that take effect at one instant. */
  async transaction(...commands) {
    const replies = await this.post("/multi-exec", commands);
    if (!Array.isArray(replies) || replies.length !== commands.length) throw unusable(replies);
    return replies;
  }

  async post(path, body) {
    try {
      const response = await fetch(this.env.DB_URL.replace(/\/*$/, path), {
        method: "POST",
        headers: { Authorization: `Bearer ${this.env.DB_TOKEN}` },
        body: JSON.stringify(body),
        redirect: "manual", // so that the token goes nowhere else
        signal: this.deadline,
      });
      if (response.ok) return await response.json();
      throw new Error(`status ${response.status}: ${await response.text()}`);
    } catch (reason) {
      if (this.deadline.aborted) throw failure(504, "the database did not answer in time");
      throw unusable(reason);
    }
  }
}

function resultOf(reply) {
  if (reply?.result === undefined || reply.error !== undefined) throw unusable(reply);
  return reply.result;
}

function unusable(answer) {
  console.error("database:", answer);
  return failure(502, "the database gave no answer that can be used");
}

/** What a client is told; details, which may name the database's address, go to the log only. */
function failure(status, message, headers) {
  return Object.assign(new Error(message), { status, headers });
}

function answerFailure(error) {
  const { status, message, headers } = error;
  if (status) return Response.json({ error: message }, { status, headers });
  console.error(error);
  return Response.json({ error: "something went wrong" }, { status: 500 });
}
