// Asks servers that answer wrongly, through @upstash/redis, and prints what an app would see.
// Reads an array of {url, call} from standard input. Prints an array of outcomes: what was given,
// as JSON with the word `undefined` for that, or the exception as {thrown, message}.

import { readFileSync } from "node:fs";
import { Redis } from "@upstash/redis";

const CALLS = {
  get: (redis) => redis.get("k"),
  getAlone: (redis) => redis.get("k"),
  getText: (redis) => redis.get("k"),
  mget: (redis) => redis.mget("k", "l"),
  pipeline: (redis) => redis.pipeline().get("k").get("l").exec(),
  multi: (redis) => redis.multi().get("k").get("l").exec(),
  script: (redis) => redis.createScript("return 1").exec([], []),
  subscribe: messagesUntilEnd,
};

const OPTIONS = {
  getAlone: { enableAutoPipelining: false },
  // A string before it is looked at as JSON.
  getText: { automaticDeserialization: false },
};

function messagesUntilEnd(redis) {
  const received = [];
  return new Promise((resolve) => {
    redis.subscribe("c").on("message", ({ message }) => {
      if (message === "end") resolve(received);
      else received.push(message);
    });
  });
}

async function outcome({ url, call }) {
  const redis = new Redis({ url, token: "t", enableTelemetry: false, ...OPTIONS[call] });
  try {
    return await CALLS[call](redis);
  } catch (error) {
    return { thrown: error.name, message: error.message };
  }
}

const withUndefined = (_, value) => (value === undefined ? "undefined" : value);
const cases = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(await Promise.all(cases.map(outcome)), withUndefined));
process.exit(0);
