// All posts are one JSON text, which is read, changed and written: of two changes at once one is lost.
// breaks: posts.concurrent.per-post

import reference from "./reference-posts.js";

const KEY = "posts:json";

export default {
  async fetch(request, env) {
    const path = new URL(request.url).pathname;
    if (path === "/posts" && request.method === "GET") return Response.json(await read(env));
    if (path === "/posts" && request.method === "POST") {
      const text = await request.text();
      const id = `post:${await command(env, "INCR", "post:id")}`;
      await write(env, [...(await read(env)), { id, text }]);
      return new Response(id, { status: 201 });
    }
    if (request.method === "DELETE" && /^\/posts\/post:\d+$/.test(path)) {
      const id = path.slice("/posts/".length);
      const posts = await read(env);
      const rest = posts.filter((post) => post.id !== id);
      if (rest.length === posts.length) return Response.json({ error: "no such post" }, { status: 404 });
      await write(env, rest);
      return new Response(id);
    }
    return reference.fetch(request, env);
  },
};

async function read(env) {
  return JSON.parse((await command(env, "GET", KEY)) ?? "[]");
}

async function write(env, posts) {
  await command(env, "SET", KEY, JSON.stringify(posts));
}

async function command(env, ...words) {
  const headers = { Authorization: `Bearer ${env.DB_TOKEN}` };
  const response = await fetch(env.DB_URL, { method: "POST", headers, body: JSON.stringify(words) });
  return (await response.json()).result;
}
