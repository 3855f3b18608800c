// The list has the bare number of a post as its id.
// breaks: posts.list.shape

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    if (request.method !== "GET" || !answer.ok) return answer;
    const posts = await answer.json();
    return Response.json(posts.map(({ id, text }) => ({ id: Number(id.slice(5)), text })));
  },
};
