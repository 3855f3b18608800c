// POST answers 200 instead of 201.
// breaks: posts.create.answers-id

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    return answer.status === 201 ? new Response(answer.body, { status: 200 }) : answer;
  },
};
