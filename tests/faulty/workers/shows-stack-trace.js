// An error shows where in the worker it was thrown.
// breaks: posts.errors.plain

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    if (answer.ok) return answer;
    return Response.json({ error: new Error("not answered").stack }, { status: answer.status });
  },
};
