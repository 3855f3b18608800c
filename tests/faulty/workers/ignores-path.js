// POST and GET work on every path.
// breaks: posts.path.unknown, posts.path.not-found

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (request.method === "DELETE") return reference.fetch(request, env);
    return reference.fetch(new Request(new URL("/posts", request.url), request), env);
  },
};
