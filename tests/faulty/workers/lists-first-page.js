// The list ends after ten posts.
// breaks: posts.list.complete

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    if (request.method !== "GET" || !answer.ok) return answer;
    return Response.json((await answer.json()).slice(0, 10));
  },
};
