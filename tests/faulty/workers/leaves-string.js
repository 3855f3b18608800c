// DELETE takes the post out of the list and leaves its text.
// breaks: posts.store.no-leftovers

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (request.method !== "DELETE") return reference.fetch(request, env);
    const id = decodeURIComponent(new URL(request.url).pathname.split("/").pop());
    const removed = await command(env, "SREM", "posts", id);
    return new Response(id, { status: removed ? 200 : 404 });
  },
};

async function command(env, ...words) {
  const headers = { Authorization: `Bearer ${env.DB_TOKEN}` };
  const response = await fetch(env.DB_URL, { method: "POST", headers, body: JSON.stringify(words) });
  return (await response.json()).result;
}
