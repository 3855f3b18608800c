// The next number is that of the posts there are, plus one.
// breaks: posts.create.ids-unique, posts.create.ids-increase, posts.delete.stays-deleted

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (request.method === "POST") {
      await command(env, "SET", "post:id", String(await command(env, "SCARD", "posts")));
    }
    return reference.fetch(request, env);
  },
};

async function command(env, ...words) {
  const headers = { Authorization: `Bearer ${env.DB_TOKEN}` };
  const response = await fetch(env.DB_URL, { method: "POST", headers, body: JSON.stringify(words) });
  return (await response.json()).result;
}
