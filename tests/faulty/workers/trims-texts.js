// White space around a text is cut off.
// breaks: posts.create.keeps-text

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (request.method !== "POST") return reference.fetch(request, env);
    const body = (await request.text()).trim();
    return reference.fetch(new Request(request, { body }), env);
  },
};
