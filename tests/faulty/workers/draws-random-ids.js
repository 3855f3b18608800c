// A post's number is drawn at random.
// breaks: posts.create.ids-increase, posts.store.agrees

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    if (request.method !== "POST" || !answer.ok) return answer;
    const counted = await answer.text();
    const drawn = `post:${1 + Math.floor(Math.random() * 1e15)}`;
    await command(env, "RENAME", counted, drawn);
    await command(env, "SREM", "posts", counted);
    await command(env, "SADD", "posts", drawn);
    return new Response(drawn, { status: 201, headers: { Location: `/posts/${drawn}` } });
  },
};

async function command(env, ...words) {
  const headers = { Authorization: `Bearer ${env.DB_TOKEN}` };
  const response = await fetch(env.DB_URL, { method: "POST", headers, body: JSON.stringify(words) });
  return (await response.json()).result;
}
