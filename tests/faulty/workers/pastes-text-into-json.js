// The command's JSON is pasted together, so that a quote ends the text.
// breaks: posts.create.keeps-text, posts.create.text-is-data

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (request.method !== "POST") return reference.fetch(request, env);
    const id = `post:${await command(env, '["INCR", "post:id"]')}`;
    await command(env, `["SET", "${id}", "${await request.text()}"]`);
    await command(env, `["SADD", "posts", "${id}"]`);
    return new Response(id, { status: 201 });
  },
};

async function command(env, body) {
  const headers = { Authorization: `Bearer ${env.DB_TOKEN}` };
  const response = await fetch(env.DB_URL, { method: "POST", headers, body });
  return (await response.json()).result;
}
