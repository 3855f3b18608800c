// The counter is read, counted up by the worker and written back: not by INCR.
// breaks: posts.create.ids-unique

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (request.method !== "POST") return reference.fetch(request, env);
    const id = `post:${Number(await command(env, "GET", "post:id")) + 1}`;
    await command(env, "SET", id, await request.text());
    await command(env, "SADD", "posts", id);
    await command(env, "SET", "post:id", id.slice("post:".length));
    return new Response(id, { status: 201 });
  },
};

async function command(env, ...words) {
  const headers = { Authorization: `Bearer ${env.DB_TOKEN}` };
  const response = await fetch(env.DB_URL, { method: "POST", headers, body: JSON.stringify(words) });
  return (await response.json()).result;
}
