// Uses the endpoint as an app would, through @upstash/redis, and prints what came back as JSON.
// UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN say where it is.

import { Redis } from "@upstash/redis";

const redis = Redis.fromEnv({ enableTelemetry: false });

async function strings() {
  const set = await redis.set("greeting", "grüß dich 😀", { ex: 100 });
  return {
    set,
    get: await redis.get("greeting"),
    number: [await redis.set("n", 41), await redis.incr("n"), await redis.get("n")],
    object: [await redis.set("o", { a: [1, null, "x"] }), await redis.get("o")],
    missing: await redis.get("missing"),
    mget: await redis.mget("n", "missing", "greeting"),
    ok: [await redis.set("ok", "OK"), await redis.mget("ok", "n")],
    refused: await redis.incr("greeting").catch((error) => error.message),
  };
}

async function collections() {
  await redis.sadd("s", "a", "b", "ü");
  await redis.hset("h", { name: "Ada", born: 1815 });
  await redis.zadd("z", { score: 1.5, member: "low" }, { score: 9, member: "high" });
  await redis.rpush("l", "one", "two");
  return {
    set: (await redis.smembers("s")).sort(),
    isMember: [await redis.sismember("s", "a"), await redis.sismember("s", "z")],
    hash: await redis.hgetall("h"),
    scores: await redis.zrange("z", 0, -1, { withScores: true }),
    score: await redis.zscore("z", "low"),
    list: await redis.lrange("l", 0, -1),
    scan: await redis.scan(0, { match: "z", count: 1000 }),
  };
}

async function batches() {
  const pipeline = redis.pipeline().set("p", "1").incr("p").get("p").ping();
  const transaction = redis.multi().set("t", "x").append("t", "y").get("t");
  return {
    pipeline: await pipeline.exec(),
    transaction: await transaction.exec(),
    errors: await redis.pipeline().set("e", "x").incr("e").exec({ keepErrors: true }),
  };
}

async function scripts() {
  const source = "#!lua flags=allow-key-locking\nreturn {KEYS[1], ARGV[1]}";
  const script = redis.createScript(source);
  return {
    eval: await redis.eval("return ARGV[1]", [], ["ä"]),
    created: await script.exec(["k"], ["v"]),
    again: await script.exec(["k"], ["w"]),
  };
}

async function subscription() {
  const subscriber = redis.subscribe("news");
  const message = new Promise((resolve) => subscriber.on("message", resolve));
  await new Promise((resolve) => subscriber.on("subscribe", resolve));
  const receivers = await redis.publish("news", { text: "a,b\"ü" });
  const received = await message;
  await subscriber.unsubscribe();
  return { receivers, received };
}

console.log(
  JSON.stringify({
    strings: await strings(),
    collections: await collections(),
    batches: await batches(),
    scripts: await scripts(),
    subscription: await subscription(),
  }),
);
process.exit(0);
