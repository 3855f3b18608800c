// An error is plain text.
// breaks: posts.errors.plain

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    const { status } = answer;
    return answer.ok ? answer : new Response((await answer.json()).error, { status });
  },
};
