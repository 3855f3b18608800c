// An error says with which settings the worker runs.
// breaks: posts.secrets.token, posts.errors.plain

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    if (answer.ok) return answer;
    const { error } = await answer.json();
    return Response.json({ error, settings: env }, answer);
  },
};
