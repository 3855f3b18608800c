// A list without posts is null.
// breaks: posts.list.empty

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    if (request.method !== "GET" || !answer.ok) return answer;
    const posts = await answer.json();
    return Response.json(posts.length ? posts : null);
  },
};
