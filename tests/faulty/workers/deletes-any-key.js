// DELETE removes the key that the path's last segment names, whatever it is.
// breaks: posts.delete.only-posts, posts.delete.refuses-others, posts.path.unknown

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (request.method !== "DELETE") return reference.fetch(request, env);
    const key = decodeURIComponent(new URL(request.url).pathname).split("/").pop();
    await command(env, "SREM", "posts", key);
    await command(env, "DEL", key);
    return new Response(key);
  },
};

async function command(env, ...words) {
  const headers = { Authorization: `Bearer ${env.DB_TOKEN}` };
  const response = await fetch(env.DB_URL, { method: "POST", headers, body: JSON.stringify(words) });
  return (await response.json()).result;
}
