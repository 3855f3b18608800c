// Deleting a post again answers 410.
// breaks: posts.delete.idempotent

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    if (request.method !== "DELETE" || answer.status !== 404) return answer;
    return new Response(answer.body, { status: 410, headers: answer.headers });
  },
};
