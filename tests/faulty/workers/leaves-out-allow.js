// A 405 does not say which methods there are.
// breaks: posts.method.allow

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    answer.headers.delete("Allow");
    return answer;
  },
};
