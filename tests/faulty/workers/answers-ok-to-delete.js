// DELETE answers the database's OK instead of the id.
// breaks: posts.delete.answers-id

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    return request.method === "DELETE" && answer.ok ? new Response("OK") : answer;
  },
};
