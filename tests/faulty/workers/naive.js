// Posts as a first article on the subject would have them.
// breaks: posts.create.keeps-text, posts.create.text-is-data, posts.list.empty, posts.delete.only-posts

async function redis(env, ...command) {
  const response = await fetch(`${env.DB_URL}/${command.join("/")}`, {
    headers: { Authorization: `Bearer ${env.DB_TOKEN}` },
  });
  const { result } = await response.json();
  return result;
}

export default {
  async fetch(request, env) {
    if (request.method === "POST") {
      const key = `post:${await redis(env, "incr", "post:id")}`;
      await redis(env, "set", key, request.body);
      await redis(env, "sadd", "posts", key);
      return new Response(key, { status: 201 });
    }

    if (request.method === "DELETE") {
      const key = request.url.split("/").pop();
      await redis(env, "srem", "posts", key);
      await redis(env, "del", key);
      return new Response(key);
    }

    const keys = await redis(env, "smembers", "posts");
    const texts = await redis(env, "mget", ...keys);
    return Response.json(texts.map((text, index) => ({ id: keys[index], text })));
  },
};
