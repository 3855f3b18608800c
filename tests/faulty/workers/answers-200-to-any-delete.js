// DELETE of a name that no post has answers 200.
// breaks: posts.delete.refuses-others

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    return request.method === "DELETE" && !answer.ok ? new Response("OK") : answer;
  },
};
